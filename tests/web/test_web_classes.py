"""Colour by: five legends, painted, counted, listed and printed alike in every view, as the region says."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest
from PIL import Image

from kit.regions import at_stop
from kit.sheets import write_book
from zonemap.analysis.legend import LEGENDS, NOT_APPROVED, legend_by, reform_classes, zones_classes
from zonemap.analysis.measures import industries_on, zones_per_county
from zonemap.core.dates import happened_by
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region
from zonemap.region.region import Region

EVERY_VIEW = [
    *(pytest.param("zh", year, marks=pytest.mark.slow) for year in (1997, 2016, 2019, 2020, 2024)),
    ("zh", 2018),
    ("zh", 2021),
    ("en", 2020),
]
"""Before the day of the data, on it, and after it; in both languages."""
KEY_OF = {"kind": "kind", "year": "approved", "industry": "industry", "reform": "reform", "zones": "zones"}
VIEW = """() => {
    const texts = [];
    const pen = document.createElement('canvas').getContext('2d');
    pen.fillText = text => texts.push(text);
    zonemap.paint.canvas(pen, zonemap.sheet.compose());
    window.dispatchEvent(new Event('beforeprint'));
    const sheet = document.getElementById('print-sheet');
    const tileOf = fill => fill?.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
    const colorOf = fill => tileOf(fill) ? tileOf(fill).querySelector('rect')?.getAttribute('fill') : fill;
    const paints = path => [path.getAttribute('fill'), path.getAttribute('stroke')].map(colorOf);
    const marks = all => Object.fromEntries([...all].map(mark => [
        mark.dataset.zone, [...mark.querySelectorAll('path')].flatMap(paints)]));
    const fills = all => Object.fromEntries([...all].flatMap(path => path.dataset.shape.split(' ').map(
        id => [id, colorOf(path.getAttribute('fill'))])).filter(([id]) => zonemap.county(id)));
    return {
        state: zonemap.state(),
        marks: marks(onMap('.zone-mark')),
        printedMarks: marks(sheet.querySelectorAll('.zone-mark')),
        outlines: Object.fromEntries([...zonemap.map.shapes.zone].map(([id, [shape]]) => [
            id, shape.options.stroke && shape.options.color])),
        counties: fills(onMap('[data-shape]')),
        printedCounties: fills(sheet.querySelectorAll('[data-shape]')),
        legend: [...document.querySelectorAll('#legend fieldset:first-of-type [data-filter]')].map(line => [
            line.querySelector('.choice-text').textContent, line.querySelector('.count').textContent]),
        list: [...document.querySelectorAll('#zone-list [role=option]')].map(item => item.dataset.zone),
        texts,
        printed: [...sheet.querySelectorAll('text')].map(text => text.textContent),
        plain: [zonemap.theme.screen().county, zonemap.theme.PAPER.county],
    };
}"""

Keeps = Callable[[pd.Series], bool]


def lies_in(*adcodes: str) -> Keeps:
    """Keep zones of some counties."""
    return lambda zone: bool(set(zone["counties"]) & set(adcodes))


@dataclass(frozen=True)
class Narrowing:
    """A filter as it stands in the address, and which zones it keeps; ``key`` is empty for a search."""

    hash: str
    key: str
    keeps: Keeps


def narrowings(region: Region) -> dict[str, Narrowing]:
    """Return filters by name; those of the zones' own classes and of the search are spelled out here."""
    told = industries_on(region)
    steel = set(told.loc[told["industry"] == "steel", "zone_id"])
    names = region.counties["name_zh"]

    def named(zone: pd.Series) -> bool:
        return any("汾" in text for text in (zone["name_zh"], *(names[code] for code in zone["counties"])))

    return {
        "none": Narrowing("", "", lambda zone: True),
        "kind": Narrowing("kind=economic,tourism", "kind", lambda z: z["kind"] in ("economic", "tourism")),
        "county": Narrowing("county=141024,141029", "county", lies_in("141024", "141029")),
        "status": Narrowing("status=operating", "status", lambda zone: zone["status"] == "operating"),
        "applying": Narrowing("status=applying", "status", lambda zone: zone["status"] == "applying"),
        "industry": Narrowing("industry=steel", "industry", lambda zone: zone.name in steel),
        "basis": Narrowing("basis=host_county", "basis", lambda zone: zone["basis"] == "host_county"),
        "search": Narrowing("q=汾", "", named),
    }


