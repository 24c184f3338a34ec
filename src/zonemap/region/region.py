"""The zones of a region on a given day, with everything said about them and who says so."""

# Above 300 lines because a region is one class, and what each of its fields holds is said here alone.

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, wraps
from importlib import import_module
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.core.dates import read_day
from zonemap.core.errors import ZonemapError
from zonemap.core.history import COLUMNS as HISTORY_COLUMNS
from zonemap.core.history import history_of
from zonemap.core.text import Text
from zonemap.core.vocabulary import Vocabulary, terms, vocabulary_of
from zonemap.region.context import Context
from zonemap.region.dated_boundaries import dated_shapes
from zonemap.region.frames import parts_of_region
from zonemap.region.narrowing import (
    chapters_left,
    chosen_ids,
    codes_in,
    counties_of_other_days,
    narrowed_to,
    without_zones,
)
from zonemap.region.series import Series
from zonemap.region.topics import TABLES as TOPIC_TABLES
from zonemap.region.topics import topic_of, topics_of_tables
from zonemap.region.zone_states import TABLE_COLUMNS, keep_table, known_from, zones_on
from zonemap.tables.own_columns import OwnColumn
from zonemap.tables.schemas import BY_ZONE, PLACE_COLUMNS, TABLE_NAMES, Rows, columns_of, split_list
from zonemap.tables.spellings import county_codes
from zonemap.tables.witnesses import Witnesses

Answer = TypeVar("Answer")


def _no_names() -> pd.DataFrame:
    """Return the names of no county."""
    return pd.DataFrame({"name_zh": [], "name_en": []}, index=pd.Index([], name="adcode"), dtype=str)


def _no_history() -> pd.DataFrame:
    """Return the history of no zone."""
    return pd.DataFrame(columns=list(HISTORY_COLUMNS), dtype=str)


def _no_words() -> pd.DataFrame:
    """Return no word of a planner's own."""
    return pd.DataFrame(columns=columns_of("vocabulary"), dtype=str)


def _no_indicators() -> pd.DataFrame:
    """Return the numbers of no zone."""
    return pd.DataFrame(columns=columns_of("indicators"), dtype=str)


