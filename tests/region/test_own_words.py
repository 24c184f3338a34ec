"""Words of her own: read with all that is said of them, checked, and shown by every output."""

import json
import re
from pathlib import Path

import pytest

from kit import readers
from kit.shared import once
from kit.toy import INDUSTRIES, ZONES, write_geodata
from zonemap.analysis.diff import compare, describe_changes
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import words_of
from zonemap.analysis.value_words import in_words
from zonemap.core.problems import DataProblems
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.build import build
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region

WORDS = """\
group,key,zh,en,color,shape,pattern,unit,measure,better
类型,zerocarbon,零碳产业园,Zero-carbon park,#123456,菱形,点纹,,,
级别,subprov,副省级,Sub-provincial zone,,,,,,
产业,algae,微藻制造,Algae making,#654321,,,,,
地点,mars,火星,Mars,,,,,,
角色,angel,天使投资方,Angel investor,,,,,,
指标,jobsnow,就业人数,Jobs,#0a7a3c,,,人,总数,越高越好
指标,亩均,亩均税收,Tax per mu,,,,万元/亩,比率,
措施,greenpay,绿色薪酬制,Green pay,,,,,,
事件,launch,点火,Ignition,,,,,,
"""
TABLES = {
    "zones": ZONES.replace("hightech", "零碳产业园")
    .replace("economic,provincial", "economic,副省级")
    .replace("area_km2\n", "area_km2,亩均2019\n")
    .replace(",10\n", ",10,3.5\n")
    .replace("2010,,,\n", "2010,,,,4.5\n")
    .replace("06-30,,,,\n", "06-30,,,,,6\n")
    .replace("county_seat,,,,,\n", "county_seat,,,,,,\n"),
    "industries": INDUSTRIES.replace("two,power", "two,微藻制造").replace("four,power", "four,algae"),
    "indicators": "zone_id,indicator,date,value\none,就业人数,2018,120\none,jobsnow,2019,130\n"
    "two,Jobs,2019,40\n",
    "partners": "zone_id,name_zh,name_en,role,place,since\none,甲公司,Jia Co,天使投资方,火星,2015\n",
    "reforms": "zone_id,measure,state,as_of,due\none,绿色薪酬制,done,2015,\n",
    "events": "zone_id,date,event,text_zh,text_en\none,1999,点火,点火了,Ignited\n",
}
KEYS = ("zerocarbon", "subprov", "algae", "mars", "angel", "jobsnow", "greenpay", "launch")
SHOWN = {
    "zh": ("零碳产业园", "副省级", "微藻制造", "天使投资方", "火星", "就业人数", "亩均税收", "绿色薪酬制"),
    "en": ("Zero-carbon park", "Sub-provincial zone", "Algae making", "Angel investor", "Mars", "Jobs",
           "Tax per mu", "Green pay"),
}  # fmt: skip
"""What is told of zones in every output that tells all of them."""


def folder_of(folder: Path, words: str = WORDS, **tables: str) -> Path:
    """Write a folder whose tables are their own evidence, with words."""
    write_geodata(folder, **{**TABLES, **tables, "vocabulary": words})
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package | {"evidence": "own"}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def region(tmp_path_factory) -> Region:
    """Return the region of the words."""
    return read_region(folder_of(tmp_path_factory.mktemp("words")))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> dict[str, Path]:
    """Make every output, and slides and atlas in English too."""

    def make(folder: Path) -> None:
        region = read_region(folder_of(folder / "data"))
        build(region, folder / "zh", lang="zh")
        (folder / "en").mkdir()
        write_deck(region, folder / "en" / "toy.pptx", lang="en")
        write_atlas(region, folder / "en" / "toy.pdf", lang="en")

    folder = once(tmp_path_factory, "own-words", make)
    return {lang: folder / lang for lang in ("zh", "en")}