@dataclass(frozen=True)
class Expected:
    """What a view shall show."""

    zones: pd.DataFrame
    """The zones visible."""
    others: pd.DataFrame
    """Those visible without the filter that the legend stands for."""
    of: dict[str, str]
    """Class of each zone visible, or of each county."""
    color: dict[str, str]
    """Colour of each class."""
    label: dict[str, tuple[str, str]]
    """Words of each class, by language."""


def classes_of(region: Region, by: str, zones: pd.DataFrame) -> dict[str, str]:
    """Return the class of each of these zones, or of each county that they lie in, on the region's day."""
    if by == "zones":
        counts = zones_per_county(zones, region.counties)
        return {code: str(n) if n < 4 else "4+" for code, n in counts.items()}
    of = legend_by(region if by in ("kind", "reform", "industry") else region.as_of("2024"), by).of
    if by == "year":
        is_there = zones["approved"].map(lambda text: happened_by(text, region.date)).astype(bool)
        of = of.where(of.index.isin(zones.index[is_there]), NOT_APPROVED.key)
    return {zone_id: of[zone_id] for zone_id in zones.index}


def choices_of(region: Region, by: str, zones: pd.DataFrame) -> list[str]:
    """Return what a line of the legend filters by, once for each zone or county that has it."""
    of = classes_of(region, by, zones)
    if by != "industry":
        return list(of.values())
    rows = industries_on(region)[["zone_id", "industry"]].itertuples(index=False, name=None)
    return [key for _, key in {*((zone_id, key) for zone_id, key in rows if zone_id in of), *of.items()}]


def expect(region: Region, by: str, year: int, narrowing: Narrowing) -> Expected:
    """Work out a view from the region."""
    then = at_stop(region, year)
    always = {"reform": reform_classes(), "zones": zones_classes(), "year": [NOT_APPROVED]}.get(by, [])
    classes = {item.key: item for item in (*legend_by(region.as_of("2024"), by).classes, *always)}
    kept = then.shown[[bool(narrowing.keeps(zone)) for _, zone in then.shown.iterrows()]]
    return Expected(
        zones=kept,
        others=then.shown if narrowing.key == KEY_OF[by] else kept,
        of=classes_of(then, by, kept),
        color={key: item.color for key, item in classes.items()},
        label={key: (item.label.zh, item.label.of("en")) for key, item in classes.items()},
    )


def say(by: str, n: int, lang: str) -> str:
    """Put a legend's number in words: counties where these bear the colours."""
    if by != "zones":
        return str(n)
    return f"{n} 个县" if lang == "zh" else f"{n} {'county' if n == 1 else 'counties'}"


@pytest.mark.parametrize("by", LEGENDS)
@pytest.mark.parametrize(("lang", "year"), EVERY_VIEW)
def test_every_view_is_painted_counted_and_printed_by_its_own_classes(desk, linfen, by, lang, year):
    """Marks, patches, list, legend, picture and print, under each filter."""
    at = ("zh", "en").index(lang)
    for name, narrowing in narrowings(at_stop(linfen, year)).items():
        desk.go("&".join(filter(None, [f"lang={lang}&year={year}&color={by}", narrowing.hash])))
        view = desk.page.evaluate(VIEW)
        expected = expect(linfen, by, year, narrowing)
        case = (by, year, name)
        shown = set(expected.zones.index)
        assert set(view["state"]["visible"]) == shown == set(view["marks"]) == set(view["printedMarks"]), case
        assert view["list"] == view["state"]["visible"], case
        assert {id_ for id_, line in view["outlines"].items() if line} <= shown, case
        if by == "zones":
            painted = {code: expected.color[key] for code, key in expected.of.items()}
            assert view["counties"] == view["printedCounties"] == painted, case
        else:
            assert set(view["counties"].values()) == {view["plain"][0]}, case
            assert set(view["printedCounties"].values()) == {view["plain"][1]}, case
        for zone_id in shown:
            kind = terms("kind")[expected.zones.at[zone_id, "kind"]].color
            color = kind if by == "zones" else expected.color[expected.of[zone_id]]
            assert color in view["marks"][zone_id], (case, zone_id)
            assert color in view["printedMarks"][zone_id], (case, zone_id)
        counted = Counter(expected.of.values())
        for key in set(expected.of.values()):
            line = f"{expected.label[key][at]} ({say(by, counted[key], lang)})"
            assert line in "".join(view["texts"]), (case, line)
            assert line in "".join(view["printed"]), (case, line)
        left = Counter(choices_of(at_stop(linfen, year), by, expected.others))
        lines = dict(view["legend"])
        assert len(lines) == len(view["legend"])
        for key in set(expected.of.values()) | (set(expected.label) if by == "zones" else set()):
            assert lines[expected.label[key][at]] == say(by, left[key], lang), (case, key)


