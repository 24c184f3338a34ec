"""What a check found, in words: the tables that were read, the account of the join, the problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from zonemap.boundaries.match_zones import ZoneIndex
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import Problem, group_problems
from zonemap.core.text import LIST, Text
from zonemap.core.vocabulary import label, terms, word
from zonemap.region.context import DRAWN
from zonemap.region.join import MATCHED, summarise_account
from zonemap.region.region import Region
from zonemap.tables.intake import own_columns_of
from zonemap.tables.own_columns import OwnColumn
from zonemap.tables.reader import Tables
from zonemap.tables.schemas import columns_of
from zonemap.tables.table_file import ENDINGS

_LONGEST_EXAMPLE = 40

MOST_PROBLEMS = 200
"""Most problems that are printed; all of them stand in the JSON and in the marked copy."""


def describe_tables(found: Tables) -> list[str]:
    """Say which table was read from which file and sheet, with how many rows, and what was not read."""
    lines = []
    for table in found.tables.values():
        where = table.place if table.rows else word("reading", "no_such_table").zh
        hidden = "（隐藏的工作表 hidden sheet）" if table.hidden else ""
        name = f"{label('table', table.name, 'zh')} {table.name}"
        lines.append(f"{len(table.frame):>5}  {name} ← {where}{hidden}")
    return lines + [f"    –  {item}" for item in found.unread]


def describe_headings(found: Tables) -> list[str]:
    """Say of every table what each heading was taken for; of the zones with an example of what stands below.

    A heading that is the name of its column stands in a line with the others of its table.
    """
    lines = [*_zone_headings(found)]
    for name, table in found.tables.items():
        places = {} if name == "zones" or (table.problems and table.frame.empty) else table.headings
        of_zones = (table.file, table.sheet) == (found.tables["zones"].file, found.tables["zones"].sheet)
        places = dict(sorted(places.items(), key=lambda item: item[1][0]))
        if places and not of_zones:
            known = [heading for column, (_, heading) in places.items() if column in columns_of(name)]
            lines.append(f"{table.place}：{'、'.join(known)} → {_title(name)}")
            reason = word("reading", "workbook_only")
            lines += [
                f"{table.place} · {heading} → {reason.zh} {reason.en}"
                for column, (_, heading) in places.items()
                if column not in columns_of(name)
            ]
    return lines


def describe_files(folder: Path) -> list[str]:
    """Say of every file of a folder that is no table what it is used for, or that it is not."""
    lines = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".")) or (path.is_file() and path.suffix.lower() in ENDINGS):
            continue
        use = word("reading", f"file_{_FILES.get(path.name, 'unused')}")
        lines.append(f"{path.name}{'/' if path.is_dir() else ''} → {use.zh} {use.en}")
    return lines


_FILES = {
    "counties.geojson": "counties",
    "datapackage.json": "package",
    "boundaries": "boundaries",
    "context": "context",
    "notebooks": "notebooks",
    "README.md": "readme",
}
"""What the files of a data folder are used for."""


def _title(table: str) -> str:
    """Return the name of a table in both languages."""
    return f"{label('table', table, 'zh')} {label('table', table, 'en')}"


def _zone_headings(found: Tables) -> list[str]:
    """Say what each heading of the zones' table was taken for, with an example of what stands below it."""
    zones, industries = found.tables["zones"], found.tables["industries"]
    places = {**zones.headings}
    if (industries.file, industries.sheet) == (zones.file, zones.sheet) and "industry" in industries.headings:
        places["industry"] = industries.headings["industry"]
    own = {column.column: column for column in own_columns_of(zones)}
    lines = []
    for column, (number, heading) in sorted(places.items(), key=lambda item: item[1][0]):
        cells = (
            cells[number - 1] for row, cells in zones.rows if row > zones.heading_row and len(cells) >= number
        )
        example = shorten(next(filter(None, cells), ""), _LONGEST_EXAMPLE, placeholder="…")
        meaning = _meaning_of(column, own)
        lines.append(f"{heading} → {meaning.zh} {meaning.en}" + (f"（{example}）" if example else ""))
    for one in zones.left_out:
        unread = word("reading", "row_left_out").format(row=str(one.row))
        lines.append(f"{one.value} → {unread}")
    if "zone_id" not in zones.headings:
        lines.append(str(word("reading", "ids")))
    return lines


