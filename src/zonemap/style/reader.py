"""Reading ``style.toml``, once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _style() -> Mapping[str, Any]:
    """Read the style file."""
    return tomllib.loads(files("zonemap.style").joinpath("style.toml").read_text("utf-8"))


def table(path: str) -> Mapping[str, Any]:
    """Return a table of the style file by its dotted name.

    Raises
    ------
    KeyError
        If there is no such table.
    """
    found: Any = _style()
    for key in path.split("."):
        found = found[key]
    return dict(found)


def color(path: str) -> str:
    """Return a colour by its dotted name, ``#rrggbb``; one that names another is followed.

    Raises
    ------
    KeyError
        If there is no such colour.
    """
    inside, _, key = path.rpartition(".")
    value: str = table(inside)[key]
    return value if value.startswith("#") else color(value)


def colors(path: str) -> dict[str, str]:
    """Return every colour of a table by its key."""
    return {key: color(f"{path}.{key}") for key in table(path)}


def quantity(path: str) -> float:
    """Return a number by its dotted name.

    Raises
    ------
    KeyError
        If there is no such number.
    """
    inside, _, key = path.rpartition(".")
    return float(table(inside)[key])


def families() -> list[str]:
    """Return the typefaces that are asked for, first choice first."""
    return list(table("font")["families"])


def css_families() -> str:
    """Return the typefaces that are asked for as CSS has them."""
    return ",".join(f"'{face}'" if " " in face else face for face in families())
