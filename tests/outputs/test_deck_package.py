"""The file is a sound Office package: every part known, every relation resolved, by the Open XML SDK too."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from kit.decks import deck_bytes, linfen_bytes, toy_bytes
from kit.toy import write_geodata
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
