"""What changed, as one map page and one slide."""

import base64
import hashlib
import io
import re
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from kit.decks import alt_text, texts, walk
from kit.toy import write_geodata
from outputs.test_cli import run
from region.test_comparison import state, zones
from zonemap.analysis.diff import compare
from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text
from zonemap.outputs.diff.changed_map import changed_map
from zonemap.outputs.diff.described import describe
from zonemap.outputs.diff.files import ENDINGS, write_changes
from zonemap.region.region import Region

EVIL = "<img src=x onerror=alert(1)>{{ 7*7 }}"
CHINESE = re.compile("[\u2e80-\u9fff]")


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
