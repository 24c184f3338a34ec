"""A vector file is copied, with the companions its format has, under a name of our own before it is read.

So neither the file's name nor what lies beside it decides how it is read, and a relative path inside it leads
nowhere.
"""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

from pyproj import CRS
from pyproj.exceptions import CRSError

from zonemap.boundaries.boundary_file import format_note, refuse
from zonemap.boundaries.formats.detection import ending_of
from zonemap.core.text import Text
from zonemap.tables.encoding import decode

STEM = "boundary"
"""Name of the copy."""

_COPIES = {
    "shapefile": ("shp", "shx", "dbf", "prj", "cpg"),
    "geopackage": ("gpkg",),
    "geojson": ("geojson",),
    "dxf": ("dxf",),
    "mapinfo_tab": ("tab", "dat", "map", "id"),
    "mapinfo_mif": ("mif", "mid"),
    "flatgeobuf": ("fgb",),
}
_NEEDED = {"shapefile": ("shx",), "mapinfo_tab": ("dat", "map", "id")}
_SHP_LENGTH_AT = 24
_SHP_HEADER, _SHX_RECORD, _ID_RECORD = 100, 8, 4
_DBF_COUNT = slice(4, 8)


def copy_vector(path: Path, file: str, format: str, folder: Path) -> tuple[Path, list[str]]:
    """Copy a vector file into an empty folder.

    Parameters
    ----------
    path
        The file, or the folder of a file geodatabase.
    file
        Its name for the messages.
    format
        Key of its format.
    folder
        Where the copy shall stand.

    Returns
    -------
    The copy, and notes on companions that are of no use.

    Raises
    ------
    DataProblems
        If a companion is missing or a shapefile is shorter than it says.
    """
    if format == "filegdb":
        return _copy_geodatabase(path, folder), []
    beside = {ending_of(p): p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.is_file()}
    missing = [ending for ending in _NEEDED.get(format, ()) if ending not in beside]
    if missing:
        refuse(
            file,
            Text(f"缺少同名的 .{'、.'.join(missing)}", f"the .{', .'.join(missing)} of that name is missing"),
            Text("请把同名的文件一起给", "Give all files of that name together"),
        )
    main, *others = _COPIES[format]
    for ending in others:
        if ending in beside:
            shutil.copyfile(beside[ending], folder / f"{STEM}.{ending}")
    target = folder / f"{STEM}.{main}"
    if format == "geojson":
        _copy_as_utf8(path, target)
    else:
        shutil.copyfile(path, target)
    if format == "mapinfo_tab":
        _check_counts(
            file, {".dat": _records_of_dbf(target.with_suffix(".dat")), ".id": _records_of_id(target)}
        )
    return target, _check_shapefile(target, file) if format == "shapefile" else []


def _copy_geodatabase(path: Path, folder: Path) -> Path:
    """Copy the tables of a file geodatabase."""
    target = folder / f"{STEM}.gdb"
    target.mkdir()
    for part in path.iterdir():
        if part.is_file() and (part.name == "gdb" or ".gdb" in part.name):
            shutil.copyfile(part, target / part.name)
    return target


def _copy_as_utf8(path: Path, target: Path) -> None:
    """Copy a text, changing it to UTF-8 when it is in another encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as source, target.open("wb") as copy:
            first = source.read(len(codecs.BOM_UTF8))
            copy.write(first if first != codecs.BOM_UTF8 else b"")
            decoder.decode(first)
            while block := source.read(1 << 20):
                decoder.decode(block)
                copy.write(block)
    except UnicodeDecodeError:
        target.write_text(decode(path.read_bytes())[0], "utf-8")


def _check_shapefile(shp: Path, file: str) -> list[str]:
    """Stop at a shapefile whose parts are cut off or differ in length; drop a .prj that cannot be read."""
    _check_length(shp, file)
    _check_length(shp.with_suffix(".shx"), file)
    index = (shp.with_suffix(".shx").stat().st_size - _SHP_HEADER) // _SHX_RECORD
    counts = {".shx": index}  # the .shp keeps what was deleted
    if shp.with_suffix(".dbf").exists():
        counts[".dbf"] = _records_of_dbf(shp.with_suffix(".dbf"))
    _check_counts(file, counts)
    prj = shp.with_suffix(".prj")
    if not prj.exists():
        return []
    try:
        CRS.from_wkt(prj.read_text("latin-1"))
    except CRSError:
        prj.unlink()
        return [format_note(".prj 读不出，未采用", ".prj cannot be read and is not used")]
    return []


def _check_length(part: Path, file: str) -> None:
    """Stop at a .shp or .shx shorter than its header says."""
    with part.open("rb") as stream:
        header = stream.read(_SHP_HEADER)
    stated = 2 * int.from_bytes(header[_SHP_LENGTH_AT : _SHP_LENGTH_AT + 4], "big")
    if part.stat().st_size < stated:
        refuse(
            file,
            Text(f"文件不完整（{part.suffix}）", f"the file is cut off ({part.suffix})"),
            Text("请从原软件重新导出", "Export it again"),
            value=f"{part.stat().st_size} < {stated} bytes",
        )


def _check_counts(file: str, counts: dict[str, int]) -> None:
    """Stop when the parts of a file hold different numbers of records: GDAL reads no more than the fewest."""
    if len(set(counts.values())) > 1:
        refuse(
            file,
            Text(
                "同名的几个文件记录数不同，不是同一次保存的",
                "the files of that name differ in their number of records",
            ),
            Text("请把同一次导出的文件一起给", "Give the files of one export together"),
            value=", ".join(f"{ending} {count}" for ending, count in counts.items()),
        )


def _records_of_dbf(table: Path) -> int:
    """Return how many records a dBASE table says it has."""
    with table.open("rb") as stream:
        return int.from_bytes(stream.read(8)[_DBF_COUNT], "little")


def _records_of_id(tab: Path) -> int:
    """Return how many records the index of a MapInfo table has."""
    return tab.with_suffix(".id").stat().st_size // _ID_RECORD
