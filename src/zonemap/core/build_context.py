"""What a build tells the notebooks that it runs, so that they show what its other outputs show.

It stands in the environment of their kernels; whatever is not asked for otherwise is taken from there. Which
notebooks a build runs is said here too.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

_PREFIX = "ZONEMAP_"
GEODATA = f"{_PREFIX}GEODATA"
"""Environment variable that names the data that :func:`zonemap.find_geodata` shall find."""

NOTEBOOKS = "notebooks"
"""What a folder of notebooks is called, beside data, in a data folder and in our wheel."""


@dataclass(frozen=True)
class BuildContext:
    """What a notebook is told by the build that runs it; nothing when nobody runs it.

    Parameters
    ----------
    geodata
        The data folder, or the file.
    boundaries
        Its boundaries, where they lie elsewhere.
    day
        The day of the outputs.
    state_day
        The day that the cells of a file speak of, if it was given to the build.
    lang
        The language asked for, ``zh`` or ``en``; empty for none.
    map_number
        The map review number (审图号) issued to the outputs.
    outputs
        The folders in which outputs of the same data and day stand.
    has_context
        Whether maps show what lies around the zones.
    """

    geodata: Path | None = None
    boundaries: Path | None = None
    day: dt.date | None = None
    state_day: dt.date | None = None
    lang: str = ""
    map_number: str = ""
    outputs: tuple[Path, ...] = ()
    has_context: bool = True

    def variables(self) -> dict[str, str]:
        """Return what is told as environment variables."""
        values = {
            "GEODATA": str(self.geodata.resolve()) if self.geodata else "",
            "BOUNDARIES": str(self.boundaries.resolve()) if self.boundaries else "",
            "AS_OF": self.day.isoformat() if self.day else "",
            "STATE_DAY": self.state_day.isoformat() if self.state_day else "",
            "LANG": self.lang,
            "MAP_NUMBER": self.map_number,
            "OUTPUTS": os.pathsep.join(str(folder.resolve()) for folder in self.outputs),
            "CONTEXT": "" if self.has_context else "none",
        }
        return {f"{_PREFIX}{key}": value for key, value in values.items() if value}


def build_context(variables: Mapping[str, str] = os.environ) -> BuildContext:
    """Return what the build that runs this process tells it."""
    found = {key.removeprefix(_PREFIX): value for key, value in variables.items() if key.startswith(_PREFIX)}
    paths = {key: Path(found[key]) if found.get(key) else None for key in ("GEODATA", "BOUNDARIES")}
    days = {
        key: dt.date.fromisoformat(found[key]) if found.get(key) else None for key in ("AS_OF", "STATE_DAY")
    }
    return BuildContext(
        paths["GEODATA"],
        paths["BOUNDARIES"],
        days["AS_OF"],
        days["STATE_DAY"],
        found.get("LANG", ""),
        found.get("MAP_NUMBER", ""),
        tuple(map(Path, filter(None, found.get("OUTPUTS", "").split(os.pathsep)))),
        not found.get("CONTEXT"),
    )


def context_of(path: Path) -> BuildContext:
    """Return what the build tells of some data; nothing if it is made of others."""
    known = build_context()
    return known if known.geodata and known.geodata.resolve() == path.resolve() else BuildContext()


def requested_lang() -> str:
    """Return the language that the build was asked for, else Chinese."""
    return build_context().lang or "zh"


def notebooks_for(data: Path) -> Path:
    """Return the notebooks that a build of some data runs.

    They are those in the data folder, as ``zonemap new`` puts them there, or else beside it; for all other
    data those that come with zonemap.
    """
    near = [data / NOTEBOOKS, data.resolve().parent / NOTEBOOKS] if data.is_dir() else []
    return next((folder for folder in near if any(folder.glob("*.ipynb"))), own_notebooks())


def own_notebooks() -> Path:
    """Return the folder of the notebooks that come with zonemap: in its wheel, or in its repository."""
    package = Path(str(files("zonemap")))
    return next(path for path in (package / NOTEBOOKS, package.parents[1] / NOTEBOOKS) if path.is_dir())


def own_example() -> Path:
    """Return the data that come with zonemap as an example: in its wheel, or in its repository."""
    package = Path(str(files("zonemap")))
    return next(path for path in (package / "geodata", package.parents[1] / "geodata") if path.is_dir())
