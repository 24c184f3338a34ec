"""The boundary files below a folder or in an archive, each read by the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from zonemap.boundaries.boundary_file import BoundaryFile, format_note, refuse
from zonemap.boundaries.crs.names import Statement, with_statements
from zonemap.boundaries.formats.archive import unpack
from zonemap.boundaries.formats.cad import join_drawing, note_skipped
from zonemap.boundaries.formats.detection import ENDINGS, detect_format, ending_of, is_geodatabase
from zonemap.boundaries.formats.features import NoFeature, boundary_file_of
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.parcel_txt import read_parcel_txt
from zonemap.boundaries.formats.point_table import read_points_csv, read_points_xlsx
from zonemap.boundaries.formats.unsupported import refuse_format
from zonemap.boundaries.formats.vector import read_vector
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import check_ordinary, errors_as_problems
from zonemap.core.text import Text

MOST_FILE_BYTES = 1 << 30
"""Largest boundary file that is read (1 GiB)."""

MOST_TEXT_BYTES = 128 << 20
"""Largest file of a format whose text is read whole (128 MiB, five million points): it takes several times
as much memory."""

_READ_WHOLE = ("kml", "geojson", "dxf", "parcel_txt", "points_csv")
_COMPANIONS = {
    "shp": ("shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix", "fix", "idx", "ind", "qpj"),
    "tab": ("dat", "map", "id", "ind"),
    "mif": ("mid",),
    "tif": ("tfw", "tifw", "ovr"),
    "tiff": ("tfw", "tiffw", "ovr"),
    "png": ("pgw", "pngw"),
    "jpg": ("jgw", "jpgw"),
    "jpeg": ("jgw", "jpegw"),
}
_NO_DATA = ("md", "qml", "sld", "lyr", "xml", "log", "ini", "lock", "ds_store", "db", "gpkg-wal", "gpkg-shm")


@dataclass(frozen=True)
class Source:
    """A boundary file: where it stands, how the messages call it, and the names that may say whose it is."""

    path: Path
    file: str
    stems: tuple[str, ...]


def find_sources(path: Path) -> list[Source]:
    """List the boundary files at a path: the file itself, or those below the folder, by name.

    Companions of shapefiles and MapInfo tables, hidden files, styles and read-me files are left out.
    """
    if path.is_file() or is_geodatabase(path):
        return [Source(path, path.name, (path.stem,))]
    return [Source(found, found.relative_to(path).as_posix(), (found.stem,)) for found in sorted(_walk(path))]


def _walk(folder: Path, inside: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Go through the boundary files below a folder; links that lead back up are left."""
    inside = (*inside, folder.resolve())
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$", "__MACOSX"))]
    names = {entry.name.lower() for entry in entries}
    for entry in entries:
        if entry.is_dir():
            if entry.resolve() in inside:
                continue
            if is_geodatabase(entry):
                yield entry
            else:
                yield from _walk(entry, inside)
        elif not _is_no_boundary(entry, names):
            yield entry


def _is_no_boundary(entry: Path, names: set[str]) -> bool:
    """Return whether a file belongs to another one or holds no data."""
    if ending_of(entry) in _NO_DATA or entry.stem.lower().startswith("readme"):
        return True
    return _is_companion(entry, names)


def _is_companion(entry: Path, names: set[str]) -> bool:
    """Return whether a file is a part of another one among the names."""
    ending, stem = ending_of(entry), entry.stem.lower()
    return any(ending in parts and f"{stem}.{main}" in names for main, parts in _COMPANIONS.items())


