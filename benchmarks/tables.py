"""What zonemap's work costs, beside its peers in the same run.

    .venv/bin/python benchmarks/tables.py            how soon commands answer, large tables, and the work
    .venv/bin/python benchmarks/tables.py startup    how soon the commands answer alone
    .venv/bin/python benchmarks/tables.py work [ROW…]    the table of work alone, or those of its rows

A command is a fresh interpreter; the commands take turns and the best of several rounds counts.
Each reading is a fresh process that has imported what it needs; what counts is how far its peak rises above
that, as a multiple of the file. What zonemap refuses, it must refuse under four times the file. Work is told
in CPU seconds, those of its helpers included, and in the peak of memory: another program on the machine
changes the first little and the second not at all.
"""

import csv
import json
import math
import os
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


def spent(command: list[str]) -> tuple[float, float]:
    """Return the CPU seconds of a process and of those that it started and waited for, and its peak in MB."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEGABYTE


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from zonemap.cli import main; main()", *map(str, arguments)]


def python(code: str) -> list[str]:
    made = "import sys; sys.path.insert(0, 'tests'); import zonemap as zm, geopandas as gpd\n"
    nation = "from kit.nation import nation_region, nation_counties, square_counties\n"
    return [sys.executable, "-c", made + (nation if "nation_" in code else "") + code]


def write_parcels(path: Path, count: int = 100_000) -> None:
    import geopandas
    import shapely

    west, south = (
        [111 + i % 400 * 0.002 for i in range(count)],
        [35.5 + i // 400 * 0.002 for i in range(count)],
    )
    boxes = shapely.box(west, south, [x + 0.001 for x in west], [y + 0.001 for y in south])
    names = [f"地块 {i}" for i in range(count)]
    geopandas.GeoDataFrame({"name": names}, geometry=boxes, crs=4490).to_file(path, engine="pyogrio")


def write_txt(path: Path, parcels: int = 20_000, vertices: int = 100) -> None:
    turns = [2 * math.pi * i / vertices for i in range(vertices)]
    circle = [(90 * math.sin(turn), 90 * math.cos(turn)) for turn in turns]
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=37\n"
        )
        file.write("精度=0.001\n转换参数=0,0,0,0,0,0,0\n[地块坐标]\n")
        for i in range(parcels):
            east, north = 37_540_000 + i % 200 * 300, 3_990_000 + i // 200 * 300
            file.write(f"{vertices},2.5,{i},地块{i},面,,,,@\n")
            ring = [*circle, circle[0]]
            file.writelines(
                f"J{1 + j % vertices},1,{north + y:.3f},{east + x:.3f}\n" for j, (y, x) in enumerate(ring)
            )


def row(what: str, goal: str, ours: tuple[float, float], theirs: tuple[float, float] | None = None) -> None:
    told = f"{ours[0]:.1f} CPU s, {ours[1]:.0f} MB"
    peer = (
        f"; geopandas {theirs[0]:.1f} CPU s, {theirs[1]:.0f} MB: {ours[0] / theirs[0]:.1f} ×"
        if theirs
        else ""
    )
    print(f"| {what} | {told}{peer} | {goal} |", flush=True)


def _build(folder: Path) -> None:
    build = ["build", "geodata", "--out", folder / "dist"]
    row("all outputs of Linfen without notebooks", "14 CPU s", spent(command(*build, "--no-notebooks")))
    row("nothing changed", "0.5 s", spent(command(*build, "--no-notebooks")))


def _check(_: Path) -> None:
    row("check of Linfen", "1 s", spent(command("check", "geodata")))
    row("for comparison: import geopandas", "", spent([sys.executable, "-c", "import geopandas"]))


def _notebooks(folder: Path) -> None:
    build = ["build", "geodata", "--out", folder / "notebooks", "--only", "notebooks"]
    row("nine notebooks, run and written", "18 CPU s", spent(command(*build)))


def _parcels(folder: Path) -> None:
    path = folder / "parcels.gpkg"
    write_parcels(path)
    ours, theirs = (
        spent(python(f"{read}({str(path)!r})")) for read in ("zm.read_boundaries", "gpd.read_file")
    )
    row("read_boundaries, 100,000 parcels (with imports)", "5 ×", ours, theirs)


def _points(folder: Path) -> None:
    path = folder / "points.txt"
    write_txt(path)
    ours = spent(python(f"print(len(zm.read_boundaries({str(path)!r})))"))
    row(f"界址点 TXT of 2,000,000 points, {path.stat().st_size / MEGABYTE:.0f} MB", "8 × the file", ours)


def _nation(_: Path) -> None:
    make = "r = nation_region(nation_counties(), zones=200)"
    plot, nothing = spent(python(f"{make}; zm.plot_map(r)")), spent(python(make))
    row("plot_map at 2,891 counties", "7 s", (plot[0] - nothing[0], plot[1]))


def _crowd(folder: Path) -> None:
    make = "r = nation_region(square_counties(6, 5), zones=200)"
    row("all outputs of 200 zones", "120 s", spent(python(f"{make}; zm.build(r, {str(folder / 'crowd')!r})")))


def _growth(folder: Path) -> None:
    make = "r = nation_region(square_counties({0}, 10), zones={1})"
    few, many = make.format(3, 100), make.format(12, 400)
    writers = {
        "map page": "zm.save_page(zm.explore(r), {0!r} + '.html')",
        "workbook": "zm.write_workbook(r, {0!r} + '.xlsx')",
        "GeoPackage": "zm.write_geopackage(r, {0!r} + '.gpkg')",
        "deck": "zm.write_deck(r, {0!r} + '.pptx')",
        "atlas": "zm.write_atlas(r, {0!r} + '.pdf')",
    }
    bases = [spent(python(make))[0] for make in (few, many)]
    for what, write in writers.items():
        code = write.format(str(folder / "growth"))
        small, large = (
            spent(python(f"{make}; {code}"))[0] - base for make, base in zip((few, many), bases, strict=True)
        )
        grown = f"{small:.1f} to {large:.1f} CPU s: exponent {math.log(large / small, 4):.2f}"
        print(f"| {what}, 100 to 400 zones in 30 to 120 counties | {grown} | 1.05 |")


WORK = {
    "build": _build,
    "check": _check,
    "notebooks": _notebooks,
    "parcels": _parcels,
    "points": _points,
    "nation": _nation,
    "crowd": _crowd,
    "growth": _growth,
}
"""The rows of the table of work, by name."""


def work(names: list[str]) -> None:
    print(f"load of the last minute {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print("| what | here | goal |\n|---|---|---|")
    for name in names or WORK:
        with TemporaryDirectory() as folder:
            WORK[name](Path(folder))


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked[:1] == ["work"]:
        work(asked[1:])
        sys.exit(0)
    failures = startup() + (0 if asked == ["startup"] else large_files())
    if not asked:
        work([])
    sys.exit(failures)