@dataclass(frozen=True)
class Region:
    """The zones of a region as of a day, with everything said about them and who says so.

    Parameters
    ----------
    name
        Name of the data package, such as ``linfen``: letters, digits and hyphens.
    title_zh, title_en
        Its title.
    state_day
        The day whose state the tables describe; later developments carry later dates.
    date
        The day that ``zones["status"]`` holds for.
    counties
        Index ``adcode``; ``name_zh``, ``name_en``, ``seat_lon``, ``seat_lat`` and polygons, EPSG:4490.
    zones
        Index ``zone_id``; the columns of ``zones.csv`` with numbers as numbers (NaN: not stated) and
        ``counties`` as tuples of adcodes, each one of ``counties``; ``other_counties``, the adcodes of those
        that the zone lies in too but the region has been narrowed by; ``basis`` (surveyed, published_area,
        host_county), ``status`` (see :mod:`zonemap.region.status`), ``is_shown`` (whether a map of the day
        draws it), ``row`` (as Excel shows it) and polygons, EPSG:4490. ``lon``, ``lat`` and ``point_basis``
        are the point to use: inside the boundary of a surveyed zone, else as stated, else derived. What
        ``zones.csv`` states of point, area and township stays in ``table_lon``, ``table_area_km2`` and so on.
        ``measured_km2`` is the area within a surveyed boundary (NaN: none) and ``boundary_file`` the file
        that it is from.
    industries, reforms, partners, events, evidence, sources, story
        The tables as text; an empty cell means that the sources do not state it.
    boundaries
        The boundaries that a planner put into ``boundaries/``, as :func:`zonemap.read_boundaries` returns
        them: polygons in EPSG:4490 with the file they came from, its reference system, repairs, areas and
        notes.
    account
        What became of every boundary and every row of ``zones.csv`` in the join.
    inputs
        SHA-256 of every file that was read, by its name in the folder.
    outside
        Index ``adcode``; ``name_zh`` and ``name_en`` of the counties that the region has been narrowed by and
        that some of its zones lie in too.
    history
        ``zone_id``, ``field``, ``from``, ``value``: what a field was from a date on.
    witnesses
        Which cells have been changed since their sources were read, and where cells stand that are their own
        evidence.
    own_columns
        The columns of ``zones`` that a planner added: text as it stands, whatever it holds.
    indicators
        ``zone_id``, ``adcode``, ``indicator``, ``date``, ``value``, ``unit``: the table of numbers, as text.
    vocabulary
        ``group``, ``key``, ``zh``, ``en`` and so on: the words that the planner adds.
    series
        The numbers of the table and of a planner's own columns, by indicator.
    derived
        How it was found what the data do not say of themselves, such as their day, a sentence each.
    asked
        The columns of the zones and the tables that the data have a place for: of another nothing is said,
        not even that the sources do not state it.
    has_day
        Whether the data are of some day; where they know no dates, nothing shows one.
    context
        What maps draw around and under the zones.

    Raises
    ------
    ZonemapError
        If a zone lies in a county, or a table tells of a zone, a county or a source, that the region does
        not have: only :meth:`subset` leaves them out everywhere.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> region.as_of(2018).date
    datetime.date(2018, 12, 31)
    >>> one = region.subset(zones=list(region.zones.index[:1]))
    >>> len(one.zones)
    1
    """

    name: str
    title_zh: str
    title_en: str
    state_day: dt.date
    date: dt.date
    counties: gpd.GeoDataFrame = field(repr=False)
    zones: gpd.GeoDataFrame = field(repr=False)
    industries: pd.DataFrame = field(repr=False)
    reforms: pd.DataFrame = field(repr=False)
    partners: pd.DataFrame = field(repr=False)
    events: pd.DataFrame = field(repr=False)
    evidence: pd.DataFrame = field(repr=False)
    sources: pd.DataFrame = field(repr=False)
    story: pd.DataFrame = field(repr=False)
    boundaries: gpd.GeoDataFrame = field(repr=False)
    account: pd.DataFrame = field(repr=False)
    inputs: dict[str, str] = field(repr=False)
    outside: pd.DataFrame = field(repr=False, default_factory=_no_names)
    history: pd.DataFrame = field(repr=False, default_factory=_no_history)
    witnesses: Witnesses = field(repr=False, default_factory=Witnesses)
    own_columns: tuple[OwnColumn, ...] = field(repr=False, default=())
    indicators: pd.DataFrame = field(repr=False, default_factory=_no_indicators)
    vocabulary: pd.DataFrame = field(repr=False, default_factory=_no_words)
    series: tuple[Series, ...] = field(repr=False, default=())
    derived: tuple[Text, ...] = field(repr=False, default=())
    has_day: bool = field(repr=False, default=True)
    context: Context = field(repr=False, default=Context())
    asked: frozenset[str] = field(repr=False, default=frozenset((*columns_of("zones"), *TABLE_NAMES)))

    @classmethod
    def from_frames(
        cls,
        zones: pd.DataFrame,
        counties: gpd.GeoDataFrame | None = None,
        *,
        name: str = "zones",
        title: str | tuple[str, str] = "",
        state_day: dt.date | str | int | None = None,
    ) -> Region:
        """Make a region of frames at hand, of any place on earth.

        Parameters
        ----------
        zones
            A zone a row: areas or points in any known reference system, or a frame without geometry whose
            counties are Chinese ones. A column is taken for one of ``zones.csv`` when it bears its name and
            every cell fits; all others are attributes or numbers of its owner. The name is ``name_zh``, else
            a column called a name, else the index.
        counties
            Polygons of any country; see :func:`zonemap.region.frames.counties_of_frame`. Without them there
            are the zones alone.
        name
            What outputs are called by.
        title
            The title, or one in Chinese and one in English; by default the name.
        state_day
            The day that the values are of; by default the newest date among them. Without any the region has
            no day, and nothing of it speaks of time.

        Returns
        -------
        The region. Areas are drawn as given (``basis``: ``given``), never as surveyed.

        Raises
        ------
        ZonemapError
            If geometry has no reference system, or is neither area nor point.
        DataProblems
            If a value cannot be right: all of them at once.

        Examples
        --------
        >>> import geopandas as gpd
        >>> from shapely import box
        >>> import zonemap as zm
        >>> columns = {"name": ["North"], "jobs": [1200]}
        >>> frame = gpd.GeoDataFrame(columns, geometry=[box(7, 46, 8, 47)], crs=4326)
        >>> region = zm.Region.from_frames(frame, title="Parks")
        >>> region.zones["basis"].tolist()
        ['given']
        """
        zh, en = (title, title) if isinstance(title, str) else title
        titles = Text(zh or name, en or name)
        day = None if state_day is None else read_day(state_day)
        region = cls(**parts_of_region(zones, counties, name, titles, day))
        return region.as_of(region.state_day)

    def __post_init__(self) -> None:
        for what, key in _dangling(self):
            raise ZonemapError(
                f"{what.zh} {key!r} 不在这个区域里；要只留一部分县或开发区，请用 "
                "region.subset(zones=…, counties=…) / "
                f"{what.en} {key!r} is not in the region; to keep some of its counties or zones, use "
                "region.subset(zones=…, counties=…)"
            )
        if not set(self.zones.columns) >= TABLE_COLUMNS:
            object.__setattr__(self, "zones", gpd.GeoDataFrame(keep_table(self.zones)))

    def _repr_html_(self) -> str:
        """Return how it shows itself in a notebook, as ``zonemap/__init__.py`` has it."""
        shown: str = import_module("zonemap")._show(self)
        return shown

    @cached_property
    def words(self) -> Vocabulary:
        """The words for what its tables hold, those that the planner adds among them."""
        return vocabulary_of(self.vocabulary.to_dict("records"))

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_zh, self.title_en)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the counties, or of the zones where there are none; EPSG:4490."""
        if len(self.counties):
            return _bounds(self.counties.total_bounds)
        points = shapely.points(self.zones["lon"].to_numpy(), self.zones["lat"].to_numpy())
        return _bounds(shapely.total_bounds(np.concatenate([self.zones.geometry.to_numpy(), points])))

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any input file."""
        return hashlib.sha256(json.dumps(self.inputs, sort_keys=True).encode()).hexdigest()[:12]

    def as_of(self, day: dt.date | str | int) -> Region:
        """Return the region on another day.

        Parameters
        ----------
        day
            A date, datetime or timestamp; a text such as ``2018-12-31``; a month (``2018-12``) or a year, as
            text or number, which mean their last day.

        Raises
        ------
        NotADay
            If it is none of these; a ``ZonemapError`` and a ``ValueError``.
        """
        return next(iter(self.on_days([read_day(day)])))

    def on_days(self, days: Iterable[dt.date]) -> Iterator[Region]:
        """Yield the region on some days, what has not changed from one to the next being the same object.

        Parameters
        ----------
        days
            The days, best in their order.
        """
        history, known = history_of(self.history), known_from(self.evidence, self.sources)
        zones, shapes = self.zones, dated_shapes(self.boundaries, self.history)
        for day in days:
            zones = zones_on(zones, day, self.state_day, history, known, self.counties, shapes)
            yield self._with(date=day, zones=zones)

    def _with(self, **changes: Any) -> Region:
        """Return the region with other values that speak of no zone, county or source but its own.

        Nothing is looked through again, as is when a region is made.
        """
        made = object.__new__(Region)
        for one in fields(self):
            object.__setattr__(made, one.name, changes.get(one.name, getattr(self, one.name)))
        return made

    def subset(self, *, zones: Iterable[str] | None = None, counties: Iterable[str] | None = None) -> Region:
        """Return the region with some of its zones and counties, and what is told of these or of the whole.

        Parameters
        ----------
        zones
            Ids of the zones to keep; all when None.
        counties
            Adcodes, or names, of the counties to keep; all when None. A zone in several counties stays if one
            of them stays; the others are named in ``outside``.

        Raises
        ------
        ZonemapError
            If the region has no such zone or county.
        """
        left = self.counties.loc[chosen_ids(counties, county_codes(self.counties), "县", "county")]
        ids = {str(zone_id): str(zone_id) for zone_id in self.zones.index}
        kept = self.zones.loc[chosen_ids(zones, ids, "开发区", "zone")]
        within = kept["counties"].map(
            lambda adcodes: any(code in left.index for code in adcodes) or (not adcodes and counties is None)
        )
        kept = narrowed_to(kept[within.astype(bool)], left)
        lost = set(self.zones.index) - set(kept.index)
        names = pd.concat([self.counties[["name_zh", "name_en"]], self.outside])
        described = {name: without_zones(getattr(self, name), lost) for name in BY_ZONE}
        gone = set(self.counties.index) - set(left.index)
        described["indicators"] = without_zones(described["indicators"], gone, "adcode")
        elsewhere = codes_in(kept["other_counties"]) | counties_of_other_days(
            described["history"], names, left
        )
        return replace(
            self,
            counties=left,
            zones=kept,
            **described,
            story=chapters_left(self.story, set(kept.index), set(left.index)),
            boundaries=without_zones(self.boundaries, lost),
            account=without_zones(self.account, lost, "key"),
            series=tuple(
                one.of_places(left.index if one.is_of_counties else kept.index) for one in self.series
            ),
            outside=names.loc[sorted(elsewhere)],
        )

    def hosts_of(self, zone: Mapping[str, Any] | pd.Series) -> pd.DataFrame:
        """Return ``name_zh`` and ``name_en`` of all counties that a zone lies in, those outside included."""
        return self._county_names.loc[[*zone["counties"], *zone.get("other_counties", ())]]

    @cached_property
    def _county_names(self) -> pd.DataFrame:
        """The names of all counties, those outside included; asked for once a zone and more often."""
        return pd.concat([self.counties[["name_zh", "name_en"]], self.outside])

    @cached_property
    def topics(self) -> frozenset[str]:
        """What the data tell of besides the zones themselves; see :mod:`zonemap.region.topics`."""
        tables = {name: getattr(self, name) for name in (*TOPIC_TABLES, "history")}
        return topics_of_tables(self.zones, self.counties, tables, has_day=self.has_day)

    def has_topic(self, what: str) -> bool:
        """Tell whether the data tell of what a field, a legend, a figure or a rule is about."""
        topic = topic_of(what)
        return not topic or topic in self.topics

    @cached_property
    def rows(self) -> Mapping[str, dict[str, Any]]:
        """The zones by id, each as a plain row: a frame asked row by row takes a hundred times as long."""
        return Rows(self.zones)

    @cached_property
    def county_rows(self) -> Mapping[str, dict[str, Any]]:
        """The counties by adcode, likewise."""
        return Rows(self.counties)

    @cached_property
    def shown(self) -> gpd.GeoDataFrame:
        """The zones that a map of this day draws: those that have reached a step, or may have since a day
        that is stated; from the day on whose state the tables describe, all that they name.
        """
        return self.zones[self.zones["is_shown"]]


