"""Classes, colours, patterns and labels: one legend for every output."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.analysis.legend_classes import Legend, LegendClass, Mode, spread
from zonemap.analysis.measures import industries_on, zones_per_county
from zonemap.analysis.own_legends import modes_of_columns, own_modes
from zonemap.analysis.reform_board import reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by, year_of
from zonemap.core.errors import check_choice
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import UNSTATED, terms, word
from zonemap.region.indicative import AT_SEATS, OWN_LINES
from zonemap.region.region import Region
from zonemap.style.inks import ABSENT, PATTERNS, QUALITATIVE, SEQUENTIAL, UNKNOWN

_MANY_YEARS = 7


NOT_APPROVED = LegendClass("not_stated", word("legend", "not_approved"), UNKNOWN, "none")
"""The class of a zone whose approval is still to come, or is not stated."""


def legend_by(region: Region, by: str = "") -> Legend:
    """Classify the zones or counties that the region shows on its day.

    Parameters
    ----------
    region
        The region; zones that its day does not show are left out.
    by
        ``kind``, ``year`` (of approval), ``industry`` (the leading one), ``reform`` (how far) or ``zones``
        (how many lie in a county); or an indicator, or a column of the planner's own by its heading, if it
        holds numbers or few words; by default the first of these that the data tell of.

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
    modes = modes_of_columns(region) | own_modes(region) | MODES
    by = by or default_mode(region)
    check_choice(by, modes, zh="图例", en="legend by")
    mode = modes[by]
    legend = _legend(by, mode.title_of(region), mode.classes(region), mode.of(region))
    return replace(legend, is_of_counties=mode.is_of_counties)


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
        LegendClass(term.key, term.text, term.color or color, term.pattern or pattern)
        for term, color, pattern in zip(named, QUALITATIVE, PATTERNS, strict=False)
    ]
    return [
        *classes,
        LegendClass("other", word("legend", "other_industries"), QUALITATIVE[-1], PATTERNS[-1]),
        LegendClass("not_stated", word("fact", "not_stated"), UNKNOWN, "none"),
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
    total = len(words_of(region, "measure") if region else terms("measure"))
    colors = spread(SEQUENTIAL[1:], total + 1)
    return [
        LegendClass("started", word("legend", "started"), colors[0], "dots"),
        *(
            LegendClass(
                f"done_{count}",
                word("legend", "done_of").format(done=count, total=total),
                colors[count],
                PATTERNS[(count * 3) % len(PATTERNS)],
            )
            for count in range(1, total + 1)
        ),
        LegendClass("not_reported", word("state", "not_reported"), UNKNOWN, "none"),
        LegendClass("not_concerned", word("legend", "not_concerned"), ABSENT, "none"),
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
        LegendClass(key, word("measure_words", "counted").format(n=key), color, pattern)
        for key, color, pattern in zip(("0", "1", "2", "3", "4+"), colors, ("none", *PATTERNS), strict=False)
    ]


MODES = {
    "kind": Mode(word("color", "kind"), _kind_classes, _by_kind, "kind", field="kind"),
    "year": Mode(word("color", "year"), _year_classes, _by_year, "approved", absent=NOT_APPROVED.key),
    "industry": Mode(
        word("color", "industry"),
        _industry_classes,
        _by_industry,
        "industry",
        absent="not_stated",
        section="industries",
    ),
    "reform": Mode(
        word("color", "reform"),
        reform_classes,
        _by_reform,
        "reform",
        absent="not_concerned",
        section="reforms",
    ),
    "zones": Mode(
        word("legend", "zones"),
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

    A total has sized marks: an area filled by a total would show how large the area is.
    """
    described = {by: mode for by, mode in MODES.items() if region.has_topic(by)}
    described |= own_modes(region)
    return described or {"kind": MODES["kind"]}


def default_mode(region: Region) -> str:
    """Return what a map of the region is coloured by where nothing is asked for."""
    return next(iter(modes_of(region)))


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
    is_drawn = (~region.zones["basis"].isin([*OWN_LINES, ""])).any()
    is_at_seat = region.zones["point_basis"].isin(AT_SEATS).any()
    if is_drawn and is_at_seat:
        return word("page", "basis_hint")
    if is_drawn:
        return word("caveat", "lines")
    return word("caveat", "points") if is_at_seat else NONE
