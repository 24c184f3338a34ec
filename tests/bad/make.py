"""Make the files under ``tests/good/boundaries`` and ``tests/bad/boundaries``, a folder for each case.

What must come of each stands with the case in ``tests/boundary_cases``; ``expected.csv`` beside the folders
lists it for readers. Run it by hand when a case changes: ``python tests/bad/make.py``. It needs ezdxf.
"""

from __future__ import annotations

import csv
import shutil
import sys
import warnings
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from boundary_cases import CASES  # noqa: E402 -- found only once tests/ is on the path


def main() -> None:
    """Make every case anew."""
    for side in ("good", "bad"):
        shutil.rmtree(TESTS / side / "boundaries", ignore_errors=True)
    warnings.simplefilter("ignore")
    for case in CASES:
        folder = case.folder
        folder.mkdir(parents=True)
        case.make(folder)
    for side in ("good", "bad"):
        with (TESTS / side / "boundaries" / "expected.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["id", "reads", "outcome", "says"])
            for case in CASES:
                if case.is_bad == (side == "bad"):
                    outcome = "refused" if case.refused else "read"
                    table.writerow([case.id, case.path, outcome, " | ".join(case.says)])


if __name__ == "__main__":
    main()
