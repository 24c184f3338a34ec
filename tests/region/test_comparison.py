"""What changed between two states of a region: as rows and words, as one map page and one slide."""

import base64
import hashlib
import io
import json
import re
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from shapely import box

from kit.decks import alt_text, texts, walk
from kit.table_cases.kit import cells_of, csv_text, with_cells
from kit.toy import EVENTS, INDUSTRIES, REFORMS, write_geodata
from outputs.test_cli import run
from zonemap.analysis.diff import CHANGES, changes_as_json, compare, describe_changes
from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text
from zonemap.outputs.diff.changed_map import changed_map
from zonemap.outputs.diff.described import describe
from zonemap.outputs.diff.files import ENDINGS, write_changes
from zonemap.region.reading import read_region
from zonemap.region.region import Region

EVIL = "<img src=x onerror=alert(1)>{{ 7*7 }}"
CHINESE = re.compile("[\u2e80-\u9fff]")
UNCHANGED = {"one", "two", "three", "four"}


def state(folder, survey=None, **texts) -> Region:
    """Read the toy region with other tables, perhaps with a survey of zone one."""
    write_geodata(folder, **texts)
    if survey is not None:
        (folder / "boundaries").mkdir()
        frame = gpd.GeoDataFrame({"zone_id": ["one"]}, geometry=[box(*survey)], crs=4490)
        frame.to_file(folder / "boundaries" / "one.geojson", driver="GeoJSON", engine="pyogrio")
    return read_region(folder)


def zones(*changes) -> str:
    """Return ``zones.csv`` with some cells changed."""
    return csv_text(with_cells("zones", *changes))


@pytest.fixture
def old(tmp_path) -> Region:
    """The toy region as it is."""
    return state(tmp_path / "old")


def changes_of(old, tmp_path, **texts) -> list[tuple[str, ...]]:
    """Return change, zone, field, old and new value and amount, without what is unchanged."""
    frame = compare(old, state(tmp_path / "new", **texts))
    found = frame[frame["change"] != "unchanged"].drop(columns=["name_zh", "name_en"])
    return list(found.itertuples(index=False, name=None))


def test_the_same_folder_has_no_changes(old, tmp_path):
    """Every zone is in the list, as unchanged."""
    found = compare(old, state(tmp_path / "new"))
    assert set(found["change"]) == {"unchanged"}
    assert set(found["zone_id"]) == UNCHANGED
    assert "没有变化 / Nothing changed." in describe_changes(found, old, old)


def test_an_approval_is_told_apart_from_an_edit(old, tmp_path):
    """Zone three is approved by the day of the tables; zone two only learns its month."""
    found = changes_of(
        old, tmp_path, zones=zones((4, "approved", "../2020-06-30"), (3, "approved", "2010-07"))
    )
    assert found == [
        ("approved", "three", "approved", "", "../2020-06-30", ""),
        ("edited", "two", "approved", "2010", "2010-07", ""),
    ]


def test_an_approval_may_come_with_the_day_alone(old):
    """The same tables ten years earlier: two was not approved yet."""
    found = compare(old.as_of("2009-12-31"), old)
    assert found[found["change"] == "approved"][["zone_id", "new"]].to_numpy().tolist() == [["two", "2010"]]


def test_a_new_name_and_an_edit_of_words(old, tmp_path):
    """Only the Chinese name is a name; the rest is edited."""
    found = changes_of(
        old,
        tmp_path,
        zones=zones((2, "name_zh", "甲县国家经济开发区"), (3, "name_en", "Yi Park"), (5, "kind", "tourism")),
    )
    assert found == [
        ("renamed", "one", "name_zh", "甲县经济开发区", "甲县国家经济开发区", ""),
        ("edited", "two", "name_en", "Yi Zone", "Yi Park", ""),
        ("edited", "four", "kind", "cluster", "tourism", ""),
    ]


@pytest.mark.parametrize(
    ("area", "change", "amount"), [("12.5", "expanded", "+2.5 km²"), ("8", "reduced", "-2 km²")]
)
def test_a_stated_area_grows_or_shrinks(old, tmp_path, area, change, amount):
    """With the difference in km²."""
    assert changes_of(old, tmp_path, zones=zones((2, "area_km2", area))) == [
        (change, "one", "area_km2", "10", area, amount)
    ]


def test_an_area_that_was_not_stated_before_is_no_growth(old, tmp_path):
    """Nothing became larger."""
    assert changes_of(old, tmp_path, zones=zones((3, "area_km2", "5"))) == [
        ("edited", "two", "area_km2", "", "5", "")
    ]


