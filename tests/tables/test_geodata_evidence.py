"""Every value of Linfen's tables has evidence, and every piece of evidence points at a value."""

import re
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from zonemap.core.errors import DataProblems
from zonemap.region.region import read_region
from zonemap.tables.evidence import evidence_keys
from zonemap.tables.schemas import TABLE_NAMES

GEODATA = Path(__file__).parents[2] / "geodata"
KEY = ["table", "zone_id", "field"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Read the tables as plain text."""
    return {
        name: pd.read_csv(GEODATA / f"{name}.csv", dtype=str, keep_default_na=False) for name in TABLE_NAMES
    }


def keys(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return what each row stands for: table, zone and field."""
    return set(frame[KEY].itertuples(index=False, name=None))


def test_every_value_has_evidence(tables):
    """No stated value of a zone and no row of another table goes without."""
    assert keys(evidence_keys(tables)) - keys(tables["evidence"]) == set()


def test_every_evidence_points_at_a_value(tables):
    """Nothing is proved that is not there."""
    assert keys(tables["evidence"]) - keys(evidence_keys(tables)) == set()


def test_events_of_a_zone_can_be_told_apart(tables):
    """Date and type together are given once a zone, or their evidence would be mixed up."""
    assert not tables["events"].duplicated(["zone_id", "date", "event"]).any()


def test_every_source_is_used_and_every_one_used_is_listed(tables):
    """The list of sources is no longer and no shorter than what rests on it."""
    assert set(tables["evidence"]["source_id"]) == set(tables["sources"]["source_id"])


def test_no_evidence_stands_twice(tables):
    """A source backs a value once."""
    assert not tables["evidence"].duplicated([*KEY, "source_id", "locator"]).any()


def test_notes_are_in_both_languages(tables):
    """Chinese, then English."""
    for note in tables["evidence"]["note"]:
        assert not note or re.fullmatch(r"[^/]*[\u4e00-\u9fff][^/]* / [\x00-\x7f–]+", note), note


@pytest.mark.parametrize(
    ("table", "columns"),
    [("events", ["text_zh", "text_en"]), ("story", ["title_zh", "title_en", "text_zh", "text_en"])],
)
def test_texts_are_in_both_languages(tables, table, columns):
    """No text without its translation."""
    assert (tables[table][columns] != "").all(axis=None)


def test_inferred_values_are_marked_low(tables):
    """Who runs a zone is stated for one of them only."""
    told = tables["evidence"].query("table == 'zones' and field == 'management'")
    assert set(told[told["zone_id"] != "linfen-edz"]["confidence"]) == {"L"}
    assert set(told[told["zone_id"] == "linfen-edz"]["confidence"]) == {"H"}


def test_values_that_rest_on_later_sources_are_dated_later(tables):
    """What no source up to the day says is an approval, an event or an industry of a later date."""
    days = tables["sources"].set_index("source_id")["date"]
    evidence = tables["evidence"].assign(day=lambda frame: frame["source_id"].map(days))
    earliest = evidence[evidence["day"] != ""].groupby(KEY)["day"].min()
    later = earliest[earliest > "2021"].index.to_frame(index=False)
    assert set(later["table"]) == {"history", "events", "industries"}
    assert set(later.loc[later["table"] == "history", "zone_id"]) == {"quwo-cluster"}


def test_a_value_without_evidence_is_a_problem(tmp_path):
    """With the evidence for 古县's area gone, the folder is refused and the cell is named."""
    folder = copytree(GEODATA, tmp_path / "geodata")
    lines = (folder / "evidence.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("zones,guxian-etdz,area_km2,")]
    (folder / "evidence.csv").write_text("".join(kept), encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "zones.csv",
        10,
        "area_km2",
        "11.01",
    )


def test_evidence_without_a_value_is_a_problem(tmp_path):
    """With 古县's area gone, its evidence points at nothing."""
    folder = copytree(GEODATA, tmp_path / "geodata")
    text = (folder / "zones.csv").read_text("utf-8").replace(",11.01\n", ",\n")
    (folder / "zones.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.value) == ("evidence.csv", "area_km2")
