"""How things look is said in one file, and told by one legend for every output."""

import dataclasses
import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from shapely import Polygon

import zonemap
from kit.decks import opened, texts
from kit.nation import nation_region, square_counties
from kit.toy import INDUSTRIES, write_geodata
from zonemap.analysis.legend import LEGENDS, NOT_APPROVED, caveat_of, legend_by, reform_classes
from zonemap.analysis.legend_classes import LegendClass
from zonemap.core import vocabulary
from zonemap.core.text import NONE
from zonemap.core.vocabulary import Term, groups, terms
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.page.data import page_data
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.region.status import STATUSES
from zonemap.scene.marks import Tone, pieces, sample_mark
from zonemap.style.inks import (
    LAND,
    PAPER,
    PATTERNS,
    SEQUENTIAL,
    UNKNOWN,
    grey_ground,
    grey_line,
    grey_of,
    mix,
)
from zonemap.style.lines import bears_pattern, boundary_line, patterns
from zonemap.style.marks import CORNERS, mark_parts
from zonemap.style.page import css_tokens, page_style
from zonemap.style.reader import color, colors, quantity, table

# How far apart two colours are, for which eyes. Colour blindness is simulated after Machado, Oliveira and
# Fernandes (2009), severity 1, in linear RGB; grey keeps the luminance. Colours count as different from
# ΔE00 = 10 on, which Brychtová and Çöltekin ("The effect of spatial distance on the discriminability of
# colors in maps", Cartography and Geographic Information Science 44, 2017) recommend for maps.
ENOUGH = 10
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])


def linear(color: str) -> np.ndarray:
    """Return the linear RGB of ``#rrggbb``, 0 to 1."""
    coded = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return the CIELAB coordinates of linear RGB, white point D65."""
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Return ΔE00 of two colours in CIELAB (Sharma, Wu and Dalal 2005)."""
    lightness, a, b = np.transpose([one, other])
    far = np.mean(np.hypot(a, b)) ** 7
    a = a * (1.5 - 0.5 * np.sqrt(far / (far + 25.0**7)))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    turn = (hue[1] - hue[0] + 180) % 360 - 180 if chroma.all() else 0.0
    middle = hue[0] + turn / 2 if chroma.all() else hue.sum()
    light, strong = lightness.mean(), chroma.mean()
    weight = 1 + sum(
        factor * np.cos(np.radians(times * middle + shift))
        for factor, times, shift in [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63)]
    )
    steps = np.array(
        [
            np.diff(lightness)[0] / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)),
            np.diff(chroma)[0] / (1 + 0.045 * strong),
            2 * np.sqrt(chroma.prod()) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * strong * weight),
        ]
    )
    tilt = 60 * np.exp(-((((middle % 360) - 275) / 25) ** 2))
    blue = -2 * np.sqrt(strong**7 / (strong**7 + 25.0**7)) * np.sin(np.radians(tilt))
    return float(np.sqrt(steps @ steps + blue * steps[1] * steps[2]))


PACKAGE = Path(zonemap.__file__).parent
LITERAL = re.compile(
    r"""(?<![&\w])\#(?:[\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})\b|\b(?:rgba?|hsla?)\(\s*\d""", re.IGNORECASE
)
FADED, GREYS = 6, 5.5
"""ΔE00 from which neighbours differ when little is laid on the ground, and in greys: half of 10, and some."""


def difference(one: str, other: str) -> float:
    """Return ΔE00 of two colours."""
    return ciede2000(lab(linear(one)), lab(linear(other)))


def test_no_colour_stands_beside_the_style():
    """No module, script or style sheet has a colour of its own."""
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js", ".css", ".html", ".j2")]
    assert len(files) > 150
    found = {
        f"{path.relative_to(PACKAGE)}: {literal}"
        for path in files
        for literal in LITERAL.findall(path.read_text("utf-8"))
    }
    assert found == set()


