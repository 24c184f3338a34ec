"""The parts of marks, the lines of boundaries and the fillings of counties, as the style has them."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.vocabulary import word
from zonemap.scene.items import Disc, Label, Mark, Paint, Path, Point
from zonemap.scene.lettering import text_width
from zonemap.style.inks import INK, PAPER, grey_ground, grey_line, grey_of
from zonemap.style.lines import bears_pattern, boundary_line, mark_dash
from zonemap.style.marks import ROUND, Ring, is_low, label_ground, label_ink, mark_parts
from zonemap.style.reader import quantity


@dataclass(frozen=True)
class Tone:
    """Colours as they are, or the greys of a printer without colours."""

    is_grey: bool = False

    def fill(self, color: str) -> str:
        """Return the colour of a class."""
        return grey_of(color) if self.is_grey else color

    def line(self, color: str) -> str:
        """Return the colour of a line of a class."""
        return grey_line(color) if self.is_grey else color

    def ground(self, color: str) -> str:
        """Return a pale colour of the ground."""
        return grey_ground(color) if self.is_grey else color

    def boundary(self, basis: str, style: LegendClass) -> Paint:
        """Return how a boundary is drawn: surveyed solid, a published area dashed, a host county dotted."""
        line = boundary_line(basis)
        return Paint(
            fill=self.fill(style.color) if line.fill and not style.size else "",
            line=self.line(style.color),
            opacity=line.fill or 1.0,
            width=line.width,
            dash=line if line.dash else None,
            pattern=style.pattern if line.fill and not style.size else "",
            pattern_color=self.line(style.color),
            pattern_opacity=quantity("hatching.area_opacity"),
            pattern_width=quantity("hatching.area"),
        )

    def area(self, style: LegendClass, opacity: str = "county") -> Paint:
        """Return how a county, or a bar, is filled in colour and pattern of a class."""
        return Paint(
            fill=self.fill(style.color),
            pattern=style.pattern,
            pattern_opacity=quantity(f"hatching.{opacity}_opacity"),
            pattern_width=quantity("hatching.county"),
        )


COLOURED = Tone()


def sample_mark(
    style: LegendClass, status: str, place: Point, radius: float, label: str = "", tone: Tone = COLOURED
) -> Mark:
    """Return the mark of a class at a status."""
    return Mark(place, radius, style.symbol, style.color, status, label, style.pattern, is_grey=tone.is_grey)


def halo(mark: Mark) -> Disc:
    """Return the pale disc around a mark which says that of the zone's extent its county alone is known."""
    color = Tone(mark.is_grey).fill(mark.color)
    reach = mark.radius * quantity("mark.halo_reach")
    return Disc(mark.place, reach, Paint(color, opacity=quantity("mark.halo")), mark.name, mark.about)


def pieces(mark: Mark) -> list[Path | Disc | Label]:
    """Return what a mark consists of: its parts by shape and status, and its number."""
    tone = Tone(mark.is_grey)
    color = tone.fill(mark.color)
    (x, y), radius = mark.place, mark.radius
    has_pattern = mark.is_grey and not mark.symbol and bears_pattern(radius)
    found: list[Path | Disc | Label] = []
    for part in mark_parts(mark.symbol, mark.status, is_numbered=bool(mark.label)):
        width = max(part.width * radius, 0.6) if part.rim else 0.0
        paint = Paint(
            fill=part.paint(part.fill, color),
            line=part.paint(part.rim, tone.line(mark.color)),
            width=width,
            dash=mark_dash(part.dash) if part.dash else None,
            pattern=mark.pattern if has_pattern and part.fill == "class" else "",
            pattern_color=INK,
            pattern_opacity=quantity("hatching.mark_opacity"),
            pattern_width=quantity("hatching.mark"),
        )
        if _is_round(part.ring):
            reach = radius * max(across for across, _ in part.ring)
            found.append(Disc(mark.place, reach, paint, mark.name, mark.about))
        else:
            corners = [(x + radius * across, y + radius * down) for across, down in part.ring]
            found.append(Path(shapely.Polygon(corners), paint, mark.name, mark.about))
    if mark.label:
        ground = label_ground(mark.status, color)
        size = mark.type_size or max(radius, quantity("mark.least_number"))
        low = 0.37 * size + (0.2 * radius if is_low(mark.symbol, mark.status) else 0)
        found.append(
            Label(
                (x, y + low),
                mark.label,
                size,
                label_ink(ground),
                "center",
                ground if has_pattern and ground == color else "",
                bold=True,
                name=mark.name,
                about=mark.about,
            )
        )
    return found


def _is_round(ring: Ring) -> bool:
    """Tell whether a ring is a whole circle."""
    return len(ring) == len(ROUND) and min(x for x, _ in ring) < 0 < max(x for x, _ in ring)


def count_mark(place: Point, size: float, count: int | str) -> list[Disc | Label]:
    """Return the counting mark, which stands for zones too close together to be drawn one by one."""
    label = word("figure", "counted").format(n=count).zh
    gap = size / 6
    reach = 0.6 * text_width(label, size) + gap
    return [
        Disc(place, reach + gap, Paint(PAPER, INK, width=0.5)),
        Disc(place, reach, Paint(PAPER, INK, width=1.2)),
        Label((place[0], place[1] + 0.36 * size), label, size, INK, "center", bold=True),
    ]
