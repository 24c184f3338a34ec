"""Classes, colours, patterns and labels: one legend for every output."""

# Above 300 lines because every way to colour a map stands here, each with its classes.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from zonemap.analysis.measures import industries_on, zones_per_county
from zonemap.analysis.reform_board import reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by, year_of
from zonemap.core.errors import check_choice
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import UNSTATED, terms, word
from zonemap.region.indicative import AT_SEATS
from zonemap.region.region import Region
from zonemap.style.inks import ABSENT, PATTERNS, QUALITATIVE, SEQUENTIAL, UNKNOWN
from zonemap.tables.own_columns import OwnColumn, numbers_of

_MANY_YEARS = 7
_MOST_CLASSES = 5


_TOPICS = {"year": "years", "industry": "industries", "reform": "reforms"}
"""What the data must tell of for a legend to have anything to show."""


@dataclass(frozen=True)
class LegendClass:
    """One class of a legend.

    Parameters
    ----------
    key
        What stands in ``Legend.of``.
    label
        How people read it.
    color
        ``#rrggbb``.
    pattern
        What says the same without colour.
    symbol
        Shape of the point symbol; empty when the class does not change it.
    count
        How many zones, or counties, are in it.
    """

    key: str
    label: Text
    color: str
    pattern: str = "solid"
    symbol: str = ""
    count: int = 0


NOT_APPROVED = LegendClass(
    "not_stated", Text("未批准或未载明", "Not approved or not stated"), UNKNOWN, "none"
)
"""The class of a zone whose approval is still to come, or is not stated."""


NO_VALUE = LegendClass("no_value", word("reading", "no_value"), UNKNOWN, "none")
"""The class of a zone of which a planner's own column says nothing."""


@dataclass(frozen=True)
class Legend:
    """Classes of a region's zones or counties.

    Parameters
    ----------
    by
        What it colours by: one of ``LEGENDS``.
    title
        Its heading.
    classes
        In the order in which they are shown.
    of
        The class key of each zone (index ``zone_id``) or county (index ``adcode``).
    """

    by: str
    title: Text
    classes: tuple[LegendClass, ...]
    of: pd.Series

    def class_of(self, feature: str) -> LegendClass:
        """Return the class of a zone or county by its id."""
        key = self.of[feature]
        return next(item for item in self.classes if item.key == key)


def legend_by(region: Region, by: str = "kind") -> Legend:
    """Classify the zones or counties that the region shows on its day.

    Parameters
    ----------
    region
        The region; zones that its day does not show are left out.
    by
        ``kind``, ``year`` (of approval), ``industry`` (the leading one), ``reform`` (how far) or ``zones``
        (how many lie in a county); or a column of the planner's own, by its heading, if it holds rates or
        few words.

    Raises
    ------
    UnknownOption
        If there is no such legend.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> legend = zm.legend_by(region, "year")
    >>> {legend.of[zone_id] for zone_id in region.shown.index} == {one.key for one in legend.classes}
    True
    """
    modes = MODES | {column.heading: mode_of(column) for column in colourable_columns(region)}
    check_choice(by, modes, zh="图例", en="legend by")
    return _legend(by, modes[by].title, modes[by].classes(region), modes[by].of(region))


def _kind_classes(region: Region) -> list[LegendClass]:
    """Return a class for each kind of zone that the region has."""
    return [
        LegendClass(term.key, term.text, term.color, term.pattern, term.symbol)
        for term in words_of(region, "kind").values()
    ]


def _by_kind(region: Region) -> pd.Series:
    """Classify zones by their kind."""
    return region.shown["kind"].replace("", UNSTATED)


def _years(region: Region) -> pd.Series:
    """Return the year of approval of the zones shown, as of the day; none where only a bound is told."""
    approved = region.shown["approved"]
    is_by_then = approved.map(lambda text: happened_by(text, region.date)).astype(bool)
    return approved.where(is_by_then, "").map(year_of)


def _year_classes(region: Region) -> list[LegendClass]:
    """Return a class for each year of approval; for spans of years when there are many."""
    spans = _spans(sorted({int(year) for year in _years(region).dropna()}))
    steps = _spread(SEQUENTIAL, len(spans))
    classes = [
        LegendClass(key, Text(key), color, pattern)
        for key, color, pattern in zip(spans, steps, PATTERNS, strict=False)
    ]
    return [*classes, LegendClass("bounded", word("figure", "bounded"), UNKNOWN, "dots"), NOT_APPROVED]


