"""Classes, colours, patterns and labels: one legend for every output."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.analysis.legend_classes import Legend, LegendClass, Mode, spread
from zonemap.analysis.measures import industries_on, zones_per_county
from zonemap.analysis.own_legends import colourable_columns, mode_of
from zonemap.analysis.reform_board import reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by, year_of
from zonemap.core.errors import check_choice
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import UNSTATED, terms, word
from zonemap.region.indicative import AT_SEATS
from zonemap.region.region import Region
from zonemap.style.inks import ABSENT, PATTERNS, QUALITATIVE, SEQUENTIAL, UNKNOWN

_MANY_YEARS = 7


_TOPICS = {"year": "years", "industry": "industries", "reform": "reforms"}
"""What the data must tell of for a legend to have anything to show."""


NOT_APPROVED = LegendClass(
    "not_stated", Text("未批准或未载明", "Not approved or not stated"), UNKNOWN, "none"
)
"""The class of a zone whose approval is still to come, or is not stated."""


def legend_by(region: Region, by: str = "kind") -> Legend:
    """Classify the zones or counties that the region shows on its day.

    Parameters
    ----------
    region
        The region; zones that its day does not show are left out.
    by
        ``kind``, ``year`` (of approval), ``industry`` (the leading one), ``reform`` (how far) or ``zones``
        (how many lie in a county); or a column of the planner's own, by its heading, if it holds rates or
        few words.

    Raises
    ------
    UnknownOption
        If there is no such legend.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> legend = zm.legend_by(region, "year")
    >>> {legend.of[zone_id] for zone_id in region.shown.index} == {one.key for one in legend.classes}
    True
    """
    modes = MODES | {column.heading: mode_of(column) for column in colourable_columns(region)}
    check_choice(by, modes, zh="图例", en="legend by")
    return _legend(by, modes[by].title, modes[by].classes(region), modes[by].of(region))


def _kind_classes(region: Region) -> list[LegendClass]:
    """Return a class for each kind of zone that the region has."""
    return [
        LegendClass(term.key, term.text, term.color, term.pattern, term.symbol)
        for term in words_of(region, "kind").values()
    ]


def _by_kind(region: Region) -> pd.Series:
    """Classify zones by their kind."""
    return region.shown["kind"].replace("", UNSTATED)


def _years(region: Region) -> pd.Series:
    """Return the year of approval of the zones shown, as of the day; none where only a bound is told."""
    approved = region.shown["approved"]
    is_by_then = approved.map(lambda text: happened_by(text, region.date)).astype(bool)
    return approved.where(is_by_then, "").map(year_of)


def _year_classes(region: Region) -> list[LegendClass]:
    """Return a class for each year of approval; for spans of years when there are many."""
    spans = _spans(sorted({int(year) for year in _years(region).dropna()}))
    steps = spread(SEQUENTIAL, len(spans))
    classes = [
        LegendClass(key, Text(key), color, pattern)
        for key, color, pattern in zip(spans, steps, PATTERNS, strict=False)
    ]
    return [*classes, LegendClass("bounded", word("figure", "bounded"), UNKNOWN, "dots"), NOT_APPROVED]


def _by_year(region: Region) -> pd.Series:
    """Classify zones by the year of their approval, as of the day."""
    years, shown = _years(region), region.shown
    spans = _spans(sorted({int(year) for year in years.dropna()}))
    key_of = {year: key for key, span in spans.items() for year in span}
    is_bounded = (
        shown["approved"].map(lambda text: happened_by(text, region.date)).astype(bool) & years.isna()
    )
    of = years.map(lambda year: key_of[int(year)] if pd.notna(year) else NOT_APPROVED.key)
    return of.mask(is_bounded, "bounded")


def _common_industries(region: Region) -> list[str]:
    """Return the first-named industries of most zones: of all days, so that none recolours one."""
    first = region.industries.drop_duplicates("zone_id")["industry"]
    return list(first.value_counts().index[: len(QUALITATIVE) - 1])


def _industry_classes(region: Region) -> list[LegendClass]:
    """Return a class for each common industry; the rarest share one."""
    common = _common_industries(region)
    named = [term for key, term in words_of(region, "industry").items() if key in common]
    classes = [
        LegendClass(term.key, term.text, color, pattern)
        for term, color, pattern in zip(named, QUALITATIVE, PATTERNS, strict=False)
    ]
    return [
        *classes,
        LegendClass("other", Text("其他产业", "Other industries"), QUALITATIVE[-1], PATTERNS[-1]),
        LegendClass("not_stated", Text("资料未载明", "Not stated in the sources"), UNKNOWN, "none"),
    ]


def _by_industry(region: Region) -> pd.Series:
    """Classify zones by the first industry that is told of them by the day."""
    first = industries_on(region).drop_duplicates("zone_id").set_index("zone_id")["industry"]
    of = first.reindex(region.shown.index).fillna("not_stated")
    return of.where(of.isin([*_common_industries(region), "not_stated"]), "other")


def _by_reform(region: Region) -> pd.Series:
    """Classify zones by how many of the measures are done."""
    board = reform_board(region)
    done = (board == "done").sum(axis=1)
    started = board.isin(["in_progress", "leaders_in_place"]).any(axis=1)
    of = done.map(lambda count: f"done_{count}" if count else "").where(
        done > 0, started.map({True: "started", False: "not_reported"})
    )
    return of.reindex(region.shown.index).fillna("not_concerned")


def reform_classes(region: Region | None = None) -> list[LegendClass]:
    """Return every class of the reform's legend, whether or not it occurs on some day."""
    total = len(terms("measure"))
    colors = spread(SEQUENTIAL[1:], total + 1)
    return [
        LegendClass(
            "started", Text("班子已到位或推进中", "Leaders in place or in progress"), colors[0], "dots"
        ),
        *(
            LegendClass(
                f"done_{count}",
                Text(f"已落实 {count}/{total} 项", f"{count} of {total} done"),
                colors[count],
                PATTERNS[(count * 3) % len(PATTERNS)],
            )
            for count in range(1, total + 1)
        ),
        LegendClass("not_reported", Text("资料未载明", "Not reported"), UNKNOWN, "none"),
        LegendClass("not_concerned", Text("不在此项改革之列", "Not part of the reform"), ABSENT, "none"),
    ]


