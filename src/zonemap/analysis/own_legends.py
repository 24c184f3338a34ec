"""Ways to colour the map by the columns that a planner added to the zones, and by numbers over years."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from zonemap.analysis.legend_classes import LegendClass, Mode, spread
from zonemap.core.dates import date_text
from zonemap.core.text import DOT, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.region.series import Series
from zonemap.style.inks import PATTERNS, QUALITATIVE, SEQUENTIAL, UNKNOWN, mix
from zonemap.tables.own_columns import PREFIX, OwnColumn

_MOST_CLASSES = 5
_SIZES = (0.7, 1.0, 1.35, 1.75)
"""Radii of the marks of totals, class by class."""

NO_VALUE = LegendClass("no_value", word("reading", "no_value"), UNKNOWN, "none")
"""The class of a zone, or a county, of which there is no number or word."""


def own_modes(region: Region) -> dict[str, Mode]:
    """Return the ways to colour a map by what is a planner's own: columns of few words, and each indicator.

    A total has sized marks and fills no area: a filled area would show how large the area is.
    """
    words = {column.heading: _mode_of_words(column) for column in _few_words(region)}
    return words | {one.key: _mode_of(one) for one in region.series}


def modes_of_columns(region: Region) -> dict[str, Mode]:
    """Return the ways to colour a map by a single column of numbers, by its heading: that of one year."""
    return {heading: _mode_of(one) for heading, one in _single_columns(region).items()}


def series_by(region: Region, by: str) -> Series | None:
    """Return the numbers that a way to colour the map shows; None where it shows none."""
    return next((one for one in region.series if one.key == by), None) or _single_columns(region).get(by)


def _single_columns(region: Region) -> dict[str, Series]:
    """Return the numbers of each column of numbers, by its heading."""
    return {
        heading: replace(
            one, values=one.values[one.values["field"] == f"{PREFIX}{heading}"], columns=(heading,)
        )
        for one in region.series
        for heading in one.columns
    }


def _few_words(region: Region) -> list[OwnColumn]:
    """Return a planner's own columns of texts that are few words."""

    def has_few_words(column: OwnColumn) -> bool:
        cells = region.zones[column.column]
        words = set(cells[cells != ""])
        return not column.is_number and 1 < len(words) < min(len(QUALITATIVE) + 1, (cells != "").sum())

    return [column for column in region.own_columns if has_few_words(column)]


def _mode_of_words(column: OwnColumn) -> Mode:
    """Return the way to colour a map by a column of few words."""
    return Mode(
        column.label,
        lambda region: _word_classes(region, column)[0],
        lambda region: _word_classes(region, column)[1],
        column.heading,
        absent=NO_VALUE.key,
    )


def _word_classes(region: Region, column: OwnColumn) -> tuple[list[LegendClass], pd.Series]:
    """Return a class for each word of a column, the most frequent first, and that of each zone shown."""
    counts = region.zones[column.column].replace("", pd.NA).value_counts()
    words = sorted(counts.index, key=lambda word: (-counts[word], word))
    classes = [
        LegendClass(word, Text(word), color, pattern)
        for word, color, pattern in zip(words, QUALITATIVE, PATTERNS, strict=False)
    ]
    return [*classes, NO_VALUE], region.shown[column.column].replace("", NO_VALUE.key)


def _mode_of(series: Series) -> Mode:
    """Return the way to show an indicator on the map."""
    title = _titled(series, Text(series.unit))
    return Mode(
        title,
        lambda region: _classes(series),
        lambda region: _classify(series, region),
        "" if series.is_of_counties else series.key,
        absent=NO_VALUE.key,
        is_of_counties=series.is_of_counties,
        title_on=lambda region: _title_on(series, region),
    )


def _titled(series: Series, *more: Text) -> Text:
    """Return the name of an indicator with what stands in brackets behind it."""
    inside = join_texts([*(text for text in more if text), *_kind(series)], DOT)
    return word("number", "title").format(name=series.label, more=inside) if inside else series.label


def _kind(series: Series) -> list[Text]:
    """Say of a total that it is one: marks as large as it do not tell how dense it is."""
    return [] if series.is_rate else [word("number", "raw_total")]


def _title_on(series: Series, region: Region) -> Text:
    """Return the heading of the legend with unit and year, or the years between which the numbers are."""
    dates = series.on(region.date, region.state_day)["date"]
    dated = sorted(date for date in dates.unique() if date)
    if not dated:
        return _titled(series, Text(series.unit))
    ends = list(dict.fromkeys((dated[0], dated[-1])))
    years = join_texts([date_text(one) for one in ends], Text("–"))
    return _titled(series, Text(series.unit), years)


def _breaks(series: Series) -> np.ndarray:
    """Return the breaks of an indicator: quantiles of all its numbers, so that no day moves them.

    They are numpy's, which are those of mapclassify: that package would bring scikit-learn with it.
    """
    numbers = series.values["number"].to_numpy(float)
    count = min(_MOST_CLASSES if series.is_rate else len(_SIZES), len(np.unique(numbers)))
    return np.unique(np.quantile(numbers, np.linspace(0, 1, count + 1))) if count else np.array([])


def _classes(series: Series) -> list[LegendClass]:
    """Return classes with as many numbers each, by their breaks; what has no number is one of its own."""
    breaks = _breaks(series)
    spans = list(pairwise(breaks)) or [(value, value) for value in breaks]
    unit = f" {series.unit}" if series.unit else ""
    keys = [_span(low, high) for low, high in spans]
    labels = [Text(f"{key}{unit}") for key in keys]
    if series.is_rate:
        ramp = SEQUENTIAL if not series.color else tuple(mix(series.color, share) for share in (0.25, 1.0))
        colors = spread(ramp, len(keys)) if keys else []
        looks = zip(keys, labels, colors, PATTERNS, strict=False)
        return [*(LegendClass(*look) for look in looks), NO_VALUE]
    sizes = _SIZES[-len(keys) :] if keys else ()
    marks, color = zip(keys, labels, sizes, strict=False), series.color or QUALITATIVE[0]
    return [
        *(LegendClass(key, label, color, "none", size=size) for key, label, size in marks),
        replace(NO_VALUE, size=_SIZES[0]),
    ]


def _span(low: float, high: float) -> str:
    """Return the numbers of a class in words."""
    return f"{low:.6g}–{high:.6g}" if low < high else f"{low:.6g}"


def _classify(series: Series, region: Region) -> pd.Series:
    """Return the class of each zone shown, or of each county; what is on a break is in the class above."""
    places = region.counties.index if series.is_of_counties else region.shown.index
    numbers = series.on(region.date, region.state_day)["number"].reindex(places.map(str))
    keys = [item.key for item in _classes(series)[:-1]]
    at = np.clip(np.searchsorted(_breaks(series), numbers, side="right") - 1, 0, max(len(keys) - 1, 0))
    of = [NO_VALUE.key if np.isnan(value) else keys[place] for value, place in zip(numbers, at, strict=True)]
    return pd.Series(of, index=places, dtype=object)
