"""Write the files of cases for a person to look at: ``cd tests; python -m kit.write_cases FOLDER [NAME …]``.

The names are those of ``docs/formats.md`` and ``docs/tables.md``, such as ``dxf-open``; without a name all
cases are written, each into a folder of its own. The tests need none of it: each writes its case itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from kit import boundary_cases, table_cases

ALL = {
    "boundaries": {case.id: case for case in boundary_cases.CASES},
    "tables": {case.id: case for case in table_cases.CASES},
}


def write_cases(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """Write the cases of these names, or all, and return the folders written."""
    chosen = set(names)
    unknown = chosen.difference(*ALL.values())
    if unknown:
        raise SystemExit(f"没有这些情形 / no such cases: {', '.join(sorted(unknown))}")
    written = []
    for kind, cases in ALL.items():
        for name, case in cases.items():
            if not chosen or name in chosen:
                case.write(folder / kind)
                written.append(folder / kind / name)
    return written


def main() -> None:
    """Write the cases that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    for path in write_cases(given.folder, given.names):
        print(path)


if __name__ == "__main__":
    main()
