"""Sound input files with a few bytes changed, always the same ones: each must be read, or told of by name.

``cd tests; python -m kit.fuzz 500`` tries 500 mutations of every format and names those that end in a
traceback, in an error that no reader foresaw, or not at all; ``python -m kit.fuzz 500 geojson kml`` only
these formats.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
from pptx import Presentation

from kit.toy import write_geodata
from zonemap.boundaries.points import read_points
from zonemap.boundaries.reader import read_boundaries
from zonemap.core.errors import ZonemapError
from zonemap.core.reading import Unforeseen
from zonemap.outputs.deck.template import read_template
from zonemap.region.reading import read_region

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "geodata" / "examples"
SEED = 20200514
SECONDS = 10
"""Seconds of computing, not of waiting, after which a reader counts as one that does not end."""

MOST_BYTES = 2 << 20
_ODD = tuple(
    text.encode("utf-8", "surrogateescape")
    for text in (
        *"\0\n\r\t\"'[]{}<>,;-",
        *(
            "[" * 3000,
            "<a>" * 3000,
            "," * 300,
            "\n" * 300,
            "</",
            "=1+1",
            "\udcff\udcfe",
            "\ufeff",
            "\u202e",
            "甲",
        ),
        *("nan", "inf", "1e999", "-1e308", "99999999999999999999", "null", "true"),
    )
)


class DoesNotEnd(BaseException):
    """A reader computed for too long."""


@dataclass(frozen=True)
class Format:
    """One kind of input: its sound files in a folder, and how the folder is read.

    Parameters
    ----------
    name
        As results name it.
    make
        Writes the sound files into an empty folder and returns those that may be changed.
    read
        Reads the folder.
    """

    name: str
    make: Callable[[Path], list[Path]]
    read: Callable[[Path], object]


def _example(name: str) -> Callable[[Path], list[Path]]:
    """Return a maker that copies an example."""
    return lambda folder: [Path(shutil.copy(EXAMPLES / name, folder))]


def _unpacked(name: str) -> Callable[[Path], list[Path]]:
    """Return a maker that unpacks an example of several files, so that each of them may be changed."""

    def make(folder: Path) -> list[Path]:
        with zipfile.ZipFile(EXAMPLES / name) as archive:
            archive.extractall(folder)
        return sorted(path for path in folder.rglob("*") if path.is_file())

    return make


def _tables(folder: Path) -> list[Path]:
    """Write the toy region; its tables may be changed."""
    return sorted(write_geodata(folder).glob("*.csv"))


def _workbook(folder: Path) -> list[Path]:
    """Write the toy region with all its tables in one workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in sorted(write_geodata(folder).glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for row in [list(frame.columns), *frame.to_numpy().tolist()]:
            sheet.append(row)
        path.unlink()
    book.save(folder / "tables.xlsx")
    return [folder / "tables.xlsx"]


def _template(folder: Path) -> list[Path]:
    """Write the template that python-pptx brings, with a slide."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.save(str(folder / "template.pptx"))
    return [folder / "template.pptx"]


def _named(name: str) -> Callable[[Path], list[Path]]:
    """Return a maker of the toy region of which one file may be changed."""
    return lambda folder: [write_geodata(folder) / name]


def _boundaries(folder: Path) -> object:
    """Read every boundary of a folder; what comes back is whole."""
    found = read_boundaries(folder)
    assert found.geometry.is_valid.all()
    return found


def _points(folder: Path) -> object:
    """Read the file of points of a folder."""
    return read_points(next(iter(sorted(folder.iterdir()))))


ZONE = "made-up-zone"
FORMATS: tuple[Format, ...] = (
    Format("txt", _example(f"{ZONE}.txt"), _boundaries),
    Format("geojson", _example(f"{ZONE}.geojson"), _boundaries),
    Format("geopackage", _example(f"{ZONE}.gpkg"), _boundaries),
    Format("flatgeobuf", _example(f"{ZONE}.fgb"), _boundaries),
    Format("kml", _example(f"{ZONE}.kml"), _boundaries),
    Format("kmz", _example(f"{ZONE}.kmz"), _boundaries),
    Format("dxf-2000", _example(f"{ZONE}-r2000.dxf"), _boundaries),
    Format("dxf-2007", _example(f"{ZONE}-r2007.dxf"), _boundaries),
    Format("mif", _unpacked(f"{ZONE}-mif.zip"), _boundaries),
    Format("tab", _unpacked(f"{ZONE}-tab.zip"), _boundaries),
    Format("shapefile", _unpacked(f"{ZONE}-gbk-shapefile.zip"), _boundaries),
    Format("shapefile-zip", _example(f"{ZONE}-gbk-shapefile.zip"), _boundaries),
    Format("filegdb", _unpacked(f"{ZONE}.gdb.zip"), _boundaries),
    Format("points-csv", _example(f"{ZONE}-points.csv"), _boundaries),
    Format("points-xlsx", _example(f"{ZONE}-points.xlsx"), _boundaries),
    Format("locate-csv", _example(f"{ZONE}-points.csv"), _points),
    Format("locate-xlsx", _example(f"{ZONE}-points.xlsx"), _points),
    Format("locate-geojson", _example(f"{ZONE}.geojson"), _points),
    Format("tables-csv", _tables, read_region),
    Format("tables-xlsx", _workbook, read_region),
    Format("template", _template, lambda folder: read_template(folder / "template.pptx")),
    Format("counties", _named("counties.geojson"), read_region),
    Format("datapackage", _named("datapackage.json"), read_region),
)


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Return bytes with one change, or up to four; of a ZIP archive often a member, packed anew."""
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.7:
        return _mutate_member(data, rng)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = _change(data, rng)[:MOST_BYTES]
    return data


def _mutate_member(data: bytes, rng: random.Random) -> bytes:
    """Change one file of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = rng.randrange(len(members))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, (name, content) in enumerate(members):
            archive.writestr(name, mutate(content, rng) if i == at else content)
    return packed.getvalue()


def _change(data: bytes, rng: random.Random) -> bytes:
    """Make one change."""
    a, b = sorted(rng.randint(0, len(data)) for _ in range(2))
    near = min(len(data), a + rng.randint(1, 40))
    small: tuple[Callable[[], bytes], ...] = (
        lambda: data[:a] + rng.randbytes(1) + data[a + 1 :],
        lambda: data[:a] + bytes([data[a - 1] ^ 1 << rng.randrange(8)]) + data[a + 1 :],
        lambda: _digits(data, a, rng),
        lambda: data[:a] + data[near:],
        lambda: data[:a] + data[a:near] * rng.choice((2, 3, 500)) + data[near:],
        lambda: data[:a] + rng.choice(_ODD) + data[rng.choice((a, near)) :],
    )
    great: tuple[Callable[[], bytes], ...] = (
        lambda: data[:a] + rng.randbytes(rng.randint(1, 8)) + data[near:],
        lambda: data[:b],
        lambda: data[:a] + data[b:],
        lambda: data[near:b] + data[a:near],
        lambda: data[:a] + bytes(near - a) + data[near:],
    )
    changes = small if rng.random() < 0.75 and data else great
    return rng.choice(changes)()


def _digits(data: bytes, at: int, rng: random.Random) -> bytes:
    """Put another number in place of the next one."""
    found = re.compile(rb"\d+(\.\d+)?").search(data, at)
    if found is None:
        return data + b"1"
    number = rng.choice(
        (b"0", b"-1", b"1e400", b"nan", b"4490", b"37", b"1" * 400, str(rng.random()).encode())
    )
    return data[: found.start()] + number + data[found.end() :]


def tried(format: Format, number: int) -> tuple[str, str]:
    """Read one mutation of a format.

    Returns
    -------
    ``read``, ``told``, or what must not be: ``unforeseen``, ``uncaught`` or ``hang``, with the traceback.
    """
    rng = random.Random(f"{SEED} {format.name} {number}")
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        files = format.make(Path(folder))
        file = rng.choice(files)
        file.write_bytes(mutate(file.read_bytes(), rng))
        signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            format.read(Path(folder))
        except Unforeseen:
            return "unforeseen", traceback.format_exc()
        except ZonemapError:
            return "told", ""
        except (Exception, DoesNotEnd) as error:
            return "hang" if isinstance(error, DoesNotEnd) else "uncaught", traceback.format_exc()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return "read", ""


def _stop(*_: object) -> None:
    """Stop a reader that computes for too long."""
    raise DoesNotEnd


def failures(format: Format, numbers: range) -> Iterator[tuple[int, str, str]]:
    """Go through the mutations of a format that are neither read nor told of: number, what, traceback."""
    for number in numbers:
        outcome, trace = tried(format, number)
        if outcome not in ("read", "told"):
            yield number, outcome, trace


def main(arguments: list[str]) -> int:
    """Try mutations of every format, or of those named, and count what became of them."""
    count, names = int(arguments[0]), arguments[1:]
    totals: Counter[str] = Counter()
    for format in FORMATS:
        if names and format.name not in names:
            continue
        found: Counter[str] = Counter()
        for number in range(count):
            outcome, trace = tried(format, number)
            found[outcome] += 1
            if trace:
                print(f"\n{format.name} {number}: {outcome}\n{trace}", flush=True)
        totals += found
        print(f"{format.name:>15}  {dict(found)}", flush=True)
    print(f"{totals.total():,} cases: {dict(totals)}")
    return int(any(totals[outcome] for outcome in ("unforeseen", "uncaught", "hang")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
