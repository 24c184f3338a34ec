"""Make ``geodata/examples/broken``: ten files with a mistake each, and what zonemap says of them.

Run it by hand when a case or a message changes: ``cd tests; python -m kit.make_broken``. Nine of them
are cases of ``docs/formats.md``, under their names; the tenth is the made-up zone with two numbers mistyped.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from kit.boundary_cases import CASES
from kit.boundary_cases.ground import GEODATA, counties_of_linfen
from kit.boundary_cases.kit import ID
from zonemap.boundaries.reader import read_boundaries
from zonemap.core.problems import DataProblems

FOLDER = GEODATA / "examples" / "broken"
CHOSEN = (
    "txt-bow-tie",
    "txt-wrong-meridian",
    "txt-digit-lost",
    "csv-packed-degrees",
    "csv-name-slip-inside",
    "xlsx-word-in-cell",
    "dxf-open",
    "dxf-millimetres",
    "kml-lat-lon-metres",
)
MISTYPED = f"{ID}-broken.txt"
HEADING = """\
# 有错的边界文件 · Boundary files with a mistake

故意写错，用来看看会怎样：`zonemap convert geodata/examples/broken/文件名`。下面是每个文件的报告，由
在 `tests/` 里运行的 `python -m kit.make_broken` 写出；全部情形见 `docs/formats.md`。

Broken on purpose, to see what happens: `zonemap convert geodata/examples/broken/FILE`. Below is the report of
each, written by `python -m kit.make_broken` in `tests/`; all cases are in `docs/formats.md`.
"""


def write_files(folder: Path) -> list[Path]:
    """Write the broken files into a folder."""
    written = [folder / MISTYPED]
    text = (GEODATA / "examples" / f"{ID}.txt").read_bytes().decode("gb18030")
    text = text.replace("37547850.5000", "3754785O.5000").replace("3993900.0000", "")
    written[0].write_bytes(text.replace(f",{ID},", f",{ID}-broken,").encode("gb18030"))
    cases = {case.id: case for case in CASES}
    for name in CHOSEN:
        with TemporaryDirectory() as own:
            made = cases[name].write(Path(own))
            written.append(folder / f"{name}{made.suffix}")
            written[-1].write_bytes(made.read_bytes())
    return written


def report(path: Path) -> str:
    """Return what is said of a broken file.

    Raises
    ------
    ValueError
        If nothing is wrong with it.
    """
    try:
        read_boundaries(path, counties=counties_of_linfen())
    except DataProblems as error:
        return f"\n## {path.name}\n\n```\n{error}\n```\n"
    raise ValueError(path.name)


def main() -> None:
    """Write the files and their reports."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    reports = [report(path) for path in write_files(FOLDER)]
    (FOLDER / "README.md").write_text("".join([HEADING, *reports]), "utf-8")


if __name__ == "__main__":
    main()
