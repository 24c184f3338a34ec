"""A planner's own template: its layouts are used, its slides are not."""

import re
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from kit.decks import deck_bytes, opened, shown, texts
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.vocabulary import label
from zonemap.outputs.deck.writer import write_deck


def template(folder: Path, names: dict[int, str] | None = None, keep: range = range(11)) -> Path:
    """Make a template of python-pptx's own: other names for some layouts, some of them alone, a slide."""
    deck = Presentation()
    for number, name in (names or {}).items():
        deck.slide_layouts[number]._element.cSld.set("name", name)
    slide = deck.slides.add_slide(deck.slide_layouts[keep[0]])
    if slide.shapes.title is not None:
        slide.shapes.title.text = "上次会议"
    for number in reversed(range(11)):
        if number not in keep:
            deck.slide_layouts.remove(deck.slide_layouts[number])
    deck.save(folder / "office.pptx")
    return folder / "office.pptx"


def layouts(file: bytes) -> list[str]:
    """Return the name of the layout of each slide that is shown."""
    return [slide.slide_layout.name for slide in shown(opened(file))]


def test_layouts_are_found_by_name(toy, tmp_path):
    """Whatever stands first in the file, the names decide."""
    names = {2: "封面", 3: "地图", 4: "图表", 7: "表格"}
    used = layouts(deck_bytes(toy, template=template(tmp_path, names)))
    assert used[0] == "封面"
    assert used[2] == "地图"
    assert used[3] == "图表"
    assert used[5] == "表格"


def test_office_names_are_known(toy, tmp_path):
    """The names that PowerPoint gives in Chinese and English."""
    names = {0: "标题幻灯片", 1: "标题和内容", 5: "仅标题"}
    used = layouts(deck_bytes(toy, template=template(tmp_path, names)))
    assert set(used) == {"标题幻灯片", "标题和内容", "仅标题"}
    assert set(layouts(deck_bytes(toy, template=template(tmp_path)))) == {
        "Title Slide", "Title and Content", "Title Only",
    }  # fmt: skip


def test_layouts_without_a_known_name_are_chosen_by_their_placeholders(toy, tmp_path):
    """A title with a subtitle for the cover, a title alone for maps, a title and content for tables."""
    names = {number: f"版式{number}" for number in range(11)}
    used = layouts(deck_bytes(toy, template=template(tmp_path, names)))
    assert used[0] == "版式0"
    assert used[2] == "版式5"
    assert used[5] == "版式1"


def test_one_layout_is_enough(toy, tmp_path):
    """A template with nothing but a title and content."""
    used = layouts(deck_bytes(toy, template=template(tmp_path, keep=range(1, 2))))
    assert set(used) == {"Title and Content"}


def test_the_slides_of_the_template_are_gone(toy, tmp_path):
    """Not even as parts of the file."""
    file = deck_bytes(toy, template=template(tmp_path))
    (tmp_path / "deck.pptx").write_bytes(file)
    with zipfile.ZipFile(tmp_path / "deck.pptx") as archive:
        assert not [
            name for name in archive.namelist() if "上次会议" in archive.read(name).decode("utf-8", "ignore")
        ]
        slides = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == len(opened(file).slides)


def test_the_template_keeps_its_size_and_theme(toy, tmp_path):
    """4:3 stays 4:3, and every shape stands on the slide."""
    deck = opened(deck_bytes(toy, template=template(tmp_path)))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_no_empty_placeholder_is_left(toy, tmp_path):
    """No slide asks to click and add text."""
    for slide in opened(deck_bytes(toy, template=template(tmp_path))).slides:
        for shape in slide.placeholders:
            if shape.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER and shape.has_text_frame:
                assert shape.text_frame.text


def test_the_mark_stands_on_every_slide(toy, tmp_path):
    """Whether or not the footer of the template has room for it."""
    for slide in opened(deck_bytes(toy, template=template(tmp_path))).slides:
        assert "内部工作底图" in texts(slide)


def test_a_template_gives_the_same_bytes_twice(toy, tmp_path):
    """As without one."""
    path = template(tmp_path)
    assert deck_bytes(toy, template=path) == deck_bytes(toy, template=path)


def test_a_template_without_titles_is_refused(toy, tmp_path):
    """The blank layout alone: the sentence says what to add."""
    path = template(tmp_path, keep=range(6, 7))
    with pytest.raises(ZonemapError, match="no layout of the template has a title"):
        write_deck(toy, tmp_path / "deck.pptx", template=path)
    assert not (tmp_path / "deck.pptx").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.7"])
def test_a_file_that_is_no_presentation_is_refused(toy, tmp_path, content):
    """Named, with the way out."""
    path = tmp_path / "office.pptx"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=r"office\.pptx.*save it as \.pptx"):
        write_deck(toy, tmp_path / "deck.pptx", template=path)


def test_a_missing_template_is_refused(toy, tmp_path):
    """Named, without a traceback."""
    with pytest.raises(CannotRead, match=r"missing\.pptx"):
        write_deck(toy, tmp_path / "deck.pptx", template=tmp_path / "missing.pptx")


def test_a_workbook_is_no_template(toy, tmp_path):
    """A package of another kind."""
    path = tmp_path / "office.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(CannotRead, match="not a readable template"):
        write_deck(toy, tmp_path / "deck.pptx", template=path)


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_tables_end_above_the_footer(linfen, tmp_path, lang):
    """On a slide of 4:3, with room to spare for wider typefaces."""
    foot = label("deck", "name_foot", lang)
    for slide in opened(deck_bytes(linfen, lang=lang, template=template(tmp_path))).slides:
        feet = [shape.top for shape in slide.shapes if shape.name == foot]
        for frame in (shape for shape in slide.shapes if shape.has_table):
            rows = sum(row.height for row in frame.table.rows)
            assert all(frame.top + rows < top for top in feet), slide.shapes.title.text


def test_the_template_is_never_written_over(toy, tmp_path):
    """Nor by way of a link; the file is as it was."""
    path = template(tmp_path)
    before = path.read_bytes()
    (tmp_path / "link.pptx").symlink_to(path)
    for out in (path, str(path), tmp_path / "link.pptx"):
        with pytest.raises(ZonemapError, match="this is the input"):
            write_deck(toy, out, template=str(path))
    assert path.read_bytes() == before
