"""Tables as planners hold them, good and bad, each with what zonemap must make of it.

The list is the source of three things: the files, which each test writes when it reads them (for a person:
``cd tests; python -m kit.write_cases FOLDER``), the tests, and ``docs/tables.md``. A case writes only what
differs from the made-up region of ``toy.py``, with the same bytes each time.
"""

from kit.table_cases import cells, evidence, files, hostile, joins, workbooks
from kit.table_cases.kit import Case

SECTIONS: tuple[tuple[str, tuple[Case, ...]], ...] = (
    ("文件与编码 · Files and encodings", files.CASES),
    ("列名 · Headings", cells.HEADINGS),
    ("单元格 · Cells", cells.CASES),
    ("工作簿 · Workbooks", workbooks.CASES),
    ("表与表之间 · Tables and tables", joins.CASES),
    ("依据 · Evidence", evidence.CASES),
    ("安全 · Files that mean harm", hostile.CASES),
)

CASES: tuple[Case, ...] = tuple(case for _, cases in SECTIONS for case in cases)
