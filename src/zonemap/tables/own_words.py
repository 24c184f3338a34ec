"""The words that a planner adds in a table of her own: read, checked, and found again in her other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.core.vocabulary import OWN_GROUPS, Vocabulary, vocabulary_of, word
from zonemap.tables.cells import folded, read_term, ways_to_write
from zonemap.tables.schemas import Where, complete, each, read_list, terms_of_column
from zonemap.tables.table import Table

_OF_NUMBERS = ("unit", "measure", "better")
"""What is said of indicators alone."""


@dataclass(frozen=True)
class OwnWords:
    """How a planner's words are found in the cells of her tables.

    Parameters
    ----------
    vocabulary
        All words, hers among them.
    """

    vocabulary: Vocabulary

    def read(self, text: str, group: str) -> str:
        """Read a word given as key, in Chinese or in English, hers first; the text itself for no word."""
        own = self._spellings.get(group, {}).get(folded(text))
        return own or (text if group == "indicator" else read_term(text, group))

    def read_all(self, text: str, group: str) -> str:
        """Read any number of words; they are joined by ``;``."""
        return read_list(text, partial(self.read, group=group))

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        """By group the key of each of her words by every way of writing it."""
        return {
            group: {way: key for key, term in own.items() for way in ways_to_write(term)}
            for group, own in self.vocabulary.own.items()
        }


def words_in(frame: pd.DataFrame) -> OwnWords:
    """Return the words of a table, complete or not."""
    return OwnWords(vocabulary_of(with_keys(complete(frame, "vocabulary")).to_dict("records")))


def with_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table of words with the word itself as its key, where none is given."""
    if not {"key", "zh"} <= set(frame.columns):
        return frame.assign(key=frame["zh"]) if "zh" in frame.columns else frame
    return frame.assign(key=frame["key"].mask(frame["key"] == "", frame["zh"]))


def with_own_words(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Put keys in place of a planner's words in all of her tables.

    A cell is read as it stands in the file: what she calls by a word is hers, though the package may know
    something else that is written alike.
    """
    words = words_in(tables["vocabulary"].frame)
    if not words.vocabulary.own:
        return dict(tables)
    listed = replace(tables["vocabulary"], frame=with_keys(tables["vocabulary"].frame))
    return {name: _reread(table, words) for name, table in tables.items()} | {"vocabulary": listed}


def _reread(table: Table, words: OwnWords) -> Table:
    """Read the cells of a table that hold words again, with those of the planner."""
    changed: dict[str, pd.Series] = {}
    written: dict[int, list[str]] = {}
    for column, (group, is_list) in terms_of_column(table.name).items():
        if group not in words.vocabulary.own or column not in table.frame.columns:
            continue
        written = written or dict(table.rows)
        place = table.headings[column][0] - 1
        cells = [written[row][place] if place < len(written[row]) else "" for row in table.frame.index]
        read = partial(words.read_all if is_list else words.read, group=group)
        changed[column] = each(pd.Series(cells, table.frame.index, dtype=str), read).astype(str)
    return replace(table, frame=table.frame.assign(**changed)) if changed else table


def check_words(frame: pd.DataFrame, where: Where) -> Iterator[Problem]:
    """Check that each word stands once in its group, and that only indicators have a unit and the like.

    Parameters
    ----------
    frame
        The table of words, complete; index the row number as Excel shows it.
    where
        Its file and sheet.
    """
    keyed = with_keys(frame)
    for column in ("key", "zh"):
        is_twice = keyed.duplicated(["group", column], keep=False) & (keyed[column] != "")
        if column == "zh":  # of one key the other column tells
            is_twice &= ~keyed.duplicated(["group", "key"], keep=False)
        for row, value in keyed.loc[is_twice, column].items():
            yield Problem(
                where[0],
                Text("同一词类里重复了这个词", "the word stands more than once in its group"),
                Text("请只留一行，或改其中一个", "Keep one of the rows, or change one"),
                int(str(row)),
                column,
                str(value),
                where[1],
            )
    others = keyed[keyed["group"].isin(OWN_GROUPS) & (keyed["group"] != "indicator")]
    for column in _OF_NUMBERS:
        name = word("column", f"vocabulary.{column}" if column == "measure" else column)
        for row, value in others.loc[others[column] != "", column].items():
            yield Problem(
                where[0],
                Text(f"只有指标才有{name.zh}", f"only an indicator has this: {name.en.lower()}"),
                Text(
                    "请把词类改为“指标名称”，或删去此格",
                    "Make it a word of the group “indicator”, or empty the cell",
                ),
                int(str(row)),
                column,
                str(value),
                where[1],
            )
