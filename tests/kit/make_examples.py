"""Make ``geodata/examples``: one made-up zone in every format that is read, written by GDAL and ezdxf.

Run it by hand when the zone or a format changes: ``cd tests; python -m kit.make_examples``. It needs ezdxf.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import ezdxf
import geopandas as gpd
import openpyxl
import pyogrio
from shapely import MultiPolygon, Polygon

from kit import make_broken
from zonemap.boundaries.formats.parcel_txt import write_parcel_txt

FOLDER = Path(__file__).parents[2] / "geodata" / "examples"
STEM = "made-up-zone"
NAME = "虚构示范区(made up)"
SHELL = [(37545200.0, 3996100.0), (37547850.5, 3996320.25), (37548210.0, 3994480.75), (37546400.0, 3993900.0)]
HOLE = [(37546300.0, 3995500.0), (37546300.0, 3995000.0), (37546900.0, 3995000.0), (37546900.0, 3995500.0)]
SECOND = [(37548600.0, 3996000.0), (37549400.0, 3996000.0), (37549000.0, 3995200.0)]
ZONE = MultiPolygon([Polygon(SHELL, [HOLE]), Polygon(SECOND)])
"""The made-up zone in EPSG:4525."""


def made_up_zone(crs: int = 4525) -> gpd.GeoDataFrame:
    """Return the made-up zone in a CRS."""
    values = {"zone_id": [STEM], "name": [NAME]}
    return gpd.GeoDataFrame(values, geometry=[ZONE], crs=4525).to_crs(crs)


def main() -> None:
    """Write all examples."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    metres, degrees = made_up_zone(), made_up_zone(4490)
    write_parcel_txt(metres, FOLDER / f"{STEM}.txt")
    pyogrio.write_dataframe(metres, FOLDER / f"{STEM}.gpkg", driver="GPKG")
    pyogrio.write_dataframe(metres, FOLDER / f"{STEM}.fgb", driver="FlatGeobuf")
    pyogrio.write_dataframe(degrees, FOLDER / f"{STEM}.geojson", driver="GeoJSON", COORDINATE_PRECISION=9)
    pyogrio.write_dataframe(made_up_zone(4326), FOLDER / f"{STEM}.kml", driver="KML", layer="made_up")
    _zip([FOLDER / f"{STEM}.kml"], FOLDER / f"{STEM}.kmz", {f"{STEM}.kml": "doc.kml"})
    shutil.copyfile(FOLDER / f"{STEM}.kml", FOLDER / f"{STEM}.ovkml")
    _write_shapefiles(metres)
    _write_mapinfo(metres)
    _write_geodatabase(metres)
    for version, encoding in (("R2000", "gbk"), ("R2007", "utf-8")):
        _write_dxf(version, encoding)
    _write_tables()
    make_broken.main()


def _write_shapefiles(zone: gpd.GeoDataFrame) -> None:
    """Write a shapefile in GBK without .cpg, zipped, as CAD plug-ins and old ArcGIS do."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{STEM}.shp"
        pyogrio.write_dataframe(zone, path, driver="ESRI Shapefile", encoding="GBK")
        path.with_suffix(".cpg").unlink()
        _zip(sorted(path.parent.iterdir()), FOLDER / f"{STEM}-gbk-shapefile.zip", {})


def _write_mapinfo(zone: gpd.GeoDataFrame) -> None:
    """Write the two forms of MapInfo, each set of files zipped."""
    bounds = "37500000,3900000,37600000,4100000"  # a TAB file keeps whole steps of its bounds
    for form, options in (("mif", {}), ("tab", {"BOUNDS": bounds})):
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{STEM}-{form}.{form}"
            pyogrio.write_dataframe(zone, path, driver="MapInfo File", **options)
            _zip(sorted(path.parent.iterdir()), FOLDER / f"{STEM}-{form}.zip", {})


def _write_geodatabase(zone: gpd.GeoDataFrame) -> None:
    """Write a file geodatabase, zipped."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{STEM}.gdb"
        pyogrio.write_dataframe(zone, path, driver="OpenFileGDB", layer="zone")
        with zipfile.ZipFile(FOLDER / f"{STEM}.gdb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(path.iterdir()):
                archive.write(part, f"{STEM}.gdb/{part.name}")


def _write_dxf(version: str, encoding: str) -> None:
    """Write a drawing: closed polylines on one layer and the name as text inside."""
    drawing = ezdxf.new(version)
    drawing.encoding = encoding
    drawing.header["$DWGCODEPAGE"] = "ANSI_936"
    space = drawing.modelspace()
    for ring in (SHELL, HOLE, SECOND):
        space.add_lwpolyline(ring, close=True, dxfattribs={"layer": "开发区范围线"})
    for x, y in ((37545600.0, 3995900.0), (37549000.0, 3995700.0)):
        space.add_text(NAME, dxfattribs={"layer": "注记", "insert": (x, y), "height": 30})
    drawing.saveas(FOLDER / f"{STEM}-{version.lower()}.dxf")


def _write_tables() -> None:
    """Write the points ring by ring as CSV in GB18030 and as a workbook; X is north, as surveyors write."""
    heading = ["zone_id", "开发区名称", "圈号", "点号", "X坐标", "Y坐标"]
    rows = [
        [STEM, NAME, number, f"J{i}", north, east]
        for number, ring in enumerate((SHELL, HOLE, SECOND), start=1)
        for i, (east, north) in enumerate(ring, start=1)
    ]
    lines = [",".join(map(str, row)) for row in (heading, *rows)]
    (FOLDER / f"{STEM}-points.csv").write_bytes("\r\n".join([*lines, ""]).encode("gb18030"))
    book = openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    book.save(FOLDER / f"{STEM}-points.xlsx")


def _zip(files: list[Path], target: Path, names: dict[str, str]) -> None:
    """Pack files, some under another name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, names.get(file.name, file.name))


if __name__ == "__main__":
    main()
