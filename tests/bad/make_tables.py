"""Make the files under ``tests/good/tables`` and ``tests/bad/tables``, a folder for each case.

Each folder holds what differs from the made-up region of ``tests/toy.py``. What must come of it stands with
the case in ``tests/table_cases``; ``expected.csv`` beside the folders lists it for readers. Run it by hand
when a case changes: ``python tests/bad/make_tables.py``.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from table_cases import CASES  # noqa: E402 -- found only once tests/ is on the path
from table_cases.kit import Case  # noqa: E402


def main() -> None:
    """Make every case anew."""
    for side in ("good", "bad"):
        shutil.rmtree(TESTS / side / "tables", ignore_errors=True)
    for case in CASES:
        case.folder.mkdir(parents=True)
        case.make(case.folder)
    for side in ("good", "bad"):
        list_expected(side, [case for case in CASES if case.is_bad == (side == "bad")])


def list_expected(side: str, cases: list[Case]) -> None:
    """List what must come of the cases."""
    path = TESTS / side / "tables" / "expected.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "what", "without", "file", "sheet", "row", "column", "value", "says"])
        for case in cases:
            start = [case.id, case.what, " ".join(case.without)]
            for said in case.says:
                place = [said.file, said.sheet, said.row or "", said.column, said.value]
                table.writerow([*start, *place, said.words])
            if not case.says:
                table.writerow([*start, "", "", "", "", "", "reads as the toy region"])


if __name__ == "__main__":
    main()
