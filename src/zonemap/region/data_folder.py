"""A geodata folder: where it is, what it says of itself, and the hash of each of its files."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from zonemap.core.dates import read_day
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems
from zonemap.core.reading import errors_as_problems, read_json
from zonemap.core.text import Text
from zonemap.tables.schemas import EVIDENCE, ID_FORM, REQUIRED
from zonemap.tables.table_file import ENDINGS


@dataclass(frozen=True)
class Package:
    """What the data say of themselves as a whole, or what follows from them.

    Parameters
    ----------
    name
        What the outputs are called by.
    title
        The title of the region.
    state_day
        The day that the cells speak of.
    evidence
        One of ``EVIDENCE``.
    derived
        How it was found what the data do not say, a sentence each.
    """

    name: str
    title: Text
    state_day: dt.date
    evidence: str
    derived: tuple[Text, ...] = ()


VARIABLE = "ZONEMAP_GEODATA"
"""Environment variable by which a build tells its notebooks which data it is made of."""

DAY_VARIABLE = "ZONEMAP_AS_OF"
"""Environment variable by which a build tells its notebooks which day it is made for."""

_NAME = "geodata"
_DATA_SUFFIXES = (".json", ".geojson", *ENDINGS)


def day_of_build(folder: Path) -> dt.date | None:
    """Return the day of the build that runs the notebook, if it reads this folder; else None."""
    named, day = os.environ.get(VARIABLE), os.environ.get(DAY_VARIABLE)
    return read_day(day) if day and named and Path(named).resolve() == folder.resolve() else None


def find_geodata() -> Path:
    """Find the data folder from wherever a notebook stands.

    Returns
    -------
    The folder that ``zonemap build`` is reading, when it runs the notebook; else the nearest folder
    ``geodata`` here or further up.

    Raises
    ------
    CannotRead
        If there is none.

    Examples
    --------
    >>> import zonemap as zm
    >>> zm.find_geodata().name
    'geodata'
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    here = Path.cwd()
    found = [folder / _NAME for folder in (here, *here.parents) if (folder / _NAME).is_dir()]
    if not found:
        raise CannotRead(
            f'{here} 及其上级没有文件夹 {_NAME}；可写 zm.read_region("您的数据文件夹") / '
            f'no folder {_NAME} in {here} or above; you may write zm.read_region("your data folder")'
        )
    return found[0]


def hash_files(folder: Path, named: Collection[Path] = ()) -> dict[str, str]:
    """Return the SHA-256 of every data file of a geodata folder by its path in it, or of the only file.

    Parameters
    ----------
    folder
        The folder, or the file.
    named
        Boundary files of it that the history names, wherever they lie; their companions count, too.
    """
    if folder.is_file():
        return {folder.name: _hash_file(folder, folder.name)}
    stems = {path.stem for path in named if path.parent == folder}
    paths = {path for path in folder.iterdir() if path.suffix.lower() in _DATA_SUFFIXES or path.stem in stems}
    paths |= {found for path in named for found in path.rglob("*")}
    paths |= set((folder / "boundaries").rglob("*"))
    return {
        name: _hash_file(path, name)
        for path in sorted(paths)
        if path.is_file() and (name := path.relative_to(folder).as_posix())
    }


def _hash_file(path: Path, name: str) -> str:
    """Return the SHA-256 of a file."""
    with errors_as_problems(name):
        return hashlib.sha256(path.read_bytes()).hexdigest()


def read_package(path: Path) -> Package:
    """Read what ``datapackage.json`` says of the whole; ``evidence`` is ``required`` if it is not there.

    Raises
    ------
    CannotRead
        If the file is missing, is not JSON, or its name or day cannot be used.
    """
    try:
        package = read_json(path, path.name)
        found = {key: str(package[key]) for key in ("name", "title", "title_en", "as_of")}
        day = dt.date.fromisoformat(found["as_of"])
        found["evidence"] = str(package.get("evidence", REQUIRED))
    except (DataProblems, ValueError, KeyError, TypeError) as error:
        raise CannotRead(
            f"{path}：需要 name、title、title_en 和 as_of（如 2020-05-14） / "
            f"needs name, title, title_en and as_of (such as 2020-05-14): {error}"
        ) from error
    if found["evidence"] not in EVIDENCE:
        raise CannotRead(
            f"{path}：evidence 只能是 required（每个值都要有依据）或 own（表格本身就是依据） / "
            f"evidence is either required (every value needs some) or own (the tables are their own): "
            f"{found['evidence']!r}"
        )
    if not re.fullmatch(ID_FORM, found["name"]):
        raise CannotRead(
            f"{path}:name 只能用小写字母、数字和连字符 / "
            f"name holds small letters, digits and hyphens only: {found['name']!r}"
        )
    return Package(found["name"], Text(found["title"], found["title_en"]), day, found["evidence"])
