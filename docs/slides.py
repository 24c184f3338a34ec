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
PAGES = {"deck": ("deck", (2, 3, 4, 9)), "atlas": ("atlas", (1, 8))}
"""Each picture: of which file, and which pages, two in a row."""

WIDTH, GAP, COLORS, MOST_BYTES = 900, 12, 128, 250_000


def as_pdf(deck: Path) -> Path:
    """Let LibreOffice turn a deck into a PDF beside it."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", deck.parent, deck],
        check=True,
        capture_output=True,
    )
    return deck.with_suffix(".pdf")


def take(pdf: Path, page: int) -> Image.Image:
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


def main() -> None:
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
                put_together([take(files[file], page) for page in pages]).save(picture, optimize=True)
                assert picture.stat().st_size < MOST_BYTES, picture


if __name__ == "__main__":
    main()
