"""What a page carries and prints, read back: its packed scripts, and the PDF that the browser makes of it."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(?<![0-9])([0-9]+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|(?<!<)<([0-9A-Fa-f\s]+)>(?!>)")


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in millimetres."""
    boxes = re.findall(rb"/Type\s*/Page\b.*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf, re.DOTALL)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in boxes]


def text(pdf: bytes) -> str:
    """Return the text of all pages as one string, in NFKC and without blanks."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        name: _glyphs(objects, int(number))
        for body in objects.values()
        for block in re.findall(rb"/Font\s*<<(.*?)>>", body, re.DOTALL)
        for name, number in re.findall(rb"/(\w+) ([0-9]+) 0 R", block)
    }
    said = []
    for body in objects.values():
        content = _content(body)
        if b" Tf" not in content:
            continue
        glyphs: dict[str, str] = {}
        for font, shown in _SHOWN.findall(content):
            if font:
                glyphs = fonts[font]
            digits = re.sub(rb"\s", b"", shown).decode().upper()
            size = len(next(iter(glyphs), "0000"))
            said += [glyphs.get(digits[at : at + size], "") for at in range(0, len(digits), size)]
    return plain("".join(said))


def plain(words: str) -> str:
    """Return words as :func:`text` does: in NFKC and without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def _content(body: bytes) -> bytes:
    """Return the stream of an object, unpacked; empty if it has none."""
    found = _STREAM.search(body)
    if not found:
        return b""
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _glyphs(objects: dict[int, bytes], number: int) -> dict[str, str]:
    """Return what each glyph of a font stands for, by its digits: two or four."""
    link = re.search(rb"/ToUnicode ([0-9]+) 0 R", objects[number])
    table = _content(objects[int(link[1])]).decode("latin-1") if link else ""
    found: dict[str, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, meaning in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[glyph.upper()] = bytes.fromhex(meaning).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:0{len(first)}X}"] = chr(int(meaning, 16) + step)
    return found


_PACKED = re.compile(r"<script[^>]*data-packed[^>]*>([^<]*)</script>")


def unpacked(page: str) -> list[str]:
    """Return the scripts of a page, in the order in which they run."""
    (packed,) = _PACKED.findall(page)
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def map_script(page: str) -> str:
    """Return what folium wrote."""
    (script,) = [text for text in unpacked(page) if "var map_1 = L.map(" in text]
    return script