def test_a_colour_literal_would_be_found():
    """In each of the ways in which one is written; a hash of an address and an id are none."""
    for text in ("'#fff'", '"#1B2330"', "color:#0000002e;", "rgb(0 0 0 / 18%)", "rgba(1,2,3,.4)"):
        assert LITERAL.search(text), text
    for text in ("&#9733;", "#legend", "rgba(color)", "`#${id}`", "#q=houma"):
        assert not LITERAL.search(text), text


def test_every_colour_is_a_colour():
    """Those that name another as well; a name that nothing bears is an error."""
    for path in ("ink", "page.light", "page.dark", "page.print", "diff.light", "notebook.light"):
        for key, value in colors(path).items():
            assert re.fullmatch("#[0-9a-f]{6}([0-9a-f]{2})?", value), (path, key)
    assert color("ink.outline") == color("ink.soft")
    with pytest.raises(KeyError):
        color("ink.mauve")


def test_what_the_words_name_has_a_look():
    """Every basis, status, symbol and pattern of the vocabulary, and none besides."""
    assert set(table("basis")) == set(terms("basis"))
    assert set(table("mark.status")) == set(STATUSES) - {"not_yet"}
    words = [term for group in groups() for term in terms(group).values()]
    assert {term.symbol for term in words} - {"", "circle"} <= set(CORNERS)
    fills = {term.pattern for term in words if term.group != "basis"}
    assert fills | set(PATTERNS) <= {"", "solid", "none", *patterns()}


def test_what_is_known_less_well_is_drawn_more_lightly():
    """A survey solid and strong, the circle of an area dashed and weaker, a host county dotted and empty."""
    surveyed, circle, county = map(boundary_line, ("surveyed", "published_area", "host_county"))
    assert surveyed.fill > circle.fill > county.fill == 0
    assert (surveyed.dash, circle.preset, county.preset) == ((), "dash", "dot")


@pytest.mark.parametrize("count", range(2, 8))
def test_years_are_told_apart_by_their_fill_alone(linfen, count, monkeypatch):
    """Neighbours, and each from what is not stated: plain, little on the ground, and in greys."""
    zones = linfen.zones.iloc[: count + 1].copy()
    zones["approved"] = [*(str(1990 + 3 * number) for number in range(count)), ""]
    zones["is_shown"] = True
    region = linfen.subset(zones=zones.index)
    region.zones[["approved", "is_shown"]] = zones[["approved", "is_shown"]]
    steps = [item.color for item in legend_by(region, "year").classes if item.key.isdigit()]
    assert len(steps) == count
    pairs = [*pairwise(steps), *((step, NOT_APPROVED.color) for step in steps)]
    least = min(boundary_line(basis).fill for basis in table("basis") if boundary_line(basis).fill)
    for one, other in pairs:
        assert difference(one, other) >= ENOUGH, (one, other)
        faded = (mix(step, least, LAND) for step in (one, other))
        assert difference(*faded) >= FADED, (one, other)
        assert difference(grey_of(one), grey_of(other)) >= GREYS, (one, other)


def test_greys_keep_all_years_apart():
    """Not only neighbours: a map in greys shows which of any two years is later."""
    for one, other in combinations([*SEQUENTIAL, UNKNOWN], 2):
        assert difference(grey_of(one), grey_of(other)) >= GREYS, (one, other)


def test_what_is_not_stated_has_lines_that_show_in_greys():
    """On the paper and on the ground of the land."""
    for ground in (PAPER, LAND):
        assert difference(grey_line(UNKNOWN), grey_ground(ground)) >= ENOUGH


@pytest.mark.parametrize("step", [-0.1, 0, 5])
def test_a_small_mark_bears_no_pattern(step):
    """In a figure in greys, where large ones do; the page is given the same size."""
    radius = quantity("hatching.least_mark") + step
    style = LegendClass("one", NONE, SEQUENTIAL[3], "forward")
    (disc,) = pieces(sample_mark(style, "operating", (100, 100), radius, tone=Tone(is_grey=True)))
    assert bool(disc.paint.pattern) is bears_pattern(radius) is (step >= 0)
    assert page_style()["least"] == quantity("hatching.least_mark")


