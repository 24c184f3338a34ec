"""The encoding of the words in shapefiles and drawings, which state it wrongly or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from zonemap.boundaries.boundary_file import format_note
from zonemap.tables.encoding import detect_encoding

_GBK_NAMES = ("936", "GBK", "GB2312", "GB18030", "CP936", "ANSI 936", "ANSI936")
_DXF_UTF8_FROM = 1021  # AC1021 is AutoCAD 2007
_HEADER_BYTES = 32
_MOST_BYTES = 64 << 20


def dbf_encoding(dbf: Path, cpg: Path) -> tuple[str, list[str]]:
    """Tell the encoding of a shapefile's table from its bytes; what the .cpg says decides only if it fits.

    Parameters
    ----------
    dbf, cpg
        The two companions of the shapefile; either may be missing.

    Returns
    -------
    ``utf-8`` or ``gb18030``, empty for plain ASCII; and a note when the .cpg says otherwise or is missing.
    """
    if not dbf.exists():
        return "", [format_note("缺 .dbf，没有属性", "no .dbf, so no attributes")]
    stated = cpg.read_text("latin-1").strip().upper() if cpg.exists() else ""
    words = _words_of_dbf(dbf.read_bytes()[:_MOST_BYTES])
    encodings = {detect_encoding(word) for word in words} - {"ascii"}
    if not encodings:
        return "", []
    found = "utf-8" if encodings == {"utf-8"} else "gb18030"
    if stated in _GBK_NAMES:
        return "gb18030", []
    if stated.replace("-", "") == "UTF8" and found == "utf-8":
        return "utf-8", []
    shown = stated or "-"
    return found, [
        format_note(f"文字按 {found} 读（.cpg：{shown}）", f"words read as {found} (.cpg: {shown})")
    ]


def repair_cut_characters(dbf: Path, encoding: str) -> None:
    """Drop from names and texts of a dBASE table the bytes of a last character that was cut in two.

    A field name has room for ten bytes and a text for 254: programs cut there, whatever the character, and
    readers then fail at a file that is whole.

    Parameters
    ----------
    dbf
        The table; it is written anew.
    encoding
        Encoding of its words.
    """
    data = bytearray(dbf.read_bytes())
    start, width = (int.from_bytes(data[i : i + 2], "little") for i in (8, 10))
    names: list[bytes] = []
    spans, at = [], 1
    for i in range(_HEADER_BYTES, min(start, len(data) - _HEADER_BYTES + 1) - 1, _HEADER_BYTES):
        if data[i] == 0x0D:
            break
        name = _distinguished(_whole(bytes(data[i : i + 10]).split(b"\0")[0], encoding), names)
        names.append(name)
        data[i : i + 11] = name.ljust(11, b"\0")
        if data[i + 11 : i + 12] == b"C":
            spans.append((at, at + data[i + 16]))
        at += data[i + 16]
    for record in range(start, len(data) - width + 1, width) if width else ():
        for a, b in spans:
            text = bytes(data[record + a : record + b])
            data[record + a : record + b] = _whole(text.rstrip(b" \0"), encoding).ljust(len(text))
    dbf.write_bytes(data)


def _whole(text: bytes, encoding: str) -> bytes:
    """Return bytes without those of a last character that is not whole."""
    for drop in range(4):
        try:
            text[: len(text) - drop].decode(encoding)
        except UnicodeDecodeError:
            continue
        return text[: len(text) - drop]
    return text


def _distinguished(name: bytes, names: list[bytes]) -> bytes:
    """Return a field name that none of the names before it has."""
    number, free = 1, name
    while free in names:
        number += 1
        free = name[:8] + b"_%d" % number if name[:8].isascii() else name[:6] + b"_%d" % number
    return free


def _words_of_dbf(data: bytes) -> set[bytes]:
    """Return the distinct field names and texts of a dBASE table."""
    if len(data) < _HEADER_BYTES:
        return set()
    start, width = (int.from_bytes(data[i : i + 2], "little") for i in (8, 10))
    names, spans, at = set(), [], 1
    for i in range(_HEADER_BYTES, min(start, len(data)) - 1, _HEADER_BYTES):
        if data[i] == 0x0D or len(data) < i + _HEADER_BYTES:
            break
        names.add(data[i : i + 11].split(b"\0")[0])
        if data[i + 11 : i + 12] == b"C":
            spans.append((at, at + data[i + 16]))
        at += data[i + 16]
    if not width:
        return names
    records = (data[i : i + width] for i in range(start, len(data) - width + 1, width))
    return names | {record[a:b].rstrip(b" \0") for record in records for a, b in spans}


def dxf_encoding(path: Path) -> str:
    """Tell the encoding of a drawing: UTF-8 from AutoCAD 2007 on, before that by its code page and bytes."""
    data = path.read_bytes()
    version = re.search(rb"\$ACADVER\s+1\s+AC(\d{4})", data)
    detected = detect_encoding(data)
    if detected in ("ascii", "gb18030"):
        return {"ascii": "", "gb18030": "CP936"}[detected]
    since_2007 = version is not None and int(version.group(1)) >= _DXF_UTF8_FROM
    return "UTF-8" if since_2007 or detected in ("utf-8", "utf-8-sig") else "ISO-8859-1"
