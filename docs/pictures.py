"""Take the README's pictures of the map page that stands in ``dist/``.

make maps pictures
"""

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "dist" / "linfen.html"
VIEWS = {"map.png": "lang=en&zone=guxian-etdz", "map.zh-CN.png": "lang=zh&zone=guxian-etdz"}


def shrink(png: bytes) -> Image.Image:
    """Return a picture with a palette of 256 colours, those of the symbols unchanged."""
    full = Image.open(io.BytesIO(png)).convert("RGB")
    return full.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)


def main() -> None:
    """Open the page once for each view and write what is seen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, view in VIEWS.items():
            page = chromium.new_page(viewport={"width": 1280, "height": 820}, device_scale_factor=1.5)
            page.goto(f"{PAGE.as_uri()}#{view}")
            page.wait_for_function("() => window.zonemap && window.zonemap.state().selected")
            page.wait_for_timeout(500)
            shrink(page.screenshot()).save(DOCS / name, optimize=True)
        chromium.close()


if __name__ == "__main__":
    main()