def _by_zones(region: Region) -> pd.Series:
    """Classify counties by the number of zones in them."""
    classes = zones_classes()
    counts = zones_per_county(region.shown, region.counties)
    return counts.map(lambda count: classes[min(count, len(classes) - 1)].key)


def zones_classes(region: Region | None = None) -> list[LegendClass]:
    """Return every class of the counties' legend: one for each number from 0, the last for that and more."""
    colors = (ABSENT, *spread(SEQUENTIAL[1:], 4))
    return [
        LegendClass(key, Text(f"{key} 个", key), color, pattern)
        for key, color, pattern in zip(("0", "1", "2", "3", "4+"), colors, ("none", *PATTERNS), strict=False)
    ]


MODES = {
    "kind": Mode(Text("类型", "Kind"), _kind_classes, _by_kind, "kind", field="kind"),
    "year": Mode(
        Text("批准年份", "Year of approval"), _year_classes, _by_year, "approved", absent=NOT_APPROVED.key
    ),
    "industry": Mode(
        Text("首列产业", "First-named industry"),
        _industry_classes,
        _by_industry,
        "industry",
        absent="not_stated",
        section="industries",
    ),
    "reform": Mode(
        Text("改革进度", "Progress of the reform"),
        reform_classes,
        _by_reform,
        "reform",
        absent="not_concerned",
        section="reforms",
    ),
    "zones": Mode(
        Text("每县开发区与集聚区数", "Zones and clusters per county"),
        zones_classes,
        _by_zones,
        "zones",
        is_of_counties=True,
    ),
}
"""What a map can be coloured by; their names stand in the vocabulary (group ``color``)."""

LEGENDS = tuple(MODES)


def modes_of(region: Region) -> dict[str, Mode]:
    """Return what a map of the region can be coloured by: what its data tell of, and a planner's own columns.

    A column of totals is none of them: an area filled by a total would show how large the area is.
    """
    told = {by: mode for by, mode in MODES.items() if by not in _TOPICS or _TOPICS[by] in region.topics}
    return told | {column.heading: mode_of(column) for column in colourable_columns(region)}


def _legend(by: str, title: Text, classes: list[LegendClass], of: pd.Series) -> Legend:
    """Keep the classes that occur and count them."""
    counts = of.value_counts()
    kept = tuple(replace(item, count=int(counts[item.key])) for item in classes if item.key in counts)
    return Legend(by, title, kept, of.rename(by))


def _spans(years: list[int]) -> dict[str, list[int]]:
    """Group sorted years into at most seven classes, each with its label."""
    size = -(-len(years) // _MANY_YEARS) if years else 1
    groups = [years[start : start + size] for start in range(0, len(years), size)]
    return {(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}"): span for span in groups}


def caveat_of(region: Region) -> Text:
    """Say what boundaries and points must not be taken for; nothing where all zones were surveyed."""
    is_drawn = ((region.zones["basis"] != "surveyed") & (region.zones["basis"] != "")).any()
    is_at_seat = region.zones["point_basis"].isin(AT_SEATS).any()
    if is_drawn and is_at_seat:
        return word("page", "basis_hint")
    if is_drawn:
        return word("caveat", "lines")
    return word("caveat", "points") if is_at_seat else NONE
