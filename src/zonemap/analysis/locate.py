"""Which county and zone does each point lie in? Only a surveyed boundary answers for certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, overload

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from zonemap.analysis.point_grid import AreaGrid, Limits
from zonemap.boundaries.crs.candidates import frame_in_degrees, lonlat_of
from zonemap.boundaries.formats.vector import as_text
from zonemap.boundaries.points import PointBatch
from zonemap.core.errors import ZonemapError, need_package
from zonemap.region.indicative import GEODETIC_CRS, OWN_LINES
from zonemap.region.region import Region

CLASSES = ("inside", "perhaps", "county", "outside", "no_point")
"""What can become of a point; each ends in exactly one of them."""
COUNTY_LIMITS_OFF_M = 2300
"""How far the generalised county limits are off at most: nearer to one, the county is not certain."""
ADDED = ("result", "inside", "perhaps", "county", "border_m", "county_names", "said")
"""The columns that located points get; a column of the points that is called so gets ``_given`` behind it."""

ANSWERS = (
    ("result", "text"),
    *((name, "texts") for name in ("inside", "perhaps", "county")),
    ("border_m", "number"),
)
"""The columns that :func:`locate_points` adds, and what stands in them."""

Answer = TypeVar("Answer")


class Place(NamedTuple):
    """What is known of where a point lies: one of ``CLASSES``, ids of zones and adcodes of counties."""

    result: str
    inside: tuple[str, ...]
    perhaps: tuple[str, ...]
    county: tuple[str, ...]


class Locator:
    """A region that is asked for points, as many at a time and as often as one likes.

    Parameters
    ----------
    region
        The region on its day; zones that are not there yet hold no point.
    expected
        How many points will be asked for in all, more or less: for many of them a grid is laid out.

    Attributes
    ----------
    places
        The places that points lie in, by their code; code 0 is no point. It grows as new ones are found.
    """

    def __init__(self, region: Region, expected: int) -> None:
        zones = region.shown
        layers = (
            zones[zones["basis"].isin(OWN_LINES)],
            zones[zones["basis"] == "published_area"],
            region.counties,
        )
        ordered = [layer.iloc[layer.index.astype(str).argsort()] for layer in layers]
        self._ids = [str(key) for layer in ordered for key in layer.index]
        self._ends = np.cumsum([len(layer) for layer in ordered])
        areas = np.concatenate([np.asarray(layer.geometry.values, dtype=object) for layer in ordered])
        self._grid = AreaGrid(areas, expected)
        self._counties, self._expected = region.counties, expected
        self.places = [Place("no_point", (), (), ())]

    def codes(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return the code of the place of each point; one of its numbers missing makes it none."""
        there = np.isfinite(lon) & np.isfinite(lat)
        codes = np.zeros(len(lon), dtype=np.int32)
        codes[there] = self._grid.codes(lon[there], lat[there]) + 1
        self.places += map(self._place, self._grid.sets[len(self.places) - 1 :])
        return codes

    def metres(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far each point is from the nearest county limit; NaN where it is far."""
        return self._limits.metres(lon, lat) if len(self._counties) else np.full(len(lon), np.nan)

    @cached_property
    def _limits(self) -> Limits:
        """The limits of the counties, which counting has no need of."""
        return Limits(self._counties, COUNTY_LIMITS_OFF_M, self._expected)

    def _place(self, areas: tuple[int, ...]) -> Place:
        """Return the place that some areas are together."""
        layer = np.searchsorted(self._ends, areas, side="right")
        held = [
            tuple(self._ids[area] for area, its in zip(areas, layer, strict=True) if its == n)
            for n in range(3)
        ]
        result = next((name for name, ids in zip(CLASSES, held, strict=False) if ids), "outside")
        return Place(result, *held)


@overload
def locate_points(points: pd.DataFrame, region: Region) -> gpd.GeoDataFrame: ...
@overload
def locate_points(points: Any, region: Region) -> Any: ...  # type: ignore[overload-cannot-match]
def locate_points(points: Any, region: Region) -> Any:
    """Find the county and the zone that each point of a frame lies in; see :func:`zonemap.locate`.

    Raises
    ------
    ZonemapError
        If the frame has neither points nor columns ``lon`` and ``lat``, or points without a CRS.
    """
    if not isinstance(points, pd.DataFrame):
        return _locate_arrow(points, region)
    placed = _in_geodetic_crs(points)
    placed = placed.rename(columns={name: own_name(name) for name in placed.columns})
    lon, lat = lonlat_of(np.asarray(placed.geometry.values))
    locator = Locator(region, len(placed))
    codes = locator.codes(lon, lat)
    found = {name: by_code(column, codes) for name, column in columns_of(locator.places)}
    return placed.assign(**found, border_m=locator.metres(lon, lat))


class FrameOfPoints:
    """A frame of pandas that is gone through as a file is.

    Parameters
    ----------
    points
        As :func:`locate_points` takes them.

    Attributes
    ----------
    expected
        How many points there are.

    Raises
    ------
    ZonemapError
        If it is no frame of pandas, or has no points.
    """

    def __init__(self, points: object) -> None:
        if not isinstance(points, pd.DataFrame):
            raise ZonemapError(
                "能写成文件的，是 pandas 的表或一个文件里的点 / points to be written to a file have to be "
                "a frame of pandas, or a file themselves"
            )
        self._placed = _in_geodetic_crs(points)
        self.expected = len(points)

    def batches(self) -> Iterator[PointBatch]:
        """Return all points at once: numbers as they are, other values as text."""
        own = self._placed.drop(columns=self._placed.geometry.name)
        columns = {str(name): _written(column.to_numpy()) for name, column in own.items()}
        yield PointBatch(columns, *lonlat_of(np.asarray(self._placed.geometry.values)))


class BatchLocator:
    """The same for Arrow batches with ``lon`` and ``lat``; it can be sent to other machines.

    Parameters
    ----------
    region
        The region on its day.
    expected
        How many points a process will ask for, more or less.
    """

    def __init__(self, region: Region, expected: int = 1_000_000) -> None:
        self._region, self._expected = region, expected

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Go through batches; each comes with the columns that :func:`locate_points` adds."""
        import pyarrow as pa

        locator = Locator(self._region, self._expected)
        held: list[Any] = []
        known = 0
        for batch in batches:
            schema = self.schema(batch.schema)
            added = list(schema)[-len(ANSWERS) :]
            lon, lat = (_numbers(batch.column(name).to_pandas()).to_numpy(float) for name in ("lon", "lat"))
            codes = pa.array(locator.codes(lon, lat))
            if len(locator.places) > known:
                columns = dict(columns_of(locator.places))
                held = [pa.array(columns[one.name], one.type) for one in added[:-1]]
                known = len(locator.places)
            metres = pa.array(locator.metres(lon, lat), from_pandas=True)
            found = [*(column.take(codes) for column in held), metres]
            yield pa.RecordBatch.from_arrays([*batch.columns, *found], schema=schema)

    def schema(self, given: Any) -> Any:
        """Return the columns that batches with some columns get."""
        import pyarrow as pa

        _check_columns(given.names)
        types = {"text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.float64()}
        own = [one.with_name(own_name(one.name)) for one in given]
        # What pandas once noted of columns by name may be said of others now.
        told = {key: value for key, value in (given.metadata or {}).items() if key != b"pandas"}
        return pa.schema([*own, *(pa.field(name, types[kind]) for name, kind in ANSWERS)], told)


def _locate_arrow(points: Any, region: Region) -> Any:
    """Locate the points of Spark, or of whatever gives Arrow batches."""
    need_package("pyarrow", "这样的点", "such points")
    import pyarrow as pa

    located = BatchLocator(region)
    if hasattr(points, "mapInArrow"):
        return points.mapInArrow(located, _spark_schema(points))
    if not hasattr(points, "__arrow_c_stream__"):
        raise ZonemapError("不是点的表 / this is no frame of points")
    reader = pa.RecordBatchReader.from_stream(points)
    return pa.RecordBatchReader.from_batches(located.schema(reader.schema), located(reader))


def _spark_schema(points: Any) -> Any:
    """Return the columns that a frame of Spark gets."""
    from pyspark.sql.types import ArrayType, DoubleType, StringType, StructField, StructType

    _check_columns(points.columns)
    types = {"text": StringType(), "texts": ArrayType(StringType()), "number": DoubleType()}
    own = [StructField(own_name(one.name), one.dataType, one.nullable) for one in points.schema]
    return StructType([*own, *(StructField(name, types[kind]) for name, kind in ANSWERS)])


def columns_of(places: Sequence[Place]) -> Iterable[tuple[str, tuple[object, ...]]]:
    """Return each field of places with what stands in it, place by place."""
    return zip(Place._fields, zip(*places, strict=True), strict=True)


def by_code(values: Iterable[Answer], codes: NDArray[np.int32]) -> NDArray[np.object_]:
    """Return for each code what stands at its place in ``values``."""
    held = list(values)
    kept = np.empty(len(held), dtype=object)
    kept[:] = held
    return kept[codes]


def _in_geodetic_crs(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the points in EPSG:4490."""
    if isinstance(points, gpd.GeoDataFrame):
        if points.crs is None:
            raise ZonemapError("点没有坐标系，请先 set_crs / the points have no CRS: set one first")
        return points.set_geometry(frame_in_degrees(points.geometry))
    _check_columns(points.columns)
    lon, lat = (_numbers(points[column]) for column in ("lon", "lat"))
    there = np.isfinite(lon) & np.isfinite(lat)
    geometry = np.where(there, shapely.points(lon.where(there, 0), lat.where(there, 0)), None)
    return gpd.GeoDataFrame(points, geometry=geometry, crs=GEODETIC_CRS)


def _check_columns(names: Iterable[str]) -> None:
    """See that points have longitude and latitude."""
    if not {"lon", "lat"} <= set(names):
        raise ZonemapError("点表需要 lon 和 lat 两列 / the points need the columns lon and lat")


def _written(cells: NDArray[Any]) -> Any:
    """Return the cells of a column as they are written: numbers, or texts."""
    return cells if cells.dtype.kind in "iuf" else list(map(as_text, cells))


def _numbers(column: pd.Series) -> pd.Series:
    """Return numbers, and none for what is no number."""
    return pd.to_numeric(column, errors="coerce")


def own_name(name: str) -> str:
    """Return how a column of the points is called beside those that are added."""
    return f"{name}_given" if name in ADDED else name