def without_companions(paths: Sequence[Path]) -> list[Path]:
    """Return paths without those that are parts of another of them, such as the .dbf of a shapefile."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        names.setdefault(path.parent, set()).add(path.name.lower())
    return [path for path in paths if not _is_companion(path, names[path.parent])]


def read_source(source: Source) -> list[tuple[Source, BoundaryFile]]:
    """Read a boundary file, or all those in an archive.

    Raises
    ------
    DataProblems
        With everything that prevents it.
    """
    check_ordinary(source.path, source.file)
    with errors_as_problems(source.file):
        return _read_any(source)


def _read_any(source: Source) -> list[tuple[Source, BoundaryFile]]:
    """Read a boundary file, or all those in an archive, by what it holds."""
    _check_size(source, MOST_FILE_BYTES)
    format = detect_format(source.path, source.file)
    if format in ("archive", "kmz"):
        return _read_archive(source)
    if format in _READ_WHOLE:
        _check_size(source, MOST_TEXT_BYTES)
    boundary_file = _read(source.path, source.file, format)
    boundary_file.declared = with_statements(boundary_file.declared, [Statement(source.file)])
    _note_ending(boundary_file, source.path)
    return [(source, boundary_file)]


def _check_size(source: Source, most: int) -> None:
    """Stop at a file that would fill the memory."""
    size = source.path.stat().st_size if source.path.is_file() else 0
    if size <= most:
        return
    limit = f"{most >> 30} GB" if most >= 1 << 30 else f"{most >> 20} MB"
    refuse(
        source.file,
        Text(f"文件超过 {limit}", f"the file is larger than {limit}"),
        Text("请只导出边界图层，或存为 GeoPackage", "Export the boundary layer only, or as GeoPackage"),
        value=f"{size >> 20} MB",
    )


def _read(path: Path, file: str, format: str) -> BoundaryFile:
    """Read a file of a known format."""
    if format == "parcel_txt":
        return read_parcel_txt(path, file)
    if format == "points_csv":
        return read_points_csv(path, file)
    if format == "points_xlsx":
        return read_points_xlsx(path, file)
    table = read_kml(path, file) if format == "kml" else read_vector(path, file, format)
    if format == "dxf":
        table.notes += note_skipped(path)
        return boundary_file_of(file, format, join_drawing(table))
    return boundary_file_of(file, format, table)


def _read_archive(source: Source) -> list[tuple[Source, BoundaryFile]]:
    """Unpack an archive into a temporary folder and read what is in it."""
    with TemporaryDirectory(prefix="zonemap-") as folder:
        unpack(source.path, source.file, Path(folder))
        found = find_sources(Path(folder))
        if not found:
            refuse_format(source.file, "empty")
        drawings: list[tuple[Source, BoundaryFile]] = []
        problems: list[Problem] = []
        empty: list[Problem] = []
        for inner in found:
            named = Source(inner.path, f"{source.file}/{inner.file}", (*inner.stems, *source.stems))
            try:
                drawings += _read_inner(named)
            except NoFeature as error:
                empty += error.problems
            except DataProblems as error:
                problems += error.problems
    if problems or not drawings:
        raise DataProblems(problems + empty)
    for _, boundary_file in drawings:
        boundary_file.notes += [
            format_note(f"{one.file} 里没有要素", f"no feature in {one.file}") for one in empty
        ]
    return drawings


def _read_inner(source: Source) -> list[tuple[Source, BoundaryFile]]:
    """Read a file of an archive; an archive in an archive is not opened."""
    if detect_format(source.path, source.file) in ("archive", "kmz"):
        refuse(
            source.file,
            Text("压缩包里还有压缩包", "an archive within the archive"),
            Text("请解压一层后再给", "Unpack it once"),
        )
    return read_source(source)


def _note_ending(boundary_file: BoundaryFile, path: Path) -> None:
    """Say that a file is read by its content when its ending says otherwise."""
    ending = ending_of(path)
    claimed = [key for key, endings in ENDINGS.items() if ending in endings]
    if claimed and boundary_file.format not in claimed:
        zh = f"文件名以 .{ending} 结尾，但内容是 {boundary_file.format}"
        boundary_file.notes.append(f"{zh} / named .{ending}, but holds {boundary_file.format}")
