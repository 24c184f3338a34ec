"""Take the README's pictures: of the page in ``dist/``, and of deck and atlas as LibreOffice shows them.

make maps pictures
"""

import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.region.reading import read_region

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "dist" / "linfen.html"
LANGUAGES = {"en": "", "zh": ".zh-CN"}
PAGES = {"deck": ("deck", (2, 3, 4, 9)), "atlas": ("atlas", (1, 8))}
"""Each picture of paper: of which file, and which pages, two in a row."""

WIDTH, GAP, COLORS, MOST_BYTES = 900, 12, 128, 250_000
DRAWN = "() => document.documentElement.matches('.drawn')"


@dataclass(frozen=True)
class View:
    """A state of the page, the window that shows it, and how sharp the picture is."""

    hash: str
    width: int = 1280
    height: int = 820
    sharpness: float = 1
    scheme: Literal["light", "dark"] = "light"


VIEWS = {
    "map": View("zone=guxian-etdz", sharpness=1.5),
    "map-reform": View("tab=reforms&color=reform&zone=hongtong-etdz"),
    "map-story": View("story=3"),
    "map-phone": View("zone=houma-edz", 400, 820, 1.25, "dark"),
}


def shrink(png: bytes) -> Image.Image:
    """Return a picture with a palette of 256 colours, those of the symbols unchanged."""
    full = Image.open(io.BytesIO(png)).convert("RGB")
    return full.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)


def take(chromium: Browser, view: View, lang: str) -> Image.Image:
    """Open the page anew in a state and return what is seen."""
    page = chromium.new_page(
        viewport={"width": view.width, "height": view.height},
        device_scale_factor=view.sharpness,
        color_scheme=view.scheme,
        reduced_motion="reduce",
    )
    page.goto(f"{PAGE.as_uri()}#lang={lang}&{view.hash}")
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(500)
    picture = shrink(page.screenshot())
    page.close()
    return picture


def take_views() -> None:
    """Write a picture of each view in each language."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, view in VIEWS.items():
            for lang, ending in LANGUAGES.items():
                take(chromium, view, lang).save(DOCS / f"{name}{ending}.png", optimize=True)
        chromium.close()


def as_pdf(deck: Path) -> Path:
    """Let LibreOffice turn a deck into a PDF beside it."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", deck.parent, deck],
        check=True,
        capture_output=True,
    )
    return deck.with_suffix(".pdf")


def take_page(pdf: Path, page: int) -> Image.Image:
    """Return the picture of a page."""
    shot = pdf.with_name(f"{pdf.stem}-{page}")
    size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(page), *size, pdf, shot], check=True)
    with Image.open(shot.with_name(f"{shot.name}.png")) as picture:
        return picture.convert("RGB")


def put_together(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures of one size as one, two in a row, with a palette."""
    width, height = (side + GAP for side in pictures[0].size)
    whole = Image.new("RGB", (2 * width - GAP, (len(pictures) + 1) // 2 * height - GAP), "#8a8f98")
    for at, picture in enumerate(pictures):
        whole.paste(picture, (at % 2 * width, at // 2 * height))
    return whole.quantize(COLORS, kmeans=2, dither=Image.Dither.NONE)


def take_papers() -> None:
    """Write deck and atlas in each language and the pictures of the chosen pages."""
    region = read_region(DOCS.parent / "geodata")
    with tempfile.TemporaryDirectory() as folder:
        for lang, ending in LANGUAGES.items():
            deck = write_deck(region, Path(folder) / f"deck{ending}.pptx", lang=lang)
            files = {
                "deck": as_pdf(deck),
                "atlas": write_atlas(region, Path(folder) / f"atlas{ending}.pdf", lang=lang),
            }
            for name, (file, pages) in PAGES.items():
                picture = DOCS / f"{name}{ending}.png"
                put_together([take_page(files[file], page) for page in pages]).save(picture, optimize=True)
                assert picture.stat().st_size < MOST_BYTES, picture


if __name__ == "__main__":
    take_views()
    take_papers()
