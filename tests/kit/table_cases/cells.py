"""Headings and cells: words, dates, numbers, units, degrees and lists as people write them."""

from __future__ import annotations

from kit.table_cases.kit import (
    Case,
    Cells,
    Said,
    bad_cell,
    cells_of,
    csv_text,
    no_value,
    table,
    with_cells,
    with_row,
    write,
    zones,
)
from zonemap.core.vocabulary import terms


def good(id: str, what: str, *changes: tuple[int, str, str], name: str = "zones", shows=()) -> Case:
    """Return a case of cells that read as those of the toy region."""
    return Case(f"cell-{id}", what, table(name, with_cells(name, *changes)), shows=shows)


def bad(id: str, what: str, row: int, column: str, value: str, words: str, *more: Said, name="zones") -> Case:
    """Return a case of one bad cell."""
    return bad_cell(f"cell-{id}", what, row, column, value, words, *more, name=name)


CASES = (
    good(
        "date-chinese",
        "dates in Chinese",
        (2, "approved", "1999年"),
        (2, "operating", "2001年5月"),
        (4, "applied", "截至2020年6月30日"),
    ),
    good(
        "date-points",
        "dates with points, strokes and slashes",
        (2, "operating", "2001.5"),
        (3, "approved", "2010.0"),
        (4, "applied", "../2020/6/30"),
    ),
    good(
        "date-full-width",
        "full-width digits",
        (2, "approved", "１９９９"),
        (2, "operating", "２００１年５月"),
    ),
    good("date-time", "a date with an hour of midnight", (2, "date", "2020-06-30 00:00:00"), name="sources"),
    good("date-compact", "a date without strokes", (2, "date", "20200630"), name="sources"),
    good("date-chinese-digits", "a year in Chinese digits", (2, "approved", "一九九九年")),
    good("area-unit", "a unit in the cell", (2, "area_km2", "约10 km²")),
    good("area-hectares", "hectares in the cell", (2, "area_km2", "1,000公顷")),
    good("area-mu", "mu in the cell", (2, "area_km2", "1.5万亩")),
    good(
        "degrees",
        "degrees, minutes and seconds",
        (2, "lon", "111°3′0″E"),
        (2, "lat", "北纬36°3′"),
        (3, "lon", "东经111.15"),
    ),
    good(
        "words-chinese",
        "words in Chinese, with and without brackets",
        (2, "kind", "经济开发区"),
        (2, "tier", "省级开发区"),
        (2, "point_basis", "选址附近点"),
        (3, "kind", "高新技术产业开发区"),
        (5, "tier", "产业集聚区"),
    ),
    good(
        "words-english",
        "words in English, in any case",
        (2, "kind", "ECONOMIC DEVELOPMENT ZONE"),
        (5, "kind", "Industrial cluster"),
    ),
    good(
        "counties-by-name",
        "counties by name",
        (2, "counties", "甲县"),
        (3, "counties", "Yi"),
        (4, "counties", "Bing"),
    ),
    good(
        "counties-codes",
        "county codes of twelve digits and from number cells",
        (2, "counties", "140001000000"),
        (3, "counties", "140002.0"),
    ),
    good(
        "counties-list",
        "a Chinese list of counties",
        (2, "counties", "甲县、乙县"),
        shows=(("zones", 0, "counties", "('140001', '140002')"),),
    ),
    good("counties-traditional", "a traditional spelling", (2, "counties", "甲縣")),
    good(
        "blanks",
        "blanks and characters of no width",
        (2, "zone_id", " one\u200b"),
        (3, "kind", "\u3000hightech "),
    ),
    good(
        "na-is-a-name",
        "NA, None and null as texts",
        (2, "name_en", "NA"),
        (3, "name_en", "None"),
        shows=(("zones", 0, "name_en", "NA"), ("zones", 1, "name_en", "None")),
    ),
    Case(
        "cell-story",
        "filters of the presentation in Chinese",
        table(
            "story",
            with_row(
                "story",
                "1",
                "一",
                "One",
                "文",
                "Text",
                "2010年",
                "kind",
                "经济开发区、高新技术产业开发区",
                "已批准;已运营",
                "甲县",
                "电力",
                "甲县经济开发区",
                "甲县经济开发区、乙县",
                "其余",
                "先批，先建；后来",
                "First, and built;Later",
                "甲县经济开发区;乙县",
            ),
        ),
        shows=(
            ("story", 0, "kind", "economic;hightech"),
            ("story", 0, "status", "approved;operating"),
            ("story", 0, "county", "140001"),
            ("story", 0, "industry", "power"),
            ("story", 0, "zone", "one"),
            ("story", 0, "view", "one;140002"),
            ("story", 0, "dim", "rest"),
            ("story", 0, "note_at", "one;140002"),
            ("story", 0, "year", "2010"),
        ),
    ),
    bad("date-serial", "a date number of Excel", 2, "approved", "36664", "if 2000-05-18 is meant"),
    bad(
        "date-either-way",
        "a date of which one cannot tell the month",
        2,
        "approved",
        "5/6/1999",
        "Write 1999-05-06 or 1999-06-05",
    ),
    bad(
        "date-tenth",
        "a month that may have lost its nought",
        2,
        "approved",
        "1999.1",
        "Write 1999-01 or 1999-10",
    ),
    bad("date-no-such-day", "a day that does not exist", 2, "approved", "1999年2月30日", "not a date"),
    bad("date-month-13", "a month that does not exist", 2, "approved", "1999-13", "not a date"),
    bad("date-two-digits", "a year of two digits", 2, "approved", "99年7月", "not a date"),
    bad("date-word", "a word in place of a date", 2, "approved", "去年", "not a date"),
    bad("date-about", "a date with about", 2, "approved", "1999年左右", "not a date"),
    bad("date-span", "two dates in one cell", 2, "approved", "1999-2001", "not a date"),
    bad("date-1899", "a year before all zones", 2, "approved", "1899", "the year lies outside"),
    bad("date-3019", "a year that is a slip", 3, "approved", "3019", "the year lies outside"),
    bad("date-zero", "the year nought", 3, "approved", "0000", "not a date"),
    bad(
        "dates-disordered",
        "running before it was approved",
        2,
        "operating",
        "1998-05",
        "operating before approved (1999)",
    ),
    Case(
        "cell-dates-disordered-applied",
        "approved before it was applied for",
        zones((3, "applied", "2011")),
        (
            Said("approved before applied (2011)", 3, "approved", "2010"),
            Said("has no evidence", 3, "applied", "2011"),
        ),
    ),
    bad("area-word", "a word in place of an area", 2, "area_km2", "很大", "not a number"),
    bad("area-span", "a span", 2, "area_km2", "10–20", "not a number"),
    bad("area-unknown-unit", "a unit that is not known", 2, "area_km2", "20 square miles", "not a number"),
    bad("area-comma", "a decimal comma", 2, "area_km2", "11,01", "not a number"),
    bad("area-minus", "a negative area", 2, "area_km2", "-3", "above 0"),
    bad("area-zero", "an area of nought", 2, "area_km2", "0", "above 0"),
    bad("area-infinite", "inf", 2, "area_km2", "inf", "not a number"),
    bad("area-nan", "nan", 2, "area_km2", "nan", "not a number"),
    bad("area-exponent", "an exponent", 2, "area_km2", "1e3", "not a number"),
    bad("area-remark", "a remark behind the number", 2, "area_km2", "10平方公里(规划)", "not a number"),
    Case(
        "cell-degrees-swapped",
        "longitude and latitude swapped",
        zones((3, "lon", "36.05"), (3, "lat", "111.15")),
        (Said("may be swapped", 3, "lat", "111.15"),),
    ),
    Case(
        "cell-degrees-metres",
        "metres of a projection",
        zones((3, "lon", "37546733.5"), (3, "lat", "3995531.6")),
        (
            Said("metres of a projection", 3, "lon", "37546733.5"),
            Said("metres of a projection", 3, "lat", "3995531.6"),
        ),
    ),
    bad("degrees-west", "west longitude", 3, "lon", "111.15W", "not a number"),
    bad("degrees-minute-61", "minute 61", 3, "lon", "111°61′", "not a number"),
    bad("degrees-missing", "no latitude", 3, "lat", "", "only a part of the point", no_value("two", "lat")),
    bad("degrees-two", "both degrees in one cell", 3, "lon", "111.15, 36.05", "not a number"),
    bad("word-misspelt", "a misspelt word", 3, "management", "conty", "Perhaps county"),
    bad(
        "word-chinese",
        "a Chinese word that is not in the vocabulary",
        3,
        "management",
        "县里管",
        "Perhaps county",
    ),
    bad("word-number", "a number in place of a word", 3, "management", "2", "no such value"),
    bad("name-empty", "no name", 3, "name_zh", "", "must not be empty", no_value("two", "name_zh")),
    bad("error-value", "an error value of Excel", 3, "name_en", "#REF!", "an error value of Excel"),
    bad(
        "hashes",
        "a column too narrow when it was copied",
        3,
        "name_en",
        "########",
        "an error value of Excel",
    ),
    Case(
        "cell-overfull",
        "a text longer than Excel keeps",
        zones((3, "name_en", "x" * 40_000)),
        (Said("longer than 32,767", 3, "name_en", "x" * 79 + "…"),),
    ),
    Case(
        "cell-story-faults",
        "a chapter with colour, year, filters and zone that there are not",
        table(
            "story",
            with_row(
                "story",
                "1",
                "一",
                "One",
                "文",
                "Text",
                "someday",
                "pink",
                "economic",
                "aproved",
                "丁县",
                "power",
                "foru",
                "丁县",
                "everything",
                "甲;乙",
                "A",
                "one",
            ),
        ),
        (
            Said("no such value", 2, "color", "pink", "story.csv"),
            Said("not a year", 2, "year", "someday", "story.csv"),
            Said("Perhaps approved", 2, "status", "aproved", "story.csv"),
            Said("Valid values: 140001", 2, "county", "丁县", "story.csv"),
            Said("Perhaps four", 2, "zone", "foru", "story.csv"),
            Said("Valid values: 140001", 2, "view", "丁县", "story.csv"),
            Said("no such value", 2, "dim", "everything", "story.csv"),
            Said("not as many notes", 2, "note_zh", "甲;乙", "story.csv"),
        ),
    ),
)