def test_an_approval_to_come_colours_and_filters_nothing_yet(desk, linfen):
    """乡宁 applies on the day in 2020 and is known as approved by 2021: till then 'not approved'."""
    desk.go("year=2020&color=year")
    color = legend_by(linfen.as_of("2024"), "year").class_of("xiangning-ectdz").color
    assert NOT_APPROVED.color in desk.page.evaluate(VIEW)["marks"]["xiangning-ectdz"]
    desk.go("year=2021&color=year")
    assert color in desk.page.evaluate(VIEW)["marks"]["xiangning-ectdz"]
    desk.go("year=2020&approved=bounded")
    assert desk.state()["visible"] == []
    desk.go("year=2021&approved=bounded")
    assert desk.state()["visible"] == ["xiangning-ectdz"]


@pytest.mark.parametrize(
    ("rest", "number"),
    [
        ("year=2020", "1"),
        ("year=2020", "2"),
        ("year=2018", "0"),
        ("year=2018", "1"),
        ("year=2020&kind=economic", "0"),
        ("year=2020&kind=economic", "2"),
    ],
)
def test_a_class_of_counties_keeps_those_counties_and_what_lies_in_them(desk, linfen, number, rest):
    """The others lose their colour, so that none bears a number which is not that of its marks."""
    desk.go(f"{rest}&color=zones")
    all_ = desk.page.evaluate(VIEW)
    desk.go(f"{rest}&color=zones&zones={number}")
    view = desk.page.evaluate(VIEW)
    then = at_stop(linfen, "2018" if "2018" in rest else "2020")
    zones = then.shown[then.shown["kind"] == "economic"] if "kind" in rest else then.shown
    counts = zones_per_county(zones, linfen.counties)
    held = set(counts.index[counts == int(number)])
    assert held
    assert set(view["state"]["visible"]) == {i for i, at in zones["counties"].items() if held & set(at)}
    for code, color in view["counties"].items():
        assert color == (all_["counties"][code] if code in held else view["plain"][0])
    assert view["legend"] == all_["legend"]
    assert f"{number} 个 ({len(held)} 个县)" in view["printed"]


@pytest.mark.parametrize("held", ["", "zones=1", "zones=2&kind=economic", "zones=0"])
def test_every_number_beside_a_choice_holds_while_counties_are_filtered(desk, held):
    """A choice changes how many zones its counties have: its number is that of the view it leads to."""
    desk.go("&".join(filter(None, ["year=2020&color=zones", held])))
    wrong = desk.page.evaluate(
        """() => {
            const state = zonemap.state();
            const { counts } = zonemap.choose.choose(state);
            const wrong = [];
            for (const key of Object.keys(counts).filter(key => key !== 'zones'))
                for (const [value, n] of counts[key]) {
                    const filters = {...state.filters, [key]: [value]};
                    const left = zonemap.choose.choose({...state, filters}).visible.length;
                    if (left !== n) wrong.push([key, value, n, left]);
                }
            return wrong;
        }"""
    )
    assert wrong == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_of_counties_says_what_it_counts(desk, lang):
    """Counties, of the zones shown; and the marks on them have their own legend."""
    desk.go(f"lang={lang}&color=zones&kind=economic")
    first, second = (desk.page.locator("#legend fieldset").nth(at) for at in (0, 1))
    assert label("page", "zones_hint", lang) in first.inner_text()
    said = {"zh": ["10 个县", "6 个县", "1 个县"], "en": ["10 counties", "6 counties", "1 county"]}[lang]
    assert first.locator(".count").all_inner_texts()[:3] == said
    assert second.locator("legend").inner_text() == label("color", "kind", lang)
    assert second.locator("[data-filter=kind]").count() == 5
    assert desk.page.locator("#filters [data-focus='fold:kind']").count() == 0


