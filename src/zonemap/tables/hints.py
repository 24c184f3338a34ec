"""What may be wrong with the tables but need not be: old names in texts, places in sources not given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from zonemap.core.vocabulary import OPEN_GROUPS, label
from zonemap.tables.nearest import nearest
from zonemap.tables.own_words import words_in
from zonemap.tables.schemas import Where, split_list, term_columns, terms_of_column

_TEXTS = {
    "events": ("text_zh", "text_en"),
    "story": ("title_zh", "title_en", "text_zh", "text_en", "note_zh", "note_en"),
}
_MOST_ROWS = 12


def hints(tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where]) -> list[str]:
    """Return what a person should look at, a line each.

    Parameters
    ----------
    tables
        Every attribute table, resolved; index the row number as Excel shows it.
    where
        File and sheet by table.
    """
    return [
        *_old_names(tables, where),
        *_new_words(tables, where),
        *_unused_words(tables, where),
        *_without_locator(tables["evidence"], where["evidence"]),
    ]


def former_names(tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Return by zone the names that its sources or its history know it by and its cells no longer hold.

    A name of the history that comes only after that of the cells is not a former one.
    """
    zones = tables["zones"]
    found: dict[str, set[str]] = {}
    for column in ("name_zh", "name_en"):
        names = dict(zip(zones["zone_id"], zones[column], strict=True))
        evidence = tables["evidence"]
        stated = evidence[(evidence["table"] == "zones") & (evidence["field"] == column)]
        for zone_id, value in stated[["zone_id", "value"]].itertuples(index=False):
            if value and value != names.get(zone_id, value):
                found.setdefault(zone_id, set()).add(value)
        history = tables["history"]
        for zone_id, entries in history[history["field"] == column].groupby("zone_id", sort=False):
            values = list(entries["value"])
            if names.get(zone_id) in values:
                before = set(values[: values.index(names[zone_id])]) - {names[zone_id]}
                found.setdefault(str(zone_id), set()).update(before)
    return found


def _old_names(tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where]) -> Iterator[str]:
    """Go through the texts in which a zone still has a name that it no longer bears."""
    names = dict(tables["zones"][["zone_id", "name_zh"]].itertuples(index=False, name=None))
    for zone_id, formers in former_names(tables).items():
        for table, columns in _TEXTS.items():
            for number, row in tables[table].iterrows():
                for former in sorted(formers):
                    held = [column for column in columns if former in row[column]]
                    if held:
                        place = f"{_place(where[table])} · 第{number}行 row {number} · {held[0]}"
                        now = names.get(zone_id, zone_id)
                        yield (
                            f"{place} 「{former}」：该开发区现名{now}，请看是否该改 / "
                            f"the zone is now called {now}: should the text say so?"
                        )


def _new_words(tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where]) -> Iterator[str]:
    """Name each word that the vocabulary does not have, once, and the one it may be a slip of."""
    words = words_in(tables["vocabulary"]).vocabulary
    for table, frame in tables.items():
        for column, group in term_columns(table).items():
            if group not in OPEN_GROUPS:
                continue
            known = words.terms(group)
            new = frame.loc[~frame[column].isin(["", *known]), column]
            names = {name: term.zh for term in known.values() for name in (term.key, term.zh, term.en)}
            for value, rows in new.groupby(new, sort=False):
                near = nearest(str(value), names)
                guess = f"；是不是{near}？" if near else ""
                english = f"; perhaps {near}" if near else ""
                place = f"{_place(where[table])} · {label('column', column, 'zh')}"
                yield (
                    f"{place} 「{value}」：新词，{len(rows)} 行，照原样使用{guess} / "
                    f"a new word in {len(rows)} row{'s' if len(rows) > 1 else ''}, used as it is{english}"
                )


def _unused_words(tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where]) -> Iterator[str]:
    """Name the planner's own words that stand nowhere: one of them may be spelt otherwise in the tables."""
    used = {(group, value) for group in ("kind", "tier") for value in tables["history"]["value"]} | {
        (group, part)
        for table, frame in tables.items()
        for column, (group, is_list) in terms_of_column(table).items()
        for cell in frame[column].unique()
        for part in (split_list(cell) if is_list else [cell])
    }
    groups = {group for group, _ in used}
    for row, word in tables["vocabulary"].iterrows():
        pair = (word["group"], word["key"])
        if pair[0] in groups and pair[0] != "indicator" and pair not in used:
            yield (
                f"{_place(where['vocabulary'])} · 第{row}行 row {row} 「{word['zh']}」：表里没有用到这个词 / "
                "no table uses this word"
            )


def _without_locator(evidence: pd.DataFrame, where: Where) -> Iterator[str]:
    """Say by source which rows of the evidence do not say where in the source."""
    bare = evidence[(evidence["locator"] == "") & (evidence["source_id"] != "")]
    for source_id, rows in bare.groupby("source_id", sort=False):
        numbers = list(dict.fromkeys(map(str, rows.index)))
        shown = ", ".join(numbers[:_MOST_ROWS]) + (" …" if len(numbers) > _MOST_ROWS else "")
        heading = label("column", "locator", "zh")
        yield (
            f"{_place(where)} 「{source_id}」：{len(numbers)} 行没有{heading}，行号 {shown} / "
            f"without a place in the source: {'rows' if len(numbers) > 1 else 'row'} {shown}"
        )


def _place(where: Where) -> str:
    """Return file and sheet in one phrase."""
    return " · ".join(filter(None, where))
