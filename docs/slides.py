"""Take the README's pictures of deck and atlas, as LibreOffice and Poppler show them.

make pictures
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.region.reading import read_region

DOCS = Path(__file__).parent
LANGUAGES = {"en": "", "zh": ".zh-CN"}
PAGES = {
    "deck-map": ("deck", 3),
    "deck-year": ("deck", 7),
    "deck-reform": ("deck", 11),
    "deck-zone": ("deck", 14),
    "atlas-cover": ("atlas", 1),
    "atlas-county": ("atlas", 8),
}
"""Each picture: of which file, and which page."""

WIDTH, COLORS, MOST_BYTES = 1200, 128, 150_000


def as_pdf(deck: Path) -> Path:
    """Let LibreOffice turn a deck into a PDF beside it."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", deck.parent, deck],
        check=True,
        capture_output=True,
    )
    return deck.with_suffix(".pdf")


def take(pdf: Path, page: int) -> Image.Image:
    """Return the picture of a page with a palette."""
    shot = pdf.with_name(f"{pdf.stem}-{page}")
    size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(page), *size, pdf, shot], check=True)
    with Image.open(shot.with_name(f"{shot.name}.png")) as picture:
        return picture.convert("RGB").quantize(COLORS, kmeans=2, dither=Image.Dither.NONE)


def main() -> None:
    """Write deck and atlas in each language and a picture of each chosen page."""
    region = read_region(DOCS.parent / "geodata")
    with tempfile.TemporaryDirectory() as folder:
        for lang, ending in LANGUAGES.items():
            deck = write_deck(region, Path(folder) / f"deck{ending}.pptx", lang=lang)
            files = {
                "deck": as_pdf(deck),
                "atlas": write_atlas(region, Path(folder) / f"atlas{ending}.pdf", lang=lang),
            }
            for name, (file, page) in PAGES.items():
                picture = DOCS / f"{name}{ending}.png"
                take(files[file], page).save(picture, optimize=True)
                assert picture.stat().st_size < MOST_BYTES, picture


if __name__ == "__main__":
    main()
