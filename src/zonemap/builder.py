"""Everything for one region, written as one set: all outputs or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from zonemap.errors import ZonemapError
from zonemap.notebook import write_notebooks
from zonemap.output import staged_folder, write_atomic
from zonemap.page import save_page
from zonemap.region import Region
from zonemap.tables import write_table
from zonemap.webmap import explore

_VERSIONS_OF = ("zonemap", "folium", "geopandas", "pandas", "shapely", "pyogrio", "pyproj")


@dataclass(frozen=True)
class Step:
    """One output of a build.

    Parameters
    ----------
    name_zh, name_en
        What is made, for the progress bar.
    write
        Writes it into the folder it is given.
    """

    name_zh: str
    name_en: str
    write: Callable[[Path], object]


def build(
    region: Region,
    out: Path | str = "dist",
    *,
    lang: str = "",
    basemap: str = "none",
    map_number: str = "",
    notebooks: Path | None = None,
    track: Callable[[list[Step]], Iterable[Step]] = iter,
) -> list[Path]:
    """Write every output of a region.

    All files are written beside the old ones and put in place together at the end, ``manifest.json`` last: a
    build that is interrupted, or whose disk is full, leaves the old files whole. The same input gives the
    same bytes.

    Parameters
    ----------
    region
        The region on the day that the outputs shall show.
    out
        The folder to write into; made if missing.
    lang
        Language that the page opens in, ``zh`` or ``en``; empty lets the browser choose.
    basemap
        ``none``, ``tianditu`` or ``osm``.
    map_number
        The 审图号 issued to this map; without one the outputs say 内部工作底图.
    notebooks
        Folder of notebooks to run and write as pages; None for none.
    track
        Goes through the steps and shows progress.

    Returns
    -------
    The files, in the order of their names.

    Raises
    ------
    ZonemapError
        If an output cannot be made or ``out`` cannot be written.
    """
    steps = [
        Step(
            "地图网页",
            "map page",
            lambda folder: save_page(
                explore(region, lang=lang, basemap=basemap, map_number=map_number),
                folder / f"{region.name}.html",
            ),
        ),
        Step("连接账目", "account", lambda folder: write_table(region.account, folder / "account.csv")),
    ]
    if notebooks is not None:
        steps.append(
            Step("笔记本", "notebooks", lambda folder: write_notebooks(notebooks, folder / "notebooks"))
        )
    target = Path(out)
    try:
        with staged_folder(target, last="manifest.json") as folder:
            for step in track(steps):
                step.write(folder)
            write_atomic(folder / "manifest.json", _manifest(region, folder))
            written = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        raise ZonemapError(
            f"写不进 {target}:{error.strerror};旧文件保持原样 / "
            f"cannot write to {target}: {error.strerror}; the old files are as they were"
        ) from error
    return [target / path for path in written]


def _manifest(region: Region, folder: Path) -> str:
    """Describe what went in and what came out."""
    outputs = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "name": region.name,
        "as_of": region.date.isoformat(),
        "fingerprint": region.fingerprint,
        "versions": {package: version(package) for package in _VERSIONS_OF},
        "inputs": region.inputs,
        "outputs": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in outputs
        },
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
