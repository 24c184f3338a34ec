"""The words of a region: those of the vocabulary that its tables use and those that they brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pandas as pd

from zonemap.core.vocabulary import OPEN_GROUPS, UNSTATED, Term, term, terms
from zonemap.region.region import Region
from zonemap.style.inks import PATTERNS, QUALITATIVE, UNKNOWN
from zonemap.style.marks import CORNERS

_TABLE_OF = {"industry": "industries", "role": "partners", "event": "events"}
"""The table in whose column of the same name the words of a group stand; of the others it is the zones."""

_SHAPES = ("circle", *CORNERS)


def words_of(region: Region, group: str) -> dict[str, Term]:
    """Return the words of a group: of an open one those that a region uses, the vocabulary's, then its own.

    Its own come by how often they stand in the tables, then by name. What a kind looks like follows from that
    order over the whole region, so that no filter and no day recolours a map; ``unstated`` is that of zones
    whose kind is not known.

    Parameters
    ----------
    region
        The region, on any day.
    group
        Any group of the vocabulary; ``OPEN_GROUPS`` are the open ones.
    """
    if group not in OPEN_GROUPS:
        return terms(group)
    counts = Counter(_used(region, group))
    known = [key for key in terms(group) if key in counts]
    own = sorted(counts.keys() - set(known), key=lambda key: (-counts[key], key))
    words = {key: term(group, key) for key in (*known, *own)}
    return _styled(words) if group == "kind" else words


def _used(region: Region, group: str) -> Iterator[str]:
    """Go through the words of a group that stand in the region's tables, as often as they do."""
    frame: pd.DataFrame = getattr(region, _TABLE_OF.get(group, "zones"))
    history = region.history
    of_history = history.loc[history["field"] == group, "value"]
    for value in (*frame[group], *of_history):
        if value or group == "kind":
            yield str(value or UNSTATED)


def _styled(words: dict[str, Term]) -> dict[str, Term]:
    """Give words without a style the next colour that is free, a pattern and a shape.

    Past the colours of the palette they share one: shape, pattern and word tell them apart.
    """
    taken = {one.color for one in words.values()}
    colors = iter([color for color in QUALITATIVE if color not in taken])
    patterns, shapes = cycle(PATTERNS), cycle(_SHAPES)

    def style(one: Term) -> Term:
        return replace(
            one, color=next(colors, UNKNOWN), pattern=next(patterns), symbol=next(shapes), marker="●"
        )

    return {key: one if one.color else style(one) for key, one in words.items()}
