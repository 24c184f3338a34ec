"""The words of a region: those of the vocabulary that its tables use and those that they brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pandas as pd

from zonemap.core.dates import date_text
from zonemap.core.text import NONE, SPACE, Text
from zonemap.core.vocabulary import OPEN_GROUPS, UNSTATED, Term, term, terms, word
from zonemap.region.region import Region
from zonemap.style.inks import PATTERNS, QUALITATIVE, UNKNOWN
from zonemap.style.marks import CORNERS

_TABLE_OF = {
    "industry": "industries",
    "measure": "reforms",
    "role": "partners",
    "place": "partners",
    "event": "events",
}
"""The table in whose column of the same name the words of a group stand; of the others it is the zones."""

_SHAPES = ("circle", *CORNERS)


def day_of(region: Region) -> Text:
    """Say of which day what is shown of a region is; nothing where its data know no day."""
    if not region.has_day:
        return NONE
    return as_of(region.date.isoformat())


def as_of(day: str) -> Text:
    """Say of which day something is told; as coarse as the date is written."""
    return word("sheet", "as_of") + SPACE + date_text(day)


def words_of(region: Region, group: str) -> dict[str, Term]:
    """Return the words of a group: of an open one those that a region uses, the vocabulary's, then its own.

    Its own come as its table of words lists them, then by how often they stand in the tables and by name.
    What a kind looks like follows from that order over the whole region, so that no filter and no day
    recolours a map; ``unstated`` is that of zones whose kind is not known.

    Parameters
    ----------
    region
        The region, on any day. Of the measures of one reform all are words, or it could not be told of
        which nothing is reported.
    group
        Any group of the vocabulary; ``OPEN_GROUPS`` are the open ones. Of what boundaries rest on, outlines
        as given are a word of those regions alone that have some, and then so is what else there is; to all
        others it is told what is missing.
    """
    if group == "basis":
        return _bases(region)
    if group not in OPEN_GROUPS:
        return terms(group)
    counts = Counter(_used(region, group))
    whole = group == "measure" and any(key in counts for key in terms(group))
    known = [key for key in region.words.terms(group) if key in counts or (whole and key in terms(group))]
    own = sorted(counts.keys() - set(known), key=lambda key: (-counts[key], key))
    words = {key: region.words.term(group, key) for key in (*known, *own)}
    return _styled(words) if group == "kind" else words


def _bases(region: Region) -> dict[str, Term]:
    """Return what boundaries of a region rest on."""
    there = set(region.zones["basis"])
    described = there if "given" in there else set(terms("basis")) - {"given"}
    return {key: one for key, one in terms("basis").items() if key in described}


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
        color = one.color or next(colors, UNKNOWN)
        shape = one.symbol or next(shapes)
        marker = term("shape", shape).marker
        return replace(one, color=color, pattern=one.pattern or next(patterns), symbol=shape, marker=marker)

    return {
        key: one if one.color and one.pattern and one.symbol else style(one) for key, one in words.items()
    }
