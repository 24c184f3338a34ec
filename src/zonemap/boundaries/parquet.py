"""Points in Parquet and GeoParquet, read and written in parts; their columns stay what they are.

pyarrow, an optional package, is imported where it is needed; whether it is there is asked before any work.
"""

# Above 300 lines because what is written of Parquet is what is read of it.

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from zonemap.boundaries.boundary_file import refuse
from zonemap.boundaries.crs.candidates import CGCS2000, lonlat_of
from zonemap.boundaries.crs.names import Statement
from zonemap.boundaries.formats.features import Row, Table
from zonemap.boundaries.formats.vector import as_text
from zonemap.boundaries.point_file import (
    ROWS_AT_FIRST,
    PointTable,
    Requested,
    coordinates_by_heading,
    coordinates_of,
    numbers_of,
)
from zonemap.core.errors import ZonemapError, need_package
from zonemap.core.reading import errors_as_problems
from zonemap.core.text import Text
from zonemap.tables.rows import Sheet

ENDINGS = (".parquet", ".geoparquet")
Engine = Literal["here", "sedonadb"]
"""What reads Parquet: pyarrow in this process, or SedonaDB."""

_ROWS_AT_ONCE = 2**16
_GEOMETRY = "geometry"
Floats = NDArray[np.float64]


def check_engine(path: Path, engine: Engine) -> None:
    """See, before any work, that what reads a file of points is there and can read it.

    Raises
    ------
    ZonemapError
        If a package is missing, or SedonaDB shall read what is no Parquet.
    """
    if is_parquet(path):
        need_package("pyarrow", "读取 Parquet ", "reading Parquet")
    elif engine == "sedonadb":
        raise ZonemapError(
            f"{path}：SedonaDB 只读 Parquet；别的格式请不写 --engine / SedonaDB reads Parquet alone: for "
            "other formats leave out --engine"
        )
    if engine == "sedonadb":
        need_package("sedonadb", "--engine sedonadb ", "--engine sedonadb")


def is_parquet(path: Path) -> bool:
    """Say whether a file is Parquet, or a folder holds such files, by ending or content."""
    if path.is_dir():
        return any(_files_of(path))
    if path.suffix.lower() in ENDINGS or not path.is_file():
        return path.suffix.lower() in ENDINGS
    with errors_as_problems(path.name), path.open("rb") as file:
        return file.read(4) == b"PAR1"


def read_parquet_points(path: Path, requested: Requested, engine: Engine) -> Iterator[PointTable]:
    """Read points in parts: by their geometry, or by columns whose headings name coordinates.

    Parameters
    ----------
    path
        A file, or a folder of files with the same columns.
    requested
        What the person says of the coordinates.
    engine
        What reads it.

    Raises
    ------
    DataProblems
        If it is broken, or has no coordinates; if the files of a folder differ.
    """
    files = _files_of(path)
    schema, count = _opened(path.name, files)
    geometry = _geometry_of(path.name, schema)
    numbers: Callable[[Any], Floats] | None = None
    done = 0
    for batch in _batches(files, schema, engine):
        if numbers is None:
            read, numbers = _first(path, batch, geometry, requested)
            read.expected = count
        else:
            read = PointTable(_headings(batch, geometry), numbers=numbers(batch))
        read.cells = [batch.column(name) for name in read.columns]
        read.sheets = [""] * len(batch)
        read.rows = range(done + 1, done + len(batch) + 1)
        done += len(batch)
        yield read


