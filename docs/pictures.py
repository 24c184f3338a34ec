"""Take the README's pictures of the map page that stands in ``dist/``.

make maps pictures
"""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "dist" / "linfen.html"
LANGUAGES = {"en": "", "zh": ".zh-CN"}
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


def main() -> None:
    """Write a picture of each view in each language."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, view in VIEWS.items():
            for lang, ending in LANGUAGES.items():
                take(chromium, view, lang).save(DOCS / f"{name}{ending}.png", optimize=True)
        chromium.close()


if __name__ == "__main__":
    main()
