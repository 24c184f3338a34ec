"""Every value of Linfen's tables has evidence, and every piece of evidence points at a value."""

import re
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from zonemap.core.problems import DataProblems
from zonemap.region.reading import read_region
from zonemap.tables.evidence import evidence_keys
from zonemap.tables.evidence_checks import confidence_by_rule
from zonemap.tables.schemas import TABLE_NAMES

GEODATA = Path(__file__).parents[2] / "geodata"
KEY = ["table", "zone_id", "field"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Read the tables as plain text."""
    return {
        name: pd.read_csv(GEODATA / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in TABLE_NAMES
        if name != "indicators"
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
    assert set(later["table"]) == {"history", "events", "industries", "zones"}
    of_zones = later[later["table"] == "zones"]
    assert set(of_zones["field"]) == {"bounds_zh", "bounds_en"}, "known from the date of their source"
    assert set(later.loc[later["table"] == "history", "zone_id"]) == {"quwo-cluster"}


def test_confidence_follows_the_rule(tables):
    """Official text or two sources: high; one news item or data set: medium; inferred or unknown: low."""
    evidence = tables["evidence"]
    assert evidence["confidence"].to_list() == confidence_by_rule(evidence, tables["sources"]).to_list()


def test_every_source_has_its_type(tables):
    """And one without a known publisher is worth less than a news item."""
    assert set(tables["sources"]["type"]) == {"official", "news", "dataset", "none"}


def test_what_is_translated_or_inferred_states_no_value(tables):
    """Names in English, counties by their names, who runs a zone."""
    stated = tables["evidence"].query("value != '' and table == 'zones'")
    assert not set(stated["field"]) & {"name_en", "bounds_en"}
    assert set(stated.loc[stated["field"] == "counties", "zone_id"]) == {"linfen-edz"}
    assert set(stated.loc[stated["field"] == "management", "zone_id"]) == {"linfen-edz"}


def test_nothing_has_changed_since_its_source():
    """Every cell holds what one of its sources states; those that differ stand beside it."""
    region = read_region(GEODATA)
    assert region.witnesses.problems == ()
    assert region.witnesses.cells == {}
    rows = region.evidence.loc[sorted(region.witnesses.otherwise)]
    assert {("anze-etdz", "approved", "2018"), ("xiangning-ectdz", "approved", "../2022-02-26")} <= set(
        rows[["zone_id", "field", "value"]].itertuples(index=False, name=None)
    )


def test_no_remark_of_the_researcher_is_an_event(tables):
    """What was not found, and what a later source adds, is not told of the day of an approval."""
    for column in ("text_zh", "text_en"):
        assert not tables["events"][column].str.contains("未查到|not found|20 ?km|20平方公里").any()


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
    text = (folder / "zones.csv").read_text("utf-8").replace(",11.01,", ",,")
    (folder / "zones.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.value) == ("evidence.csv", "area_km2")
