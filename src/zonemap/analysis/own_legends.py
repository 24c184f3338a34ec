"""Ways to colour the map by the columns that a planner added to the zones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from zonemap.analysis.legend_classes import LegendClass, Mode, spread
from zonemap.core.text import Text
from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.style.inks import PATTERNS, QUALITATIVE, SEQUENTIAL, UNKNOWN
from zonemap.tables.own_columns import OwnColumn, numbers_of

_MOST_CLASSES = 5

NO_VALUE = LegendClass("no_value", word("reading", "no_value"), UNKNOWN, "none")
"""The class of a zone of which a planner's own column says nothing."""


def mode_of(column: OwnColumn) -> Mode:
    """Return the way to colour a map by a planner's own column."""
    classify = _rate_classes if column.is_rate else _word_classes
    return Mode(
        column.label,
        lambda region: classify(region, column)[0],
        lambda region: classify(region, column)[1],
        column.heading,
        absent=NO_VALUE.key,
    )


def colourable_columns(region: Region) -> list[OwnColumn]:
    """Return a planner's own columns that colours can show: rates, and texts of few words."""

    def has_few_words(column: OwnColumn) -> bool:
        cells = region.zones[column.column]
        words = set(cells[cells != ""])
        return not column.is_number and 1 < len(words) < min(len(QUALITATIVE) + 1, (cells != "").sum())

    return [column for column in region.own_columns if column.is_rate or has_few_words(column)]


def _word_classes(region: Region, column: OwnColumn) -> tuple[list[LegendClass], pd.Series]:
    """Return a class for each word of a column, the most frequent first, and that of each zone shown."""
    counts = region.zones[column.column].replace("", pd.NA).value_counts()
    words = sorted(counts.index, key=lambda word: (-counts[word], word))
    classes = [
        LegendClass(word, Text(word), color, pattern)
        for word, color, pattern in zip(words, QUALITATIVE, PATTERNS, strict=False)
    ]
    return [*classes, NO_VALUE], region.shown[column.column].replace("", NO_VALUE.key)


def _rate_classes(region: Region, column: OwnColumn) -> tuple[list[LegendClass], pd.Series]:
    """Return classes with as many zones each, by their breaks, and that of each zone shown.

    The breaks are those of all zones, so that no day and no filter moves them; what is on a break belongs to
    the class above. The quantiles are numpy's: mapclassify would bring scikit-learn with it.
    """
    numbers = numbers_of(region.zones[column.column], column)
    known = np.unique(numbers.dropna())
    count = min(_MOST_CLASSES, len(known))
    breaks = np.unique(np.quantile(numbers.dropna(), np.linspace(0, 1, count + 1))) if count else np.array([])
    spans = list(pairwise(breaks)) or [(value, value) for value in known]
    keys = [f"{low:.6g}–{high:.6g}" if low < high else f"{low:.6g}" for low, high in spans]
    unit = f" {column.unit}" if column.unit else ""
    classes = [
        LegendClass(key, Text(f"{key}{unit}"), color, pattern)
        for key, color, pattern in zip(
            keys, spread(SEQUENTIAL, len(keys)) if keys else [], PATTERNS, strict=False
        )
    ]
    shown = numbers.loc[region.shown.index]
    at = np.clip(np.searchsorted(breaks, shown, side="right") - 1, 0, max(len(keys) - 1, 0))
    of = [NO_VALUE.key if np.isnan(value) else keys[place] for value, place in zip(shown, at, strict=True)]
    return [*classes, NO_VALUE], pd.Series(of, index=shown.index, dtype=object)