def test_a_moved_point_says_how_far(old, tmp_path):
    """0.01 degrees of latitude are 1,110 m."""
    ((change, zone, _, _, _, amount),) = changes_of(old, tmp_path, zones=zones((2, "lat", "36.06")))
    assert (change, zone) == ("moved", "one")
    assert amount in ("1109 m", "1110 m")


def test_a_survey_that_comes_grows_and_moves(tmp_path):
    """From the circle to the line; then twice as large; then of the same size elsewhere."""
    square, wide, beside = (
        (111.04, 36.04, 111.06, 36.06),
        (111.04, 36.04, 111.08, 36.06),
        (111.05, 36.04, 111.07, 36.06),
    )
    plain, first, larger, aside = (
        state(tmp_path / str(number), survey) for number, survey in enumerate((None, square, wide, beside))
    )
    kinds = [
        compare(one, other).query("zone_id == 'one'")["change"].item()
        for one, other in ((plain, first), (first, larger), (larger, first), (first, aside), (first, first))
    ]
    assert kinds == ["redrawn", "expanded", "reduced", "redrawn", "unchanged"]


def test_added_and_lost_zones(old, tmp_path):
    """A lost zone comes with the one that it may have become."""
    rows = cells_of("zones")
    rows[4] = ["five", "丙县经济开发区", "", "economic", "provincial", *rows[4][5:]]
    new = csv_text(rows)
    found = changes_of(old, tmp_path, zones=new, industries=INDUSTRIES.replace("four,power,stated\n", ""))
    assert found == [
        ("added", "five", "", "", "undated", ""),
        ("lost", "four", "", "undated", "five", ""),
    ]


def test_a_zone_under_a_new_id_is_known_by_its_name(old, tmp_path):
    """It is neither lost nor added."""
    found = changes_of(
        old, tmp_path, zones=zones((5, "zone_id", "bing")), industries=INDUSTRIES.replace("four,", "bing,")
    )
    assert found == [("edited", "bing", "zone_id", "four", "bing", "")]


def test_rows_of_the_other_tables(old, tmp_path):
    """New, gone and changed rows, and events of the region as a whole."""
    found = changes_of(
        old,
        tmp_path,
        industries=INDUSTRIES.replace("two,power,stated", "two,steel,stated"),
        reforms=REFORMS.replace("one,term,done", "one,term,in_progress"),
        events=EVENTS + ",2020-07,meeting,又一次会议,Another meeting\n",
    )
    assert found == [
        (
            "edited",
            "one",
            "reforms",
            "term · done · 2015 · 2020-06",
            "term · in_progress · 2015 · 2020-06",
            "",
        ),
        ("edited", "two", "industries", "power · stated", "", ""),
        ("edited", "two", "industries", "", "steel · stated", ""),
        ("edited", "", "events", "", "2020-07 · meeting · 又一次会议 · Another meeting", ""),
    ]


def test_every_zone_of_both_sides_is_accounted_for(old, tmp_path):
    """Those that changed, those that did not, those that only one side has; and back again."""
    rows = cells_of("zones")
    new = state(
        tmp_path / "new",
        zones=csv_text([*rows[:4], ["five", "戊区", *rows[4][2:]]]),
        industries=INDUSTRIES.replace("four,power,stated\n", ""),
    )
    there, back = compare(old, new), compare(new, old)
    assert set(there["zone_id"]) == set(back["zone_id"]) == UNCHANGED | {"five"}
    assert (
        set(there[there["change"] == "added"]["zone_id"])
        == set(back[back["change"] == "lost"]["zone_id"])
        == {"five"}
    )
    assert set(there["change"]) <= set(CHANGES)


def test_changes_in_words_and_as_json(old, tmp_path):
    """Both languages; the JSON counts the zones and names both states."""
    new = state(tmp_path / "new", zones=zones((2, "area_km2", "12.5")))
    found = compare(old, new)
    said = describe_changes(found, old, new)
    assert "扩大 Expanded (1)\n  甲县经济开发区 one: 面积（平方公里） Area (km²) 10 → 12.5 (+2.5 km²)" in said
    told = json.loads(changes_as_json(found, old, new))
    assert told["zones"] == {"expanded": 1, "unchanged": 3}
    assert told["old"]["date"] == "2020-06-30"
    assert told["old"]["fingerprint"] != told["new"]["fingerprint"]
    assert told["changes"][0]["amount"] == "+2.5 km²"


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.csv"])
def test_changes_are_written(old, tmp_path, name):
    """In three formats."""
    path = write_changes(compare(old, old), old, old, tmp_path / name)
    assert "two" in path.read_text("utf-8") or name.endswith("txt")