def test_in_the_dark_a_county_without_zones_does_not_outshine_the_others(desk):
    """Class 0 is next to white on white, and next to the ground in the dark; on paper it stays light."""
    try:
        desk.page.emulate_media(color_scheme="dark")
        desk.go("year=2018&color=zones")
        painted = "[...zonemap.map.shapes.county.get('141032')][0].options.fillColor"
        desk.page.wait_for_function(f"() => {painted} === zonemap.theme.screen().county")
        view = desk.page.evaluate(VIEW)
        assert view["counties"]["141032"] == view["plain"][0]
        assert view["printedCounties"]["141032"] == zones_classes()[0].color
    finally:
        desk.page.emulate_media(color_scheme="light")


def test_the_presentation_counts_counties_too(desk):
    """A chapter coloured by counties: its key says how many counties, in brackets."""
    desk.go("year=2018&color=zones&story=1")
    words = desk.page.locator(".story-key").first.inner_text()
    assert "2 个 (1 个县)" in words
    desk.go("")


def test_a_county_of_many_zones_says_how_many_it_does_not_name(desk):
    """The small card beside the pointer names four."""
    desk.go("year=2020")
    said = desk.page.evaluate(
        """() => {
            const { zonesIn } = zonemap;
            zonemap.zonesIn = () => zonemap.data.zones.slice(0, 6);
            zonemap.tooltip.show({county: '141002', at: {x: 100, y: 100}});
            zonemap.zonesIn = zonesIn;
            zonemap.tooltip.hide();
            return document.getElementById('tooltip').textContent;
        }"""
    )
    assert label("page", "and_more", "zh").format(n=2) in said


LEGEND = """() => [...document.querySelectorAll('#legend fieldset:first-of-type [data-filter]')].map(
    line => ({
        text: line.querySelector('.choice-text').textContent,
        count: parseInt(line.querySelector('.count').textContent, 10),
    })
)"""
MARKS = """() => Object.fromEntries(onMap('.zone-mark').map(mark => [
    mark.dataset.zone,
    [...mark.querySelectorAll('path')].flatMap(path => {
        const fill = path.getAttribute('fill');
        const tile = fill.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
        const color = tile ? tile.querySelector('rect').getAttribute('fill') : fill;
        return [color, path.getAttribute('stroke')];
    }),
]))"""
COUNTIES = """() => Object.fromEntries(onMap('[data-shape]').flatMap(path => {
    const fill = path.getAttribute('fill');
    const tile = fill.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
    const color = tile ? tile.querySelector('rect').getAttribute('fill') : fill;
    return path.dataset.shape.split(' ').filter(zonemap.county).map(id => [id, color]);
}))"""
TILES = """() => [...document.querySelectorAll('pattern')].map(tile => [
    tile.querySelector('rect')?.getAttribute('fill') || '', tile.querySelector('path').getAttribute('stroke'),
])"""


@pytest.fixture(scope="module")
def whole(linfen):
    """Return the region at the end of the last year, which the legends of the page cover."""
    return linfen.as_of("2024-12-31")


@pytest.mark.parametrize("by", LEGENDS)
def test_the_choice_gives_a_legend_of_its_own(desk, linfen, whole, by):
    """Titled, with the classes of the library, and written in the address."""
    desk.page.locator("#color-by").select_option(by)
    legend = legend_by(whole, by)
    assert desk.state()["color"] == by
    assert ("color=" in desk.page.url) is (by != "kind")
    first = desk.page.locator("#legend fieldset").first
    assert legend.title.zh in first.locator("legend").inner_text()
    lines = desk.page.evaluate(LEGEND)
    words = [item.label.zh for item in (zones_classes() if by == "zones" else legend.classes)]
    assert [line["text"] for line in lines] == words
    if by == "kind":
        assert [line["count"] for line in lines] == [item.count for item in legend_by(linfen, by).classes]
    assert desk.page.locator("#legend fieldset").count() >= 3