def test_a_word_is_found_by_its_key_and_in_both_languages(region):
    """A cell of any table may hold either; hers go before those of the package."""
    assert region.zones.loc[["one", "two"], "tier"].tolist() == ["subprov", "provincial"]
    assert region.zones.at["two", "kind"] == "zerocarbon"
    assert region.industries["industry"].tolist() == ["power", "algae", "algae"]
    assert set(region.indicators["indicator"]) == {"jobsnow"}
    assert region.partners[["role", "place"]].to_numpy().tolist() == [["angel", "mars"]]


def test_a_word_of_the_package_is_called_as_she_says(tmp_path):
    """What she leaves empty stays as it was; a cell with her word is that word."""
    words = "group,key,zh,en,color\nkind,economic,经开片区,,\n"
    zones = ZONES.replace("economic", "经开片区")
    read = read_region(write_geodata(tmp_path, zones=zones, vocabulary=words))
    assert read.zones.at["one", "kind"] == "economic"
    said = words_of(read, "kind")["economic"]
    assert (said.zh, said.en, said.color) == ("经开片区", "Economic development zone", "#0072B2")


def test_a_word_without_a_key_is_its_own(tmp_path):
    """She need not make up any."""
    words = "group,zh,en\n类型,零碳产业园,Zero-carbon park\n"
    read = read_region(
        write_geodata(tmp_path, zones=ZONES.replace("hightech", "零碳产业园"), vocabulary=words)
    )
    assert words_of(read, "kind")["零碳产业园"].en == "Zero-carbon park"


def test_what_is_said_of_an_indicator_holds(region):
    """Unit, total or rate, what is better, its colour; the table's own column is called by its word."""
    jobs = next(one for one in region.series if one.key == "jobsnow")
    assert (jobs.unit, jobs.is_rate, jobs.better, jobs.color) == ("人", False, "high", "#0a7a3c")
    (own,) = region.own_columns
    assert (own.label.en, own.unit, own.is_rate) == ("Tax per mu (2019)", "万元/亩", True)


def test_her_colour_shape_and_pattern_are_those_of_the_map(region):
    """In the legend of kinds and of industries, and for the marks of a total."""
    park = legend_by(region, "kind").class_of("two")
    assert (park.color, park.symbol, park.pattern) == ("#123456", "diamond", "dots")
    assert legend_by(region, "industry").class_of("two").color == "#654321"
    assert legend_by(region, "jobsnow").class_of("one").color == "#0a7a3c"


def test_a_table_in_words_knows_them(region):
    """For whoever holds the region's tables in a notebook."""
    assert in_words(region.zones[["kind"]], "en", region)["Kind"].tolist()[1] == "Zero-carbon park"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("ending", "read"), [("pptx", readers.deck), ("pdf", readers.atlas)])
def test_every_output_says_her_words(outputs, ending, read, lang):
    """Slides and atlas: in the language that they are in."""
    (path,) = outputs[lang].glob(f"*.{ending}")
    found = re.sub(r"\s+", " ", "\n".join(line for lines in read(path).values() for line in lines))
    assert [text for text in SHOWN[lang] if text not in found] == []
    assert [key for key in KEYS if re.search(rf"\b{key}\b", found)] == []
    assert "123456" in found


