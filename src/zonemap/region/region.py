"""A geodata folder, read, checked and joined: the zones of a region on a given day."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.core.dates import read_day
from zonemap.core.errors import CannotRead, DataProblems, ZonemapError
from zonemap.core.history import COLUMNS as HISTORY_COLUMNS
from zonemap.core.history import history_of
from zonemap.core.reading import errors_as_problems, read_json
from zonemap.core.text import Text
from zonemap.core.vocabulary import terms
from zonemap.region.counties_file import read_counties_file
from zonemap.region.data_folder import day_of_build
from zonemap.region.indicative import (
    GEODETIC_CRS,
    check_areas,
    check_points,
    check_surveyed,
    indicative_boundaries,
    place_points,
    use_boundaries,
)
from zonemap.region.join import join_attributes
from zonemap.region.zone_states import TABLE_COLUMNS, keep_table, known_from, zones_on
from zonemap.tables.checks import check_folder
from zonemap.tables.schemas import (
    EVIDENCE,
    ID_FORM,
    LATITUDES,
    LONGITUDES,
    REQUIRED,
    TABLE_NAMES,
    is_number,
    split_list,
)
from zonemap.tables.spellings import county_codes, split_counties
from zonemap.tables.table_file import ENDINGS
from zonemap.tables.witnesses import Witnesses

_DATA_SUFFIXES = (".json", ".geojson", *ENDINGS)
_OF_ZONES = ("history", "industries", "reforms", "partners", "events", "evidence")


def _no_names() -> pd.DataFrame:
    """Return the names of no county."""
    return pd.DataFrame({"name_zh": [], "name_en": []}, index=pd.Index([], name="adcode"), dtype=str)


def _no_history() -> pd.DataFrame:
    """Return the history of no zone."""
    return pd.DataFrame(columns=list(HISTORY_COLUMNS), dtype=str)


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

    def __post_init__(self) -> None:
        for what_zh, what_en, key in _dangling(self):
            raise ZonemapError(
                f"{what_zh} {key!r} 不在这个区域里；要只留一部分县或开发区，请用 "
                "region.subset(zones=…, counties=…) / "
                f"{what_en} {key!r} is not in the region; to keep some of its counties or zones, use "
                "region.subset(zones=…, counties=…)"
            )
        if not set(self.zones.columns) >= TABLE_COLUMNS:
            object.__setattr__(self, "zones", gpd.GeoDataFrame(keep_table(self.zones)))

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_zh, self.title_en)

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
        zones = self.zones
        for day in days:
            zones = zones_on(zones, day, self.state_day, history, known, self.counties)
            yield replace(self, date=day, zones=zones)

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
        left = self.counties.loc[_chosen(counties, county_codes(self.counties), "县", "county")]
        ids = {str(zone_id): str(zone_id) for zone_id in self.zones.index}
        kept = self.zones.loc[_chosen(zones, ids, "开发区", "zone")]
        within = kept["counties"].map(lambda adcodes: any(code in left.index for code in adcodes))
        kept = _narrowed_to(kept[within.astype(bool)], left)
        lost = set(self.zones.index) - set(kept.index)
        names = pd.concat([self.counties[["name_zh", "name_en"]], self.outside])
        told = {name: _without(getattr(self, name), lost) for name in _OF_ZONES}
        return replace(
            self,
            counties=left,
            zones=kept,
            **told,
            story=_still_told(self.story, set(kept.index), set(left.index)),
            boundaries=_without(self.boundaries, lost),
            account=_without(self.account, lost, "key"),
            outside=names.loc[
                sorted({*_codes(kept["other_counties"]), *_of_other_days(told["history"], names, left)})
            ],
        )

    def hosts_of(self, zone: pd.Series) -> pd.DataFrame:
        """Return ``name_zh`` and ``name_en`` of all counties that a zone lies in, those outside included."""
        return self._county_names.loc[[*zone["counties"], *zone.get("other_counties", ())]]

    @cached_property
    def _county_names(self) -> pd.DataFrame:
        """The names of all counties, those outside included; asked for once a zone and more often."""
        return pd.concat([self.counties[["name_zh", "name_en"]], self.outside])

    @property
    def shown(self) -> gpd.GeoDataFrame:
        """The zones that a map of this day draws: those that have reached a step, or may have since a day
        that is stated; from the day on whose state the tables describe, all that they name.
        """
        return self.zones[self.zones["is_shown"]]


def _codes(cells: pd.Series) -> set[str]:
    """Return every code of cells that hold several."""
    return {code for codes in cells for code in codes}


def _of_other_days(history: pd.DataFrame, names: pd.DataFrame, left: pd.DataFrame) -> set[str]:
    """Return the counties that zones lie in on other days only, of those that the region is narrowed by."""
    cells = history.loc[history["field"] == "counties", "value"]
    return (_codes(cells.map(split_list)) & set(names.index)) - set(left.index)


def _narrowed_to(zones: gpd.GeoDataFrame, counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return zones with those of their counties alone that are left; the rest as ``other_counties``."""
    inside = zones["counties"].map(lambda codes: tuple(code for code in codes if code in counties.index))
    outside = zones["counties"].map(lambda codes: tuple(code for code in codes if code not in counties.index))
    return zones.assign(counties=inside, other_counties=zones["other_counties"] + outside)


