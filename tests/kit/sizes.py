"""Pictures of every output at twelve sizes, for looking at one by one and for comparing before and after.

    cd tests; python -m kit.sizes FOLDER [--seconds 600] [SIZE...]

SIZE is ``ZONES-COUNTIES-SURVEYED``, such as ``60-17-all``; all twelve when none is named. Each output is made
in a process of its own; one that fails or takes too long leaves its error in ``FOLDER/report.txt`` and the
others go on. The deck needs LibreOffice, deck and atlas need Poppler, the page needs Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from kit.regions import write_region
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.painters.figures import paint_sheet
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.sheet import SheetStyle

SIZES = (
    "1-1-none",
    "2-17-some",
    "20-17-none",
    "20-1-all",
    "60-17-all",
    "2-150-all",
    "60-1-some",
    "20-150-some",
    "200-17-none",
    "60-150-none",
    "200-150-all",
    "2000-2891-some",
)
"""Zones, counties, how many are surveyed: each count of zones with others, small ones first."""

PAGE_ALONE = 2000
"""From so many zones on only the page is drawn."""

DOTS = 40
"""Dots an inch: small pictures, large enough to see what collides."""

PAGES = 8


def page(region: Region, folder: Path) -> None:
    """Take a picture of the page in a window as of a small notebook."""
    path = save_page(explore(region), folder / "page.html")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        window = chromium.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
        window.goto(path.as_uri())
        window.wait_for_function("() => document.documentElement.matches('.drawn, .unmapped')")
        window.screenshot(path=folder / "page.png")
        chromium.close()
    path.unlink()


def figures(region: Region, folder: Path) -> None:
    """Draw every figure in Chinese; go on after one that cannot be drawn."""
    errors = []
    for name, compose in FIGURES.items():
        try:
            figure, _ = paint_sheet(compose(region, SheetStyle("zh")))
            figure.savefig(folder / f"figure-{name}.png", dpi=2 * DOTS)
        except Exception as error:  # what fails at some size is what this looks for
            errors.append(f"{name}: {error!r}")
    if errors:
        raise ValueError("; ".join(errors))


def atlas(region: Region, folder: Path) -> None:
    """Draw the first pages of the atlas."""
    _pictures(write_atlas(region, folder / "atlas.pdf"), folder / "atlas")


def deck(region: Region, folder: Path) -> None:
    """Draw the first slides of the deck."""
    path = write_deck(region, folder / "deck.pptx")
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        convert = [*command, "--convert-to", "pdf", "--outdir", str(folder), str(path)]
        subprocess.run(convert, check=True, capture_output=True)
    path.unlink()
    _pictures(folder / "deck.pdf", folder / "deck")


def _pictures(pdf: Path, stem: Path) -> None:
    """Draw the first pages of a PDF, which is then removed."""
    command = ["pdftoppm", "-png", "-r", str(DOTS), "-l", str(PAGES), str(pdf), str(stem)]
    subprocess.run(command, check=True, capture_output=True)
    pdf.unlink()


OUTPUTS: dict[str, Callable[[Region, Path], None]] = {
    "page": page,
    "figures": figures,
    "atlas": atlas,
    "deck": deck,
}


def draw(size: str, output: str, folder: Path) -> None:
    """Draw one output at one size."""
    zones, counties, surveyed = size.split("-")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        region = read_region(write_region(Path(temporary) / "geodata", int(zones), int(counties), surveyed))
        OUTPUTS[output](region, folder)


def draw_all(folder: Path, sizes: list[str], seconds: float) -> None:
    """Draw every output at the sizes, each in a process of its own, and report; stop when time is up."""
    folder.mkdir(parents=True, exist_ok=True)
    report, end = folder / "report.txt", time.monotonic() + seconds
    for size in sizes:
        for output in OUTPUTS:
            if int(size.split("-")[0]) >= PAGE_ALONE and output != "page":
                continue
            start = time.monotonic()
            said = _one(size, output, folder, end - start) if start < end else "not tried: time is up"
            with report.open("a", encoding="utf-8") as file:
                file.write(f"{size} | {output} | {time.monotonic() - start:.0f} s | {said}\n")


def _one(size: str, output: str, folder: Path, seconds: float) -> str:
    """Draw one output in a process of its own; return ``drawn`` or the last line of its error."""
    command = [sys.executable, "-m", "kit.sizes", str(folder), "--one", size, output]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "not finished in time"
    return "drawn" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", nargs="*")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "OUTPUT"))
    given = parser.parse_intermixed_args()
    if given.one:
        draw(*given.one, given.folder / given.one[0])
    else:
        draw_all(given.folder.resolve(), given.sizes or list(SIZES), given.seconds)


if __name__ == "__main__":
    main()