def texts_of(column: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column of Parquet as text; any other column as it is."""
    return list(map(as_text, column.to_pylist())) if hasattr(column, "to_pylist") else column


@contextmanager
def parquet_writer(target: IO[bytes]) -> Iterator[Callable[[Mapping[str, Any], Floats, Floats], None]]:
    """Open a GeoParquet file for located points, which come some at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    with ExitStack() as stack:
        opened: list[Any] = []

        def write(columns: Mapping[str, Any], lon: Floats, lat: Floats) -> None:
            arrays = {name: _array(cells) for name, cells in columns.items()}
            table = pa.table({**arrays, _GEOMETRY: _points(lon, lat)})
            if not opened:
                schema = table.schema.with_metadata({"geo": json.dumps(_geo())})
                opened.append(stack.enter_context(parquet.ParquetWriter(target, schema, compression="zstd")))
            opened[0].write_table(table.cast(opened[0].schema))

        yield write


def _geo() -> dict[str, Any]:
    """Return what GeoParquet says of the points."""
    crs = CRS.from_epsg(CGCS2000).to_json_dict()
    column = {"encoding": "WKB", "geometry_types": ["Point"], "crs": crs}
    return {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}


def _array(cells: Any) -> Any:
    """Return a column for Parquet: as it came from there, else numbers or text; NaN is none."""
    import pyarrow as pa

    if hasattr(cells, "to_pylist"):
        views = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
        return cells.cast(views[cells.type]) if cells.type in views else cells
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "f":
        return pa.array(cells, pa.float64(), from_pandas=True)
    is_number = isinstance(cells, range) or (len(cells) and isinstance(cells[0], int | np.integer))
    return pa.array(cells, pa.int64() if is_number else pa.string(), from_pandas=True)


def _points(lon: Floats, lat: Floats) -> Any:
    """Return points as WKB, null where there is none."""
    import pyarrow as pa
    from pyarrow import compute

    wkb = np.zeros(len(lon), dtype=[("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    wkb["order"], wkb["kind"], wkb["x"], wkb["y"] = 1, 1, lon, lat
    fixed = pa.Array.from_buffers(pa.binary(wkb.itemsize), len(wkb), [None, pa.py_buffer(wkb)])
    return compute.if_else(pa.array(np.isfinite(lon)), fixed.cast(pa.binary()), None)


def _files_of(path: Path) -> list[Path]:
    """Return a file, or those of a folder, in the order of their names."""
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())


def _opened(file: str, files: Sequence[Path]) -> tuple[Any, int]:
    """Return the columns of files, which have to be the same, and how many rows they have."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        heads = [parquet.read_metadata(one) for one in files]
        schemas = [parquet.read_schema(one) for one in files]
    except pa.ArrowInvalid:
        refuse(
            file,
            Text("文件不完整或已损坏", "the file is cut off or broken"),
            Text("请从原软件重新导出", "Export it again"),
        )
    known = _geometry_of(file, schemas[0])
    for one, schema in zip(files, schemas, strict=True):
        if not schema.equals(schemas[0]) or _geometry_of(file, schema) != known:
            refuse(
                file,
                Text("各文件的列或坐标系不同", "its files differ in columns or CRS"),
                Text("请分开给", "Give them one after another"),
                value=one.name,
            )
    return schemas[0], sum(head.num_rows for head in heads)


def _batches(files: Sequence[Path], schema: Any, engine: Engine) -> Iterator[Any]:
    """Go through the rows of files, some at a time; without any rows that is one empty part."""
    import pyarrow as pa
    from pyarrow import parquet

    found = 0
    if engine == "sedonadb":
        import sedonadb

        db = sedonadb.connect()
        db.sql(f"SET datafusion.execution.batch_size = {_ROWS_AT_ONCE}").execute()
        parts = iter(pa.RecordBatchReader.from_stream(db.read_parquet(list(map(str, files)))))
    else:
        parts = (
            part for one in files for part in parquet.ParquetFile(one).iter_batches(batch_size=_ROWS_AT_ONCE)
        )
    for part in parts:
        found += len(part)
        yield part
    if not found:
        yield pa.RecordBatch.from_arrays([pa.array([], one.type) for one in schema], schema=schema)


@dataclass(frozen=True)
class _Geometry:
    """The column of points: its name, how it is written, its reference system and whether that is stated."""

    name: str
    encoding: str
    crs: CRS | None
    weak: bool


def _geometry_of(file: str, schema: Any) -> _Geometry | None:
    """Return the column of points that GeoParquet or GeoArrow names."""
    told = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    if told:
        name = told["primary_column"]
        column = told["columns"][name]
        crs = column.get("crs", "OGC:CRS84")
        return _Geometry(name, column["encoding"].lower(), _crs(file, crs), "crs" not in column)
    for one in schema:
        extension = (one.metadata or {}).get(b"ARROW:extension:name", b"").decode()
        if extension.startswith("geoarrow."):
            crs = json.loads(one.metadata.get(b"ARROW:extension:metadata") or b"{}").get("crs")
            return _Geometry(one.name, extension.removeprefix("geoarrow."), _crs(file, crs), False)
    return None


def _crs(file: str, told: Any) -> CRS | None:
    """Return a reference system by what a file says of it."""
    try:
        return None if told is None else CRS.from_user_input(told)
    except CRSError:
        refuse(
            file,
            Text("写明的坐标系读不出", "the CRS that it states cannot be read"),
            Text("请用 --crs 给出代号", "Name it with --crs"),
            column="crs",
            value=str(told),
        )


def _headings(batch: Any, geometry: _Geometry | None) -> list[str]:
    """Return the headings of a part without that of the points."""
    return [name for name in batch.schema.names if geometry is None or name != geometry.name]


def _first(
    path: Path, batch: Any, geometry: _Geometry | None, requested: Requested
) -> tuple[PointTable, Callable[[Any], Floats]]:
    """Return the first points, with what is said of their reference system, and how places are read."""
    headings = _headings(batch, geometry)
    texts = [texts_of(batch.column(name)[:ROWS_AT_FIRST]) for name in headings]
    if geometry is not None:
        rows = [Row([], dict(zip(headings, cells, strict=True))) for cells in zip(*texts, strict=True)]
        table = Table(rows, geometry.crs, geometry.weak, statements=[Statement(path.name)])
        read = PointTable(headings, declared=table.declared)
        found = geometry

        def places(part: Any) -> Floats:
            return _places(part.column(found.name), found.encoding)

    else:
        sheet = Sheet("", [(1, headings), *((2, list(cells)) for cells in zip(*texts, strict=True))])
        read, pair = coordinates_by_heading(path, sheet, requested)

        def places(part: Any) -> Floats:
            if pair.x == pair.y:
                return numbers_of(list(map(texts_of, part.columns)), pair)
            return np.column_stack([_numbers(part.column(at), pair.in_degrees) for at in (pair.x, pair.y)])

    read.numbers = places(batch)
    return read, places


def _places(column: Any, encoding: str) -> Floats:
    """Return where points lie, two columns; NaN for what is none."""
    from pyarrow import compute, types

    column = getattr(column, "storage", column)
    if encoding != "point":
        return np.column_stack(lonlat_of(shapely.from_wkb(column.to_numpy(zero_copy_only=False))))
    part = compute.struct_field if types.is_struct(column.type) else compute.list_element
    return np.column_stack([part(column, at).to_numpy(zero_copy_only=False) for at in (0, 1)])


def _numbers(column: Any, in_degrees: bool) -> Floats:
    """Return one coordinate of each row; NaN where there is none."""
    from pyarrow import float64, types

    if not (types.is_floating(column.type) or types.is_integer(column.type) or types.is_decimal(column.type)):
        return coordinates_of(texts_of(column), in_degrees)
    found = column.cast(float64(), safe=False).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(found), found, np.nan)
