"""The table of numbers, each of a zone or a county and of a day: read and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from zonemap.core.dates import is_edtf, year_of
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.core.vocabulary import word
from zonemap.tables.own_columns import number_in, unit_in
from zonemap.tables.schemas import Where, each

_PLACE = ("zone_id", "adcode")
_ONE = [*_PLACE, "indicator", "date"]
"""The columns that tell a number apart from all others."""

_FAR, _FEWEST = 100.0, 6
"""How many times the middle of at least six numbers one must be, or a part of it, to be looked at."""

_MOST = 6


def with_plain_values(frame: pd.DataFrame) -> pd.DataFrame:
    """Take the unit out of cells such as ``1,500公顷`` into the column of units, if that is free."""
    if "value" not in frame.columns or frame.empty:
        return frame
    units = frame["unit"] if "unit" in frame.columns else pd.Series("", index=frame.index)
    of_cells = each(frame["value"], unit_in)
    fits = (of_cells == "") | (units == "") | (units == of_cells)
    plain = each(frame["value"], number_in).where(fits, frame["value"])
    return frame.assign(value=plain.astype(str), unit=units.mask(fits & (units == ""), of_cells).astype(str))


def check_numbers(frame: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that each number is of a zone or a county, and that no two of one day differ.

    Parameters
    ----------
    frame
        The table, resolved; index the row number as Excel shows it.
    where
        Its file and sheet.
    """
    nowhere = frame.index[(frame["zone_id"] == "") & (frame["adcode"] == "") & (frame["value"] != "")]
    twice = frame[frame.duplicated(_ONE, keep=False) & (frame["indicator"] != "") & (frame["value"] != "")]
    twice = twice[~twice.duplicated([*_ONE, "value", "unit"], keep=False)]
    return [
        *(
            Problem(
                where[0],
                Text("没有写是哪个开发区或哪个县的", "of no zone and of no county"),
                Text("请填“开发区”或“县”一列", "Fill in the column of the zone or that of the county"),
                int(row),
                "zone_id",
                sheet=where[1],
            )
            for row in nowhere
        ),
        *(
            Problem(
                where[0],
                Text("同一指标同一日期有两个不同的数", "two different numbers of one indicator and day"),
                Text("请核对，只留一个", "Check them and keep one"),
                int(str(row)),
                "value",
                value,
                where[1],
            )
            for row, value in twice["value"].items()
        ),
    ]


def number_hints(frame: pd.DataFrame, where: Where) -> Iterator[str]:
    """Say what to look at in the numbers: mixed units, missing years, and what lies far from all others.

    Parameters
    ----------
    frame, where
        As for :func:`check_numbers`.
    """
    if frame.empty:
        return
    place = " · ".join(filter(None, where))
    numbers = pd.to_numeric(frame["value"], errors="coerce")
    years = each(frame["date"], lambda date: year_of(date) if date and is_edtf(date) else None)
    described = frame.assign(number=numbers, year=years)[numbers.notna()]
    for indicator, rows in described.groupby("indicator", sort=False):
        found = [*_mixed_units(rows), *_missing_years(rows), *_far_away(rows)]
        yield from (f"{place} 「{indicator}」：{one}" for one in found)


def _mixed_units(rows: pd.DataFrame) -> Iterator[Text]:
    """Say that the numbers of an indicator are in several units."""
    units = rows.loc[rows["unit"] != "", "unit"].value_counts()
    if len(units) > 1:
        shown = [f"{unit} ({count})" for unit, count in units.items()]
        yield word("number", "mixed_units").format(units=Text("、".join(shown), ", ".join(shown)))


def _missing_years(rows: pd.DataFrame) -> Iterator[Text]:
    """Say which years some places lack that others have."""
    dated = rows[rows["year"].notna()].astype({"year": int})
    years = sorted(dated["year"].unique())
    if len(years) < 2:
        return
    gaps = sorted(set(range(years[0], years[-1] + 1)) - set(years))
    if gaps:
        shown = ", ".join(map(str, gaps[:_MOST])) + " …" * (len(gaps) > _MOST)
        yield word("number", "missing_years").format(years=shown)
    has = dated.drop_duplicates([*_PLACE, "year"]).groupby(list(_PLACE), sort=False)["year"].count()
    short = has[has < len(years)]
    if len(short):
        names = ["".join(place) for place in short.index[:_MOST]]
        shown = ", ".join(names) + " …" * (len(short) > _MOST)
        yield word("number", "missing_places").format(n=len(short), names=shown)


def _far_away(rows: pd.DataFrame) -> Iterator[Text]:
    """Name the numbers that are a hundred times the middle one of their unit, or a hundredth of it."""
    for _, of_unit in rows.groupby("unit", sort=False):
        sizes = of_unit["number"].abs()
        middle = float(sizes[sizes > 0].median()) if (sizes > 0).any() else np.nan
        if (sizes > 0).sum() < _FEWEST or np.isnan(middle):
            continue
        far = of_unit[(sizes > 0) & ((sizes >= _FAR * middle) | (sizes <= middle / _FAR))]
        for row, value in list(far["value"].items())[:_MOST]:
            yield word("number", "far_away").format(row=str(row), value=value, middle=f"{middle:.6g}")
