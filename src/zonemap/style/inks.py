"""The inks of what is drawn on paper, and the colours of legends, by their names."""

from zonemap.style.reader import color, table

INK, SOFT, FAINT = color("ink.ink"), color("ink.soft"), color("ink.faint")
PAPER, LINE = color("ink.paper"), color("ink.line")
LAND, WATER, DIM = color("ink.land"), color("ink.water"), color("ink.dim")
GRID, OUTLINE = color("ink.grid"), color("ink.outline")
NAME, NAME_SOFT = color("ink.name"), color("ink.name_soft")
SAMPLE, STRIPE, ACCENT = color("ink.sample"), color("ink.stripe"), color("ink.accent")
NAVY, SHADE = color("ink.navy"), color("ink.shade")
TOTAL, INFERRED, RIVAL = color("ink.total"), color("ink.inferred"), color("ink.rival")

QUALITATIVE: tuple[str, ...] = tuple(table("palette")["qualitative"])
SEQUENTIAL: tuple[str, ...] = tuple(table("palette")["sequential"])
PATTERNS: tuple[str, ...] = tuple(table("palette")["patterns"])
UNKNOWN, ABSENT = color("palette.unknown"), color("palette.none")
"""What is not stated, and what is not there: apart from each other and from plain colours, in grey too."""
