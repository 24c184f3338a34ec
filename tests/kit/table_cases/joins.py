"""Tables and tables: ids, names and counties that must exist, and rows that must stand once."""

from __future__ import annotations

from kit.table_cases.kit import (
    Case,
    Said,
    both,
    cells_of,
    csv_text,
    no_value,
    table,
    with_cells,
    with_row,
    without_row,
    write,
    zones,
)


def case(id: str, what: str, make, *says: Said, **more) -> Case:
    """Return a case; bad when it says something."""
    return Case(f"join-{id}", what, make, says, **more)


CASES = (
    case(
        "zone-by-name",
        "zones named in place of their ids",
        table(
            "industries",
            with_cells(
                "industries",
                (2, "zone_id", "甲县经济开发区"),
                (3, "zone_id", "Yi Zone"),
                (4, "zone_id", "丙縣集聚区"),
            ),
        ),
    ),
    case(
        "other-order",
        "rows in another order",
        table("zones", [cells_of("zones")[0], *cells_of("zones")[:0:-1]]),
        shows=(("zones", 0, "name_zh", "丙县集聚区"),),
    ),
    case("no-partners", "a table with headings only", table("partners", cells_of("partners")[:1])),
    case(
        "duplicate-id",
        "the same id twice",
        zones((3, "zone_id", "one")),
        Said("stands more than once", 2, "zone_id", "one"),
        Said("stands more than once", 3, "zone_id", "one"),
        Said("no such value", 3, "zone_id", "two", "industries.csv"),
        Said("no such value", 4, "zone_id", "two", "reforms.csv"),
        Said("no such value", 14, "zone_id", "two", "evidence.csv"),
    ),
    case(
        "duplicate-row",
        "a row copied under another id",
        table("zones", [*cells_of("zones"), ["five", *cells_of("zones")[4][1:]]]),
        Said("the same name", 5, "name_zh", "丙县集聚区"),
        Said("the same name", 6, "name_zh", "丙县集聚区"),
        Said("none of the 9 values", 6, "zone_id", "five"),
    ),
    case(
        "number-id",
        "001 that became 1",
        both(
            zones((3, "zone_id", "001")), table("industries", with_cells("industries", (3, "zone_id", "1")))
        ),
        Said("none of the 10 values", 3, "zone_id", "001"),
        Said("no such value", 3, "zone_id", "1", "industries.csv"),
        Said("no such value", 4, "zone_id", "two", "reforms.csv"),
        Said("no such value", 14, "zone_id", "two", "evidence.csv"),
    ),
    case(
        "capital-id",
        "an id in capitals",
        zones((2, "zone_id", "One")),
        Said("an id holds small letters", 2, "zone_id", "One"),
        Said("no such value", 2, "zone_id", "one", "industries.csv"),
        Said("no such value", 2, "zone_id", "one", "reforms.csv"),
        Said("no such value", 2, "zone_id", "one", "events.csv"),
        Said("no such value", 2, "zone_id", "one", "evidence.csv"),
    ),
    case(
        "chinese-id",
        "a Chinese id",
        zones((2, "zone_id", "甲1")),
        Said("an id holds small letters", 2, "zone_id", "甲1"),
        Said("no such value", 2, "zone_id", "one", "industries.csv"),
        Said("no such value", 2, "zone_id", "one", "reforms.csv"),
        Said("no such value", 2, "zone_id", "one", "events.csv"),
        Said("no such value", 2, "zone_id", "one", "evidence.csv"),
    ),
    case(
        "empty-id",
        "no id",
        zones((2, "zone_id", "")),
        Said("must not be empty", 2, "zone_id", ""),
        Said("no such value", 2, "zone_id", "one", "industries.csv"),
        Said("no such value", 2, "zone_id", "one", "reforms.csv"),
        Said("no such value", 2, "zone_id", "one", "events.csv"),
        Said("no such value", 2, "zone_id", "one", "evidence.csv"),
    ),
    case(
        "empty-meets-empty",
        "no id on either side",
        both(
            zones((2, "zone_id", "")), table("partners", with_row("partners", "", "某公司", "", "operator"))
        ),
        Said("must not be empty", 2, "zone_id", ""),
        Said("must not be empty", 2, "zone_id", "", "partners.csv"),
        Said("no such value", 2, "zone_id", "one", "industries.csv"),
        Said("no such value", 2, "zone_id", "one", "reforms.csv"),
        Said("no such value", 2, "zone_id", "one", "events.csv"),
        Said("no such value", 2, "zone_id", "one", "evidence.csv"),
    ),
    case(
        "county-unknown",
        "a county that is not of this region",
        zones((3, "counties", "140020")),
        Said("Perhaps 140002", 3, "counties", "140020"),
    ),
    case(
        "county-misspelt",
        "a misspelt county",
        zones((3, "counties", "己县")),
        Said("Perhaps 140002(乙县)", 3, "counties", "己县"),
    ),
    case(
        "county-empty",
        "no county",
        zones((3, "counties", "")),
        Said("must not be empty", 3, "counties", ""),
        no_value("two", "counties"),
    ),
    case(
        "county-one-of-two",
        "one of two counties misspelt",
        zones((3, "counties", "乙县;丁县")),
        Said("no such value", 3, "counties", "丁县"),
    ),
    case(
        "county-other",
        "a county that its point does not lie in",
        zones((3, "counties", "140003")),
        Said("13.5 km outside its county", 3, "lon, lat", "111.15, 36.05"),
    ),
    case(
        "industry-of-unknown-zone",
        "industries of a zone that there is not",
        table(
            "industries", [*cells_of("industries"), ["too", "medicine", "stated"], ["too", "steel", "stated"]]
        ),
        Said("in 1 more rows too", 5, "zone_id", "too", "industries.csv"),
    ),
    case(
        "industry-twice",
        "the same industry twice",
        table("industries", with_row("industries", "one", "电力", "name")),
        Said("more than once", 2, "industry", "power", "industries.csv"),
        Said("more than once", 5, "industry", "电力", "industries.csv"),
    ),
    case(
        "reform-twice",
        "the same measure twice",
        table("reforms", with_row("reforms", "one", "term", "in_progress")),
        Said("more than once", 2, "measure", "term", "reforms.csv"),
        Said("more than once", 5, "measure", "term", "reforms.csv"),
    ),
    case(
        "event-twice",
        "the same event twice",
        table("events", with_row("events", "one", "1999", "approved", "批准", "Approved")),
        Said("more than once", 2, "text_zh", "批准", "events.csv"),
        Said("more than once", 4, "text_zh", "批准", "events.csv"),
    ),
    case(
        "event-of-unknown-zone",
        "an event of a zone that there is not",
        table("events", with_cells("events", (2, "zone_id", "on"))),
        Said("Perhaps one", 2, "zone_id", "on", "events.csv"),
        Said("Delete this row", 49, "field", "1999 approved", "evidence.csv"),
    ),
    case(
        "zone-name-of-two",
        "a name that two zones have, in place of an id",
        both(
            zones((4, "name_en", "Bing"), (5, "name_en", "Bing")),
            table("industries", with_cells("industries", (4, "zone_id", "Bing"))),
        ),
        Said("no such value", 4, "zone_id", "Bing", "industries.csv"),
        Said("Delete this row", 45, "field", "power", "evidence.csv"),
    ),
    case(
        "source-missing",
        "a source that is used and not listed",
        table("sources", cells_of("sources")[:1]),
        Said("in 48 more rows too", 2, "source_id", "gazette", "evidence.csv"),
    ),
    case(
        "source-twice",
        "a source listed twice",
        table("sources", [*cells_of("sources"), cells_of("sources")[1]]),
        Said("stands more than once", 2, "source_id", "gazette", "sources.csv"),
        Said("stands more than once", 3, "source_id", "gazette", "sources.csv"),
    ),
    case(
        "zone-lost",
        "a zone deleted, its other rows left",
        table("zones", without_row("zones", "two")),
        Said("no such value", 3, "zone_id", "two", "industries.csv"),
        Said("no such value", 4, "zone_id", "two", "reforms.csv"),
        Said("no such value", 14, "zone_id", "two", "evidence.csv"),
    ),
    case(
        "several-tables",
        "faults in four tables at once",
        both(
            zones((3, "management", "conty")),
            table("industries", with_cells("industries", (2, "basis", "guessed"))),
            table("reforms", with_cells("reforms", (2, "state", "finished"))),
            write("story.csv", csv_text(with_row("story", "1", "", "One", "文", "Text"))),
        ),
        Said("Perhaps county", 3, "management", "conty"),
        Said("Valid values: stated", 2, "basis", "guessed", "industries.csv"),
        Said("Valid values: done", 2, "state", "finished", "reforms.csv"),
        Said("must not be empty", 2, "title_zh", "", "story.csv"),
    ),
)
