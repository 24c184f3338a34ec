"""Which encoding are these bytes in, and what a wrong one, or another program, has done to a text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from zonemap.core.names import simplified_forms

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect_encoding(data: bytes) -> str:
    """Tell the encoding of a text from its bytes.

    Parameters
    ----------
    data
        The whole text, or its beginning.

    Returns
    -------
    ``ascii``, ``utf-8``, ``utf-8-sig``, ``utf-16`` or ``gb18030``; empty when the bytes are none of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding if _decodes(data, encoding) else ""
    if b"\0" in data:
        return ""
    return next((name for name in ("ascii", "utf-8", "gb18030") if _decodes(data, name)), "")


def decode(data: bytes) -> tuple[str, str]:
    """Decode a text.

    Returns
    -------
    The text without its byte order mark, and its encoding as :func:`detect_encoding` names it.

    Raises
    ------
    ValueError
        If the bytes are in none of the known encodings.
    """
    encoding = detect_encoding(data)
    if not encoding:
        raise ValueError("not text in UTF-8, UTF-16 or GB18030")
    return data.decode(encoding), encoding


def _decodes(data: bytes, encoding: str) -> bool:
    """Return whether the bytes are text in an encoding; a character cut off at the end is forgiven."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeError:
        return False
    return True


_LOST = re.compile(r"\ufffd|锟斤拷|烫烫烫|屯屯屯|\d\s?k?m\?")
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_TOGETHER = re.compile(r"[\u4e00-\u9fff]{2}")
_LONE = re.compile(r"[A-Za-z][\u4e00-\u9fff](?![\u4e00-\u9fff])")
_WRONGLY_READ_AS = ("gb18030", "cp1252", "latin-1")
_LEAST_KNOWN = 0.8
_MOST_BROKEN = 0.1


def fault_of(text: str) -> str:
    """Tell how a cell is spoilt.

    Returns
    -------
    ``lost`` when characters are gone for good, ``garbled`` when UTF-8 was read as something else,
    ``error_value`` for an error of Excel, ``control`` for characters that one cannot see and that change
    what one sees, empty for a sound text.
    """
    if _EXCEL_ERROR.fullmatch(text):
        return "error_value"
    if _CONTROL.search(text):
        return "control"
    if _LOST.search(text) or 2 <= text.count("?") >= len(text) / 2:
        return "lost"
    return "garbled" if repaired(text) else ""


def repaired(text: str) -> str:
    """Return what a text was before it was read in a wrong encoding; empty when it was not."""
    if text.isascii():
        return ""
    for encoding in _WRONGLY_READ_AS:
        try:
            before = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if _CHINESE.search(before) and all(map(_is_known, before)):
            return before
    return ""


def visible(text: str) -> str:
    """Return a text with a mark in place of each character that one cannot see."""
    return _CONTROL.sub("\ufffd", text)


def broken_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 but for a few broken characters."""
    text = data.decode("utf-8", errors="replace")
    broken, sound = text.count("\ufffd"), len(_CHINESE.findall(text))
    return broken < _MOST_BROKEN * sound


def is_plausible(text: str) -> bool:
    """Tell whether a text read as GB18030 is Chinese, as seen by how common its characters are.

    A text whose Chinese characters all stand alone beside Latin letters is none: accented letters of
    other encodings look so.
    """
    if _LONE.search(text) and not _TOGETHER.search(text):
        return False
    foreign = [character for character in text if not character.isascii()]
    return sum(map(_is_known, foreign)) >= _LEAST_KNOWN * len(foreign)


def _is_known(character: str) -> bool:
    """Tell whether a character is one that Chinese texts are written in, simplified or traditional."""
    if character.isascii() or unicodedata.category(character)[0] in "PSZN":
        return True
    return _in_gb2312(simplified_forms().get(character, character))


def _in_gb2312(character: str) -> bool:
    """Tell whether a character belongs to the 6,763 of GB 2312."""
    try:
        return len(character.encode("gb2312")) == 2 and bool(_CHINESE.match(character))
    except UnicodeError:
        return False
