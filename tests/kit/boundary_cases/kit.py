"""What a case is, and the made-up zone that most cases hold."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

GEODATA = Path(__file__).parents[3] / "geodata"
NAME = "虚构示范区(made up)"
ID = "made-up-zone"
SHELL = [(37545200.0, 3996100.0), (37547850.5, 3996320.25), (37548210.0, 3994480.75), (37546400.0, 3993900.0)]
HOLE = [(37546300.0, 3995500.0), (37546300.0, 3995000.0), (37546900.0, 3995000.0), (37546900.0, 3995500.0)]
SECOND = [(37548600.0, 3996000.0), (37549400.0, 3996000.0), (37549000.0, 3995200.0)]
RINGS = (SHELL, HOLE, SECOND)
ZONE = MultiPolygon([Polygon(SHELL, [HOLE]), Polygon(SECOND)])
"""The made-up zone in EPSG:4525: a part with a hole, and a second part."""

PLAIN = Polygon(SHELL)
"""Its first part without the hole."""


@dataclass(frozen=True)
class Case:
    """One file or folder and what must come of it.

    Parameters
    ----------
    id
        Its name, in ``docs/formats.md`` and as a test.
    format, encoding, crs, defect, does
        Its line in ``docs/formats.md``.
    make
        Writes the files into an empty folder.
    path
        What is read, relative to the folder; empty for the folder itself.
    refused
        True when reading must stop with problems.
    says
        Words that the problems, or the notes, repairs and reasons, must hold.
    row
        Row that the first problem must name.
    same
        The shape all rows together must have in EPSG:4525, to 0.01 m.
    options
        Arguments for ``read_boundaries``; ``counties: None`` leaves the counties out.
    zone_ids
        The zones that must be found, in order.
    """

    id: str
    format: str
    encoding: str
    crs: str
    defect: str
    does: str
    make: Callable[[Path], object]
    path: str = ""
    refused: bool = False
    says: tuple[str, ...] = ()
    row: int | None = None
    same: BaseGeometry | None = None
    options: dict[str, Any] = field(default_factory=dict)
    zone_ids: tuple[str, ...] | None = None
    rows: int | None = None

    @property
    def is_bad(self) -> bool:
        """Return whether something is wrong with the file."""
        return self.refused or not self.defect.startswith("—")

    def write(self, folder: Path) -> Path:
        """Write its files into a new folder of its name below another, and return what is read of them."""
        own = folder / self.id
        own.mkdir(parents=True)
        with warnings.catch_warnings(), day_of_writing("2020-05-14T00:00:00Z"):
            warnings.simplefilter("ignore")
            self.make(own)
        assert any(own.iterdir()), self.id
        return own / self.path


@contextmanager
def day_of_writing(day: str) -> Iterator[None]:
    """Let GDAL take another day for today, so that a GeoPackage has the same bytes whenever it is written."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": day})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Callable[[Path], object]:
    """Return a maker of one file."""
    data = content if isinstance(content, bytes) else content.encode(encoding)
    return lambda folder: (folder / name).write_bytes(data)


def frame(
    shapes: Sequence[BaseGeometry | None] = (ZONE,),
    crs: int | str | None = 4525,
    to: int | str | None = None,
    **columns: Sequence[Any],
) -> gpd.GeoDataFrame:
    """Return shapes given in a CRS, perhaps brought to another, named as the made-up zone by default."""
    values = columns or {"zone_id": [ID] * len(shapes), "name": [NAME] * len(shapes)}
    made = gpd.GeoDataFrame(values, geometry=list(shapes), crs=crs)
    return made if to is None else made.to_crs(to)


def gdal(
    name: str, driver: str, made: Callable[[], gpd.GeoDataFrame] = frame, **options: Any
) -> Callable[[Path], object]:
    """Return a maker of one file by GDAL."""
    return lambda folder: pyogrio.write_dataframe(made(), folder / name, driver=driver, **options)


def shapefile(
    made: Callable[[], gpd.GeoDataFrame] = frame,
    encoding: str = "GBK",
    drop: Iterable[str] = ("cpg",),
    prj: str | None = None,
) -> Callable[[Path], object]:
    """Return a maker of a shapefile without some of its companions, perhaps with another ``.prj``."""

    def make(folder: Path) -> None:
        path = folder / f"{ID}.shp"
        pyogrio.write_dataframe(
            made(), path, driver="ESRI Shapefile", encoding=encoding, DBF_DATE_LAST_UPDATE="2020-05-14"
        )
        for ending in drop:
            path.with_suffix(f".{ending}").unlink(missing_ok=True)
        if prj is not None:
            path.with_suffix(".prj").write_text(prj)

    return make


def geojson(features: Any, name: str = f"{ID}.geojson", **members: Any) -> Callable[[Path], object]:
    """Return a maker of a GeoJSON file from its features' geometries, or from (properties, geometry)."""
    listed = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    text = json.dumps({"type": "FeatureCollection", **members, "features": listed}, ensure_ascii=False)
    return write(name, text)


def zipped(
    name: str, inner: Callable[[Path], object], names: dict[str, str] | None = None
) -> Callable[[Path], object]:
    """Return a maker of a ZIP archive of what another maker writes."""

    def make(folder: Path) -> None:
        inside = folder / "inside"
        inside.mkdir()
        inner(inside)
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in inside.rglob("*") if path.is_file()):
                stored = (names or {}).get(path.name, path.relative_to(inside).as_posix())
                archive.writestr(zipfile.ZipInfo(stored, (2020, 5, 14, 0, 0, 0)), path.read_bytes())
                path.unlink()
        for path in sorted(inside.rglob("*"), reverse=True):
            path.rmdir()
        inside.rmdir()

    return make


def both(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    """Return a maker that runs several."""

    def make(folder: Path) -> None:
        for one in makers:
            one(folder)

    return make


@cache
def counties_of_linfen() -> gpd.GeoDataFrame:
    """Return the 17 counties that boundaries are held against, by adcode."""
    return gpd.read_file(GEODATA / "counties.geojson").set_index("adcode")
