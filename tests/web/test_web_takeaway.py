"""What one takes away: a picture, rows, paper, a link."""

import csv
import dataclasses
from pathlib import Path

import pytest
from PIL import Image

from conftest import Visit
from kit import page_parts as printed
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

COUNT_PRINTS = "() => { window.printed = 0; window.print = () => { window.printed += 1; }; }"

CITED = """() => zonemap.sheet.sources(zonemap.store.now(), zonemap.store.chosen())
    .map(one => `${one.publisher} ${one.date}`.trim())"""


def take(desk: Visit, what: str):
    """Press a line of the menu and return the file that comes."""
    if not desk.page.locator("#take-menu").is_visible():
        desk.page.locator("#take-open").click()
    with desk.page.expect_download() as download:
        desk.page.locator(f"#take_{what}").click()
    return download.value


def rows_of(download) -> list[list[str]]:
    """Return the rows of a CSV file as Excel reads them."""
    with Path(download.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_picture_is_twice_as_sharp_and_not_blank(desk):
    """2800 × 1980 pixels that decode, named after region and year, with more than a few colours."""
    desk.go("year=2018")
    download = take(desk, "png")
    assert download.suggested_filename == "linfen-2018.png"
    with Image.open(download.path()) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (2800, 1980))
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 200


def test_the_picture_shows_the_view(desk):
    """Two years give two pictures that differ in the map."""
    pictures = []
    for year in (1997, 2020):
        desk.go(f"year={year}")
        with Image.open(take(desk, "png").path()) as picture:
            pictures.append(picture.convert("L").crop((72, 208, 2072, 1796)).tobytes())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_carries_all_that_a_map_needs(desk, linfen, lang):
    """Title, year, legend with counts, scale, north, sources with dates, what it is not, and what it is."""
    desk.go(f"lang={lang}&kind=economic&year=2020")
    texts = desk.page.evaluate(
        """() => {
            const told = items => items.flatMap(item => item.items ? told(item.items) : item.text ?? []);
            return told(zonemap.sheet.compose());
        }"""
    )
    whole = " ".join(texts)
    for text in (
        getattr(linfen, f"title_{lang}"),
        {"zh": "截至2020年5月14日", "en": "by 14 May 2020"}[lang],
        f"{label('kind', 'economic', lang)} (7)",
        label("status", "operating", lang),
        label("basis", "published_area", lang),
        label("page", "north", lang),
        "km",
        "澎湃号·政务 2020-05-14",
        label("page", "foot_note", lang),
        label("page", "working_draft", lang),
        "EPSG:4490",
        label("page", "filters", lang),
    ):
        assert text.split()[0] in whole, text


def test_rows_are_those_of_the_view(desk, linfen):
    """With a BOM, in the order of the list, columns in the language of the page."""
    desk.go("kind=economic&year=2018")
    download = take(desk, "csv")
    assert download.suggested_filename == "linfen-2018.csv"
    assert Path(download.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = rows_of(download)
    assert [row[0] for row in rows] == desk.state()["visible"]
    assert label("page", "field_name", "zh") in head
    assert {len(row) for row in rows} == {len(head)}
    area = head.index(f"{label('page', 'field_area_km2', 'zh')} km²")
    assert {row[0]: row[area] for row in rows}["linfen-edz"] == "133.26"
    assert {row[0]: row[area] for row in rows}["houma-edz"] == label("page", "not_stated", "zh")


def test_no_cell_is_a_formula(visit, toy, tmp_path):
    """Names that begin like formulas come with an apostrophe, quotes and line ends as they are."""
    names = ["=cmd|' /C calc'!A0", "+1+A1", "-1-A1", "@SUM(A1)"]
    zones = toy.zones.assign(name_zh=names, township=['a "quoted", cell'] + [""] * 3)
    path = save_page(explore(dataclasses.replace(toy, zones=zones)), tmp_path / "hostile.html")
    visited = visit(path, hash="year=2020")
    head, *rows = rows_of(take(visited, "csv"))
    assert [row[1] for row in rows] == [f"'{name}" for name in names]
    assert rows[0][head.index(label("page", "field_township", "zh"))] == 'a "quoted", cell'


@pytest.fixture
def paper(desk):
    """Give the page a printer that only counts."""
    desk.page.evaluate(COUNT_PRINTS)
    yield desk
    desk.page.emulate_media(media="null")


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (297, 210)), ("a3", (420, 297))])
def test_print_is_one_sheet_of_paper(paper, linfen, size, millimetres):
    """Landscape, with title, legend, sources, the note that it is indicative, and working draft."""
    paper.page.locator("#take-open").click()
    paper.page.locator(f"#take_{size}").click()
    assert paper.page.evaluate("window.printed") == 1
    pdf = paper.page.pdf(prefer_css_page_size=True)
    assert printed.pages(pdf) == [millimetres]
    text = printed.text(pdf)
    for said in (
        linfen.title_zh,
        linfen.title_en,
        "截至2020年5月14日",
        "洪洞县",
        label("status", "applying", "zh"),
        "km",
        label("page", "foot_note", "zh"),
        label("page", "working_draft", "zh"),
        "GeoNames",
        "EPSG:4490",
    ):
        assert printed.plain(said) in text, said


