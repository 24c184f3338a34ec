"""Headings: in Chinese, in English, in both, misspelt, missing, twice."""

from __future__ import annotations

from kit.table_cases.kit import Case, Cells, Said, cells_of, csv_text, no_value, table, with_cells, write
from zonemap.core.vocabulary import terms

ROWS = cells_of("zones")
KEYS = ROWS[0]
COLUMN = terms("column")


def headed(headings: list[str], rows: Cells = ROWS) -> Cells:
    """Return the zones under other headings."""
    return [headings, *rows[1:]]


def renamed(key: str, heading: str, rows: Cells = ROWS) -> Cells:
    """Return the zones with one other heading."""
    return headed([heading if name == key else name for name in KEYS], rows)


def good(id: str, what: str, rows: Cells, shows=()) -> Case:
    """Return a case of headings that are understood."""
    return Case(f"heading-{id}", what, table("zones", rows), shows=shows)


def bad(id: str, what: str, rows: Cells, *says: Said) -> Case:
    """Return a case of headings that are named as faulty."""
    return Case(f"heading-{id}", what, table("zones", rows), says)


CASES = (
    good("chinese", "Chinese headings", headed([COLUMN[key].zh for key in KEYS])),
    good("english", "English headings", headed([COLUMN[key].en for key in KEYS])),
    good(
        "both",
        "both languages in one heading",
        headed([f"{COLUMN[key].zh} {COLUMN[key].en}" for key in KEYS]),
    ),
    good(
        "two-lines",
        "both languages in one heading, on two lines",
        headed([f"{COLUMN[key].zh}\n({key})" for key in KEYS]),
    ),
    good(
        "two-rows",
        "a row of English headings below the Chinese one",
        [[COLUMN[key].zh for key in KEYS], *ROWS],
    ),
    good("repeated-row", "the headings again on each printed page", [*ROWS[:3], ROWS[0], *ROWS[3:]]),
    good(
        "title-above",
        "a title and a remark above the headings",
        [["玩具区开发区一览表"], ["单位:平方公里"], *ROWS],
    ),
    good("capitals", "capitals, blanks and asterisks", headed([f" *{key.upper()} " for key in KEYS])),
    good("full-width", "full-width brackets", renamed("area_km2", "面积\uff08平方公里\uff09")),
    good(
        "hectares",
        "another unit of area in the heading",
        renamed("area_km2", "面积(公顷)", with_cells("zones", (2, "area_km2", "1000"))),
    ),
    good("other-order", "columns in another order", [row[::-1] for row in ROWS]),
    good(
        "own-column", "a column of one's own", [[*ROWS[0], "联系人"], *([*row, "张三"] for row in ROWS[1:])]
    ),
    good("empty-column", "an empty column without heading", [["", *row] for row in ROWS]),
    good("short-chinese", "the Chinese heading without its bracket", renamed("counties", "所在县")),
    bad("none", "no headings", ROWS[1:], Said("no heading is known", 1, "", " ".join(ROWS[1])[:79] + "…")),
    bad(
        "missing",
        "a column that is missing",
        [row[:1] + row[2:] for row in ROWS],
        Said("the column is missing", 1, "name_zh"),
    ),
    bad(
        "misspelt",
        "a misspelt heading, and cells that are not what it would mean",
        renamed("name_zh", "naem_zh"),
        Said("perhaps it stands as naem_zh", 1, "name_zh"),
    ),
    good("slip", "a misspelt heading above cells that fit", renamed("approved", "aproved")),
    good(
        "slip-chinese",
        "a misspelt Chinese heading above cells that fit",
        headed([{"approved": "批准曰期"}.get(key, COLUMN[key].zh) for key in KEYS]),
    ),
    good("synonym", "headings as other offices write them", renamed("name_zh", "开发区名称")),
    bad(
        "other-unit",
        "a unit of area that is not known: a column of one's own",
        renamed("area_km2", "面积(英亩)"),
        no_value("one", "area_km2"),
    ),
    bad(
        "twice",
        "a heading that stands twice",
        [[*row, ""] for row in headed([*KEYS[:-1], "approved"], ROWS)],
        Said("the heading stands more than once", 1, "approved"),
        no_value("one", "area_km2"),
    ),
    bad(
        "twice-in-two-languages",
        "the same column in Chinese and English",
        [[*ROWS[0], "批准日期"], *([*row, "1998"] for row in ROWS[1:])],
        Said("the heading stands more than once", 1, "approved"),
    ),
    bad(
        "nameless",
        "a column with values and no heading",
        [[*ROWS[0], "", "备注"], *([*row, "核对", ""] for row in ROWS[1:])],
        Said("values and no heading", 2, "#17", "核对"),
    ),
    Case(
        "heading-several",
        "several headings missing in two tables",
        lambda folder: [
            write("zones.csv", csv_text([row[:1] + row[2:] for row in ROWS]))(folder),
            write("sources.csv", csv_text([row[:2] for row in cells_of("sources")]))(folder),
        ],
        (
            Said("the column is missing", 1, "name_zh"),
            Said("the column is missing", 1, "title", file="sources.csv"),
            Said("the column is missing", 1, "date", file="sources.csv"),
        ),
    ),
)
