"""The deck as a file that PowerPoint opens without repair, in the package's template or the office's own."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from kit.decks import beyond, covered, deck_bytes, linfen_bytes, opened, shown, texts, toy_bytes
from kit.toy import write_geodata
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.vocabulary import label
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RUN_ORDER = (
    "ln",
    "noFill",
    "solidFill",
    "gradFill",
    "effectLst",
    "highlight",
    "latin",
    "ea",
    "cs",
    "sym",
    "hlinkClick",
)
CELL_ORDER = ("lnL", "lnR", "lnT", "lnB", "noFill", "solidFill")


@cache
def parts(file: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations(file: bytes) -> Iterator[tuple[str, str]]:
    """Go through the relations of every part: where it is told, and which part it means."""
    for name, content in parts(file).items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in etree.fromstring(content).iter(RELATIONSHIP):
                if relation.get("TargetMode") != "External":
                    target = posixpath.join("/", folder, relation.get("Target"))
                    yield name, posixpath.normpath(target).lstrip("/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_relation_leads_to_a_part(lang):
    """No dangling slide, chart or workbook."""
    file = linfen_bytes(lang)
    assert [(name, part) for name, part in relations(file) if part not in parts(file)] == []


def test_every_part_is_led_to():
    """No stray part, and no thumbnail or printer of another file."""
    file = linfen_bytes()
    known = {part for _, part in relations(file)}
    stray = {name for name in parts(file) if not name.endswith(".rels")} - known
    assert stray == {"[Content_Types].xml"}
    assert not [name for name in parts(file) if "thumbnail" in name or "printerSettings" in name]


def test_every_part_has_a_type():
    """By its name or by its ending."""
    file = linfen_bytes()
    types = etree.fromstring(parts(file)["[Content_Types].xml"])
    overrides = {element.get("PartName").lstrip("/") for element in types.iter(f"{CONTENT}Override")}
    defaults = {element.get("Extension") for element in types.iter(f"{CONTENT}Default")}
    assert overrides <= set(parts(file))
    for name in parts(file):
        assert name in overrides or name.rsplit(".", 1)[-1] in defaults or name == "[Content_Types].xml"


def in_order(element: etree._Element, order: tuple[str, ...]) -> bool:
    """Tell whether the known children of an element stand in the order of the schema."""
    ranks = [order.index(tag) for child in element if (tag := etree.QName(child).localname) in order]
    return ranks == sorted(ranks)


def test_what_is_set_by_hand_stands_in_the_order_of_the_schema():
    """Faces after fills, lines of a cell before its fill."""
    for name, content in parts(linfen_bytes()).items():
        if name.endswith(".xml"):
            root = etree.fromstring(content)
            assert all(in_order(element, RUN_ORDER) for element in root.iter(f"{DRAWING}rPr"))
            assert all(in_order(element, CELL_ORDER) for element in root.iter(f"{DRAWING}tcPr"))


def test_axes_have_ids_that_the_schema_allows():
    """Not negative, and each axis crosses one that is there."""
    for name, content in parts(linfen_bytes()).items():
        if name.startswith("ppt/charts/chart"):
            root = etree.fromstring(content)
            ids = root.xpath("//*[local-name()='catAx' or local-name()='valAx']/*[local-name()='axId']/@val")
            used = root.xpath("//*[local-name()='axId' or local-name()='crossAx']/@val")
            assert all(int(number) > 0 for number in ids)
            assert set(used) == set(ids)


def test_no_hour_of_writing_is_left():
    """Every member of the package, and of the workbooks inside it, is of the first day of zip."""
    files = [
        toy_bytes(),
        *(content for name, content in parts(toy_bytes()).items() if name.endswith(".xlsx")),
    ]
    assert len(files) == 3
    for file in files:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2020-06-30T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_deck_stays_small(toy):
    """Small enough to send: under 2 MB for Linfen, 200 kB for the toy region."""
    assert len(linfen_bytes()) < 2_000_000
    assert len(deck_bytes(toy)) < 200_000


FONTS = "/styleSheet[1]/fonts[1]/"
"""openpyxl writes what a font has in an order of its own; ECMA-376 allows any."""

INLINE = "inline-string"
"""openpyxl writes texts into their cells, as ECMA-376 allows; Excel gathers them when it saves."""


def errors_of(path: Path) -> list:
    """Return every error of an Office file."""
    return OpenXmlValidator().validate(path).errors


@pytest.mark.parametrize(("write", "lang"), [(linfen_bytes, "zh"), (toy_bytes, "en")])
def test_the_deck_is_valid(write, lang, tmp_path: Path):
    """No error against the schemas, no broken reference."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(write(lang))
    assert [error.description for error in errors_of(path)] == []


def test_the_workbook_is_valid(tmp_path: Path):
    """No error but the two that are openpyxl's way of writing."""
    region = read_region(write_geodata(tmp_path / "geodata"))
    errors = errors_of(write_workbook(region, tmp_path / "region.xlsx"))
    assert [
        error for error in errors if INLINE not in error.description and not error.path.startswith(FONTS)
    ] == []


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


def shaped(folder: Path, across: float, down: float) -> Path:
    """Make a template of another shape: every placeholder of its master and layouts goes along."""
    path = template(folder)
    deck = Presentation(path)
    wide, high = across * 12700 / deck.slide_width, down * 12700 / deck.slide_height
    deck.slide_width, deck.slide_height = int(across * 12700), int(down * 12700)
    for holder in [*deck.slide_masters, *deck.slide_layouts]:
        for place in holder._element.iter(f"{DRAWING}off", f"{DRAWING}ext"):
            for key, factor in (("x", wide), ("cx", wide), ("y", high), ("cy", high)):
                if place.get(key):
                    place.set(key, str(round(int(place.get(key)) * factor)))
    deck.save(path)
    return path


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


@pytest.mark.parametrize(
    ("across", "down", "lang"),
    [
        (720, 540, "en"),
        pytest.param(720, 540, "zh", marks=pytest.mark.slow),
        pytest.param(864, 540, "zh", marks=pytest.mark.slow),
        pytest.param(960, 540, "en", marks=pytest.mark.slow),
        (1260, 540, "zh"),
        pytest.param(1260, 540, "en", marks=pytest.mark.slow),
    ],
)
def test_a_template_of_any_shape_is_filled_and_not_overfilled(linfen, tmp_path, across, down, lang):
    """From 4:3 to 21:9 nothing leaves its slide or covers another, and no type is below 12 points."""
    deck = opened(deck_bytes(linfen, lang=lang, template=shaped(tmp_path, across, down)))
    assert beyond(deck) == []
    for slide in shown(deck):
        assert covered(slide) == [], slide.shapes.title.text
        sizes = [int(size) for size in slide._element.xpath("//a:rPr/@sz")]
        assert min(sizes, default=1200) >= 1200, slide.shapes.title.text


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