def _by_year(region: Region) -> pd.Series:
    """Classify zones by the year of their approval, as of the day."""
    years, shown = _years(region), region.shown
    spans = _spans(sorted({int(year) for year in years.dropna()}))
    key_of = {year: key for key, span in spans.items() for year in span}
    is_bounded = (
        shown["approved"].map(lambda text: happened_by(text, region.date)).astype(bool) & years.isna()
    )
    of = years.map(lambda year: key_of[int(year)] if pd.notna(year) else NOT_APPROVED.key)
    return of.mask(is_bounded, "bounded")


def _common_industries(region: Region) -> list[str]:
    """Return the first-named industries of most zones: of all days, so that none recolours one."""
    first = region.industries.drop_duplicates("zone_id")["industry"]
    return list(first.value_counts().index[: len(QUALITATIVE) - 1])


def _industry_classes(region: Region) -> list[LegendClass]:
    """Return a class for each common industry; the rarest share one."""
    common = _common_industries(region)
    named = [term for key, term in words_of(region, "industry").items() if key in common]
    classes = [
        LegendClass(term.key, term.text, color, pattern)
        for term, color, pattern in zip(named, QUALITATIVE, PATTERNS, strict=False)
    ]
    return [
        *classes,
        LegendClass("other", Text("其他产业", "Other industries"), QUALITATIVE[-1], PATTERNS[-1]),
        LegendClass("not_stated", Text("资料未载明", "Not stated in the sources"), UNKNOWN, "none"),
    ]


def _by_industry(region: Region) -> pd.Series:
    """Classify zones by the first industry that is told of them by the day."""
    first = industries_on(region).drop_duplicates("zone_id").set_index("zone_id")["industry"]
    of = first.reindex(region.shown.index).fillna("not_stated")
    return of.where(of.isin([*_common_industries(region), "not_stated"]), "other")


def _by_reform(region: Region) -> pd.Series:
    """Classify zones by how many of the measures are done."""
    board = reform_board(region)
    done = (board == "done").sum(axis=1)
    started = board.isin(["in_progress", "leaders_in_place"]).any(axis=1)
    of = done.map(lambda count: f"done_{count}" if count else "").where(
        done > 0, started.map({True: "started", False: "not_reported"})
    )
    return of.reindex(region.shown.index).fillna("not_concerned")


def reform_classes(region: Region | None = None) -> list[LegendClass]:
    """Return every class of the reform's legend, whether or not it occurs on some day."""
    total = len(terms("measure"))
    colors = _spread(SEQUENTIAL[1:], total + 1)
    return [
        LegendClass(
            "started", Text("班子已到位或推进中", "Leaders in place or in progress"), colors[0], "dots"
        ),
        *(
            LegendClass(
                f"done_{count}",
                Text(f"已落实 {count}/{total} 项", f"{count} of {total} done"),
                colors[count],
                PATTERNS[(count * 3) % len(PATTERNS)],
            )
            for count in range(1, total + 1)
        ),
        LegendClass("not_reported", Text("资料未载明", "Not reported"), UNKNOWN, "none"),
        LegendClass("not_concerned", Text("不在此项改革之列", "Not part of the reform"), ABSENT, "none"),
    ]


def _by_zones(region: Region) -> pd.Series:
    """Classify counties by the number of zones in them."""
    classes = zones_classes()
    counts = zones_per_county(region.shown, region.counties)
    return counts.map(lambda count: classes[min(count, len(classes) - 1)].key)


def zones_classes(region: Region | None = None) -> list[LegendClass]:
    """Return every class of the counties' legend: one for each number from 0, the last for that and more."""
    colors = (ABSENT, *_spread(SEQUENTIAL[1:], 4))
    return [
        LegendClass(key, Text(f"{key} 个", key), color, pattern)
        for key, color, pattern in zip(("0", "1", "2", "3", "4+"), colors, ("none", *PATTERNS), strict=False)
    ]