ROWS = cells_of("zones")
KEYS = ROWS[0]
COLUMN = terms("column")


def headed(headings: list[str], rows: Cells = ROWS) -> Cells:
    """Return the zones under other headings."""
    return [headings, *rows[1:]]


def renamed(key: str, heading: str, rows: Cells = ROWS) -> Cells:
    """Return the zones with one other heading."""
    return headed([heading if name == key else name for name in KEYS], rows)


def headed_well(id: str, what: str, rows: Cells, shows=()) -> Case:
    """Return a case of headings that are understood."""
    return Case(f"heading-{id}", what, table("zones", rows), shows=shows)


def headed_ill(id: str, what: str, rows: Cells, *says: Said) -> Case:
    """Return a case of headings that are named as faulty."""
    return Case(f"heading-{id}", what, table("zones", rows), says)


HEADINGS = (
    headed_well("chinese", "Chinese headings", headed([COLUMN[key].zh for key in KEYS])),
    headed_well("english", "English headings", headed([COLUMN[key].en for key in KEYS])),
    headed_well(
        "both",
        "both languages in one heading",
        headed([f"{COLUMN[key].zh} {COLUMN[key].en}" for key in KEYS]),
    ),
    headed_well(
        "two-lines",
        "both languages in one heading, on two lines",
        headed([f"{COLUMN[key].zh}\n({key})" for key in KEYS]),
    ),
    headed_well(
        "two-rows",
        "a row of English headings below the Chinese one",
        [[COLUMN[key].zh for key in KEYS], *ROWS],
    ),
    headed_well("repeated-row", "the headings again on each printed page", [*ROWS[:3], ROWS[0], *ROWS[3:]]),
    headed_well(
        "title-above",
        "a title and a remark above the headings",
        [["玩具区开发区一览表"], ["单位:平方公里"], *ROWS],
    ),
    headed_well("capitals", "capitals, blanks and asterisks", headed([f" *{key.upper()} " for key in KEYS])),
    headed_well("full-width", "full-width brackets", renamed("area_km2", "面积\uff08平方公里\uff09")),
    headed_well(
        "hectares",
        "another unit of area in the heading",
        renamed("area_km2", "面积(公顷)", with_cells("zones", (2, "area_km2", "1000"))),
    ),
    headed_well("other-order", "columns in another order", [row[::-1] for row in ROWS]),
    headed_well(
        "own-column", "a column of one's own", [[*ROWS[0], "联系人"], *([*row, "张三"] for row in ROWS[1:])]
    ),
    headed_well("empty-column", "an empty column without heading", [["", *row] for row in ROWS]),
    headed_well("short-chinese", "the Chinese heading without its bracket", renamed("counties", "所在县")),
    headed_ill(
        "none", "no headings", ROWS[1:], Said("no heading is known", 1, "", " ".join(ROWS[1])[:79] + "…")
    ),
    headed_ill(
        "missing",
        "a column that is missing",
        [row[:1] + row[2:] for row in ROWS],
        Said("the column is missing", 1, "name_zh"),
    ),
    headed_ill(
        "misspelt",
        "a misspelt heading, and cells that are not what it would mean",
        renamed("name_zh", "naem_zh"),
        Said("perhaps it stands as naem_zh", 1, "name_zh"),
    ),
    headed_well("slip", "a misspelt heading above cells that fit", renamed("approved", "aproved")),
    headed_well(
        "slip-chinese",
        "a misspelt Chinese heading above cells that fit",
        headed([{"approved": "批准曰期"}.get(key, COLUMN[key].zh) for key in KEYS]),
    ),
    headed_well("synonym", "headings as other offices write them", renamed("name_zh", "开发区名称")),
    headed_ill(
        "other-unit",
        "a unit of area that is not known: a column of one's own",
        renamed("area_km2", "面积(英亩)"),
        no_value("one", "area_km2"),
    ),
    headed_ill(
        "twice",
        "a heading that stands twice",
        [[*row, ""] for row in headed([*KEYS[:-1], "approved"], ROWS)],
        Said("the heading stands more than once", 1, "approved"),
        no_value("one", "area_km2"),
    ),
    headed_ill(
        "twice-in-two-languages",
        "the same column in Chinese and English",
        [[*ROWS[0], "批准日期"], *([*row, "1998"] for row in ROWS[1:])],
        Said("the heading stands more than once", 1, "approved"),
    ),
    headed_ill(
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
