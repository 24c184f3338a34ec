"""Lines and patterns: boundaries by what they rest on, the dashes of marks, the patterns of classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zonemap.style.reader import quantity, table


@dataclass(frozen=True)
class Line:
    """How a line is drawn.

    Parameters
    ----------
    width
        Points, on screen pixels.
    dash
        Lengths of ink and gap, in the same unit; none for a solid line.
    cap
        ``butt`` or ``round``; empty for either.
    preset
        Name of the broken line where a program has only lines of its own.
    fill
        Opacity of the area inside; 0 for none.
    at_rest
        Whether the line is drawn without being pointed at or chosen, where that can be.
    halo
        Radii of the circles, one over the other, that make the soft halo of the mark, as shares of its own.
    halo_fill
        Opacity of each of them, in the colour of the class.
    """

    width: float
    dash: tuple[float, ...] = ()
    cap: str = ""
    preset: str = ""
    fill: float = 0.0
    at_rest: bool = True
    halo: tuple[float, ...] = ()
    halo_fill: float = 0.0

    @property
    def dashes(self) -> str:
        """The dashes as SVG writes them; empty for a solid line."""
        return " ".join(f"{length:g}" for length in self.dash)


@dataclass(frozen=True)
class Pattern:
    """What says the same as a colour.

    Parameters
    ----------
    tile
        Its lines as path data within a square of the size ``hatching.size``.
    hatch
        The hatch of matplotlib that looks like it.
    width
        Of its lines.
    cap
        Of its lines.
    """

    tile: str
    hatch: str
    width: float
    cap: str


@cache
def boundary_line(basis: str) -> Line:
    """Return how the boundary of a zone is drawn, by its basis.

    Raises
    ------
    KeyError
        If there is no such basis.
    """
    look = dict(table("basis")[basis])
    return Line(**{**look, "dash": tuple(look.get("dash", ())), "halo": tuple(look.get("halo", ()))})


@cache
def mark_dash(key: str) -> Line:
    """Return how the outline of a mark is broken; empty for a solid one."""
    if not key:
        return Line(0)
    look = table("dash")[key]
    return Line(0, tuple(look["lengths"]), preset=look["preset"])


@cache
def patterns() -> dict[str, Pattern]:
    """Return the patterns by their key; a class whose pattern is none of these is plain."""
    width = quantity("hatching.width")
    return {
        key: Pattern(look["tile"], look["hatch"], look.get("width", width), look.get("cap", "square"))
        for key, look in table("pattern").items()
    }


def hatch(pattern: str) -> str:
    """Return matplotlib's hatch of a pattern; empty for a plain class."""
    found = patterns().get(pattern)
    return found.hatch if found else ""


def bears_pattern(radius: float) -> bool:
    """Tell whether a mark of a radius is large enough for a pattern."""
    return radius >= quantity("hatching.least_mark")