def _chosen(asked: Iterable[str] | None, known: dict[str, str], what_zh: str, what_en: str) -> list[str]:
    """Return the ids that are asked for, all when None, in the order in which the region has them.

    Raises
    ------
    ZonemapError
        If one is not known.
    """
    if asked is None:
        return list(dict.fromkeys(known.values()))
    wanted = [asked] if isinstance(asked, str) else [str(key) for key in asked]
    for key in wanted:
        if key not in known:
            raise ZonemapError(
                f"没有「{key}」这个{what_zh}；有：{'、'.join(known)} / "
                f"no {what_en} {key!r}; there are {', '.join(known)}"
            )
    kept = {known[key] for key in wanted}
    return [key for key in dict.fromkeys(known.values()) if key in kept]


def _without(table: pd.DataFrame, lost: set[str], column: str = "zone_id") -> pd.DataFrame:
    """Return a table without the rows of some zones."""
    return table[~table[column].isin(lost)].reset_index(drop=True)


def _still_told(story: pd.DataFrame, zones: set[str], counties: set[str]) -> pd.DataFrame:
    """Return the chapters that open only zones and counties that are left."""
    whole = [
        set(split_list(row["zone"])) <= zones and set(split_counties(row["county"])) <= counties
        for _, row in story.iterrows()
    ]
    return story[pd.Series(whole, index=story.index, dtype=bool)].reset_index(drop=True)


def _dangling(region: Region) -> Iterator[tuple[str, str, str]]:
    """Find what is spoken of but not there: what it is in Chinese and English, and its key."""
    zones, counties = set(region.zones.index), set(region.counties.index)
    sources = set(region.sources["source_id"])
    hosts = {adcode for adcodes in region.zones["counties"] for adcode in adcodes}
    cited = {
        ("开发区所在的县", "the county of a zone"): (hosts, counties),
        ("故事一章里的县", "the county of a chapter"): (_listed(region.story["county"]), counties),
        ("故事一章里的开发区", "the zone of a chapter"): (_listed(region.story["zone"]), zones),
        ("依据的来源", "the source of an evidence"): (set(region.evidence["source_id"]), sources),
    }
    for name in _OF_ZONES:
        title = terms("table")[name]
        what = (f"「{title.zh}」表里的开发区", f"the zone of a row in “{title.en}”")
        cited[what] = (set(getattr(region, name)["zone_id"]) - {""}, zones)
    for (what_zh, what_en), (named, known) in cited.items():
        yield from ((what_zh, what_en, str(key)) for key in sorted(named - known))


def _listed(cells: pd.Series) -> set[str]:
    """Return every value of cells that may hold several."""
    return {part for cell in cells for part in split_list(cell)}


def read_region(path: Path | str) -> Region:
    """Read a geodata folder, check it and join boundaries with attributes.

    Parameters
    ----------
    path
        A folder with ``datapackage.json``, ``counties.geojson`` and the tables.

    Returns
    -------
    The region on the day whose state its tables describe; in a notebook that ``zonemap build`` runs, on the
    day of the build. A value that was changed since its source was read is marked as such, not refused.

    Raises
    ------
    CannotRead
        If the folder, its description or its counties cannot be read.
    DataProblems
        If anything in the tables or the boundaries is wrong: every problem at once.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> bool(region.account["class"].eq("matched").any())
    True
    """
    folder = Path(path)
    if not folder.is_dir():
        raise CannotRead(f"没有这个文件夹 / no such folder: {folder}")
    package = read_package(folder / "datapackage.json")
    counties = read_counties_file(folder / "counties.geojson")
    state_day = dt.date.fromisoformat(package["as_of"])
    checked = check_folder(folder, counties, state_day, package["evidence"])
    zones_file, zones_sheet = checked.tables["zones"].file, checked.tables["zones"].sheet
    zones = typed_zones(sound_zones(checked.frames["zones"], counties), counties)
    placed = [*check_points(zones, counties, zones_file), *check_areas(zones, counties, zones_file)]
    problems = [*checked.problems, *(replace(problem, sheet=zones_sheet) for problem in placed)]
    try:
        surveyed = read_surveyed(folder / "boundaries", counties, zones)
        problems += check_surveyed(surveyed, zones, counties)
    except DataProblems as error:
        problems += error.problems
    if problems:
        raise DataProblems([*problems, *checked.witnesses.problems])
    tables = checked.frames
    zones = place_points(keep_table(zones), counties)
    boundaries = layer_boundaries(surveyed, indicative_boundaries(zones, counties))
    joined, account = join_attributes(boundaries, zones.assign(file=zones_file))
    region = Region(
        name=package["name"],
        title_zh=package["title"],
        title_en=package["title_en"],
        state_day=state_day,
        date=state_day,
        counties=counties,
        zones=use_boundaries(joined.drop(columns=["file", "file_boundary"])).assign(
            other_counties=[()] * len(joined), boundary_file=_files_of(surveyed, joined.index)
        ),
        boundaries=surveyed,
        account=account,
        inputs=hash_files(folder),
        witnesses=checked.witnesses,
        **{name: tables[name].reset_index(drop=True) for name in TABLE_NAMES if name != "zones"},
    )
    return region.as_of(day_of_build(folder) or state_day)


