"""What one takes away: a picture, rows, paper, a link."""

import csv
import dataclasses
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from conftest import Visit
from kit import page_parts as printed
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

COUNT_PRINTS = "() => { window.printed = 0; window.print = () => { window.printed += 1; }; }"

CITED = """() => zonemap.sheet.sources(zonemap.store.now(), zonemap.store.chosen())
    .map(one => `${one.publisher} ${one.date}`.trim())"""


def take(desk: Visit, what: str, sign: str = "_"):
    """Press a line of the menu, or the button below it, and return the file that comes."""
    if not desk.page.locator("#take-menu").is_visible():
        desk.page.locator("#take-open").click()
    with desk.page.expect_download() as download:
        desk.page.locator(f"#take{sign}{what}").click()
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
def test_print_is_a_sheet_and_its_list(paper, linfen, size, millimetres):
    """Landscape, with title, legend, sources, the note that it is indicative; then the zones, one a row."""
    paper.page.locator("#take-open").click()
    paper.page.locator(f"#take_{size}").click()
    assert paper.page.evaluate("window.printed") == 1
    pdf = paper.page.pdf(prefer_css_page_size=True)
    assert printed.pages(pdf) in ([millimetres, (297, 210)], [millimetres, millimetres])
    rows = paper.page.locator("#print-sheet tbody tr").evaluate_all("rows => rows.map(row => row.innerText)")
    assert len(rows) == len(linfen.zones)
    assert any("11.01" in row for row in rows)
    assert label("page", "printing", "zh") in paper.page.locator("#take-said").text_content()
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_zone_has_a_sheet_of_its_own(paper, linfen, lang):
    """A4: its county, all that is known with the numbers of the sources, and these."""
    paper.go(f"lang={lang}")
    paper.page.locator("#take-open").click()
    assert paper.page.locator("#take_zone").is_disabled()
    paper.go(f"lang={lang}&zone=guxian-etdz")
    paper.page.locator("#take-open").click()
    paper.page.locator("#take_zone").click()
    pdf = paper.page.pdf(prefer_css_page_size=True)
    assert printed.pages(pdf) == [(297, 210)]
    text = printed.text(pdf)
    for said in (linfen.zones.loc["guxian-etdz", f"name_{lang}"], "11.01", "[2]", "GeoNames", "km"):
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


@pytest.fixture
def served(browser, linfen_page):
    """Open the page under an address that others reach."""
    with ExitStack() as contexts:

        def open_at(address: str, **options: object) -> Page:
            context = browser.new_context(locale="zh-CN", **options)
            contexts.callback(context.close)
            page = context.new_page()
            page.route("http://localhost/*", lambda route: route.fulfill(path=linfen_page))
            page.goto(address)
            page.wait_for_function("() => document.documentElement.matches('.drawn')")
            return page

        yield open_at


def test_a_copied_link_opens_the_same_view(served):
    """Year, colours, filters, zone, board and place of the map; the clipboard holds it."""
    view = "year=2018&color=year&kind=economic&zone=houma-edz&tab=reforms&view=35.7000,111.4000,9.5"
    page = served(f"http://localhost/l.html#{view}", permissions=["clipboard-read", "clipboard-write"])
    before = page.evaluate("zonemap.state()")
    page.locator("#take-open").click()
    page.locator("#take_link").click()
    page.wait_for_function("() => document.getElementById('take-said').textContent")
    address = page.evaluate("navigator.clipboard.readText()")
    again = served(address)
    assert again.evaluate("zonemap.state()") == before
    assert again.evaluate("map_1.getZoom()") == pytest.approx(9.5, abs=0.05)


def test_without_a_clipboard_the_link_can_be_copied_by_hand(served):
    """It stands in a field, selected, and names the language."""
    page = served("http://localhost/l.html#lang=en&year=2018")
    page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard', {
            value: {writeText: () => Promise.reject(new Error('refused'))},
        })"""
    )
    page.locator("#take-open").click()
    page.locator("#take_link").click()
    field = page.locator("#take-address")
    field.wait_for()
    assert field.input_value().endswith("#lang=en&year=2018")
    assert page.evaluate("getSelection().toString() || document.activeElement.value").endswith("2018")


NOTE = """<b>古县</b>: $& {{7*7}} </script><script>window.ran = 1</script>"""


@pytest.fixture
def copied(desk, tmp_path):
    """Save a copy of a view with a note, and say what was told of it."""
    desk.go("lang=en&year=2018&color=year&kind=economic&zone=houma-edz&view=35.7000,111.4000,9.5")
    desk.page.locator("#take-open").click()
    assert desk.page.locator("#take_link").count() == 0
    desk.page.locator("#take_copy").click()
    desk.page.locator("#take-text").fill(NOTE)
    download = take(desk, "save", sign="-")
    assert download.suggested_filename in desk.page.locator("#take-said").inner_text()
    path = tmp_path / download.suggested_filename
    download.save_as(path)
    return path


def test_a_copy_opens_the_view_and_shows_the_note(desk, copied, visit, linfen_page):
    """No address that leads nowhere; the note is text and cannot run, the policy stands."""
    before = desk.state()
    visited = visit(copied)
    assert {**visited.state(), "view": ""} == {**before, "view": ""}
    assert visited.page.evaluate("map_1.getZoom()") == pytest.approx(9.5, abs=0.05)
    assert visited.page.locator("#note p").inner_text() == NOTE
    assert visited.page.evaluate("window.ran") is None
    assert visited.complaints == []
    policy = "document.querySelector('meta[http-equiv]').content"
    assert visited.page.evaluate(policy) == desk.page.evaluate(policy)
    assert copied.stat().st_size < linfen_page.stat().st_size + 1500
    visited.page.locator("#note button").click()
    assert not visited.page.locator("#note").is_visible()
    visited.page.locator("#clear-all").click()
    assert visited.state()["filters"]["kind"] == []


def test_a_copy_of_a_copy_has_the_newer_view(copied, visit, tmp_path):
    """And the newer note only; without scripts it shows the drawing."""
    visited = visit(copied)
    visited.go("lang=zh&year=2020")
    visited.page.locator("#take-open").click()
    visited.page.locator("#take_copy").click()
    path = tmp_path / "again.html"
    take(visited, "save", sign="-").save_as(path)
    again = visit(path)
    assert (again.state()["lang"], again.state()["year"], again.state()["selected"]) == ("zh", 2020, None)
    assert not again.page.locator("#note").is_visible()
    assert visit(path, scripts=False).page.locator("#static-map svg").is_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_for_a_slide_has_a_title_that_says_something(desk, linfen, lang):
    """16:9, twice as sharp; the title is hers to change."""
    desk.go(f"lang={lang}&zone=guxian-etdz")
    desk.page.locator("#take-open").click()
    desk.page.locator("#take_slide").click()
    title = desk.page.locator("#take-text").input_value()
    assert linfen.zones.loc["guxian-etdz", f"name_{lang}"] in title
    assert "11.01" in title
    desk.page.locator("#take-text").fill("Mine 我的")
    texts = desk.page.evaluate(
        "() => zonemap.sheet.compose('slide', 'Mine 我的').map(item => item.text ?? '')"
    )
    assert "Mine 我的" in texts
    download = take(desk, "save", sign="-")
    with Image.open(download.path()) as picture:
        assert picture.size == (2560, 1440)
    assert download.suggested_filename in desk.page.locator("#take-said").inner_text()


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