def test_the_page_says_her_words(outputs):
    """Its data in both languages; drawing and table, which a reader without scripts sees, without a key."""
    (path,) = outputs["zh"].glob("*.html")
    said = readers.page(path)
    data = "\n".join(said["facts"])
    assert [text for texts in SHOWN.values() for text in texts if text not in data] == []
    lines = [line for line in said["texts"] if line.startswith(("drawing ", "row "))]
    found = "\n".join([*lines, *said["boxes"]])
    assert {"零碳产业园", "Zero-carbon park", "微藻制造", "Algae making"} <= {
        text for texts in SHOWN.values() for text in texts if text in found
    }
    assert [key for key in KEYS if re.search(rf"\b{key}\b", found)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figures_say_her_words(outputs, lang):
    """Each what it is about: kinds on the map, industries and measures as heads of their boards."""
    about = {"map": (0,), "counties": (0,), "timeline": (0,), "industries": (2,), "reforms": (7,)}
    for name, places in about.items():
        lines = readers.figure(outputs["zh"] / "figures" / f"{name}-{lang}.svg")
        found = re.sub(r"\s+", " ", " ".join(line for of in lines.values() for line in of))
        assert [SHOWN[lang][at] for at in places if SHOWN[lang][at] not in found] == []
        assert [key for key in KEYS if re.search(rf"\b{key}\b", found)] == []


def test_the_files_for_further_work_hold_words_beside_keys(outputs):
    """The GeoPackage in a column, a table and the key of its styles; the workbook in its cells."""
    (layers,) = outputs["zh"].glob("*.gpkg")
    told = readers.geopackage(layers)
    found = "\n".join(line for lines in told.values() for line in lines)
    assert all(text in found for text in (*SHOWN["zh"][:6], "零碳产业园 · 所在县域（示意）"))
    (book,) = outputs["zh"].glob("*.xlsx")
    rows = "\n".join(readers.workbook(book)["texts"])
    assert all(text in rows for texts in SHOWN.values() for text in texts)


def test_a_workbook_given_back_is_the_same_region(region, tmp_path):
    """Its words, too; so nothing is different."""
    folder = folder_of(tmp_path / "data")
    for path in folder.glob("*.csv"):
        path.unlink()
    write_workbook(region, folder / "all.xlsx")
    again = read_region(folder)
    assert again.vocabulary.equals(region.vocabulary)
    assert set(compare(region, again)["change"]) == {"unchanged"}


def test_a_changed_word_is_a_change(region, tmp_path):
    """Of the region as a whole; a value that changed is told in words of its own state."""
    other = folder_of(tmp_path, WORDS.replace("零碳产业园,Zero-carbon park", "零碳园,Zero park"))
    told = describe_changes(compare(region, read_region(other)), region, read_region(other))
    assert "零碳园" in told


FAULTS = [
    ("类型,a,甲园,A,#12345,,,,,", "color", "no colour"),
    ("类型,a,甲园,A,红,,,,,", "color", "no colour"),
    ("颜色,a,甲园,A,,,,,,", "group", "no such value"),
    ("类型,a,,A,,,,,,", "zh", "must not be empty"),
    ("类型,a,甲园,A,,六角,,,,", "shape", "no such value"),
    ("类型,a,甲园,A,,,波浪,,,", "pattern", "no such value"),
    ("指标,a,甲数,A,,,,人,平均,", "measure", "no such value"),
    ("指标,a,甲数,A,,,,人,,中", "better", "no such value"),
    ("类型,a,甲园,A,,,,公顷,,", "unit", "only an indicator has this"),
    ("类型,zerocarbon,甲园,A,,,,,,", "key", "more than once"),
    ("类型,a,零碳产业园,A,,,,,,", "zh", "more than once"),
]


@pytest.mark.parametrize(("line", "column", "message"), FAULTS)
def test_a_word_that_cannot_be_is_refused(tmp_path, line, column, message):
    """With file, row, column and value; a word that stands twice in both of its rows."""
    with pytest.raises(DataProblems) as refused:
        read_region(folder_of(tmp_path, f"{WORDS}{line}\n"))
    found = [one for one in refused.value.problems if message in one.message.en]
    assert {(one.file, one.column) for one in found} == {("vocabulary.csv", column)}
    assert 11 in {one.row for one in found}
    assert all(one.fix.en for one in found)


def test_a_word_that_stands_nowhere_is_told(tmp_path):
    """It may be spelt otherwise in the tables; a word that is listed is not told as new."""
    read = read_region(folder_of(tmp_path, WORDS + "类型,b,碳中和园,Neutral park,,,,,,\n"))
    hints = "\n".join(read.witnesses.hints)
    assert "row 11 「碳中和园」" in hints
    assert "「zerocarbon」" not in hints


def test_no_topic_of_another_reform_is_told(region):
    """Where all measures are hers, those of the package are no words of the region."""
    assert list(words_of(region, "measure")) == ["greenpay"]
    assert "班子任期制" not in {fact.label.zh for fact in facts_of(region, "one")}