def test_the_command(tmp_path, capsys):
    """As a user types it, in words and as JSON; a faulty folder is named as such."""
    write_geodata(tmp_path / "old")
    write_geodata(tmp_path / "new", zones=zones((4, "approved", "2020-01")))
    out = tmp_path / "changes.json"
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--out", str(out)) == 0
    assert "批准 Approved (1)" in capsys.readouterr().out
    assert json.loads(out.read_text("utf-8"))["zones"]["approved"] == 1
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["zones"]["approved"] == 1
    write_geodata(tmp_path / "bad", zones=zones((4, "management", "conty")))
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "bad")) == 1
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "none")) == 2


@pytest.fixture(scope="module")
def states(tmp_path_factory) -> tuple[Region, Region]:
    """Zone three is approved, two renamed with an evil name, one larger, four moved by 0.01 degrees."""
    folder = tmp_path_factory.mktemp("states")
    new = zones(
        (4, "approved", "../2020-06-30"),
        (3, "name_zh", EVIL),
        (2, "area_km2", "12.5"),
        (5, "lat", "36.06"),
    )
    return state(folder / "old"), state(folder / "new", zones=new)


@pytest.fixture(scope="module")
def written(states, tmp_path_factory):
    """Write the changes in every format, in both languages."""
    folder = tmp_path_factory.mktemp("written")
    changes = compare(*states)
    return {
        (ending, lang): write_changes(changes, *states, folder / f"{lang}{ending}", lang=lang)
        for ending in ENDINGS
        for lang in ("zh", "en")
    }


def page_of(written, lang="zh") -> str:
    """Return the page."""
    return written[".html", lang].read_text("utf-8")


def slide_of(written, lang="zh"):
    """Return the one slide."""
    (slide,) = Presentation(io.BytesIO(written[".pptx", lang].read_bytes())).slides
    return slide


def classes(changes, old, new) -> dict[str, str]:
    """Return the class of each zone on the map."""
    return changed_map(changes, old, new).legend.of.to_dict()


def test_the_map_classes_each_zone_by_what_changed(states):
    """By the first of its changes; the numbers follow the classes."""
    scene = changed_map(compare(*states), *states)
    assert scene.legend.of.to_dict() == {
        "one": "expanded",
        "two": "renamed",
        "three": "approved",
        "four": "moved",
    }
    assert scene.numbers == {"three": 1, "two": 2, "one": 3, "four": 4}
    assert scene.moves == {"four": ((111.35, 36.05), (111.35, 36.06))}


def test_a_lost_zone_is_on_the_map_too(states):
    """Seen from the other side, what was added is lost, where its county is still there."""
    old, new = states
    fewer = new.subset(zones=new.zones.index.drop("two"))
    assert classes(compare(old, fewer), old, fewer)["two"] == "lost"
    elsewhere = fewer.subset(counties=fewer.counties.index.drop("140002"))
    changes = compare(old, elsewhere)
    assert "two" not in classes(changes, old, elsewhere)
    assert "two" in {row.zone_id for row in describe(changes, old, elsewhere, {})}


def test_values_are_told_in_words(states):
    """Dates, words of the vocabulary and units, in both languages."""
    old, new = states
    told = {(row.zone_id, row.change): row for row in describe(compare(old, new), old, new, {})}
    approved = told["three", "approved"]
    assert approved.old == Text("资料未载明", "Not stated in the sources")
    assert approved.new == Text("不晚于2020年6月30日", "by 30 June 2020")
    assert told["one", "expanded"].amount == "+2.5 km²"


def test_the_page_holds_every_change_in_both_languages(written):
    """Names as text, old and new value, both days and fingerprints, the mark of a draft."""
    page = page_of(written)
    for said in ("4 个开发区有变化", "4 zones changed", "12.5", "2020年6月30日", "内部工作底图"):
        assert said in page
    assert len(set(re.findall(r"\b[0-9a-f]{12}\b", page))) == 2


def test_nothing_in_the_data_becomes_markup(written):
    """A name in angle brackets and braces is shown as it is."""
    page = page_of(written)
    assert "<img" not in page
    assert "<script" not in page
    assert page.count("{{ 7*7 }}") > 1