@pytest.mark.parametrize("by", [by for by in LEGENDS if by != "zones"])
def test_marks_bear_the_colour_of_their_class(desk, whole, by):
    """Every zone, whatever its status."""
    desk.go(f"year=2024&color={by}")
    legend = legend_by(whole, by)
    marks = desk.page.evaluate(MARKS)
    assert set(marks) == set(whole.zones.index)
    for zone, colors in marks.items():
        assert legend.class_of(zone).color in colors, zone


@pytest.mark.parametrize("year", [1997, 2017, 2018, 2019, 2020, 2021, 2024])
def test_the_reform_is_told_of_no_earlier_than_it_was_known(desk, linfen, year):
    """Colour, legend and filter hold what the library says of the end of each year; in 1997 nothing."""
    desk.go(f"year={year}&color=reform")
    legend = legend_by(linfen.as_of(str(year)), "reform")
    marks = desk.page.evaluate(MARKS)
    assert set(marks) == set(legend.of.index)
    for zone, colors in marks.items():
        assert legend.class_of(zone).color in colors, zone
    assert desk.page.evaluate(LEGEND) == [
        {"text": item.label.zh, "count": item.count} for item in legend.classes
    ]
    desk.go(f"year={year}&reform=done_1")
    assert desk.state()["visible"] == list(legend.of.index[legend.of == "done_1"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_of_industries_says_by_which_sources_they_are(desk, lang):
    """Those up to the day; later ones stand on the cards."""
    hint = label("page", "industry_hint", lang)
    desk.go(f"lang={lang}&year=1997&color=industry")
    assert hint in desk.page.locator("#legend fieldset").first.inner_text()
    desk.go(f"lang={lang}&year=1997")
    assert hint not in desk.page.locator("#legend").inner_text()


def test_counties_bear_the_colour_of_their_number(desk, whole):
    """Colour by zones per county fills the counties; the other four leave them alike."""
    legend = legend_by(whole, "zones")
    desk.go("color=zones")
    assert desk.page.evaluate(COUNTIES) == {
        adcode: legend.class_of(adcode).color for adcode in whole.counties.index
    }
    desk.go("color=kind")
    assert len(set(desk.page.evaluate(COUNTIES).values())) == 1


def test_every_class_of_an_industry_has_a_pattern_of_its_own(desk, whole):
    """As many different fills in the legend as there are classes."""
    desk.go("color=industry")
    fills = (
        desk.page.locator("#legend fieldset")
        .first.locator("[data-filter] path")
        .evaluate_all("paths => paths.map(path => path.getAttribute('fill'))")
    )
    assert len(set(fills)) == len(fills) == len(legend_by(whole, "industry").classes)
    assert sum(fill.startswith("url(#") for fill in fills) == len(fills) - 2


def luminance(color: str) -> float:
    """Return the relative luminance of ``#rrggbb``, as WCAG defines it."""
    coded = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    plain = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in coded]
    return 0.2126 * plain[0] + 0.7152 * plain[1] + 0.0722 * plain[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_patterns_show_on_their_fill(desk, scheme):
    """The lines of each pattern contrast with what they lie on by 3 to 1, as WCAG 1.4.11 asks of graphics."""
    desk.page.emulate_media(color_scheme=scheme)
    for by in LEGENDS:
        desk.go(f"color={by}&year=2024")
    tiles = [(fill, lines) for fill, lines in desk.page.evaluate(TILES) if fill.startswith("#")]
    desk.page.emulate_media(color_scheme="light")
    assert len(tiles) > 10
    for fill, lines in tiles:
        light, dark = sorted((luminance(fill), luminance(lines)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, (fill, lines)


def test_without_colour_shapes_tell_kinds_apart(desk, whole):
    """Five kinds, five outlines."""
    desk.go("year=2024")
    outlines = desk.page.evaluate(
        """() => Object.fromEntries(onMap('.zone-mark').map(
            mark => [mark.dataset.zone, mark.querySelector('path').getAttribute('d')]
        ))"""
    )
    by_kind = {kind: {outlines[zone] for zone in rows.index} for kind, rows in whole.zones.groupby("kind")}
    assert all(len(shapes) == 1 for shapes in by_kind.values())
    assert len(set.union(*by_kind.values())) == len(by_kind) == 5


TOLD = """() => onMap('.zone-mark').map(mark => {
    const tileOf = fill => fill.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
    const colorOf = fill => tileOf(fill) ? tileOf(fill).querySelector('rect').getAttribute('fill') : fill;
    const fills = [...mark.querySelectorAll('path')].slice(1).map(path => [
        colorOf(path.getAttribute('fill')), Number(path.getAttribute('fill-opacity') || 1)]);
    const { x, y } = zonemap.map.where(mark.dataset.zone);
    return [mark.dataset.zone, fills.filter(([fill]) => fill !== 'none'), x, y];
})"""


def over_paper(color: str, opacity: float) -> list[float]:
    """Return the colour of a paint on white paper."""
    return [opacity * part + (1 - opacity) * 255 for part in bytes.fromhex(color[1:])]


def seen(desk) -> Image.Image:
    """Return what is seen of the map, whatever its scripts say."""
    return Image.open(io.BytesIO(desk.page.locator("#map-host").screenshot())).convert("RGB")


@pytest.mark.parametrize("hash", ["", "color=year&year=2024", "kind=economic", "color=zones&year=2018"])
def test_what_is_told_to_be_drawn_is_seen(desk, hash):
    """Where a mark is said to be, a screenshot has a filling that it is said to have."""
    desk.go(hash)
    told, picture = desk.page.evaluate(TOLD), seen(desk)
    assert len(told) == len(desk.state()["visible"]) > 0
    for zone, paints, x, y in told:
        around = picture.crop((round(x) - 8, round(y) - 8, round(x) + 9, round(y) + 9))
        assert any(
            color == pytest.approx(over_paper(*paint), abs=2)
            for _, color in around.getcolors()
            for paint in paints
        ), zone


def test_a_script_may_paint_an_outline_as_it_does_with_leaflet(desk):
    """A county made red is seen red; its layer says so, and the others stay as they are."""
    red = "zonemap.map.shapes.county.get('141032')[0]"
    desk.go("year=2020")
    before = seen(desk).getcolors(1 << 20)
    desk.page.evaluate(f"() => {{ {red}.setStyle({{fillColor: '#ff0000', fillOpacity: 1}}) }}")
    after = {color: count for count, color in seen(desk).getcolors(1 << 20)}
    assert (255, 0, 0) not in {color for _, color in before}
    assert after[255, 0, 0] > 1000
    assert desk.page.evaluate(f"{red}.options.fillColor") == "#ff0000"
    desk.page.evaluate(f"() => {{ {red}.own = null; zonemap.map.draw(); }}")
    assert {color for _, color in seen(desk).getcolors(1 << 20)} == {color for _, color in before}


def test_the_map_is_as_sharp_as_the_screen(visit, linfen_page):
    """On a screen of two pixels to one the canvas has two."""
    page = visit(linfen_page, device_scale_factor=2).page
    assert page.evaluate("window.devicePixelRatio") == 2
    assert page.evaluate(
        "(({width, style}) => width / parseFloat(style.width))(document.querySelector('.zonemap-sheet'))"
    ) == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(("name", "unit", "discs"), [("人口密度", "人/km²", 0), ("常住人口", "人", 17)])
def test_numbers_of_counties_are_shown_where_zones_have_no_kind(tmp_path, visit, name, unit, discs):
    """A rate fills its counties; a total fills none and is a mark in the middle of each."""
    zones = [["名称", "县", "批准年份"], ["甲园", "侯马市", 2001], ["乙园", "曲沃县", 2002]]
    numbers = [["县", "指标", "年份", "数值", "单位"], ["侯马市", name, 2020, 950, unit]]
    region = read_region(write_book(tmp_path / "某市.xlsx", {"开发区": zones, "指标": numbers}))
    visited = visit(save_page(explore(region, color=name), tmp_path / "map.html"))
    assert visited.complaints == []
    assert len(visited.page.evaluate("onMap('.county-total').map(() => 1)")) == discs
    assert "950" in visited.page.locator("#legend").inner_text()
