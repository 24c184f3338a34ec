"""A geodata folder: where it is, what it says of itself, and the hash of each of its files."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zonemap.core.build_context import build_context, own_example
from zonemap.core.errors import CannotRead
from zonemap.core.inputs import PACKAGE_FILE, input_files
from zonemap.core.problems import DataProblems
from zonemap.core.reading import errors_as_problems, read_json
from zonemap.core.text import Text
from zonemap.tables.schemas import EVIDENCE, ID_FORM, REQUIRED


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
    counties
        SHA-256 of the file of counties that they describe; empty when they do not say it.
    context
        Title and source of what is drawn under the zones, by its path in the folder.
    """

    name: str
    title: Text
    state_day: dt.date
    evidence: str
    derived: tuple[Text, ...] = ()
    counties: str = ""
    context: Mapping[str, tuple[Text, Text]] = field(default_factory=dict)


_NAME = "geodata"


def find_geodata() -> Path:
    """Find the data folder from wherever a notebook stands.

    Returns
    -------
    What ``zonemap build`` is reading, a folder or a file, when it runs the notebook; else the nearest folder,
    here or further up, that is a data folder itself or has one named ``geodata``.

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
    if named := build_context().geodata:
        return named
    here = Path.cwd()
    found = [
        folder if (folder / PACKAGE_FILE).is_file() else folder / _NAME
        for folder in (here, *here.parents)
        if (folder / PACKAGE_FILE).is_file() or (folder / _NAME).is_dir()
    ]
    if not found:
        raise CannotRead(
            f'{here} 及其上级没有数据文件夹 {_NAME}；可写 zm.read_region("您的数据文件夹")，'
            f"随程序来的例子在 {own_example()} / "
            f'no folder {_NAME} in {here} or above; you may write zm.read_region("your data folder"), '
            f"the example that comes with zonemap is {own_example()}"
        )
    return found[0]


def hash_files(folder: Path, lines: Path, named: Collection[Path] = ()) -> dict[str, str]:
    """Return the SHA-256 of every file that :func:`~zonemap.core.inputs.input_files` names."""
    return {name: hash_file(path, name) for name, path in input_files(folder, lines, named).items()}


def hash_file(path: Path, name: str) -> str:
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
    title = Text(found["title"], found["title_en"])
    return Package(
        found["name"],
        title,
        day,
        found["evidence"],
        counties=_digest_of_counties(package),
        context=_described_context(package),
    )


def _described_context(package: Mapping[str, Any]) -> dict[str, tuple[Text, Text]]:
    """Return title and first source of each resource that lies in ``context/``."""
    found = {}
    for one in _resources(package):
        path, sources = str(one.get("path", "")), one.get("sources")
        if path.startswith("context/"):
            first = sources[0] if isinstance(sources, list) and sources else {}
            title = Text(str(one.get("title", "")), str(one.get("title_en", "")))
            found[path] = title, Text(str(first.get("title", "")) if isinstance(first, dict) else "")
    return found


def _resources(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a description says of each file."""
    resources = package.get("resources")
    return [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []


def _digest_of_counties(package: Mapping[str, Any]) -> str:
    """Return the SHA-256 that a description holds of its counties; empty when it holds none."""
    for one in _resources(package):
        if one.get("name") == "counties":
            return str(one.get("hash", "")).removeprefix("sha256:")
    return ""