def test_the_page_is_given_what_the_other_outputs_draw():
    """The very rings of the marks, by shape, part and status."""
    given = page_style()
    for symbol in ("circle", *CORNERS):
        for status, parts in given["marks"].items():
            rings = [
                [value * part.get("scale", 1) for value in ring]
                for part in parts
                for ring in given["rings"][symbol][part["ring"]]
            ]
            drawn = [part.ring for part in mark_parts(symbol, status)]
            assert len(rings) == len(drawn)
            for flat, ring in zip(rings, drawn, strict=True):
                assert flat == pytest.approx([value for point in ring for value in point], abs=0.006)


def test_colours_of_the_page_are_said_for_light_dark_and_paper():
    """Every token of the light has a value in the dark, and on paper the ground is white."""
    css = css_tokens("page")
    light, dark, printed = css.split("@media")
    assert set(re.findall(r"--[\w-]+", dark)) <= set(re.findall(r"--[\w-]+", light))
    assert "--paper:#ffffff" in printed


@pytest.mark.parametrize(("page", "folder"), [("page", "."), ("diff", "diff"), ("notebook", "notebook")])
def test_a_page_uses_only_colours_that_it_is_given(page, folder):
    """Each custom property of a style sheet is one of the style, its own, or set by a script."""
    sheets = "".join(path.read_text("utf-8") for path in (PACKAGE / "web" / folder).glob("*.css"))
    given = set(re.findall(r"(--[\w-]+):", css_tokens(page) + sheets))
    by_script = {"--state", "--years", "--source-at"}
    used = set(re.findall(r"var\((--[\w-]+)", sheets))
    assert used
    assert used - by_script <= given


@pytest.mark.parametrize("symbol", ["", *CORNERS])
def test_no_two_statuses_have_the_same_mark(symbol):
    """Of each shape; a zone that is not yet there is drawn by no map."""
    drawn = [status for status in STATUSES if status != "not_yet"]
    assert len({mark_parts(symbol, status) for status in drawn}) == len(drawn)


def filled(symbol: str, status: str) -> float:
    """Return the share of a mark that has the colour of the class."""
    parts = mark_parts(symbol, status)
    return (
        sum(Polygon(part.ring).area for part in parts if part.fill == "class") / Polygon(parts[0].ring).area
    )


@pytest.mark.parametrize("symbol", ["", *CORNERS])
def test_the_filling_tells_how_far_a_zone_is(symbol):
    """Operating full, approved half, being set up half with a gap, the others not in full colour."""
    assert filled(symbol, "operating") == 1
    assert filled(symbol, "approved") == pytest.approx(0.5, abs=0.01)
    assert 0.2 < filled(symbol, "preparing") < 0.45
    assert [filled(symbol, status) for status in ("applying", "undated", "unknown")] == [0, 0, 0]


@pytest.mark.parametrize(("status", "dash"), [("undated", "dash"), ("unknown", "dot"), ("operating", "")])
def test_the_outline_tells_what_is_not_known(status, dash):
    """Dashes: no date. Dots: not known on this day."""
    assert mark_parts("", status)[-1].dash == dash


def test_a_number_stands_on_a_plate_where_the_mark_is_half():
    """Else half of it would stand on the colour."""
    assert len(mark_parts("", "approved", is_numbered=True)) == len(mark_parts("", "approved")) + 1
    assert mark_parts("", "operating", is_numbered=True) == mark_parts("", "operating")


def gap_seen(one: LegendClass, other: LegendClass, vision: str) -> float:
    """Return how far apart two classes are for somebody's eyes, by their colours alone."""
    return ciede2000(*(lab(VISIONS[vision] @ linear(item.color)) for item in (one, other)))


def look(item: LegendClass) -> tuple[str, str]:
    """Return what is drawn of a class besides its colour: ``solid`` and ``none`` draw no pattern."""
    return {"solid": "", "none": ""}.get(item.pattern, item.pattern), item.symbol


