"""Shapes and texts of drawings, an item a line: SVG elements, and the content of PDF pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

_STEP = re.compile(r"([MmLlHhVvCcZz])|(-?\d*\.?\d+(?:e-?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}
_STYLE = ("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "opacity")
_WORDS = ("font-size", "fill", "text-anchor", "font-weight", "stroke")
_SHAPES = ("rect", "circle", "line", "image", "use", "polygon", "ellipse")
_PDF = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|\[|\]|/[^\s\[\]()<>/]+|-?\d*\.?\d+|[A-Za-z*']+\*?", re.DOTALL
)
_NUMBER = re.compile(rb"-?\d*\.?\d+")

Points = list[tuple[float, float]]
Matrix = tuple[float, float, float, float, float, float]


def rounded(*values: float) -> str:
    """Write numbers to a tenth."""
    return " ".join(f"{round(value, 1) + 0:g}" for value in values)


def digest(text: str) -> str:
    """Return eight digits that stand for something too long to be listed."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def outline(points: Points) -> str:
    """Return left, top, right and bottom of points, how many they are, and digits that stand for them."""
    if not points:
        return "empty"
    across, down = [x for x, _ in points], [y for _, y in points]
    box = rounded(min(across), min(down), max(across), max(down))
    return f"{box} | {len(points)} {digest(' '.join(rounded(*point) for point in points))}"


def svg(drawing: ET.Element) -> tuple[list[str], list[str]]:
    """Return the texts and the shapes of an SVG drawing."""
    texts, shapes = [], []
    for element, style in _styled(drawing, {}):
        tag = element.tag.rpartition("}")[2]
        if tag in ("title", "desc"):
            texts.append(f"{element.text} | {tag}")
        elif tag == "text":
            words = "".join(element.itertext())
            place = rounded(*(float(element.get(key, 0)) for key in ("x", "y")))
            turned = re.sub(r"\d+\.\d+", lambda found: rounded(float(found[0])), element.get("transform", ""))
            texts.append(f"{words} | {place} | {_said(style, _WORDS)} {turned}".rstrip())
        elif tag == "path":
            shapes.append(
                f"path {_said(style, _STYLE)} | {outline(list(path_points(element.get('d') or '')))}"
            )
        elif tag in _SHAPES:
            own = [f"{key}={value}" for key, value in element.items() if not _is_noise(key, value)]
            shapes.append(f"{tag} {_said(style, _STYLE)} | {' '.join(own)}")
    return texts, shapes


def _is_noise(key: str, value: str) -> bool:
    """Tell whether an attribute is style, which is told already, or a name that means nothing."""
    return key in ("style", "id", "class", "clip-path", *_STYLE) or value.startswith(("url(", "data:"))


def _styled(element: ET.Element, given: dict[str, str]) -> Iterator[tuple[ET.Element, dict[str, str]]]:
    """Go through the elements that are drawn, each with the style that it has and inherits."""
    if element.tag.rpartition("}")[2] in ("defs", "clipPath", "metadata"):
        return
    own = dict(pair.split(":", 1) for pair in (element.get("style") or "").split(";") if ":" in pair)
    style = {**given, **{key.strip(): value.strip() for key, value in own.items()}}
    style |= {key: element.get(key) for key in {*_STYLE, *_WORDS} if element.get(key)}
    yield element, style
    for child in element:
        yield from _styled(child, style)


def _said(style: dict[str, str], keys: Iterable[str]) -> str:
    """Return what a style says of some properties, each number to a tenth."""
    said = " ".join(f"{key}={style[key]}" for key in keys if key in style)
    return re.sub(r"\d+\.\d+", lambda found: rounded(float(found[0])), said).replace("url(", "(")


def path_points(path: str) -> Iterator[tuple[float, float]]:
    """Go through the points of a path, control points included."""
    command, held = "", []
    x = y = start_x = start_y = 0.0
    for letter, value in _STEP.findall(path):
        if letter:
            command, held = letter, []
            if letter in "Zz":
                x, y = start_x, start_y
            continue
        held.append(float(value))
        if len(held) < _TAKES[command.upper()]:
            continue
        from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.upper()
        if kind == "H":
            x = from_x + held[0]
            yield x, y
        elif kind == "V":
            y = from_y + held[0]
            yield x, y
        else:
            for at in range(0, len(held), 2):
                x, y = from_x + held[at], from_y + held[at + 1]
                yield x, y
        if kind == "M":
            start_x, start_y = x, y
            command = "l" if command == "m" else "L"
        held = []


def pdf_shapes(content: bytes) -> list[str]:
    """Return the shapes that the content of a PDF page draws: paint, and the outline in points."""
    found, operands, stack = [], [], []
    points: Points = []
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    paint = {"fill": "0", "stroke": "0", "width": "1", "dash": ""}
    for token in _PDF.findall(content):
        if _NUMBER.fullmatch(token) or token[:1] in b"(<[]/":
            operands.append(token)
            continue
        numbers = [float(value) for value in operands if _NUMBER.fullmatch(value)]
        operator = token.decode("latin-1")
        if operator == "q":
            stack.append((matrix, dict(paint)))
        elif operator == "Q":
            matrix, paint = stack.pop()
        elif operator == "cm":
            matrix = _product(numbers, matrix)
        elif operator in ("m", "l", "c", "v", "y"):
            points += [moved(x, y, matrix) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        elif operator == "re":
            x, y, width, height = numbers
            points += [moved(x, y, matrix), moved(x + width, y + height, matrix)]
        elif operator in ("rg", "g"):
            paint["fill"] = _hex(numbers)
        elif operator in ("RG", "G"):
            paint["stroke"] = _hex(numbers)
        elif operator == "w":
            paint["width"] = rounded(*numbers)
        elif operator == "d":
            paint["dash"] = rounded(*numbers[:-1])
        elif operator == "Do":
            found.append(f"{operands[-1].decode('latin-1')} | {rounded(*moved(0, 0, matrix))}")
        elif operator in ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"):
            if points and operator != "n":
                found.append(f"{_painted(operator, paint)} | {outline(points)}")
            points = []
        operands = []
    return found


def _painted(operator: str, paint: dict[str, str]) -> str:
    """Return the colours that a painting operator uses."""
    line = f"line={paint['stroke']} {paint['width']} {paint['dash']}".rstrip()
    if operator in ("S", "s"):
        return line
    return f"fill={paint['fill']}" + ("" if operator in ("f", "F", "f*") else f" {line}")


def _hex(numbers: list[float]) -> str:
    """Return a colour of PDF as ``#rrggbb``."""
    parts = numbers if len(numbers) == 3 else 3 * numbers[:1]
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _product(one: list[float], other: Matrix) -> Matrix:
    """Return the matrix that first does one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
