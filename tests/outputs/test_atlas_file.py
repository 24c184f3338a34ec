"""The atlas as a file: searchable, fonts that every reader takes, bookmarks, links, small, the same bytes."""

import re

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from zonemap.outputs.atlas.writer import write_atlas


@pytest.fixture(scope="module")
def atlas(linfen_set):
    """Find the atlas of the repository's geodata."""
    return linfen_set / "linfen.pdf"


@pytest.fixture(scope="module")
def reader(atlas):
    """Read it."""
    return PdfReader(atlas)


def fonts(reader):
    """Return the descriptors of all fonts of the first page."""
    found = reader.pages[0]["/Resources"]["/Font"].values()
    return [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in found]


def test_text_can_be_searched(reader, linfen):
    """Every zone and county, 洪洞 and 隰县 among them."""
    text = "".join(page.extract_text() for page in reader.pages)
    for name in [*linfen.zones["name_zh"], *linfen.counties["name_zh"]]:
        assert name in text


def test_pages_are_a4_landscape(reader):
    """297 by 210 mm, to a tenth."""
    for page in reader.pages:
        assert float(page.mediabox.width) == pytest.approx(841.89, abs=0.3)
        assert float(page.mediabox.height) == pytest.approx(595.28, abs=0.3)


def test_fonts_are_embedded_as_true_type(reader):
    """What is declared as TrueType is TrueType, with quadratic outlines."""
    assert fonts(reader)
    for descriptor in fonts(reader):
        file = descriptor["/FontFile2"].get_data()
        assert file.startswith(b"\x00\x01\x00\x00")


def test_every_outline_is_kept(reader, tmp_path):
    """No glyph but the blank is empty."""
    for number, descriptor in enumerate(fonts(reader)):
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(descriptor["/FontFile2"].get_data())
        with TTFont(path) as font:
            empty = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours == 0]
        assert len(empty) <= 2


def test_bookmarks_hang_in_two_levels(reader, linfen):
    """Whole, reading, counties with seventeen below, index, sources."""
    outline = reader.outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    (counties,) = [entry for entry in outline if isinstance(entry, list)]
    assert titles == ["总图", "怎样读这本图集", "各县（市、区）", "索引", "资料来源"]
    assert len(counties) == len(linfen.counties)
    for entry in counties:
        page = reader.get_destination_page_number(entry)
        assert entry.title in reader.pages[page].extract_text()


def test_links_stay_in_the_file(reader):
    """Every link leads to a page of the atlas."""
    count = 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            entry = annotation.get_object()
            assert entry["/Subtype"] == "/Link"
            assert "/URI" not in str(entry)
            count += 1
    assert count > 60


def test_the_file_says_what_it_is(reader, linfen):
    """Title, day and fingerprint, language; no date of making."""
    assert linfen.title_zh in reader.metadata.title
    assert linfen.fingerprint in reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "/CreationDate" not in reader.metadata


def test_the_file_is_small(atlas):
    """Far under five megabytes."""
    assert atlas.stat().st_size < 2_000_000


def test_the_same_region_gives_the_same_bytes(toy, tmp_path):
    """No date, no random id."""
    one = write_atlas(toy, tmp_path / "one.pdf").read_bytes()
    assert one == write_atlas(toy, tmp_path / "two.pdf").read_bytes()


def test_the_file_names_no_machine_and_no_tool_host(atlas):
    """Neither paths nor addresses."""
    content = atlas.read_bytes()
    assert not re.search(rb"https?://|/home/|/root/", content)


def test_the_english_atlas_is_english(english_atlas):
    """Titles, values and notes."""
    reader = PdfReader(english_atlas)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "How to read this atlas" in text
    assert "Hongtong Economic and Technological Development Zone" in text.replace("\n", " ")
    assert reader.trailer["/Root"]["/Lang"] == "en"