@pytest.fixture(scope="module")
def made_up():
    """Make a region in which every class of every legend occurs."""
    return nation_region(square_counties(20, 10), zones=300)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ],
)
def test_differences_are_those_that_were_published(one, other, expected):
    """Pairs from the test data of Sharma, Wu and Dalal (2005)."""
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("by", LEGENDS)
def test_any_two_classes_are_told_apart(linfen, made_up, by, vision):
    """By ΔE00 of at least 10, or by a pattern or a shape; in Linfen and where every class occurs."""
    for region in (linfen.as_of("2024"), made_up):
        for one, other in combinations(legend_by(region, by).classes, 2):
            assert gap_seen(one, other, vision) >= ENOUGH or look(one) != look(other), (
                one.key,
                other.key,
            )


@pytest.mark.parametrize("vision", ["usual", "protanopia", "deuteranopia", "tritanopia"])
def test_kinds_and_industries_are_told_apart_by_colour_alone(linfen, vision):
    """Every two of them, however far apart in the legend."""
    for by in ("kind", "industry"):
        for one, other in combinations(legend_by(linfen, by).classes, 2):
            assert gap_seen(one, other, vision) >= ENOUGH, (one.key, other.key)


@pytest.mark.parametrize("by", ["year", "reform", "zones"])
def test_what_has_an_order_gets_darker(linfen, made_up, by):
    """From class to class, in grey as well; what is not stated stands apart."""
    for region in (linfen.as_of("2024"), made_up):
        steps = [
            item
            for item in legend_by(region, by).classes
            if item.key != "bounded" and not item.key.startswith("not_")
        ]
        lightness = [lab(linear(item.color))[0] for item in steps if item.key != "0"]
        assert lightness == sorted(lightness, reverse=True)


@pytest.fixture
def toy(tmp_path) -> Region:
    """The made-up region."""
    return read_region(write_geodata(tmp_path))


@pytest.mark.parametrize("by", LEGENDS)
def test_classes_cover_what_is_shown_and_nothing_else(toy, by):
    """Each class occurs, the counts add up, colours are colours, patterns differ."""
    legend = legend_by(toy, by)
    assert {item.key for item in legend.classes} == set(legend.of)
    assert sum(item.count for item in legend.classes) == len(legend.of)
    assert all(re.fullmatch("#[0-9A-F]{6}", item.color) for item in legend.classes)
    looks = [(item.color, item.pattern) for item in legend.classes]
    assert len(set(looks)) == len(looks)


def test_by_kind_in_the_order_of_the_vocabulary(toy):
    """Economic, high-tech, agriculture, cluster."""
    legend = legend_by(toy)
    assert [(item.key, item.count) for item in legend.classes] == [
        ("economic", 1),
        ("hightech", 1),
        ("agriculture", 1),
        ("cluster", 1),
    ]
    assert legend.class_of("two").label.of("en") == "High-tech zone"


def test_by_year_keeps_the_undated_apart(toy):
    """Two years and one class for what is not approved or not stated."""
    legend = legend_by(toy, "year")
    assert legend.of.to_dict() == {"one": "1999", "two": "2010", "three": "not_stated", "four": "not_stated"}


@pytest.mark.parametrize(
    ("approved", "key", "zh", "en"),
    [
        ("../2021-07", "bounded", "已批准，年份未载明", "Approved, year not stated"),
        ("2021-07", "2021", "2021", "2021"),
    ],
)
def test_by_year_a_bound_is_no_year(toy, approved, key, zh, en):
    """Approved by July 2021 may be earlier: the class says so; approved in July 2021 is of that year."""
    zones = toy.zones.copy()
    zones.loc["three", "approved"] = approved
    legend = legend_by(dataclasses.replace(toy, zones=zones).as_of("2021"), "year")
    assert legend.of["three"] == key
    label = legend.class_of("three").label
    assert (label.of("zh"), label.of("en")) == (zh, en)
    assert legend.class_of("one").label.zh == "1999"