@pytest.mark.parametrize(("zone", "view"), [("yaodu-htz", "kind=hightech"), ("houma-edz", "county=141081")])
def test_the_sheet_cites_every_source_of_what_it_draws_and_no_other(desk, linfen, zone, view):
    """One zone is shown: whoever speaks of its place, kind, names and dates, and no one else."""
    drawn = ["name_zh", "name_en", "kind", "counties", "lon", "lat", "point_basis", "approved", "operating"]
    rows = linfen.evidence[
        (linfen.evidence["zone_id"] == zone)
        & (linfen.evidence["table"] == "zones")
        & linfen.evidence["field"].isin(drawn)
    ]
    cited = linfen.sources.set_index("source_id").loc[rows["source_id"].unique()]
    expected = {f"{publisher} {date}".strip() for publisher, date in cited[["publisher", "date"]].to_numpy()}
    desk.go(f"{view}&year=2020")
    assert desk.state()["visible"] == [zone]
    assert set(desk.page.evaluate(CITED)) == expected


def test_no_source_is_left_out_where_there_is_room(desk):
    """All that the whole region's sheet cites is written out."""
    desk.go("year=2018")
    text = desk.page.evaluate("() => zonemap.sheet.compose().map(item => item.text ?? '').join('')")
    assert "等另外" not in text
    for one in desk.page.evaluate(CITED):
        assert all(part in text for part in one.split(" "))


def test_print_follows_the_view(paper):
    """English, 1997: two zones, in English."""
    paper.go("lang=en&year=1997")
    paper.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    text = paper.page.locator("#print-sheet").text_content()
    assert "end of 1997" in text
    assert "Working draft" in text
    assert "(2)" in text


def test_the_screen_is_not_on_the_paper(paper):
    """No buttons, no panel, no search."""
    paper.page.emulate_media(media="print")
    paper.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert paper.page.locator("#print-sheet").is_visible()
    for part in ("#top", "#key", "#panel", "#timeline", "#map-area"):
        assert not paper.page.locator(part).is_visible()


def test_a_copied_link_opens_the_same_view(visit, linfen_page):
    """Year, colours, filters, zone, board and place of the map; the clipboard holds it."""
    view = "year=2018&color=year&kind=economic&zone=houma-edz&tab=reforms&view=35.7000,111.4000,9.5"
    visited = visit(linfen_page, hash=view, permissions=["clipboard-read", "clipboard-write"])
    before = visited.state()
    visited.page.locator("#take-open").click()
    visited.page.locator("#take_link").click()
    visited.page.wait_for_function("() => document.getElementById('take-said').textContent")
    address = visited.page.evaluate("navigator.clipboard.readText()")
    visited.page.goto("about:blank")
    visited.page.goto(address)
    visited.page.wait_for_function("() => document.documentElement.matches('.drawn')")
    assert visited.state() == before
    assert visited.page.evaluate("map_1.getZoom()") == pytest.approx(9.5, abs=0.05)


def test_without_a_clipboard_the_link_can_be_copied_by_hand(visit, linfen_page):
    """It stands in a field, selected, and names the language."""
    visited = visit(linfen_page, hash="year=2018", locale="en-GB")
    visited.page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard', {
            value: {writeText: () => Promise.reject(new Error('refused'))},
        })"""
    )
    visited.page.locator("#take-open").click()
    visited.page.locator("#take_link").click()
    field = visited.page.locator("#take-address")
    field.wait_for()
    assert field.input_value().endswith("#lang=en&year=2018")
    assert visited.page.evaluate("getSelection().toString() || document.activeElement.value").endswith("2018")


def test_the_menu_closes_by_escape_and_elsewhere(desk):
    """The keyboard's place goes back to its button."""
    desk.page.locator("#take-open").click()
    desk.page.locator("#take_csv").focus()
    desk.page.keyboard.press("Escape")
    assert not desk.page.locator("#take-menu").is_visible()
    assert desk.page.evaluate("document.activeElement.id") == "take-open"
    desk.page.locator("#take-open").click()
    desk.page.locator("#page-title").click()
    assert not desk.page.locator("#take-menu").is_visible()
