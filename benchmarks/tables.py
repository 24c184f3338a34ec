"""How soon commands answer, and what large files cost, against pandas and geopandas in the same run.

    .venv/bin/python benchmarks/tables.py            both
    .venv/bin/python benchmarks/tables.py startup    how soon the commands answer alone

A command is a fresh interpreter; the commands take turns and the best of several rounds counts.
Each reading is a fresh process that has imported what it needs; what counts is how far its peak rises above
that, as a multiple of the file. What zonemap refuses, it must refuse under four times the file.
"""

import csv
import json
import math
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

ROUNDS = 9
PANDAS = "import pandas"
COMMANDS = {
    PANDAS: [sys.executable, "-c", "import pandas"],
    "import zonemap": [sys.executable, "-c", "import zonemap"],
    "zonemap --help": [str(Path(sys.executable).with_name("zonemap")), "--help"],
}
LIMITS = {"import zonemap": 0.5, "zonemap --help": 0.8}
MOST_TIMES_THE_FILE = 4.0
MEGABYTE = 2**20
PROBE = """
import os, resource, sys, time
import geopandas, openpyxl, pandas
from zonemap.boundaries.points import read_points
from zonemap.outputs.conversion import convert_files
from zonemap.core.errors import ZonemapError
from zonemap.tables.reader import read_table
from pathlib import Path

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

file = sys.argv[1]
before, start, said = peak(), time.perf_counter(), "read"
try:
    {reading}
except ZonemapError as error:
    said = "refused: " + " ".join(str(error).split("\\n")[-1].split())
print((peak() - before) / os.path.getsize(file), time.perf_counter() - start, said, sep="\\t")
"""
TABLE = 'read_table(file, "evidence")'
POINTS = "read_points(file)"
CONVERT = 'convert_files([Path(file)], Path(file + ".gpkg"))'
PANDAS_CSV = "pandas.read_csv(file, dtype=str)"
PANDAS_XLSX = "pandas.read_excel(file, dtype=str)"
GEOPANDAS = "geopandas.read_file(file)"
COMPARISONS = (
    ("a table of 49,999 rows", "short.csv", TABLE, PANDAS_CSV, False),
    ("a table of 1,000,000 rows", "long.csv", TABLE, PANDAS_CSV, True),
    ("a workbook of 1,000,000 rows", "long.xlsx", TABLE, PANDAS_XLSX, True),
    ("a table of 1,000,000 points", "points.csv", POINTS, PANDAS_CSV, True),
    ("200 MB of GeoJSON", "large.geojson", CONVERT, GEOPANDAS, True),
)


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def startup() -> int:
    rounds = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(ROUNDS)]
    best = {name: min(round_[name] for round_ in rounds) for name in COMMANDS}
    print(f"{PANDAS}: {best[PANDAS]:.3f} s")
    for name, limit in LIMITS.items():
        ratio = best[name] / best[PANDAS]
        print(f"{name}: {best[name]:.3f} s, {ratio:.2f} times as long (at most {limit})")
    return sum(best[name] / best[PANDAS] > limit for name, limit in LIMITS.items())


def write_evidence(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "zone_id", "field", "source_id", "locator", "confidence", "note"])
        for i in range(rows):
            writer.writerow(["zones", f"z{i // 13}", "approved", f"s{i % 40}", f"第 {i % 90} 页", "H", i])


def write_workbook(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("依据")
    sheet.append(["表", "开发区"])
    for i in range(1_000_000):
        sheet.append(["zones", i % 2500])
    book.save(path)


def write_points(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "lon", "lat"])
        writer.writerows([f"p{i}", 111 + i % 997 / 997, 36 + i % 991 / 991] for i in range(1_000_000))


def write_geojson(path: Path, shapes: int = 2400, vertices: int = 2000) -> None:
    turns = [2 * math.pi * i / vertices for i in range(vertices)] + [0.0]
    circle = [(0.002 * math.cos(turn), 0.002 * math.sin(turn)) for turn in turns]
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for i in range(shapes):
            west, south = 111 + i % 200 * 0.005, 35.5 + i // 200 * 0.01
            ring = [[west + x, south + y] for x, y in circle]
            geometry = {"type": "Polygon", "coordinates": [ring]}
            feature = {"type": "Feature", "properties": {"name": f"示例 {i}"}, "geometry": geometry}
            file.write((",\n" if i else "") + json.dumps(feature, ensure_ascii=False))
        file.write("]}\n")


def cost(reading: str, path: Path) -> tuple[float, float, str]:
    """Return the memory as a multiple of the file, the seconds, and what came of it."""
    code = PROBE.replace("{reading}", reading)
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    times, seconds, said = done.stdout.rstrip("\n").split("\t")
    return float(times), float(seconds), said


def large_files() -> int:
    failures = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_evidence(folder / "short.csv", 49_999)
        write_evidence(folder / "long.csv", 1_000_000)
        write_workbook(folder / "long.xlsx")
        write_points(folder / "points.csv")
        write_geojson(folder / "large.geojson")
        for what, file, reading, peer, bounded in COMPARISONS:
            path = folder / file
            ours, theirs = cost(reading, path), cost(peer, path)
            print(f"{what}, {path.stat().st_size / MEGABYTE:.1f} MB: {ours[2]}")
            for who, (times, seconds, _) in (("zonemap", ours), (peer.partition("(")[0], theirs)):
                print(f"    {who}: {times:.1f} times the file, {seconds:.1f} s")
            print(f"    ratio: memory {ours[0] / theirs[0]:.2f}, time {ours[1] / theirs[1]:.2f}")
            failures += bounded and ours[0] > MOST_TIMES_THE_FILE
    return failures


if __name__ == "__main__":
    sys.exit(startup() + (0 if "startup" in sys.argv[1:] else large_files()))