def test_by_reform_counts_what_is_done(toy):
    """one has two of three done, two has its leaders in place, the rest is not concerned."""
    legend = legend_by(toy, "reform")
    assert legend.of.to_dict() == {
        "one": "done_2",
        "two": "started",
        "three": "not_concerned",
        "four": "not_concerned",
    }


def test_by_reform_tells_nothing_that_was_not_yet_known(toy):
    """The states are of 2020: by the end of 2010 neither approved zone has any."""
    assert legend_by(toy.as_of("2010"), "reform").of.to_dict() == {
        "one": "not_reported",
        "two": "not_reported",
    }


def test_by_industry_says_what_is_not_stated(toy):
    """three names no industry."""
    legend = legend_by(toy, "industry")
    assert legend.of.to_dict() == {"one": "power", "two": "power", "three": "not_stated", "four": "power"}


def test_the_first_industry_leads(tmp_path):
    """A second industry does not change the class."""
    region = read_region(write_geodata(tmp_path, industries=INDUSTRIES + "one,medicine,stated\n"))
    assert legend_by(region, "industry").of["one"] == "power"


def test_by_zones_colours_counties(toy):
    """丙县 has two."""
    assert legend_by(toy, "zones").of.to_dict() == {"140001": "1", "140002": "1", "140003": "2"}


def test_an_earlier_day_has_fewer_classes(toy):
    """In 2000 only the first zone is there."""
    assert [item.key for item in legend_by(toy.as_of("2000")).classes] == ["economic"]


def test_an_unknown_legend_is_refused(toy):
    """The message lists those there are."""
    with pytest.raises(ValueError, match="kind, year"):
        legend_by(toy, "colour")


@pytest.mark.parametrize("more", [1, 6])
def test_any_number_of_reform_measures_has_its_classes(more, monkeypatch):
    """Each count of measures done has a colour of its own and says out of how many."""
    for number in range(more):
        key = f"new-{number}"
        monkeypatch.setitem(
            vocabulary._all_terms()["measure"], key, Term("measure", key, f"新{number}制", "")
        )
    classes = reform_classes()
    done = [item for item in classes if item.key.startswith("done_")]
    assert [item.label.of("en") for item in done] == [f"{n} of {3 + more} done" for n in range(1, 4 + more)]
    assert len({item.color for item in classes}) == len(classes)


def test_every_output_takes_another_measure(toy, monkeypatch, tmp_path):
    """Page, deck, atlas and figure have room for it, and none says that there are three."""
    new = Term("measure", "training", "培训制", "Training")
    monkeypatch.setitem(vocabulary._all_terms()["measure"], "training", new)
    assert "training" in page_data(toy)["terms"]["measure"]
    deck = opened(write_deck(toy, tmp_path / "deck.pptx", lang="zh").read_bytes())
    told = [texts(slide) for slide in deck.slides]
    assert any("培训制" in text for text in told)
    assert not any("三制" in text or "三项" in text for text in told)
    assert write_atlas(toy, tmp_path / "atlas.pdf").stat().st_size > 0
    figure, _ = plot_reforms(toy)
    assert "培训制" in [text.get_text() for text in figure.findobj(Text)]


@pytest.mark.parametrize(
    ("basis", "point_basis", "said"),
    [
        ("surveyed", "boundary", ""),
        ("host_county", "site", "界线未经实测的均为示意。"),
        ("surveyed", "county_seat", "点取县城或乡镇驻地时，可能离实际位置 5–30 公里。"),
        (
            "published_area",
            "township",
            "界线未经实测的均为示意；点取县城或乡镇驻地时，可能离实际位置 5–30 公里。",
        ),
        ("", "site", ""),
    ],
)
def test_the_caveat_is_of_what_is_drawn(toy, basis, point_basis, said):
    """Nothing is said of seats or indicative lines where there are none."""
    zones = toy.zones.assign(basis=basis, point_basis=point_basis)
    assert caveat_of(dataclasses.replace(toy, zones=zones)).zh == said