def once(function: Callable[[Region], Answer]) -> Callable[[Region], Answer]:
    """Work something out of a region once for it: no frame of a region is ever changed."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(region: Region) -> Answer:
        held = vars(region)
        if name not in held:
            held[name] = function(region)
        found: Answer = held[name]
        return found

    return kept


def as_region(given: Region | pd.DataFrame, title: str = "") -> Region:
    """Return a region as it is, and a frame of zones as one."""
    return given if isinstance(given, Region) else Region.from_frames(given, title=title)


def _bounds(found: np.ndarray) -> tuple[float, float, float, float]:
    """Return bounds as plain numbers."""
    west, south, east, north = (float(bound) for bound in found)
    return west, south, east, north


def _dangling(region: Region) -> Iterator[tuple[Text, str]]:
    """Find what is spoken of but not there: what it is, and its key."""
    zones, counties = set(region.zones.index), set(region.counties.index)
    hosts = {adcode for adcodes in region.zones["counties"] for adcode in adcodes}
    cited = {
        Text("开发区所在的县", "the county of a zone"): (hosts, counties),
        Text("故事一章里的县", "the county of a chapter"): (_listed(region.story["county"]), counties),
        Text("故事一章里的开发区", "the zone of a chapter"): (_listed(region.story["zone"]), zones),
        Text("故事一章的镜头或注记的位置", "the view of a chapter or the place of a note"): (
            _listed(pd.concat([region.story[column] for column in PLACE_COLUMNS])),
            zones | counties,
        ),
        Text("依据的来源", "the source of an evidence"): (
            _differing(region.evidence["source_id"]),
            _differing(region.sources["source_id"]),
        ),
    }
    for name in BY_ZONE:
        title = terms("table")[name]
        what = Text(f"「{title.zh}」表里的开发区", f"the zone of a row in “{title.en}”")
        cited[what] = (_differing(getattr(region, name)["zone_id"]) - {""}, zones)
    for what, (named, known) in cited.items():
        yield from ((what, str(key)) for key in sorted(named - known))


def _differing(cells: pd.Series) -> set[str]:
    """Return every value of cells; of a table of a million rows a few hundred differ."""
    return set(cells.unique())


def _listed(cells: pd.Series) -> set[str]:
    """Return every value of cells that may hold several."""
    return {part for cell in cells for part in split_list(cell)}
