"""Text of the figures is measured as it is drawn, breaks where it may and never shows a box."""

import pytest

from kit.drawn import boxes
from zonemap.painters.figures import paint_sheet
from zonemap.scene.lettering import (
    balance_lines,
    break_lines,
    fit_line,
    settable,
    text_width,
)
from zonemap.scene.sheet import SheetStyle, open_sheet


@pytest.mark.parametrize("text", ["洪洞经济技术开发区", "Hongtong Economic Zone", "133.26 km²，1997年7月"])
def test_a_line_is_as_wide_as_it_is_said_to_be(text):
    """The measured width is that of the drawn line, to two per cent."""
    sheet = open_sheet(SheetStyle())
    sheet.write((0, 50), text, 40)
    figure, _ = paint_sheet(sheet)
    ((_, box),) = boxes(figure)
    assert box.width * 72 / figure.dpi == pytest.approx(text_width(text, 40), rel=0.03)


def test_chinese_breaks_between_any_two_characters():
    """Four characters of ten points fill forty."""
    assert break_lines("洪洞经济技术开发区", 10, 40) == ["洪洞经济", "技术开发", "区"]


def test_no_line_begins_with_a_closing_mark():
    """The comma stays with the character before it, the bracket with the one after it."""
    assert break_lines("甲乙丙，丁（戊", 10, 30) == ["甲乙", "丙，丁", "（戊"]


def test_latin_breaks_between_words_and_after_hyphens():
    """A word stays whole if it can."""
    assert break_lines("Performance-based pay", 10, 70) == ["Performance-", "based pay"]


def test_a_word_wider_than_the_line_is_broken():
    """It does not run out of its column."""
    assert all(text_width(line, 10) <= 30 for line in break_lines("Performance", 10, 30))


def test_balanced_lines_have_no_orphan():
    """Nine characters in two lines are five and four, not eight and one."""
    assert balance_lines("洪洞经济技术开发区", 10, 80) == ["洪洞经济技", "术开发区"]


def test_a_line_that_does_not_fit_ends_with_an_ellipsis():
    """What is left out is seen to be left out."""
    assert fit_line("洪洞经济技术开发区", 10, 45) == "洪洞经…"


def test_a_character_without_a_glyph_is_marked():
    """The printers' mark stands for it, and line ends and tabs become blanks."""
    assert settable("甲\t乙\n🚀") == "甲 乙 〓"


def test_no_text_is_no_line_but_an_empty_one():
    """Drawing it does no harm."""
    assert break_lines("", 10, 40) == [""]
