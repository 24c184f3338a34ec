"""What is known of located points: counted, and said in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zonemap.analysis.locate import ADDED, CLASSES, Place, by_code
from zonemap.analysis.measures import industries_on
from zonemap.core.dates import happened_by, year_of
from zonemap.core.errors import ZonemapError, check_choice
from zonemap.core.names import both_names
from zonemap.core.text import LIST, NONE, Text, join_texts
from zonemap.core.vocabulary import UNSTATED, word
from zonemap.region.region import Region
from zonemap.tables.csv_file import write_table
from zonemap.tables.schemas import records_of

Columns = dict[str, Any]
"""The cells of a batch by heading: sequences, or arrays of numbers."""
COUNTED = {
    "kind": ("color", "kind"),
    "county": ("column", "county"),
    "industry": ("color", "industry"),
    "year": ("color", "year"),
}
"""What located points may be counted by, with the word that it is called by."""
_NEAR_LIMIT = Text(
    "（距县界 {metres} 米，县界为示意）", " ({metres} m from a county limit, which is indicative)"
)


def count_points(located: gpd.GeoDataFrame, region: Region, by: Sequence[str]) -> pd.DataFrame:
    """Count located points by what is known of where they lie.

    Parameters
    ----------
    located
        As :func:`locate` returns them.
    region
        The region that they were located in.
    by
        Any of ``COUNTED``: kind, first-named industry and year of approval of the zone that holds a point, or
        perhaps does, and the county. What is not known of a point is empty.

    Returns
    -------
    A row for each combination that occurs, in words of both languages: what became of the points, each of
    ``by`` and how many points; together they are all of them.

    Raises
    ------
    UnknownOption
        If they cannot be counted by one of ``by``.
    """
    places = (Place(**row) for row in records_of(located[list(Place._fields)]))
    return count_places(Counter(places), region, by)


def check_counted(by: Iterable[str]) -> None:
    """See that points can be counted by each of these.

    Raises
    ------
    UnknownOption
        If they cannot.
    """
    for one in by:
        check_choice(one, COUNTED, zh="计数方式", en="way to count")


def count_places(points: Mapping[Place, int], region: Region, by: Sequence[str]) -> pd.DataFrame:
    """Count points as :func:`count_points` does, of which it is known how many lie in each place."""
    check_counted(by)
    words = {one: _words_by(region, one) for one in dict.fromkeys(by)}
    counts: Counter[tuple[str, *tuple[Text, ...]]] = Counter()
    for place, count in points.items():
        counts[(place.result, *(_joined(words[one], place, one) for one in words))] += count
    ranked = sorted(
        counts.items(), key=lambda item: (CLASSES.index(item[0][0]), -item[1], *map(str, item[0][1:]))
    )
    headings = [word("located", "where"), *(word(*COUNTED[one]) for one in words), word("located", "points")]
    return pd.DataFrame(
        [[str(word("located", key[0])), *map(str, key[1:]), count] for key, count in ranked],
        columns=list(map(str, headings)),
    )


def write_counts(counts: pd.DataFrame, path: Path | str) -> Path:
    """Write counts of points as ``.csv``.

    Raises
    ------
    ZonemapError
        If the ending is another.
    """
    if Path(path).suffix.lower() != ".csv":
        raise ZonemapError(f"{path}：计数只能写成 .csv / counts can be written as .csv alone")
    return write_table(counts, path)


def describe_result(row: Mapping[Hashable, Any], region: Region) -> str:
    """Say in both languages what is known of where a point lies."""
    wording = describe_place(Place(*(row[field] for field in Place._fields)), region)
    return str(wording + near_limit(row["border_m"]))


def describe_place(place: Place, region: Region) -> Text:
    """Say what is known of a place that points lie in."""
    parts = [word("located", place.result)]
    named = place.inside or place.perhaps
    if named:
        parts.append(_names(region.zones, named))
    if place.county:
        parts.append(names_of_counties(place, region))
    return join_texts(parts, Text(" · "))


def near_limit(metres: float) -> Text:
    """Say how far off a county limit is, where it is so near that the limit itself may be off by more."""
    return NONE if np.isnan(metres) else _NEAR_LIMIT.format(metres=f"{metres:.0f}")


def names_of_counties(place: Place, region: Region) -> Text:
    """Return the names of the counties of a place."""
    return _names(region.counties, place.county)


class Describing:
    """The words of located points: each place is said once, however many points lie there.

    Parameters
    ----------
    region
        Where the points were located.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._said: list[Text] = []
        self._cells: list[tuple[str, ...]] = []

    def columns(
        self, places: Sequence[Place], codes: NDArray[np.int32], metres: NDArray[np.float64]
    ) -> Columns:
        """Return the columns that are added to the points of a batch, as they are written."""
        for place in places[len(self._said) :]:
            self._said.append(describe_place(place, self._region))
            ids = (";".join(one) for one in (place.inside, place.perhaps, place.county))
            self._cells.append((place.result, *ids, names_of_counties(place, self._region).of("zh")))
        cells = zip(*self._cells, strict=True) if self._cells else [()] * len(ADDED)
        result, inside, perhaps, county, names = (by_code(column, codes) for column in cells)
        said = by_code(map(str, self._said), codes)
        near = np.flatnonzero(np.isfinite(metres))
        told = {int(at): near_limit(float(at)) for at in np.unique(metres[near].round())}
        for at in near:
            said[at] = str(self._said[codes[at]] + told[round(metres[at])])
        added = (result, inside, perhaps, county, metres.round(0), names, said)
        return dict(zip(ADDED, added, strict=True))


def _words_by(region: Region, by: str) -> dict[str, Text]:
    """Return what each zone, or each county, is counted as."""
    shown = region.shown
    if by == "county":
        counties = records_of(region.counties[["name_zh", "name_en"]].rename_axis("adcode").reset_index())
        return {str(row["adcode"]): both_names(row) for row in counties}
    if by == "kind":
        return {str(key): region.words.word("kind", kind or UNSTATED) for key, kind in shown["kind"].items()}
    if by == "industry":
        first = industries_on(region).drop_duplicates("zone_id").set_index("zone_id")["industry"]
        named = {str(key): region.words.word("industry", industry) for key, industry in first.items()}
        return {str(key): named.get(str(key), word("fact", "not_stated")) for key in shown.index}
    return {str(key): _year(approved, region) for key, approved in shown["approved"].items()}


def _year(approved: str, region: Region) -> Text:
    """Return the year of an approval as of the region's day."""
    if not happened_by(approved, region.date):
        return word("legend", "not_approved")
    year = year_of(approved)
    return word("figure", "bounded") if year is None else Text(str(year))


def _joined(words: Mapping[str, Text], place: Place, by: str) -> Text:
    """Return what a point is counted as: that of all zones, or counties, that hold it, each once."""
    holders = place.county if by == "county" else place.inside or place.perhaps
    found = list(dict.fromkeys(words[key] for key in holders))
    return join_texts(found, LIST) if found else NONE


def _names(frame: pd.DataFrame, ids: Iterable[str]) -> Text:
    """Return the names of zones or counties."""
    return join_texts(Text(str(frame.at[key, "name_zh"]), str(frame.at[key, "name_en"])) for key in ids)
