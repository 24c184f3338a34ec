"""The inks of what is drawn on paper, and the colours of legends, by their names."""

from zonemap.style.reader import color, quantity, table

INK, SOFT, FAINT = color("ink.ink"), color("ink.soft"), color("ink.faint")
PAPER, LINE = color("ink.paper"), color("ink.line")
LAND, WATER, DIM = color("ink.land"), color("ink.water"), color("ink.dim")
AROUND, AROUND_LINE = color("ink.around"), color("ink.around_line")
AROUND_NAME = color("ink.around_name")
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


def mix(over: str, share: float, ground: str = PAPER) -> str:
    """Return a colour of which only a share is laid on the ground."""
    pairs = zip(_channels(over), _channels(ground), strict=True)
    return "#" + "".join(f"{round(high * share + low * (1 - share)):02x}" for high, low in pairs)


def lightness(of: str) -> float:
    """Return the relative luminance of a colour, 0 black to 1 white (WCAG 2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(of))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def grey_of(of: str) -> str:
    """Return the grey that is as light as a colour, kept off black and white, so that it shows.

    What is not stated gets a grey apart, lighter than that of every class of an order.
    """
    if of == UNKNOWN:
        return color("grey.unknown")
    dark, light = quantity("grey.dark"), quantity("grey.light")
    return _grey(dark + (light - dark) * lightness(of) ** (1 / 2.2))


def grey_line(of: str) -> str:
    """Return the grey in which a line of a colour is drawn: that of what is not stated has to show, too."""
    return color("grey.unknown_line") if of == UNKNOWN else grey_of(of)


def grey_ground(of: str) -> str:
    """Return the grey that is just as light as a pale colour of the ground."""
    return _grey(lightness(of) ** (1 / 2.2))


def _grey(share: float) -> str:
    """Return the grey that has a share of white."""
    return "#" + f"{round(255 * share):02x}" * 3


def _channels(of: str) -> list[int]:
    """Return red, green and blue of ``#rrggbb``, 0 to 255."""
    return [int(of[start : start + 2], 16) for start in (1, 3, 5)]
