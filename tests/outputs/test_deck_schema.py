"""Deck and workbook pass the rules of Microsoft's Open XML SDK, so that Office opens them as they are."""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from kit.decks import linfen_bytes, toy_bytes
from kit.toy import write_geodata
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region

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
