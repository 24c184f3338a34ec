"""A geodata folder for any prefecture of China: its counties, empty tables, and what to do with them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pandas as pd

from zonemap.boundaries.counties import prefecture_name, read_counties, write_counties
from zonemap.boundaries.districts import english_name
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.outputs.new_folder.data_package import describe_folder
from zonemap.tables.csv_file import write_table
from zonemap.tables.schemas import TABLE_NAMES, columns_of


def new_folder(city: str, folder: Path | str, *, as_of: dt.date | None = None) -> list[Path]:
    """Make a geodata folder for a prefecture.

    It holds the counties with their seats, every table with its headings and no row, ``datapackage.json``
    and a README that says where to begin. ``zonemap check`` finds nothing wrong with it.

    Parameters
    ----------
    city
        Name or code of the prefecture: ``临汾``, ``临汾市`` or ``141000``.
    folder
        Where it shall stand: a new folder, or an empty one.
    as_of
        The day whose state the tables are to describe; today when None.

    Returns
    -------
    The files.

    Raises
    ------
    ZonemapError
        If there is no such prefecture, or the folder is not empty.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ZonemapError(
            f"{folder} 里已有内容，不覆盖；请换一个空文件夹 / "
            f"{folder} is not empty and stays as it is: name another folder"
        )
    name = prefecture_name(city)
    counties = read_counties(city)
    title, title_en = f"{name}开发区", f"Development zones of {english_name(name)}"
    day = (as_of or dt.date.today()).isoformat()
    package = describe_folder(slug(english_name(name)), title, title_en, day)
    return [
        write_counties(counties, folder / "counties.geojson"),
        *(
            write_table(pd.DataFrame(columns=columns_of(table), dtype=str), folder / f"{table}.csv")
            for table in TABLE_NAMES
        ),
        write_atomic(folder / "README.md", f"# {title} · {title_en}\n\n{_guide()}"),
        write_atomic(folder / "datapackage.json", package),
    ]


def slug(name: str) -> str:
    """Return a name in small letters alone, ü as v: ``Xi'an`` as ``xian``, ``Lüliang`` as ``lvliang``."""
    plain = unicodedata.normalize("NFD", name.lower().replace("ü", "v"))
    return re.sub(r"[^a-z]", "", plain)


def _guide() -> str:
    """Return what the README of a new folder says."""
    return files("zonemap.outputs.new_folder").joinpath("guide.md").read_text("utf-8")
