"""The order of rows and what things are called change nothing: properties of the toy region."""

import csv
import io
import tempfile
from pathlib import Path
from random import Random

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kit import toy
from zonemap.region.join import summarise_account
from zonemap.region.reading import read_region
from zonemap.region.region import Region

TABLES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")
PARTNERS = toy.PARTNERS + "one,某公司,A company,operator,北京,2015\ntwo,某大学,,university,,\n"
IDS = ("one", "two", "three", "four")
NAMES = ("甲县经济开发区", "乙县高新区", "丙县农业区", "丙县集聚区")
ID = st.from_regex(r"z[a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
NAME = st.text("东西南北山川河源城园新平安临汾洪洞", min_size=2, max_size=8).map(lambda text: f"{text}开发区")
QUICK = settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
SQUARE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"zone_id": "one"},
"geometry": {"type": "Polygon", "coordinates":
[[[111.04, 36.04], [111.06, 36.04], [111.06, 36.06], [111.04, 36.06], [111.04, 36.04]]]}}]}"""


def written() -> dict[str, list[list[str]]]:
    """Return the cells of every table of the toy region, with two partners."""
    with tempfile.TemporaryDirectory() as name:
        folder = toy.write_geodata(Path(name), partners=PARTNERS)
        return {
            table: list(csv.reader((folder / f"{table}.csv").read_text("utf-8").splitlines()))
            for table in TABLES
        }


CELLS = written()


def region_of(cells: dict[str, list[list[str]]], boundary: str = SQUARE) -> Region:
    """Write tables and the surveyed boundary of one zone, and read the region."""
    with tempfile.TemporaryDirectory() as name:
        folder = toy.write_geodata(Path(name), **{table: as_csv(rows) for table, rows in cells.items()})
        (folder / "boundaries").mkdir()
        (folder / "boundaries" / "a.geojson").write_text(boundary, encoding="utf-8")
        return read_region(folder)


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def plain(region: Region) -> dict[str, list[tuple[str, ...]]]:
    """Return every table of a region as sorted rows of text, without the numbers of the rows."""
    frames = {name: getattr(region, name) for name in (*TABLES, "account")}
    shapes = region.zones.geometry.to_wkt()
    frames["zones"] = pd.DataFrame(region.zones).assign(geometry=shapes).reset_index()
    return {name: sorted_rows(frame.drop(columns="row", errors="ignore")) for name, frame in frames.items()}


def sorted_rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows of a frame as text, sorted."""
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))


def sums(region: Region) -> list[tuple[str, ...]]:
    """Return how many rows of each side are in each class of the account."""
    return sorted_rows(summarise_account(region.account))


USUAL = region_of(CELLS)


@QUICK
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(lot: Random):
    """Every table shuffled: the same zones, tables and account."""
    shuffled = {table: [head, *lot.sample(rows, len(rows))] for table, (head, *rows) in CELLS.items()}
    region = region_of(shuffled)
    assert plain(region) == plain(USUAL)
    assert sums(region) == sums(USUAL)


@QUICK
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(lot: Random):
    """The columns of every table shuffled: the same region."""
    orders = {table: lot.sample(range(len(rows[0])), len(rows[0])) for table, rows in CELLS.items()}
    shuffled = {table: [[row[i] for i in orders[table]] for row in rows] for table, rows in CELLS.items()}
    assert plain(region_of(shuffled)) == plain(USUAL)


@QUICK
@given(
    st.lists(ID, min_size=len(IDS), max_size=len(IDS), unique=True),
    st.lists(NAME, min_size=len(NAMES), max_size=len(NAMES), unique=True),
)
def test_what_zones_are_called_does_not_matter(ids: list[str], names: list[str]):
    """Other ids and names, the same in every table: the same zones but for these, and the same account."""
    called = dict(zip((*IDS, *NAMES), (*ids, *names), strict=True))
    renamed = {
        table: [[called.get(cell, cell) for cell in row] for row in rows] for table, rows in CELLS.items()
    }
    region = region_of(renamed, SQUARE.replace('"one"', f'"{called["one"]}"'))
    back = {new: old for old, new in called.items()}
    restored = {
        table: sorted(tuple(back.get(cell, cell) for cell in row) for row in rows)
        for table, rows in plain(region).items()
    }
    assert restored == plain(USUAL)
    assert sums(region) == sums(USUAL)
