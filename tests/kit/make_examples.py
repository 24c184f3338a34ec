"""Make ``geodata/examples``: one made-up zone in every format that is read, written by GDAL and ezdxf.

In ``broken`` lie ten files with a mistake each and what zonemap says of them: nine are cases of
``docs/formats.md``, under their names; the tenth is the made-up zone with two numbers mistyped. Run it by
hand when the zone, a format, a case or a message changes: ``cd tests; python -m kit.make_examples``, and
with ``broken`` for those alone. It needs ezdxf.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import ezdxf
import geopandas as gpd
import openpyxl
import pyogrio
from shapely import MultiPolygon, Polygon

from kit.boundary_cases import CASES
from kit.boundary_cases.kit import counties_of_linfen
from zonemap.boundaries.formats.parcel_txt import write_parcel_txt
from zonemap.boundaries.reader import read_boundaries
from zonemap.core.problems import DataProblems

FOLDER = Path(__file__).parents[2] / "geodata" / "examples"
BROKEN = FOLDER / "broken"
STEM = "made-up-zone"
NAME = "虚构示范区(made up)"
SHELL = [(37545200.0, 3996100.0), (37547850.5, 3996320.25), (37548210.0, 3994480.75), (37546400.0, 3993900.0)]
HOLE = [(37546300.0, 3995500.0), (37546300.0, 3995000.0), (37546900.0, 3995000.0), (37546900.0, 3995500.0)]
SECOND = [(37548600.0, 3996000.0), (37549400.0, 3996000.0), (37549000.0, 3995200.0)]
ZONE = MultiPolygon([Polygon(SHELL, [HOLE]), Polygon(SECOND)])
"""The made-up zone in EPSG:4525."""

CHOSEN = (
    "txt-bow-tie",
    "txt-wrong-meridian",
    "txt-digit-lost",
    "csv-packed-degrees",
    "csv-name-slip-inside",
    "xlsx-word-in-cell",
    "dxf-open",
    "dxf-millimetres",
    "kml-lat-lon-metres",
)
MISTYPED = f"{STEM}-broken.txt"
HEADING = """\
# 有错的边界文件 · Boundary files with a mistake

故意写错，用来看看会怎样：`zonemap convert geodata/examples/broken/文件名`。下面是每个文件的报告，由
在 `tests/` 里运行的 `python -m kit.make_examples broken` 写出；全部情形见 `docs/formats.md`。

Broken on purpose, to see what happens: `zonemap convert geodata/examples/broken/FILE`. Below is the report of
each, written by `python -m kit.make_examples broken` in `tests/`; all cases are in `docs/formats.md`.
"""


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
    write_reports()


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


def write_broken(folder: Path) -> list[Path]:
    """Write the broken files into a folder."""
    written = [folder / MISTYPED]
    text = (FOLDER / f"{STEM}.txt").read_bytes().decode("gb18030")
    text = text.replace("37547850.5000", "3754785O.5000").replace("3993900.0000", "")
    written[0].write_bytes(text.replace(f",{STEM},", f",{STEM}-broken,").encode("gb18030"))
    cases = {case.id: case for case in CASES}
    for name in CHOSEN:
        with TemporaryDirectory() as own:
            made = cases[name].write(Path(own))
            written.append(folder / f"{name}{made.suffix}")
            written[-1].write_bytes(made.read_bytes())
    return written


def report_of(path: Path) -> str:
    """Return what is said of a broken file.

    Raises
    ------
    ValueError
        If nothing is wrong with it.
    """
    try:
        read_boundaries(path, counties=counties_of_linfen())
    except DataProblems as error:
        return f"\n## {path.name}\n\n```\n{error}\n```\n"
    raise ValueError(path.name)


def write_reports() -> None:
    """Write the broken files and what is said of them."""
    BROKEN.mkdir(parents=True, exist_ok=True)
    reports = [report_of(path) for path in write_broken(BROKEN)]
    (BROKEN / "README.md").write_text("".join([HEADING, *reports]), "utf-8")


if __name__ == "__main__":
    write_reports() if sys.argv[1:] == ["broken"] else main()