def _meaning_of(column: str, own: Mapping[str, OwnColumn]) -> Text:
    """Say what a column was taken for: one of the zones' table, a planner's own, or none."""
    if column in own:
        key = "own_rate" if own[column].is_rate else "own_number" if own[column].is_number else "own_column"
        return word("reading", key)
    return word("column", column) if column in terms("column") else word("reading", "unread")


def describe_account(region: Region) -> list[str]:
    """Say what became of every boundary and every row of the zones.

    Raises
    ------
    ZonemapError
        If the classes of a side do not add up to its rows.
    """
    counts = summarise_account(region.account)
    named = region.boundaries["zone_id"].isin(region.zones.index)
    further = int(region.boundaries.loc[named, "zone_id"].duplicated().sum())  # of other days
    unnamed = int((~named).sum())
    wanted = {"attributes": len(region.zones), "boundary": len(region.zones) + unnamed + further}
    lines = []
    for side, total in wanted.items():
        of_side = counts[counts["side"] == side]
        if of_side["rows"].sum() != total:
            raise ZonemapError(
                f"连接账目不平：{label('side', side, 'zh')} {total} 行，各类合计 {of_side['rows'].sum()} / "
                f"the account does not add up: {side}, {total} rows, {of_side['rows'].sum()} in classes"
            )
        parts = [
            f"{rows} {label('account', key, 'zh')} {label('account', key, 'en')}"
            for key, rows in of_side[["class", "rows"]].itertuples(index=False)
        ]
        lines.append(
            f"{label('side', side, 'zh')} {label('side', side, 'en')}: {total} = {' + '.join(parts) or '0'}"
        )
    layers = LIST.zh.join(one.file for one in region.context.own)
    drawn = [f"{label('side', 'context', 'zh')} {label('side', 'context', 'en')}: {layers}"] if layers else []
    return lines + drawn + _describe_unmatched(region)


def describe_boundaries(region: Region) -> list[str]:
    """Say which surveyed boundaries were read, and what was mended or noticed in each."""
    lines = []
    for boundary in region.boundaries.itertuples():
        named = boundary.zone_id or boundary.name or "?"
        lines.append(f"  {boundary.file} · {named} · {boundary.area_km2:.4f} km²")
        lines += [f"    {line}" for line in (*boundary.repairs.splitlines(), *boundary.notes.splitlines())]
    return ["实测界线 / Surveyed boundaries:", *lines] if lines else []


def _describe_unmatched(region: Region) -> list[str]:
    """Say of each row that was not matched where it stands and which zones are nearest."""
    zone_index = ZoneIndex(region.zones)
    unmatched = region.account[~region.account["class"].isin([MATCHED, DRAWN])]
    lines = []
    for row in unmatched.to_dict("records"):
        named = row["side"] == "boundary" and not row["key"]
        wording = str(region.boundaries.iloc[row["row"] - 1]["name"] if named else row["key"])
        near = zone_index.suggest(wording)
        guess = f"；是不是 {'、'.join(near)}？ / perhaps {', '.join(near)}" if near else ""
        words = f"{label('account', str(row['class']), 'zh')} {label('account', str(row['class']), 'en')}"
        lines.append(f"  {row['file']} 「{wording}」 {words}{guess}")
    return lines


def describe_problems(problems: Sequence[Problem]) -> str:
    """List problems, equal ones once, the first 200 of them in full, and say how many there are more."""
    count = len(problems)
    lines = [f"共 {count} 处问题 / {count} problem{'s' if count != 1 else ''}:"]
    described = group_problems(problems)
    lines += [f"  {line}" for line in described[:MOST_PROBLEMS]]
    if len(described) > MOST_PROBLEMS:
        more = len(described) - MOST_PROBLEMS
        lines.append(
            f"  另有 {more} 处，用 --json 或 --marked 看全部 / {more} more: see all with --json or --marked"
        )
    return "\n".join(lines)
