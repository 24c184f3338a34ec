# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Files that mean harm, and names that look like it: texts stay texts, and nothing is unpacked without end."""

from __future__ import annotations

from kit.table_cases.kit import (
    Case,
    Said,
    book_bytes,
    cells_of,
    replace_in_zip,
    set_cell,
    table,
    with_cells,
    workbook,
    write,
    zip_bytes,
    zones,
)

ROWS = cells_of("zones")
BOOK = "zones.xlsx"
NAMES = {
    "template": "{{ 7*7 }}",
    "template-broken": "{% x",
    "markup": "<img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "at": "@SUM(1+1)",
    "sql": "'; DROP TABLE zones; --",
    "percent": "%s%n {0} $HOME",
}
LOST = tuple(
    Said("no such value", 2, "zone_id", "one", f"{name}.csv")
    for name in ("industries", "reforms", "events", "evidence")
)
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "0123456789">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
)


def named(id: str, name: str) -> Case:
    """Return a case of a zone with a hostile name, which is kept letter by letter."""
    return Case(
        f"hostile-name-{id}",
        f"a name such as `{name}`",
        zones((2, "name_zh", name)),
        shows=(("zones", 0, "name_zh", name),),
    )


def bomb(megabytes: int) -> bytes:
    """Return a workbook whose sheet unpacks to many megabytes."""
    data = book_bytes({"Sheet1": ROWS})
    return replace_in_zip(
        data, "xl/worksheets/sheet1.xml", b"</worksheet>", b" " * (megabytes << 20) + b"</worksheet>"
    )


CASES = (
    *(named(id, name) for id, name in NAMES.items()),
    Case(
        "hostile-name-shielded",
        "a name with the apostrophe that our own tables put before a formula",
        zones((2, "name_zh", "'=1+1")),
        shows=(("zones", 0, "name_zh", "=1+1"),),
    ),
    Case(
        "hostile-formula-text",
        "a text in a workbook that looks like a formula",
        workbook(
            BOOK,
            {"Sheet1": with_cells("zones", (2, "name_en", "x"))},
            lambda book: [
                set_cell("C2", "=HYPERLINK(1)")(book),
                setattr(book.worksheets[0]["C2"], "data_type", "s"),
            ],
        ),
        without=("zones.csv",),
        shows=(("zones", 0, "name_en", "=HYPERLINK(1)"),),
    ),
    Case(
        "hostile-id-up",
        "an id that is a path",
        zones((2, "zone_id", "../../evil")),
        (Said("an id holds small letters", 2, "zone_id", "../../evil"), *LOST),
    ),
    Case(
        "hostile-id-device",
        "an id that is a device",
        zones((2, "zone_id", "CON:")),
        (Said("an id holds small letters", 2, "zone_id", "CON:"), *LOST),
    ),
    Case(
        "hostile-id-newline",
        "an id with a line break",
        zones((2, "zone_id", "one\ntwo")),
        (Said("an id holds small letters", 2, "zone_id", "one\ntwo"), *LOST),
    ),
    Case(
        "hostile-control",
        "a name with terminal commands",
        zones((2, "name_zh", "甲县\x1b[2J开发区")),
        (Said("control characters", 2, "name_zh", "甲县\ufffd[2J开发区"),),
    ),
    Case(
        "hostile-bidi",
        "a name that shows in another order than it is",
        zones((2, "name_en", "Zone \u202egnp.exe")),
        (Said("control characters", 2, "name_en", "Zone \ufffdgnp.exe"),),
    ),
    Case(
        "hostile-bomb",
        "a workbook that unpacks to 270 MB",
        write(BOOK, lambda: bomb(270)),
        (Said("too large", value="270 MB > 256 MB", file=BOOK),),
        ("zones.csv",),
    ),
    Case(
        "hostile-many-parts",
        "a workbook of 1,100 parts",
        write(
            BOOK, zip_bytes([("xl/workbook.xml", b"<workbook/>"), *((f"xl/x{i}", b"") for i in range(1100))])
        ),
        (Said("too large", value="0 MB > 256 MB", file=BOOK),),
        ("zones.csv",),
    ),
    Case(
        "hostile-entities",
        "a workbook with entities within entities",
        write(
            BOOK,
            lambda: replace_in_zip(
                book_bytes({"Sheet1": ROWS}), "xl/workbook.xml", b"<workbook", ENTITIES + b"<workbook"
            ),
        ),
        (Said("cut off or broken", file=BOOK),),
        ("zones.csv",),
    ),
    Case(
        "hostile-outside-entity",
        "a workbook that asks for another file",
        write(
            BOOK,
            lambda: replace_in_zip(
                replace_in_zip(
                    book_bytes({"Sheet1": ROWS}),
                    "xl/workbook.xml",
                    b"<workbook",
                    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><workbook',
                ),
                "xl/workbook.xml",
                b'name="Sheet1"',
                b'name="&f;"',
            ),
        ),
        (Said("cut off or broken", file=BOOK),),
        ("zones.csv",),
    ),
    Case(
        "hostile-long-cell",
        "a cell of 200,000 letters",
        table("zones", with_cells("zones", (2, "name_en", "x" * 200_000))),
        (Said("a cell of this row is longer than 131,072", 2),),
    ),
)
