"""What every output says and shows, kept beside the tests: each later difference is seen, and meant.

When an output has changed on purpose, renew what changed and name the differences in the commit::

    make readback                               # everything
    make readback ONLY="linfen:deck sixty"      # one output of a region, or all of a region

without make: ``cd tests; python -m kit.snapshots linfen:deck sixty``. ``git diff tests/snapshots`` then shows
what is different: an item a line, texts in reading order, boxes in points. A test that fails shows the same
difference and writes what it found as JSON into its temporary folder.
"""

from __future__ import annotations

import difflib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from kit import readers
from kit.readers import Sections
from kit.regions import GEODATA, write_region
from zonemap.core.build_context import BuildContext
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.notebooks import write_notebooks
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.painters.figures import paint_sheet, save_figure
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.sheet import SheetStyle
from zonemap.tables.csv_file import write_table

FOLDER = Path(__file__).parent.parent / "snapshots"
NOTEBOOKS = GEODATA.parent / "notebooks"
MOST_LINES = 60
REGIONS: dict[str, Callable[[Path], Path]] = {
    "linfen": lambda folder: GEODATA,
    "sixty": lambda folder: write_region(folder, zones=60),
    "surveyed": lambda folder: write_region(folder, zones=6, counties=3, surveyed="all"),
}
"""The data folder of each region, written into a folder where it is made up."""

Said = dict[str, Sections]


def _figures(region: Region, folder: Path, langs: tuple[str, ...] = ("zh",)) -> None:
    """Write the figures as drawings only: the pictures cost ten times as much and say the same."""
    for name, compose in FIGURES.items():
        for lang in langs:
            figure, _ = paint_sheet(compose(region, SheetStyle(lang)))
            title = region.title_zh if lang == "zh" else region.title_en
            save_figure(figure, folder / "figures" / f"{name}-{lang}.svg", title=f"{title} · {name}")


WRITERS: dict[str, Callable[[Region, Path], object]] = {
    "page": lambda region, folder: save_page(explore(region), folder / f"{region.name}.html"),
    "figures": lambda region, folder: _figures(
        region, folder, ("zh", "en") if region.name == "linfen" else ("zh",)
    ),
    "atlas": lambda region, folder: write_atlas(region, folder / f"{region.name}.pdf"),
    "deck": lambda region, folder: write_deck(region, folder / f"{region.name}.pptx"),
    "workbook": lambda region, folder: write_workbook(region, folder / f"{region.name}.xlsx"),
    "geopackage": lambda region, folder: write_geopackage(region, folder / f"{region.name}.gpkg"),
    "account": lambda region, folder: write_table(region.account, folder / "account.csv"),
    "notebooks": lambda region, folder: write_notebooks(
        NOTEBOOKS, folder / "notebooks", BuildContext(GEODATA)
    ),
}
READERS: dict[str, tuple[str, Callable[[Path], Sections]]] = {
    "page": ("*.html", readers.page),
    "figures": ("figures/*.svg", readers.figure),
    "atlas": ("*.pdf", readers.atlas),
    "deck": ("*.pptx", readers.deck),
    "workbook": ("*.xlsx", readers.workbook),
    "geopackage": ("*.gpkg", readers.geopackage),
    "account": ("account.csv", readers.account),
    "notebooks": ("notebooks/*.html", readers.notebook),
}
"""The files of each output and who reads them."""


def outputs_of(region: str) -> list[str]:
    """Return the outputs of a region that are kept; the notebooks of Linfen alone."""
    return [name for name in WRITERS if name != "notebooks" or region == "linfen"]


def read_back(folder: Path, output: str) -> Said:
    """Read every file of an output in a folder."""
    pattern, read = READERS[output]
    return {path.name: read(path) for path in sorted(folder.glob(pattern))}


def as_text(said: Said | dict[str, Said]) -> str:
    """Write what was read as JSON, an item a line."""
    return json.dumps(said, ensure_ascii=False, indent=0) + "\n"


def kept_of(region: str) -> dict[str, Said]:
    """Return what is kept of a region, by output; nothing where nothing was kept yet."""
    kept = FOLDER / f"{region}.json"
    return json.loads(kept.read_text("utf-8")) if kept.is_file() else {}


def keep(region: str, found: dict[str, Said]) -> None:
    """Keep what was read of some outputs of a region beside what is kept of the others."""
    kept = kept_of(region) | found
    FOLDER.mkdir(exist_ok=True)
    sorted_ = {output: kept[output] for output in WRITERS if output in kept}
    (FOLDER / f"{region}.json").write_text(as_text(sorted_), encoding="utf-8")


def differences(region: str, output: str, folder: Path, actual: Path) -> str:
    """Compare an output with what is kept of it.

    Parameters
    ----------
    region, output
        Which of them.
    folder
        Where the output is.
    actual
        Where what was found is written when it differs.

    Returns
    -------
    The first lines of the difference, and the way to renew what is kept; empty when there is none.
    """
    found = as_text(read_back(folder, output))
    before = as_text(kept_of(region).get(output, {}))
    if found == before:
        return ""
    actual.write_text(found, encoding="utf-8")
    lines = list(
        difflib.unified_diff(
            before.splitlines(), found.splitlines(), f"kept/{region}:{output}", "now", "", "", 1, ""
        )
    )
    more = [f"… and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    way = f'found: {actual}; if it is meant: make readback ONLY="{region}:{output}"'
    return "\n".join([*lines[:MOST_LINES], *more, way])


def made_region(name: str, folder: Path) -> Region:
    """Read one of the regions, written into a folder where it is made up."""
    return read_region(REGIONS[name](folder / "geodata"))


def renew(region: str, outputs: list[str]) -> None:
    """Write outputs of a region and keep what they say."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        read = made_region(region, folder)
        for output in outputs:
            WRITERS[output](read, folder / "dist")
            keep(region, {output: read_back(folder / "dist", output)})
            print(f"{FOLDER.name}/{region}.json: {output}")


def main(wanted: list[str]) -> None:
    """Renew the regions, or the outputs of regions, that are named; all when none is."""
    for region in REGIONS:
        named = [name.partition(":")[2] for name in wanted if name.partition(":")[0] == region]
        if named or not wanted:
            whole = not named or "" in named
            renew(region, [output for output in outputs_of(region) if whole or output in named])


if __name__ == "__main__":
    main(sys.argv[1:])
