"""What a page carries and prints, read back: its packed scripts, and the PDF that the browser makes of it."""

from __future__ import annotations

import base64
import itertools
import json
import math
import re
import unicodedata
import zlib

import numpy as np

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


_DATA = re.compile(r'<script[^>]*id="zonemap-(data|outlines)"[^>]*>([^<]*)</script>')


def data(page: str) -> dict:
    """Return what a page knows."""
    return json.loads(zlib.decompress(base64.b64decode(dict(_DATA.findall(page))["data"])))


def outlines(page: str) -> list[list[list[list[list[tuple[float, float]]]]]]:
    """Return the shapes of each set of outlines, as polygons of rings of points in degrees."""
    packed = dict(_DATA.findall(page))["outlines"].split()
    return [_shapes(zlib.decompress(base64.b64decode(text))) for text in packed]


def _shapes(written: bytes) -> list[list[list[list[tuple[float, float]]]]]:
    """Read the outlines of one set: whole numbers, the lowest bytes of all first."""
    numbers = iter(np.frombuffer(written, np.uint8).reshape(4, -1).T.copy().view("<u4").ravel().tolist())

    def take(count: int) -> list[int]:
        return list(itertools.islice(numbers, count))

    def signed(values: list[int]) -> list[int]:
        return list(itertools.accumulate(-(value + 1) // 2 if value % 2 else value // 2 for value in values))

    units, _, arc_count, shape_count = take(4)  # units to a kilometre
    sizes = take(arc_count)
    across, up = signed([value >> 1 for value in take(sum(sizes))]), signed(take(sum(sizes)))
    points = iter([_degrees(1000 * x / units, 1000 * y / units) for x, y in zip(across, up, strict=True)])
    arcs = [list(itertools.islice(points, size)) for size in sizes]
    polygons = take(shape_count)
    rings = take(sum(polygons))
    chains = take(sum(rings))
    steps = take(sum(chains))
    ways = iter(zip(signed([step >> 1 for step in steps]), steps, strict=True))
    assert next(numbers, None) is None

    def ring(count: int) -> list[tuple[float, float]]:
        chain = [arcs[arc][:: -1 if step & 1 else 1] for arc, step in itertools.islice(ways, count)]
        assert all(one[-1] == other[0] for one, other in itertools.pairwise([*chain, chain[0]]))
        return [point for arc in chain for point in arc[:-1]] + chain[0][:1]

    counts, parts = iter(chains), iter(rings)
    return [[[ring(next(counts)) for _ in range(next(parts))] for _ in range(many)] for many in polygons]


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Return a place of Web Mercator in degrees."""
    return math.degrees(x / 6378137), math.degrees(math.atan(math.sinh(y / 6378137)))


def map_script(page: str) -> str:
    """Return what folium wrote."""
    (script,) = [text for text in unpacked(page) if "var map_1 = L.map(" in text]
    return script
