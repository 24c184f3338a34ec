"""What the pages are given of the style: colours and type sizes as CSS, marks, lines and patterns as data."""

from __future__ import annotations

from typing import Any

from zonemap.style.inks import RIVAL, UNKNOWN
from zonemap.style.lines import boundary_line, mark_dash, patterns
from zonemap.style.marks import CORNERS, mark_rings, status_parts
from zonemap.style.reader import colors, css_families, quantity, table

Values = dict[str, Any]


def css_tokens(page: str) -> str:
    """Return typefaces, colours and type sizes of a page (``page``, ``diff``, ``notebook``) as properties.

    Where the page has colours for the dark or for print, these hold there.

    Raises
    ------
    KeyError
        If there is no such page.
    """
    looks = table(page)
    sizes = {key: f"{value:g}rem" for key, value in looks.get("type", {}).items()}
    rules = [_rule({"font": css_families(), **sizes, **colors(f"{page}.light")})]
    if "dark" in looks:
        rules.append(f"@media (prefers-color-scheme: dark){{{_rule(colors(f'{page}.dark'))}}}")
    if "print" in looks:
        rules.append(f"@media print{{{_rule(_printed(page))}}}")
    return "\n".join([*rules, ""])


def _printed(page: str) -> dict[str, str]:
    """Return the colours of a page on paper: those of the light, but for its own."""
    return {**colors(f"{page}.light"), **colors(f"{page}.print")}


def _rule(values: dict[str, str]) -> str:
    """Return custom properties of the whole page."""
    return f":root{{{';'.join(f'--{key}:{value}' for key, value in values.items())}}}"


def page_style() -> Values:
    """Return what the map page draws by, as plain values."""
    return {
        "rings": {symbol: _rings(symbol) for symbol in ("circle", *CORNERS)},
        "marks": {status: _parts(status) for status in table("mark.status")},
        "pale": quantity("mark.pale"),
        "dashes": {key: mark_dash(key).dash for key in table("dash")},
        "lines": {basis: _line(basis) for basis in table("basis")},
        "tiles": {key: [one.tile, one.width, one.cap] for key, one in patterns().items()},
        "tile": quantity("hatching.size"),
        "least": quantity("hatching.least_mark"),
        "size": table("size.page"),
        "opacity": table("opacity"),
        "print": _printed("page"),
        "unknown": UNKNOWN,
        "rival": RIVAL,
    }


def _rings(symbol: str) -> Values:
    """Return the rings of a shape by their names, coordinates one after the other.

    A ring that only is smaller than the whole is left out: the page makes it so.
    """
    return {
        name: [[round(value, 2) for point in ring for value in point] for ring in mark_rings(symbol, name)]
        for name, cut in table("mark.ring").items()
        if not {"round", "scale"} & set(cut)
    }


def _parts(status: str) -> list[Values]:
    """Return the parts of a mark without the plate for a number: those of the page have none."""
    rings = table("mark.ring")
    return [
        {**part, "ring": "whole", "scale": rings[part["ring"]]["scale"]}
        if "scale" in rings[part["ring"]]
        else part
        for part in status_parts(status)
        if part["ring"] != "plate"
    ]


def _line(basis: str) -> Values:
    """Return how a boundary is drawn."""
    line = boundary_line(basis)
    found = {"width": line.width, "opacity": line.fill, "dash": line.dash or None, "cap": line.cap or "round"}
    if not line.at_rest:
        found["hidden"] = True
    if line.halo:
        found |= {"halo": line.halo, "haze": line.halo_fill}
    return found
