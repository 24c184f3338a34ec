"""The nearest valid value for a misspelt one, and the sentence that offers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from zonemap.core.names import normalise_name
from zonemap.core.text import Text
from zonemap.core.vocabulary import Term, terms
from zonemap.tables.cells import folded, without_unit

_NEAR, _NEAR_SHORT, _SHORT = 0.6, 0.5, 3
"""How like a name must be to be offered: of three characters at most, one is much already."""

_SURE, _SLIPS = 0.75, 2
_MOST_SHOWN, _FEW = 12, 5
_CODE = re.compile(r"\d{6}")


def nearest(value: str, known: Mapping[str, str]) -> str:
    """Return what the name nearest to a misspelt one stands for; empty when none is near or two are as near.

    Parameters
    ----------
    value
        The misspelt name.
    known
        What each name stands for.
    """
    if value.isdigit():  # a code of another county is as like as the right one
        return ""
    least = _NEAR_SHORT if len(value) <= _SHORT else _NEAR
    found = process.extract(
        value, list(known), scorer=OSA.normalized_similarity, score_cutoff=least, limit=None
    )
    best = {known[name] for name, score, _ in found if score == found[0][1]}
    return best.pop() if len(best) == 1 else ""


def nearest_heading(column: str, headings: Iterable[str]) -> str:
    """Return the heading that may be meant for a missing column; empty when none is near."""
    term = terms("column")[column]
    names = [folded(name) for name in (column, term.zh, term.en)]

    def nearness(heading: str) -> float:
        wording = folded(without_unit(heading))
        within = any(name in wording or wording in name for name in names if min(len(name), len(wording)) > 1)
        return max([0.75 * within, *(OSA.normalized_similarity(name, wording) for name in names)])

    best = max(headings, key=nearness, default="")
    return best if best and nearness(best) >= _NEAR_SHORT else ""


def is_near_heading(column: str, heading: str) -> bool:
    """Tell whether a heading can only be a slip of a column's name: a letter or two in a longer one."""
    term, wording = terms("column")[column], folded(without_unit(heading))
    names = [folded(name) for name in (column, term.zh, term.en)]
    return any(
        OSA.normalized_similarity(name, wording) >= _SURE and OSA.distance(name, wording) <= _SLIPS
        for name in names
    )


FORMER_CODE = Text(
    "请改用县名或现行代码：它不在这里的县里。若是区划调整前的旧代码，zonemap 没有新旧代码对照表，不作猜测",
    "Give the county's name, or its present code: no county here has this one. If it is of before a change "
    "of districts, zonemap has no table of former codes and does not guess",
)
"""The way out for a code that no county bears."""


def is_code(value: str) -> bool:
    """Tell whether a value has the form of the code of a county."""
    return bool(_CODE.fullmatch(value))


def suggest_nearest(value: str, known: Mapping[str, Iterable[str]], meant: str = "") -> Text:
    """Return the way out for an unknown value.

    Parameters
    ----------
    value
        What stands in the cell.
    known
        The valid values, each with the names that people may call it by.
    meant
        The valid value that the rest of the row speaks of, if it does: no other is offered against it.
    """
    names = {
        normalise_name(name): valid for valid, others in known.items() for name in (valid, *others) if name
    }
    guess = meant or nearest(normalise_name(value), names)
    shown = list(known)[: _FEW if guess else _MOST_SHOWN]
    more = len(known) > len(shown)
    zh = "、".join(_with_name(valid, known, "（）") for valid in shown) + "等" * more
    en = ", ".join(_with_name(valid, known, "()") for valid in shown) + ", …" * more
    if not known:
        return Text("还没有可用的值，请先添加", "There is none yet: add it first")
    if guess:
        called_zh, called_en = (_with_name(guess, known, brackets) for brackets in ("（）", "()"))
        return Text(f"是否应为 {called_zh}？可用值：{zh}", f"Perhaps {called_en}; valid values: {en}")
    return Text(f"可用值：{zh}", f"Valid values: {en}")


def suggest_nearest_term(value: str, words: Mapping[str, Term]) -> Text:
    """Return the way out for a value that is no word of a vocabulary group."""
    return suggest_nearest(value, {key: (term.zh, term.en) for key, term in words.items()})


def _with_name(valid: str, known: Mapping[str, Iterable[str]], brackets: str) -> str:
    """Return a valid value with the first of its names in brackets, where it has one."""
    name = next(iter(known[valid]), "")
    return f"{valid}{brackets[0]}{name}{brackets[1]}" if name else valid
