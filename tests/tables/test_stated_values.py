"""Cells are held against what their sources state: what was changed is told, marked, and never refused."""

import csv
import json
from pathlib import Path
from shutil import copytree

import openpyxl
import pandas as pd
import pytest

from kit import readback, toy
from outputs.test_cli import run
from zonemap.analysis.facts import FactBook, facts_of
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import word
from zonemap.outputs.atlas.facts import Footnotes, zone_facts
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.words import Words
from zonemap.outputs.page.data import page_data
from zonemap.region.reading import read_region
from zonemap.tables.evidence_checks import confidence_by_rule, confidence_of
from zonemap.tables.stated_values import is_as_stated

GEODATA = Path(__file__).parents[2] / "geodata"
HEAD = "table,zone_id,field,source_id,locator,value,confidence,note\n"
TYPED = "source_id,type,publisher,title,date,address\ngazette,official,公报,《公报》,2020-06-30,\n"
TYPED += "news,news,晚报,报道,2020-06-29,\n"


def write(
    folder: Path, *rows: str, states: dict[tuple[str, str, str], str] | None = None, **texts: str
) -> Path:
    """Write the toy region whose gazette states some values, with more rows of the evidence."""
    toy.write_geodata(folder, **texts)
    frame = toy.evidence_for_all(folder)
    values = [
        (states or {}).get(key, "") for key in frame[["table", "zone_id", "field"]].itertuples(index=False)
    ]
    frame.insert(5, "value", values)
    frame.to_csv(folder / "evidence.csv", index=False)
    with (folder / "evidence.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
    return folder


def own(folder: Path, evidence: str = "own") -> Path:
    """Say in the description of a folder whether its tables are their own evidence."""
    path = folder / "datapackage.json"
    path.write_text(
        json.dumps({**json.loads(path.read_text("utf-8")), "evidence": evidence}), encoding="utf-8"
    )
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    """Change a cell."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "column", "cell", "stated", "holds"),
    [
        ("zones", "area_km2", "10", ["10.0"], True),
        ("zones", "area_km2", "10", ["10.01"], False),
        ("zones", "area_km2", "10", ["ten"], False),
        ("zones", "counties", "140001;140002", ["140002;140001"], True),
        ("zones", "counties", "140001", ["140001;140002"], False),
        ("zones", "name_zh", "甲（北）区", ["甲(北)区"], True),
        ("zones", "name_zh", "甲区", ["甲县区"], False),
        ("zones", "name_zh", "甲区", ["甲县区", "甲区"], True),
        ("zones", "approved", "2018-12-25", ["2018"], False),
        ("zones", "approved", "2018-12-25", ["2018", "2018-12-25"], True),
        ("zones", "approved", "2020-05-14/2021-07", ["2020-05-14/..", "../2021-07"], True),
        ("zones", "approved", "2020-05-14/2021-07", ["2020-05-14/..", "../2022-02-26"], False),
        ("zones", "approved", "1999", ["long ago"], False),
        ("reforms", "state", "done", ["in_progress"], False),
    ],
)
def test_a_cell_is_as_stated(table, column, cell, stated, holds):
    """Whichever way it is written; each end of a date may come from another source."""
    assert is_as_stated(table, column, cell, stated) is holds


def test_what_changed_beside_its_source_is_told(tmp_path, capsys):
    """Area and name were changed, their evidence was not: both are named, with the row that states them."""
    folder = copytree(GEODATA, tmp_path / "geodata")
    replace_in(folder / "zones.csv", ",133.26", ",233.26")
    replace_in(folder / "zones.csv", "尧都高新技术产业开发区,Yaodu", "尧都区高新技术开发区,Yaodu")
    assert run("check", str(folder), "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    told = {(one["file"], one["row"], one["column"], one["value"]): one for one in problems}
    area = told["zones.csv", 2, "area_km2", "233.26"]
    assert "changed since its source: jinwen-2020 states 133.26" in area["message_en"]
    name = told["zones.csv", 8, "name_zh", "尧都区高新技术开发区"]
    assert "thepaper-2020 载明 尧都高新技术产业开发区" in name["message_zh"]
    assert "evidence.csv" in name["fix_en"]


def test_a_changed_value_is_marked_and_not_refused(tmp_path, capsys):
    """The region is read, its fact says so, the others do not; check ends with 1 and names the way out."""
    key = ("zones", "one", "area_km2")
    folder = write(tmp_path / "toy", states={key: "9", ("zones", "one", "approved"): "1999"})
    region = read_region(folder)
    assert region.witnesses.changed == {key}
    facts = {fact.field: fact for fact in facts_of(region, "one")}
    assert facts["area_km2"].described.en == "10 km² (changed since its source)"
    assert "changed" not in facts["approved"].described.en
    assert FactBook(region).states_otherwise(facts["area_km2"].evidence[0]).en == "states 9 km²"
    assert run("check", str(folder)) == 1
    said = capsys.readouterr().err
    assert "zones.csv · 第2行 row 2 · area_km2 「10」" in said
    assert "gazette states 9" in said


def test_sources_that_disagree_stand_side_by_side(tmp_path):
    """The cell holds what one of them states: nothing is wrong, and the other is told beside it."""
    row = "zones,one,area_km2,news,,12平方公里,M,"
    folder = write(tmp_path / "toy", row, states={("zones", "one", "area_km2"): "10"}, sources=TYPED)
    region = read_region(folder)
    assert region.witnesses.problems == ()
    (fact,) = (fact for fact in facts_of(region, "one") if fact.field == "area_km2")
    told = [FactBook(region).states_otherwise(label).zh for label in fact.evidence]
    assert told == ["", "载明 12 km²"]
    assert fact.remark.zh == ""


def test_history_and_reforms_are_held_against_their_sources(tmp_path):
    """The value of a row of the history, and the state of a measure; each at its own cell."""
    history = "zone_id,field,from,value\none,area_km2,2012,10\n"
    states = {("history", "one", "area_km2 2012"): "11", ("reforms", "two", "term"): "done"}
    problems = read_region(write(tmp_path / "toy", states=states, history=history)).witnesses.problems
    assert {(one.file, one.row, one.column, one.value) for one in problems} == {
        ("history.csv", 2, "value", "10"),
        ("reforms.csv", 4, "state", "leaders_in_place"),
    }


def test_an_evidence_for_a_whole_row_states_no_value(tmp_path):
    """It would be said of every field: refused, with row and way out."""
    evidence = HEAD + "".join(f"{table},{zone},*,gazette,p. 1,,H,\n" for table, zone in WHOLE_ROWS)
    folder = toy.write_geodata(tmp_path, evidence=evidence)
    read_region(folder)
    replace_in(folder / "evidence.csv", "zones,one,*,gazette,p. 1,,", "zones,one,*,gazette,p. 1,10,")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == ("evidence.csv", 2, "value", "10")


WHOLE_ROWS = (
    *(("zones", zone) for zone in ("one", "two", "three", "four")),
    *(("industries", zone) for zone in ("one", "two", "four")),
    *(("reforms", zone) for zone in ("one", "two")),
    *(("events", zone) for zone in ("one", "")),
)


def test_an_old_name_in_the_texts_is_a_hint(tmp_path, capsys):
    """Renamed by the history: texts that still bear the old name are listed; a later name is none."""
    history = (
        "zone_id,field,from,value\none,name_zh,,甲县工业园\none,name_zh,2005,甲县经济开发区\n"
        "one,name_zh,2021,甲县高新区\n"
    )
    events = (
        "zone_id,date,event,text_zh,text_en\none,1999,approved,甲县工业园获批,Approved\n"
        ",2021-01,meeting,甲县高新区,x\n"
    )
    story = toy.STORY + "1,甲,A,甲县工业园是第一个,The first,,,,,,,\n"
    folder = write(tmp_path / "toy", history=history, events=events, story=story)
    hints = [hint for hint in read_region(folder).witnesses.hints if "甲县工业园" in hint]
    assert [hint.split(" 「")[0] for hint in hints] == [
        "events.csv · 第2行 row 2 · text_zh",
        "story.csv · 第2行 row 2 · text_zh",
    ]
    assert not any("甲县高新区" in hint for hint in read_region(folder).witnesses.hints)
    assert run("check", str(folder)) == 0
    assert hints[0] in capsys.readouterr().out


def test_missing_places_in_sources_are_listed_and_no_error(tmp_path, capsys):
    """One line a source with its rows; check ends well."""
    folder = write(tmp_path / "toy", "zones,one,area_km2,news,,10,M,", sources=TYPED)
    assert run("check", str(folder)) == 0
    said = capsys.readouterr().out
    assert "「news」：1 行没有出处位置" in said
    assert "「gazette」" not in said
    assert "没有问题 / No problems." in said


def test_own_tables_need_no_evidence_and_name_their_cells(tmp_path):
    """Neither evidence.csv nor sources.csv: every fact names the cell in the planner's table."""
    folder = own(toy.write_geodata(tmp_path))
    (folder / "evidence.csv").unlink()
    (folder / "sources.csv").unlink()
    facts = {fact.field: fact for fact in facts_of(read_region(folder), "one")}
    assert facts["area_km2"].cell.en == "own table, zones.csv P2"
    assert facts["power"].cell.zh == "本表 industries.csv B2"
    assert facts["term"].cell.zh == "本表 reforms.csv B2"
    assert facts["1999 approved"].cell.zh == "本表 events.csv D2"
    assert not facts["township"].cell
    assert not facts["area_km2"].evidence


def test_own_tables_may_have_sources_for_some_values(tmp_path):
    """What a source states is still held against its cell; the rest names its cell."""
    evidence = HEAD + "zones,one,area_km2,gazette,p. 1,9,H,\n"
    region = read_region(own(toy.write_geodata(tmp_path, evidence=evidence)))
    assert region.witnesses.changed == {("zones", "one", "area_km2")}
    facts = {fact.field: fact for fact in facts_of(region, "one")}
    assert not facts["area_km2"].cell
    assert facts["approved"].cell.zh == "本表 zones.csv M2"


def test_required_evidence_is_required(tmp_path):
    """The same folder without evidence is refused when it says so, and when it says nothing."""
    for number, said in enumerate(("required", None)):
        folder = toy.write_geodata(tmp_path / str(number), evidence=HEAD)
        if said:
            own(folder, said)
        with pytest.raises(DataProblems, match="has evidence"):
            read_region(folder)


def test_another_word_for_whose_evidence_is_refused(tmp_path):
    """With the two that there are."""
    with pytest.raises(CannotRead, match=r"required.*own.*'mine'"):
        read_region(own(toy.write_geodata(tmp_path), "mine"))


def test_a_type_that_there_is_not_is_told(tmp_path):
    """With the types that there are."""
    sources = TYPED.replace("news,news,", "news,rumour,")
    with pytest.raises(DataProblems) as caught:
        read_region(toy.write_geodata(tmp_path, sources=sources))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == ("sources.csv", 3, "type", "rumour")
    assert "official" in problem.fix.en


@pytest.mark.parametrize(
    ("source_type", "is_stated", "agreeing", "level"),
    [
        ("official", True, 0, "H"),
        ("news", True, 1, "H"),
        ("dataset", True, 1, "H"),
        ("news", True, 0, "M"),
        ("dataset", True, 0, "M"),
        ("official", False, 3, "L"),
        ("news", False, 0, "L"),
        ("none", True, 2, "L"),
        ("", True, 2, "L"),
    ],
)
def test_confidence_by_rule(source_type, is_stated, agreeing, level):
    """What is inferred or nobody's is low, whoever agrees."""
    assert confidence_of(source_type, is_stated=is_stated, agreeing=agreeing) == level


def test_only_other_sources_that_state_the_same_agree():
    """Two places in one source, a source without publisher, or another value make nothing surer."""
    sources = pd.DataFrame(
        {"source_id": ["a", "b", "c"], "type": ["news", "news", "none"]},
    )

    def levels(*rows: tuple[str, str]) -> list[str]:
        frame = pd.DataFrame(
            [("zones", "one", "area_km2", source, value) for source, value in rows],
            columns=["table", "zone_id", "field", "source_id", "value"],
        )
        return confidence_by_rule(frame, sources).to_list()

    assert levels(("a", "10"), ("b", "10.0")) == ["H", "H"]
    assert levels(("a", "10"), ("a", "10")) == ["M", "M"]
    assert levels(("a", "10"), ("b", "11")) == ["M", "M"]
    assert levels(("a", "10"), ("c", "10")) == ["M", "L"]
    assert levels(("a", ""), ("b", "")) == ["L", "L"]
    assert levels(("gone", "10")) == ["L"]


def test_a_cell_that_has_no_row_in_an_own_workbook_is_named_with_its_sheet(tmp_path):
    """File, sheet and cell, as she finds it in Excel."""
    folder = own(toy.write_geodata(tmp_path))
    (folder / "evidence.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "开发区"
    for row in csv.reader(toy.ZONES.splitlines()):
        sheet.append(row)
    (folder / "zones.csv").unlink()
    book.save(folder / "我的表.xlsx")
    facts = {fact.field: fact for fact in facts_of(read_region(folder), "two")}
    assert facts["approved"].cell.zh == "本表 我的表.xlsx 开发区 M3"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_deck_and_atlas_tell_it_too(tmp_path, lang):
    """What was changed, what a source states otherwise, and which cell is all that says so."""
    evidence = HEAD + "zones,one,area_km2,gazette,p. 1,9,H,\n"
    region = read_region(own(toy.write_geodata(tmp_path, evidence=evidence)))
    changed, states = word("page", "changed").of(lang), {"zh": "载明 9 km²", "en": "states 9 km²"}[lang]
    lines = [" ".join(row) for row in Evidence(region, Words(lang)).rows("one")]
    assert any(changed in line and states in line for line in lines)
    assert any("zones.csv M2" in line for line in lines)
    notes = Footnotes(FactBook(region), lang)
    facts = zone_facts(notes, "one")
    assert any(changed in fact.text for fact in facts)
    assert any("zones.csv M2" in fact.text for fact in facts)
    assert any(states in line for line in notes.lines)


def test_the_page_has_what_changed_and_whose_cell_it_is(tmp_path):
    """And says nothing twice: an evidence that states what the cell holds has no value of its own there."""
    evidence = HEAD + "zones,one,area_km2,gazette,p. 1,9,H,\nzones,one,approved,gazette,p. 1,1999,H,\n"
    data = page_data(read_region(own(toy.write_geodata(tmp_path, evidence=evidence))))
    told = {
        (zone["id"], fact["field"]): fact
        for zone in data["zones"]
        for fact in readback.page_facts(data["facts"], zone["facts"])
    }
    changed = word("page", "changed").zh
    marked = [
        key for key, fact in told.items() for _, stand in fact["stands"] if stand and changed in stand[1][0]
    ]
    assert set(marked) == {("one", "area_km2")}
    assert told["two", "approved"]["cell"] == ["本表 zones.csv M3", "own table, zones.csv M3"]
    area, approved = (
        data["evidence"][told["one", field]["evidence"][0]] for field in ("area_km2", "approved")
    )
    assert area["states"] == ["载明 9 km²", "states 9 km²"]
    assert "states" not in approved


def test_a_cell_that_its_source_and_the_history_part_from_is_told_and_built(tmp_path):
    """The history still holds the old value: check names both places, and the fact of the day is marked."""
    history = "zone_id,field,from,value\none,area_km2,2001,9\n"
    evidence = HEAD + "zones,one,area_km2,gazette,p. 1,9,H,\nhistory,one,area_km2 2001,gazette,p. 1,9,H,\n"
    folder = own(toy.write_geodata(tmp_path / "toy", evidence=evidence, history=history))
    region = read_region(folder)
    assert {(problem.file, problem.column) for problem in region.witnesses.problems} == {
        ("zones.csv", "area_km2"),
        ("history.csv", "value"),
    }
    (fact,) = [fact for fact in facts_of(region, "one") if fact.field == "area_km2"]
    assert "9 km²" in fact.value.zh
    assert word("page", "changed").zh in fact.remark.zh


def test_a_cell_that_its_source_bears_out_and_the_history_does_not_is_refused(tmp_path):
    """Then nothing says that the history is the older of the two."""
    history = "zone_id,field,from,value\none,area_km2,2001,9\n"
    folder = own(toy.write_geodata(tmp_path / "toy", evidence=HEAD, history=history))
    with pytest.raises(DataProblems, match=r"history\.csv"):
        read_region(folder)
