"""Lettering as matplotlib draws it: single lines, each shaped once for every drawing it stands in."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import PathEffectRenderer, Stroke
from matplotlib.text import Text
from pylopdf_fonts_zh_cn import sans_path

from zonemap.scene.items import Label
from zonemap.scene.lettering import settable
from zonemap.style.reader import families

HALO = "halo"
"""``gid`` of the outlines that set lettering off from what is below."""

_HALO_WIDTH = 0.26
"""Width of such an outline, as a share of the type size."""

_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of a line stands before its place."""


class Line(Text):
    """One line on its baseline, turned about its place.

    Matplotlib sets text in boxes of several lines and shapes each line to know its box, then shapes it again
    to draw it. Here the box is of no use: a line that begins at its place is shaped once, any other line is
    measured for its width alone. Nothing cuts it.
    """

    def set_clip_path(self, path: object, transform: object = None) -> None:
        """Leave the line whole."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the line."""
        wording, turn = self.get_text(), self.get_rotation()
        if not wording:
            return
        # Only an SVG names typefaces, for whoever opens it; all else takes the letters from the one file.
        size = self.get_fontsize()
        font = face(size) if hasattr(renderer, "writer") else _file(size)
        renderer.open_group("text", self.get_gid())
        x, y = self.get_transform().transform(self.get_unitless_position())
        if before := _BEFORE[self.get_horizontalalignment()]:
            width = before * renderer.get_text_width_height_descent(wording, font, False)[0]
            x -= width * math.cos(math.radians(turn))
            y -= width * math.sin(math.radians(turn))
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        context = renderer.new_gc()
        context.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        effects = self.get_path_effects()
        target = PathEffectRenderer(effects, renderer) if effects else renderer
        target.draw_text(context, x, y, wording, font, turn, ismath=False, mtext=self)
        context.restore()
        renderer.close_group("text")
        self.stale = False


def write(ax: Axes, label: Label, place: tuple[float, float]) -> None:
    """Write one line; nothing in it is read as markup."""
    look: dict[str, Any] = {
        "fontproperties": face(label.size),
        "parse_math": False,
        "color": label.color,
        "ha": label.align,
        "va": "baseline",
        "rotation": label.turn,
        "rotation_mode": "anchor",
        "zorder": 2,
        "clip_on": False,
    }
    wording = settable(label.text)
    if label.halo:
        outline = Stroke(linewidth=_HALO_WIDTH * label.size, foreground=label.halo, joinstyle="round")
        ax.add_artist(Line(*place, wording, gid=HALO, path_effects=[outline], **look))
    ax.add_artist(Line(*place, wording, **look))


@cache
def face(size: float) -> FontProperties:
    """Return the typeface in a size, points, with the names of those that may stand for it."""
    return FontProperties(family=families(), fname=str(sans_path()), size=size)


@cache
def _file(size: float) -> FontProperties:
    """Return the typeface in a size, points, by its file alone."""
    return FontProperties(family=families()[:1], fname=str(sans_path()), size=size)
