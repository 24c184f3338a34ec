"""Colour by: five legends, each drawn on the map as it says, with a pattern as well as a colour."""

import pytest

from zonemap.analysis.legend import LEGENDS, legend_by, zones_classes
from zonemap.core.vocabulary import label

LEGEND = """() => [...document.querySelectorAll('#legend fieldset:first-of-type [data-filter]')].map(
    line => ({
        text: line.querySelector('.choice-text').textContent,
        count: parseInt(line.querySelector('.count').textContent, 10),
    })
)"""
MARKS = """() => Object.fromEntries([...document.querySelectorAll('#map-host .zone-mark')].map(mark => [
    mark.dataset.zone,
    [...mark.querySelectorAll('path')].flatMap(path => {
        const fill = path.getAttribute('fill');
        const tile = fill.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
        const color = tile ? tile.querySelector('rect').getAttribute('fill') : fill;
        return [color, path.getAttribute('stroke')];
    }),
]))"""
COUNTIES = """() => Object.fromEntries([...zonemap.map.shapes.county].map(([id, [shape]]) => {
    const fill = shape.getElement().getAttribute('fill');
    const tile = fill.startsWith('url(#') && document.getElementById(fill.slice(5, -1));
    return [id, tile ? tile.querySelector('rect').getAttribute('fill') : fill];
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
def test_the_legend_of_industries_says_that_no_year_changes_them(desk, lang):
    """Industries have no day of their own: the cards tell the dates."""
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
        """() => Object.fromEntries([...document.querySelectorAll('#map-host .zone-mark')].map(
            mark => [mark.dataset.zone, mark.querySelector('path').getAttribute('d')]
        ))"""
    )
    by_kind = {kind: {outlines[zone] for zone in rows.index} for kind, rows in whole.zones.groupby("kind")}
    assert all(len(shapes) == 1 for shapes in by_kind.values())
    assert len(set.union(*by_kind.values())) == len(by_kind) == 5
