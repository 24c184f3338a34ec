"""Which encoding are these bytes in? UTF-8 and GB18030, as files in China come."""

from __future__ import annotations

import codecs

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
