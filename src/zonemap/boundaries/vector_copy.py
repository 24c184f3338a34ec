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

from zonemap.boundaries.drawing import refuse, say
from zonemap.boundaries.formats import ending_of
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
            (f"缺少同名的 .{'、.'.join(missing)}", f"the .{', .'.join(missing)} of that name is missing"),
            ("请把同名的文件一起给", "Give all files of that name together"),
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
    """Stop at a shapefile shorter than its header says; drop a .prj that cannot be read."""
    with shp.open("rb") as stream:
        header = stream.read(100)
    stated = 2 * int.from_bytes(header[_SHP_LENGTH_AT : _SHP_LENGTH_AT + 4], "big")
    if shp.stat().st_size < stated:
        refuse(
            file,
            ("文件不完整", "the file is cut off"),
            ("请从原软件重新导出", "Export it again"),
            value=f"{shp.stat().st_size} < {stated} bytes",
        )
    prj = shp.with_suffix(".prj")
    if not prj.exists():
        return []
    try:
        CRS.from_wkt(prj.read_text("latin-1"))
    except CRSError:
        prj.unlink()
        return [say(".prj 读不出，未采用", ".prj cannot be read and is not used")]
    return []