def test_the_policy_allows_the_one_style_and_nothing_else(written):
    """By its hash; there is no other address in the page."""
    page = page_of(written)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'"
    assert f'content="{wanted}"' in page
    assert not re.findall(r'(?:src|href)="|style="', page)


def test_the_page_shows_one_language_at_a_time(written, visit):
    """The switch works without scripts and by keyboard; nothing is asked of any network."""
    visited = visit(written[".html", "zh"], viewport={"width": 360, "height": 740})
    page = visited.page
    assert page.locator("#headline").inner_text().startswith("4 个开发区有变化")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("#headline").inner_text().startswith("4 zones changed")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert visited.complaints == []
    assert len(visited.requests) == 1


def test_the_english_page_opens_in_english(written, visit):
    """As asked for."""
    page = visit(written[".html", "en"]).page
    assert page.locator("#title").inner_text() == "Toy region: changes"


def test_the_slide_is_made_of_native_shapes(written):
    """Counties, boundaries and marks stand under their names; every shape has an alternative text."""
    slide = slide_of(written)
    shapes = list(walk(slide.shapes))
    freeforms = {shape.name for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}
    assert {"甲县 140001", "甲县经济开发区 one", "符号 丙县农业区 three"} <= freeforms
    assert all(alt_text(shape) for shape in shapes)
    assert not [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_chinese_on_the_slide_names_its_face(written, lang):
    """On the slide and in its notes."""
    slide = slide_of(written, lang)
    for run_of in slide._element.xpath(".//a:r") + slide.notes_slide._element.xpath(".//a:r"):
        assert not CHINESE.search(run_of.text) or run_of.xpath("./a:rPr/a:ea"), run_of.text


def test_the_slide_tells_every_change(written):
    """Title, list and notes."""
    slide = slide_of(written, "en")
    assert slide.shapes.title.text == "4 zones changed: approved 1, renamed 1, expanded 1, moved 1"
    assert "Area 10 km² → 12.5 km² (+2.5 km²)" in texts(slide)
    assert "Bing Cluster" in slide.notes_slide.notes_text_frame.text


def test_no_change_is_said_and_the_map_still_drawn(states, tmp_path):
    """An empty list would leave one wondering."""
    old, _ = states
    changes = compare(old, old)
    page = write_changes(changes, old, old, tmp_path / "a.html").read_text("utf-8")
    assert "没有变化。两份数据中的 4 个开发区完全一致。" in page
    assert "<table>" not in page
    (slide,) = Presentation(write_changes(changes, old, old, tmp_path / "a.pptx")).slides
    assert slide.shapes.title.text == "没有变化"
    assert "甲县 140001" in {shape.name for shape in walk(slide.shapes)}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_changes_give_the_same_bytes(states, written, tmp_path, ending):
    """Written again."""
    again = write_changes(compare(*states), *states, tmp_path / f"a{ending}")
    assert again.read_bytes() == written[ending, "zh"].read_bytes()


def test_the_drawing_of_the_page_is_well_formed(written):
    """And it marks where the point was."""
    (drawing,) = re.findall(r"<svg xmlns.*?</svg>", page_of(written), re.DOTALL)
    assert len(list(ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}path"))) > 7


def test_other_endings_are_refused(states, tmp_path):
    """All that there are is named, and nothing is written."""
    with pytest.raises(ZonemapError, match=r"\.txt, \.json, \.csv, \.html, \.pptx"):
        write_changes(compare(*states), *states, tmp_path / "a.docx")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(states, tmp_path):
    """A folder stands where the file should."""
    (tmp_path / "a.html").mkdir()
    with pytest.raises(ZonemapError, match=r"cannot write .*a\.html"):
        write_changes(compare(*states), *states, tmp_path / "a.html")


def test_the_command_writes_page_and_slide(tmp_path, capsys):
    """As a user types it; a wrong ending is told before anything is read."""
    write_geodata(tmp_path / "old")
    write_geodata(tmp_path / "new", zones=zones((2, "area_km2", "8")))
    for name in ("a.html", "a.pptx"):
        assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--out", str(tmp_path / name)) == 0
        assert (tmp_path / name).stat().st_size > 5000
    capsys.readouterr()
    assert run("diff", str(tmp_path / "none"), str(tmp_path / "new"), "--out", "a.docx") == 1
    assert ".pptx" in capsys.readouterr().err
