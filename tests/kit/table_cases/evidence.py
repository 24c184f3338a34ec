"""Evidence: every value has one, and every one points at a value."""

from __future__ import annotations

from kit.table_cases.kit import Case, Said, both, cells_of, table, with_cells, with_row, without_row
from zonemap.core.vocabulary import terms

ROWS = cells_of("evidence")
HEAD, BODY = ROWS[0], ROWS[1:]
SOURCES = cells_of("sources")
IN_CHINESE = {
    "industries": {"power": "电力"},
    "reforms": {"term": "班子任期制", "appointment": "工作人员聘任制"},
    "events": {"1999 approved": "1999年 批准设立", "2020-06-30 meeting": "2020.6.30 现场推进会"},
    "zones": {key: term.zh for key, term in terms("column").items()},
}


def case(id: str, what: str, rows, *says: Said) -> Case:
    """Return a case of the evidence; bad when it says something."""
    return Case(f"evidence-{id}", what, table("evidence", rows), says)


def whole_rows() -> list[list[str]]:
    """Return one evidence for each zone in each table, for whole rows."""
    keys = dict.fromkeys((row[0], row[1]) for row in BODY)
    return [HEAD, *([table, zone, "*", "gazette", "p. 1", "H", ""] for table, zone in keys)]


def stating(rows: list[list[str]], value: str = "", at: int = 1) -> list[list[str]]:
    """Return the evidence with a column of what the source states, which one of its rows has."""
    heading = [*rows[0][:5], "取值", *rows[0][5:]]
    return [
        heading,
        *([*row[:5], value if n == at else "", *row[5:]] for n, row in enumerate(rows[1:], start=1)),
    ]


CASES = (
    case(
        "chinese",
        "tables, fields and confidence in Chinese",
        [
            HEAD,
            *(
                [terms("table")[row[0]].zh, row[1], IN_CHINESE[row[0]][row[2]], *row[3:5], "高", ""]
                for row in BODY
            ),
        ],
    ),
    case(
        "by-name",
        "zones by name",
        [HEAD, *([row[0], {"one": "甲县经济开发区"}.get(row[1], row[1]), *row[2:]] for row in BODY)],
    ),
    case("whole-row", "* for the whole row", whole_rows()),
    case(
        "whole-row-full-width",
        "a full-width * for the whole row",
        [HEAD, *([*row[:2], "\uff0a", *row[3:]] for row in whole_rows()[1:])],
    ),
    case(
        "whole-row-and-own",
        "* for the rest of a row",
        [*whole_rows(), ["zones", "one", "area_km2", "gazette", "p. 7", "M", ""]],
    ),
    case("two-sources", "two places for one value", [*ROWS, [*BODY[0][:4], "p. 2", "M", ""]]),
    case("states", "the value that the source states", stating(ROWS, "甲县经济开发区")),
    case("states-otherwise", "another value that the source states", stating(ROWS, "甲县工业园")),
    case(
        "states-whole-row",
        "a stated value with * for the whole row",
        stating(whole_rows(), "10"),
        Said("cannot state a value", 2, "取值", "10", "evidence.csv"),
    ),
    Case(
        "source-type",
        "the type of a source, in Chinese",
        table(
            "sources",
            [[*row[:1], kind, *row[1:]] for row, kind in zip(SOURCES, ("来源类型", "官方文本"), strict=True)],
        ),
        shows=(("sources", 0, "type", "official"),),
    ),
    Case(
        "source-type-unknown",
        "a type of a source that there is not",
        table(
            "sources",
            [[*row[:1], kind, *row[1:]] for row, kind in zip(SOURCES, ("type", "rumour"), strict=True)],
        ),
        (Said("Valid values: official", 2, "type", "rumour", "sources.csv"),),
    ),
    case(
        "missing",
        "a value without evidence",
        without_row("evidence", "zones", "one", "approved"),
        Said("Add a row to evidence.csv: zones, one, approved", 2, "approved", "1999"),
    ),
    case(
        "missing-row",
        "an industry without evidence",
        without_row("evidence", "industries", "one"),
        Said("Add a row to evidence.csv: industries, one, power", 2, "industry", "power", "industries.csv"),
    ),
    case(
        "missing-event",
        "an event without evidence",
        without_row("evidence", "events", ""),
        Said("has no evidence", 3, "text_zh", "会议", "events.csv"),
    ),
    case(
        "for-nothing",
        "evidence for an empty cell",
        [*ROWS, ["zones", "two", "area_km2", "gazette", "p. 1", "H", ""]],
        Said("Valid values: name_zh", 51, "field", "area_km2", "evidence.csv"),
    ),
    case(
        "whole-row-for-nothing",
        "* for a row that there is not",
        [*ROWS, ["partners", "one", "*", "gazette", "p. 1", "H", ""]],
        Said("Delete this row", 51, "field", "*", "evidence.csv"),
    ),
    case(
        "field-misspelt",
        "a misspelt field",
        with_cells("evidence", (9, "field", "aproved")),
        Said("has no evidence", 2, "lat", "36.05"),
        Said("Perhaps approved", 9, "field", "aproved", "evidence.csv"),
    ),
    case(
        "field-empty",
        "no field",
        with_cells("evidence", (2, "field", "")),
        Said("has no evidence", 2, "name_zh", "甲县经济开发区"),
        Said("must not be empty", 2, "field", "", "evidence.csv"),
    ),
    case(
        "table-misspelt",
        "a misspelt table",
        with_cells("evidence", (2, "table", "zoness")),
        Said("has no evidence", 2, "name_zh", "甲县经济开发区"),
        Said("Perhaps zones", 2, "table", "zoness", "evidence.csv"),
    ),
    case(
        "source-misspelt",
        "a misspelt source",
        with_cells("evidence", (2, "source_id", "gazete")),
        Said("Perhaps gazette", 2, "source_id", "gazete", "evidence.csv"),
    ),
    case(
        "confidence-unknown",
        "a confidence that there is not",
        with_cells("evidence", (2, "confidence", "X")),
        Said("Valid values: H", 2, "confidence", "X", "evidence.csv"),
    ),
    case(
        "twice",
        "the same evidence twice",
        [*ROWS, BODY[0]],
        Said("the same evidence stands above", 51, "field", "name_zh", "evidence.csv"),
    ),
    Case(
        "evidence-new-value",
        "a new value without evidence",
        both(table("zones", with_cells("zones", (3, "area_km2", "12")))),
        (Said("Add a row to evidence.csv: zones, two, area_km2", 3, "area_km2", "12"),),
    ),
    Case(
        "evidence-new-partner",
        "a new partner without evidence",
        table("partners", with_row("partners", "one", "某公司", "A company", "operator")),
        (Said("Add a row to evidence.csv: partners, one, 某公司", 2, "name_zh", "某公司", "partners.csv"),),
    ),
    case(
        "empty-table",
        "no evidence at all",
        ROWS[:1],
        *(
            Said(f"none of the {count} values", row, "zone_id", zone)
            for row, zone, count in ((2, "one", 12), (3, "two", 10), (4, "three", 10), (5, "four", 9))
        ),
        *(Said("has no evidence", row, "industry", "power", "industries.csv") for row in (2, 3, 4)),
        *(
            Said("has no evidence", row, "measure", value, "reforms.csv")
            for row, value in ((2, "term"), (3, "appointment"), (4, "term"))
        ),
        *(
            Said("has no evidence", row, "text_zh", value, "events.csv")
            for row, value in ((2, "批准"), (3, "会议"))
        ),
    ),
)
