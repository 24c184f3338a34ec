"""Boundary files as planners hold them, good and bad, each with what zonemap must make of it.

The list is the source of three things: the files, which each test writes when it reads them (for a person:
``cd tests; python -m kit.write_cases FOLDER``), the tests, and ``docs/formats.md``. A file has the same bytes
each time, but for geodatabases and the .dat of MapInfo tables, where GDAL leaves some bytes to chance.
"""

from kit.boundary_cases import (
    drawings,
    hostile,
    markup,
    systems,
    tables,
    texts,
    vectors,
)
from kit.boundary_cases.kit import Case

CASES: tuple[Case, ...] = (
    *texts.CASES,
    *tables.CASES,
    *vectors.CASES,
    *drawings.CASES,
    *markup.CASES,
    *systems.CASES,
    *systems.SHAPES,
    *hostile.OWNERS,
    *hostile.CASES,
    *hostile.UNREAD,
)
