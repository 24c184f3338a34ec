"""Where the data of a notebook are."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from zonemap.core.dates import read_day
from zonemap.core.errors import CannotRead

VARIABLE = "ZONEMAP_GEODATA"
"""Environment variable by which a build tells its notebooks which data it is made of."""

DAY_VARIABLE = "ZONEMAP_AS_OF"
"""Environment variable by which a build tells its notebooks which day it is made for."""

_NAME = "geodata"


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