@dataclass(frozen=True)
class Mode:
    """A way to colour the map, for every output.

    Parameters
    ----------
    title
        The heading of its legend.
    classes
        Every class that there may be for a region on its day, in order.
    of
        The key of the class of each zone that the day shows, or of each county.
    filters
        What a click on a class filters by on the page: a key that the page has, or one of its own, whose
        values are the keys of the classes.
    absent
        The class of a zone that the day does not show; it stands in the page's legend at all times.
    section
        The section of facts, beside values and places, that it draws, for the line of sources.
    field
        The column of the zones that holds the class itself, on any day and of any zone; empty: none does.
    is_of_counties
        Whether its classes are those of counties.
    """

    title: Text
    classes: Callable[[Region], list[LegendClass]]
    of: Callable[[Region], pd.Series]
    filters: str
    absent: str = ""
    section: str = ""
    field: str = ""
    is_of_counties: bool = False


MODES = {
    "kind": Mode(Text("类型", "Kind"), _kind_classes, _by_kind, "kind", field="kind"),
    "year": Mode(
        Text("批准年份", "Year of approval"), _year_classes, _by_year, "approved", absent=NOT_APPROVED.key
    ),
    "industry": Mode(
        Text("首列产业", "First-named industry"),
        _industry_classes,
        _by_industry,
        "industry",
        absent="not_stated",
        section="industries",
    ),
    "reform": Mode(
        Text("改革进度", "Progress of the reform"),
        reform_classes,
        _by_reform,
        "reform",
        absent="not_concerned",
        section="reforms",
    ),
    "zones": Mode(
        Text("每县开发区与集聚区数", "Zones and clusters per county"),
        zones_classes,
        _by_zones,
        "zones",
        is_of_counties=True,
    ),
}
"""What a map can be coloured by; their names stand in the vocabulary (group ``color``)."""

LEGENDS = tuple(MODES)


def modes_of(region: Region) -> dict[str, Mode]:
    """Return what a map of the region can be coloured by: what its data tell of, and a planner's own columns.

    A column of totals is none of them: an area filled by a total would show how large the area is.
    """
    told = {by: mode for by, mode in MODES.items() if by not in _TOPICS or _TOPICS[by] in region.topics}
    return told | {column.heading: mode_of(column) for column in colourable_columns(region)}


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
            keys, _spread(SEQUENTIAL, len(keys)) if keys else [], PATTERNS, strict=False
        )
    ]
    shown = numbers.loc[region.shown.index]
    at = np.clip(np.searchsorted(breaks, shown, side="right") - 1, 0, max(len(keys) - 1, 0))
    of = [NO_VALUE.key if np.isnan(value) else keys[place] for value, place in zip(shown, at, strict=True)]
    return [*classes, NO_VALUE], pd.Series(of, index=shown.index, dtype=object)


def _legend(by: str, title: Text, classes: list[LegendClass], of: pd.Series) -> Legend:
    """Keep the classes that occur and count them."""
    counts = of.value_counts()
    kept = tuple(replace(item, count=int(counts[item.key])) for item in classes if item.key in counts)
    return Legend(by, title, kept, of.rename(by))


def _spans(years: list[int]) -> dict[str, list[int]]:
    """Group sorted years into at most seven classes, each with its label."""
    size = -(-len(years) // _MANY_YEARS) if years else 1
    groups = [years[start : start + size] for start in range(0, len(years), size)]
    return {(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}"): span for span in groups}


def _spread(colors: tuple[str, ...], count: int) -> list[str]:
    """Return that many colours, spread evenly over a ramp; between its steps when it has too few."""
    if count == 1:
        return [colors[len(colors) // 2]]
    places = [step * (len(colors) - 1) / (count - 1) for step in range(count)]
    if count <= len(colors):
        return [colors[round(place)] for place in places]
    return [_between(colors, place) for place in places]


def _between(colors: tuple[str, ...], place: float) -> str:
    """Return the colour at a place of a ramp, mixed of the steps on either side."""
    below = min(int(place), len(colors) - 2)
    low, high = (np.array(list(bytes.fromhex(color[1:]))) for color in colors[below : below + 2])
    return "#" + "".join(f"{round(channel):02X}" for channel in low + (high - low) * (place - below))


def caveat_of(region: Region) -> Text:
    """Say what boundaries and points must not be taken for; nothing where all zones were surveyed."""
    is_drawn = ((region.zones["basis"] != "surveyed") & (region.zones["basis"] != "")).any()
    is_at_seat = region.zones["point_basis"].isin(AT_SEATS).any()
    if is_drawn and is_at_seat:
        return word("page", "basis_hint")
    if is_drawn:
        return word("caveat", "lines")
    return word("caveat", "points") if is_at_seat else NONE