def read_surveyed(folder: Path, counties: gpd.GeoDataFrame, zones: pd.DataFrame) -> gpd.GeoDataFrame:
    """Read the boundaries that a planner put into the folder; none when it is missing or empty.

    Raises
    ------
    DataProblems
        With everything that prevents a file from being read.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return gpd.GeoDataFrame(columns=list(COLUMNS), geometry="geometry", crs=GEODETIC_CRS)
    return read_boundaries(folder, counties=counties, zones=zones)


def _files_of(surveyed: gpd.GeoDataFrame, zone_ids: pd.Index) -> list[str]:
    """Return the file of each zone's surveyed boundary; empty where there is none."""
    files = dict(zip(surveyed["zone_id"], surveyed["file"], strict=True))
    return [str(files.get(zone_id, "")) for zone_id in zone_ids]


def layer_boundaries(surveyed: gpd.GeoDataFrame, indicative: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put surveyed boundaries before indicative ones, which stay only where nothing was surveyed.

    Returns
    -------
    ``zone_id``, ``basis``, ``file`` and polygons, EPSG:4490; a surveyed boundary whose zone is not known
    keeps an empty ``zone_id``.
    """
    left = indicative[~indicative["zone_id"].isin(surveyed["zone_id"])]
    layers = [surveyed.assign(basis="surveyed"), left.assign(file=left["basis"])]
    columns = ["zone_id", "basis", "file", "geometry"]
    rows = [row for layer in layers for row in layer[columns].to_dict("records")]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=GEODETIC_CRS)


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every data file of a geodata folder, by its path in it, sorted."""
    paths = [path for path in folder.iterdir() if path.suffix.lower() in _DATA_SUFFIXES]
    paths += (folder / "boundaries").rglob("*")
    return {
        name: _hash_file(path, name)
        for path in sorted(paths)
        if path.is_file() and (name := path.relative_to(folder).as_posix())
    }


def _hash_file(path: Path, name: str) -> str:
    """Return the SHA-256 of a file."""
    with errors_as_problems(name):
        return hashlib.sha256(path.read_bytes()).hexdigest()


def read_package(path: Path) -> dict[str, str]:
    """Read what ``datapackage.json`` says of the whole.

    Returns
    -------
    ``name``, ``title``, ``title_en``, ``as_of`` and ``evidence``, which is ``required`` if it is not there.

    Raises
    ------
    CannotRead
        If the file is missing, is not JSON, or its name or day cannot be used.
    """
    try:
        package = read_json(path, path.name)
        found = {key: str(package[key]) for key in ("name", "title", "title_en", "as_of")}
        dt.date.fromisoformat(found["as_of"])
        found["evidence"] = str(package.get("evidence", REQUIRED))
    except (DataProblems, ValueError, KeyError, TypeError) as error:
        raise CannotRead(
            f"{path}：需要 name、title、title_en 和 as_of（如 2020-05-14） / "
            f"needs name, title, title_en and as_of (such as 2020-05-14): {error}"
        ) from error
    if found["evidence"] not in EVIDENCE:
        raise CannotRead(
            f"{path}：evidence 只能是 required（每个值都要有依据）或 own（表格本身就是依据） / "
            f"evidence is either required (every value needs some) or own (the tables are their own): "
            f"{found['evidence']!r}"
        )
    if not re.fullmatch(ID_FORM, found["name"]):
        raise CannotRead(
            f"{path}:name 只能用小写字母、数字和连字符 / "
            f"name holds small letters, digits and hyphens only: {found['name']!r}"
        )
    return found


def sound_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the zones whose id, point, area and counties can be used and so be checked further."""
    known = zones["counties"].map(
        lambda cell: bool(cell) and set(split_counties(cell)) <= set(counties.index)
    )
    numbers = is_number(zones["area_km2"]).astype(bool)
    for column, (least, most) in {"lon": LONGITUDES, "lat": LATITUDES}.items():
        inside = pd.to_numeric(zones[column], errors="coerce").between(least, most)
        numbers &= inside | (zones[column] == "")
    named = (zones["zone_id"] != "") & ~zones["zone_id"].duplicated(keep=False)
    return zones[known.astype(bool) & numbers & named]


def typed_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return checked zones by ``zone_id``, with numbers as numbers and counties as tuples of adcodes."""
    codes = county_codes(counties)
    numbers = {column: pd.to_numeric(zones[column]).astype(float) for column in ("lon", "lat", "area_km2")}
    tuples = zones["counties"].map(lambda cell: tuple(codes[part] for part in split_counties(cell)))
    return zones.assign(**numbers, counties=tuples, row=zones.index).set_index("zone_id")
