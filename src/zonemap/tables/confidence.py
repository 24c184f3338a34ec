"""How sure an evidence is, by rule: what kind of source, whether it states the value, who else does."""

from __future__ import annotations

import pandas as pd

from zonemap.tables.evidence import KEY, column_of
from zonemap.tables.stated_values import comparable

_OFFICIAL, _WITHOUT_PUBLISHER = "official", ("none", "")


def confidence_of(source_type: str, *, is_stated: bool, agreeing: int) -> str:
    """Return the confidence of one evidence.

    Parameters
    ----------
    source_type
        ``official``, ``news``, ``dataset`` or ``none``: without a known publisher; empty: not said.
    is_stated
        Whether the source states the value; what only follows from it is inferred.
    agreeing
        How many other sources with a known publisher state the same value.

    Returns
    -------
    ``H``: an official text or two independent sources; ``M``: one news item or one data set; ``L``: inferred,
    or without a known publisher.

    Examples
    --------
    >>> confidence_of("news", is_stated=True, agreeing=1)
    'H'
    >>> confidence_of("official", is_stated=False, agreeing=0)
    'L'
    """
    if not is_stated or source_type in _WITHOUT_PUBLISHER:
        return "L"
    return "H" if source_type == _OFFICIAL or agreeing else "M"


def confidence_by_rule(evidence: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Return the confidence of every evidence.

    Parameters
    ----------
    evidence, sources
        The tables, resolved; an empty ``value`` says that the source does not state it.
    """
    types = (
        evidence["source_id"].map(dict(zip(sources["source_id"], sources["type"], strict=True))).fillna("")
    )
    stated = [
        comparable(column_of(str(table), str(field))[1], str(value))
        for table, field, value in evidence[["table", "field", "value"]].itertuples(index=False)
    ]
    rows = list(
        zip(
            evidence[KEY].itertuples(index=False, name=None),
            stated,
            evidence["source_id"],
            types,
            evidence["value"] != "",
            strict=True,
        )
    )
    backers: dict[tuple[object, object], set[str]] = {}
    for key, value, source_id, source_type, is_stated in rows:
        if is_stated and source_type not in _WITHOUT_PUBLISHER:
            backers.setdefault((key, value), set()).add(source_id)
    levels = [
        confidence_of(
            source_type,
            is_stated=is_stated,
            agreeing=len(backers.get((key, value), set()) - {source_id}),
        )
        for key, value, source_id, source_type, is_stated in rows
    ]
    return pd.Series(levels, index=evidence.index, dtype=str)
