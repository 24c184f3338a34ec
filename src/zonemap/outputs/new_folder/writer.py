"""A geodata folder for any prefecture of China: a workbook to fill in, its counties, and what to do."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

from zonemap.boundaries.counties import OWN_CODES, county_rows, prefecture_name, write_counties
from zonemap.boundaries.districts import english_name
from zonemap.core.atomic_output import write_atomic
from zonemap.core.build_context import NOTEBOOKS, own_notebooks
from zonemap.core.errors import ZonemapError
from zonemap.outputs.new_folder.data_package import describe_folder
from zonemap.outputs.workbook.form import write_form


def new_folder(
    city: str, folder: Path | str, *, as_of: dt.date | None = None, counties: Path | str | None = None
) -> list[Path]:
    """Make a geodata folder for a prefecture.

    It holds one workbook to fill in, the counties with their seats, ``datapackage.json`` and a README that
    says where to begin. ``zonemap check`` finds nothing wrong with it.

    Parameters
    ----------
    city
        Name or code of the prefecture: ``临汾``, ``临汾市`` or ``141000``.
    folder
        Where it shall stand: a new folder, or an empty one.
    as_of
        The day whose state the tables are to describe; today when None.
    counties
        A file with the polygons to use as counties, of any country: then the city is any name.

    Returns
    -------
    The files.

    Raises
    ------
    ZonemapError
        If there is no such prefecture, or the folder is not empty.
    DataProblems
        If the file of counties cannot be read.

    Examples
    --------
    >>> import zonemap as zm
    >>> zm.new_folder("太原", "taiyuan")[0].name
    '太原市.xlsx'
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ZonemapError(
            f"{folder} 里已有内容，不覆盖；请换一个空文件夹 / "
            f"{folder} is not empty and stays as it is: name another folder"
        )
    if counties is None:
        name, found = prefecture_name(city), county_rows(city)
        english = english_name(name)
    else:
        from zonemap.outputs.new_folder.own_counties import read_any_counties  # and with it every reader

        name = english = re.sub(r'[\\/:*?"<>|]+', "-", city).strip("-. ") or "zones"
        found = read_any_counties(Path(counties)).reset_index().to_dict("records")
    title, title_en = f"{name}开发区", f"Development zones of {english}"
    day = (as_of or dt.date.today()).isoformat()
    book = f"{name}.xlsx"
    members = () if counties is None else OWN_CODES
    lines = write_counties(found, folder / "counties.geojson", *members)
    digest = hashlib.sha256(lines.read_bytes()).hexdigest()
    given = None if counties is None else Path(counties).name
    package = describe_folder(slug(english) or "zones", title, title_en, day, book, digest, given)
    return [
        write_form(folder / book, [county["name_zh"] for county in found]),
        lines,
        write_atomic(folder / "README.md", f"# {title} · {title_en}\n\n{_guide()}"),
        write_atomic(folder / "datapackage.json", package),
        *_copy_notebooks(folder / NOTEBOOKS),
    ]


def slug(name: str) -> str:
    """Return a name in small letters alone, ü as v: ``Xi'an`` as ``xian``, ``Lüliang`` as ``lvliang``."""
    plain = unicodedata.normalize("NFD", name.lower().replace("ü", "v"))
    return re.sub(r"[^a-z]", "", plain)


def _copy_notebooks(out: Path) -> list[Path]:
    """Copy the notebooks that come with zonemap into a folder."""
    return [
        write_atomic(out / path.name, path.read_bytes()) for path in sorted(own_notebooks().glob("*.ipynb"))
    ]


def _guide() -> str:
    """Return what the README of a new folder says."""
    return files("zonemap.outputs.new_folder").joinpath("guide.md").read_text("utf-8")
