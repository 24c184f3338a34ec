"""The shade of hills under the zones: a grey picture that a planner's GIS made, wherever it lies.

It helps to see where valleys and mountains are, is the source of no fact and decides nothing.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from zonemap.boundaries.boundary_file import refuse
from zonemap.boundaries.crs.identify import identify_crs
from zonemap.boundaries.crs.names import crs_statements, declared_crs, with_statements
from zonemap.core.errors import need_package
from zonemap.core.text import Text

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

PICTURES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
"""Endings of pictures that lie on the ground, with a world file where they do not say themselves where."""

_MOST_PIXELS = 2400
"""Of the longer side no more pixels are kept than these: no output shows more."""

_WIDENED = 0.5
"""How far around the region it is kept, as a share of its longer side."""

_MAKE_ONE = Text(
    "请用 QGIS 的“山体阴影”或 gdaldem hillshade 生成 8 位灰度 GeoTIFF",
    "Make an 8-bit grey GeoTIFF of it with Hillshade of QGIS or gdaldem hillshade",
)


@dataclass(frozen=True)
class Hillshade:
    """How dark the ground is drawn.

    Parameters
    ----------
    file
        Its name in the data.
    name
        What the legend calls it.
    source
        The source that ``datapackage.json`` gives; empty where it gives none.
    darkness
        0 for what lies as bright as level ground or brighter, 255 for black; rows from north to south as the
        file has them, shape (rows, columns).
    to_pixels
        The matrix that makes column, row and 1 of x, y and 1 in ``crs``, shape (3, 3).
    crs
        The reference system of the file, or the one that its numbers tell.
    """

    file: str
    name: Text
    source: Text
    darkness: NDArray[np.uint8] = field(repr=False, compare=False)
    to_pixels: NDArray[np.float64] = field(repr=False, compare=False)
    crs: CRS = field(repr=False)

    features = 1
    """A picture is one."""

    def at(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Return how dark places are, EPSG:4490, in their shape; 0 where the picture does not reach."""
        x, y = Transformer.from_crs("EPSG:4490", self.crs, always_xy=True).transform(lon, lat)
        (a, b, c), (d, e, f), _ = self.to_pixels
        rows, columns = self.darkness.shape
        column, row = np.floor(a * x + b * y + c), np.floor(d * x + e * y + f)
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        found = np.zeros(np.shape(inside), dtype=np.uint8)
        found[inside] = self.darkness[row[inside].astype(int), column[inside].astype(int)]
        return found


def read_hillshade(
    path: Path, file: str, described: tuple[Text, Text], bounds: NDArray[np.float64]
) -> Hillshade:
    """Read the part of a picture that lies on and around a region.

    Parameters
    ----------
    path
        The picture.
    file
        Its name for the messages.
    described
        Its title and source.
    bounds
        West, south, east and north of the region, EPSG:4490; not finite where they are not known.

    Raises
    ------
    DataProblems
        If it is no grey picture of 8 bits, if nothing says where it lies, or if that is elsewhere.
    ZonemapError
        If rasterio is not installed.
    """
    need_package("rasterio", "context/ 里的影像", "a picture in context/")
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.errors import NotGeoreferencedWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        source = rasterio.open(path)
    with source:
        _check_kind(source, file)
        crs = _crs_of(source, file)
        window = _window(source, file, crs, bounds)
        step = max(1.0, max(window.height, window.width) / _MOST_PIXELS)
        shape = (max(1, round(window.height / step)), max(1, round(window.width / step)))
        part: dict[str, Any] = {"window": window, "out_shape": shape}
        grey = source.read(1, resampling=Resampling.average, **part)
        known = source.dataset_mask(**part) > 0
        to_window = np.array(~source.window_transform(window)).reshape(3, 3)
    coarser = np.diag([shape[1] / window.width, shape[0] / window.height, 1])
    return Hillshade(file, *described, _darkness(grey, known), coarser @ to_window, crs)


def _check_kind(source: DatasetReader, file: str) -> None:
    """Stop at heights, at colours, and at a picture that says nowhere where it lies."""
    types = ", ".join(sorted(set(source.dtypes)))
    if set(source.dtypes) != {"uint8"}:
        refuse(file, Text("不是 8 位灰度影像", "no grey picture of 8 bits"), _MAKE_ONE, value=types)
    if source.count not in (1, 2):
        refuse(
            file,
            Text("是彩色影像，不是山体阴影", "a picture in colours, no hillshade"),
            _MAKE_ONE,
            value=f"{source.count} × {types}",
        )
    if source.transform.is_identity:
        refuse(
            file,
            Text("没有写明位置", "nothing says where it lies"),
            Text(
                "请存为 GeoTIFF，或附上同名的坐标文件（.tfw、.pgw、.jgw）",
                "Save it as GeoTIFF, or put its world file (.tfw, .pgw, .jgw) beside it",
            ),
        )


def _crs_of(source: DatasetReader, file: str) -> CRS:
    """Return the reference system that the file states, else the one that its corners can only be in."""
    stated = CRS.from_wkt(source.crs.to_wkt()) if source.crs else None
    west, south, east, north = source.bounds
    corners = np.array([(west, south), (east, south), (east, north), (west, north)])
    declared = with_statements(declared_crs(stated), crs_statements(stated))
    return identify_crs(file, corners, declared, None, None).crs


def _window(source: DatasetReader, file: str, crs: CRS, bounds: NDArray[np.float64]) -> Any:
    """Return the part of a picture that lies in the widened bounds."""
    from rasterio.windows import Window, from_bounds

    whole = Window(0, 0, source.width, source.height)
    if not np.isfinite(bounds).all():
        return whole
    room = _WIDENED * max(np.ptp(bounds[::2]), np.ptp(bounds[1::2]))
    widened = bounds + room * np.array([-1, -1, 1, 1])
    to_file = Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    seen = from_bounds(*to_file.transform_bounds(*widened), source.transform)
    left, top = max(0, int(seen.col_off)), max(0, int(seen.row_off))
    right = min(source.width, int(np.ceil(seen.col_off + seen.width)))
    bottom = min(source.height, int(np.ceil(seen.row_off + seen.height)))
    if left >= right or top >= bottom:
        refuse(
            file,
            Text("不在本区域内", "it does not lie in the region"),
            Text("请换成本区域的影像，或移出 context/", "Take one of the region, or move it out of context/"),
        )
    return Window(left, top, right - left, bottom - top)


def _darkness(grey: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return how much darker than level ground, which most of a hillshade's middle values are, pixels are."""
    level = float(np.median(grey[known])) if known.any() else 0.0
    if not level:
        return np.zeros(grey.shape, dtype=np.uint8)
    share = np.clip(1 - grey / level, 0, 1)
    return np.where(known, np.rint(255 * share), 0).astype(np.uint8)
