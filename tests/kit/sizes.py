"""Pictures of every output at twelve sizes, for looking at one by one and for comparing before and after.

    cd tests; python -m kit.sizes FOLDER [--seconds 600] [SIZE...]
    cd tests; python -m kit.sizes --keep [SIZE...]

SIZE is ``ZONES-COUNTIES-SURVEYED``, such as ``60-17-all``; all twelve when none is named. Each output is made
in a process of its own; one that fails or takes too long leaves its error in ``FOLDER/report.txt`` and the
others go on. The deck needs LibreOffice, deck and atlas need Poppler, the page needs Chromium.

With ``--keep`` small pictures of each size (all zones, county by county, one zone) are kept in
``snapshots/sizes.png``, to which ``outputs/test_sizes.py`` holds what is drawn.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, product
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from playwright.sync_api import sync_playwright

from kit.regions import write_region
from zonemap.analysis.legend import legend_by
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.figures.small_multiples import small_multiples_sheet
from zonemap.outputs.figures.zone import zone_sheet
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.painters.figures import paint_sheet
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import Sheet, SheetStyle

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

LANGS = ("zh", "en")

DOTS = 40
"""Dots an inch: small pictures, large enough to see what collides."""

PAGES = 8

KEPT = Path(__file__).parent.parent / "snapshots" / "sizes.png"
PANELS = ("map", "counties", "zone")
"""What is kept of each size, side by side in :data:`KEPT`."""

ACROSS, DOWN = 480, 270
"""Size of a kept picture: half a dot a point."""

BLOCK, TOLERANCE = 4, 26
"""Blocks of so many dots are compared, by the mean of each of their inks, which may differ by so many of 255.
Letters that another library smooths otherwise differ by less, a lost name or a moved mark by more."""


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
    """Draw every figure in both languages; go on after one that cannot be drawn."""
    errors = []
    for name, lang in product(FIGURES, LANGS):
        try:
            figure, _ = paint_sheet(FIGURES[name](region, SheetStyle(lang)))
            figure.savefig(folder / f"figure-{name}-{lang}.png", dpi=2 * DOTS)
        except Exception as error:  # what fails at some size is what this looks for
            errors.append(f"{name}: {error!r}")
    if errors:
        raise ValueError("; ".join(errors))


def atlas(region: Region, folder: Path) -> None:
    """Draw the first pages of the atlas in both languages."""
    for lang in LANGS:
        _pictures(write_atlas(region, folder / "atlas.pdf", lang=lang), folder / f"atlas-{lang}")


def deck(region: Region, folder: Path) -> None:
    """Draw the first slides of the deck in both languages."""
    for lang in LANGS:
        path = write_deck(region, folder / "deck.pptx", lang=lang)
        with tempfile.TemporaryDirectory() as profile:
            command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
            convert = [*command, "--convert-to", "pdf", "--outdir", str(folder), str(path)]
            subprocess.run(convert, check=True, capture_output=True)
        path.unlink()
        _pictures(folder / "deck.pdf", folder / f"deck-{lang}")


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


def region_of(size: str, folder: Path) -> Region:
    """Make the region of a size in a folder."""
    zones, counties, surveyed = size.split("-")
    return read_region(write_region(folder, int(zones), int(counties), surveyed))


def draw(size: str, output: str, folder: Path) -> None:
    """Draw one output at one size."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        OUTPUTS[output](region_of(size, Path(temporary) / "geodata"), folder)


def picture(sheet: Sheet) -> Image.Image:
    """Draw a sheet small."""
    figure, _ = paint_sheet(sheet)
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=72)
    return Image.open(content).convert("RGB").reduce(2)


def pictures_of(size: str, region: Region) -> dict[str, Image.Image]:
    """Draw the pictures of a size that are kept, in Chinese and English by turns."""
    langs = cycle(LANGS if SIZES.index(size) % 2 else reversed(LANGS))
    sheets = (
        overview_sheet(region, legend_by(region), SheetStyle(next(langs))),
        small_multiples_sheet(region, SheetStyle(next(langs))),
        zone_sheet(region, region.shown.index[0], SheetStyle(next(langs))),
    )
    return {f"{size} {name}": picture(sheet) for name, sheet in zip(PANELS, sheets, strict=True)}


def kept_of(size: str) -> dict[str, Image.Image]:
    """Cut the pictures of a size out of the sheet on which all are kept."""
    sheet = Image.open(KEPT).convert("RGB")
    return {f"{size} {name}": sheet.crop(_place(size, number)) for number, name in enumerate(PANELS)}


def _place(size: str, number: int) -> tuple[int, int, int, int]:
    """Return where a picture stands on the sheet: two sizes a line."""
    line, column = divmod(SIZES.index(size) * len(PANELS) + number, 2 * len(PANELS))
    return column * ACROSS, line * DOWN, (column + 1) * ACROSS, (line + 1) * DOWN


def differences(kept: dict[str, Image.Image], now: dict[str, Image.Image]) -> list[str]:
    """Say in which pictures what is drawn now differs, where most, and in how many blocks."""
    told = []
    for name, before in kept.items():
        blocks = (np.asarray(one.reduce(BLOCK), dtype=int) for one in (before, now[name]))
        away = np.abs(np.subtract(*blocks)).max(axis=2)
        if count := int((away > TOLERANCE).sum()):
            row, column = np.unravel_index(away.argmax(), away.shape)
            x, y = (round(2 * BLOCK * (at + 0.5)) for at in (column, row))
            told.append(f"{name}: {count} blocks differ, most at {x}, {y} pt, by {away.max()} of 255")
    return told


def keep(sizes: list[str]) -> None:
    """Keep the pictures of some sizes anew."""
    lines = -(-len(SIZES) // 2)
    whole = Image.new("RGB", (2 * len(PANELS) * ACROSS, lines * DOWN), "white")
    if KEPT.exists():
        whole.paste(Image.open(KEPT).convert("RGB"))
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            drawn = pictures_of(size, region_of(size, Path(temporary) / "geodata"))
        for number, one in enumerate(drawn.values()):
            whole.paste(one, _place(size, number)[:2])
        ImageOps.posterize(whole, 5).save(KEPT, optimize=True)  # a third of the file, by 4 of 255 at most
        print(size, flush=True)


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
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("sizes", nargs="*")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "OUTPUT"))
    given = parser.parse_intermixed_args()
    if given.keep:
        keep([*([str(given.folder)] if given.folder else []), *given.sizes] or list(SIZES))
    elif given.one:
        draw(*given.one, given.folder / given.one[0])
    else:
        draw_all(given.folder.resolve(), given.sizes or list(SIZES), given.seconds)


if __name__ == "__main__":
    main()
