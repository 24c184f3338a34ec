"""What the atlas tells of a zone: values in words, each with the numbers of its footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from zonemap.analysis.fact import Fact as Known
from zonemap.analysis.fact import When
from zonemap.analysis.facts import FactBook
from zonemap.analysis.measures import later_industries, say_area
from zonemap.core.dates import format_date, happened_by
from zonemap.core.text import parse_text
from zonemap.core.vocabulary import label, point_terms, terms
from zonemap.outputs.figures.zone_list import name_of
from zonemap.region.indicative import DERIVED_POINTS, POINT_COLUMNS
from zonemap.region.region import Region
from zonemap.tables.evidence import event_key

_NAMES = ("name_zh", "name_en")
"""What stands above the facts already; only other names, of other days, are told among them."""


@dataclass(frozen=True)
class Fact:
    """A value in words.

    Parameters
    ----------
    head
        What it is of.
    text
        The value.
    notes
        Numbers of its footnotes.
    """

    head: str
    text: str
    notes: tuple[int, ...] = ()


@dataclass
class Footnotes:
    """The footnotes of one county, numbered in the order in which they are first needed.

    Parameters
    ----------
    region
        Whose evidence they cite.
    lang
        ``zh`` or ``en``.
    """

    region: Region
    lang: str
    _numbers: dict[tuple[str, str, str, str, str], int] = field(default_factory=dict)

    @cached_property
    def book(self) -> FactBook:
        """What is known of the zones."""
        return FactBook(self.region)

    def of(self, table: str, zone_id: str, fields: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the footnotes to some fields of a zone, new ones where needed."""
        rows = self.region.evidence
        wanted = rows[
            (rows["table"] == table) & (rows["zone_id"] == zone_id) & rows["field"].isin(list(fields))
        ]
        return self.of_rows(wanted.index)

    def of_rows(self, labels: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of the footnotes to some rows of the evidence, new ones where needed."""
        wanted = self.region.evidence.loc[list(labels)]
        found = {
            self._numbers.setdefault(
                (
                    row["source_id"],
                    self.book.states_otherwise(int(number)).of(self.lang),
                    row["locator"],
                    row["confidence"],
                    row["note"],
                ),
                len(self._numbers) + 1,
            )
            for number, row in wanted.iterrows()
        }
        return tuple(sorted(found))

    @property
    def lines(self) -> list[str]:
        """The footnotes: source, place in it, confidence and note."""
        return [f"[{number}] {self._footnote(*key)}" for key, number in self._numbers.items()]

    def _footnote(self, source_id: str, states: str, locator: str, confidence: str, note: str) -> str:
        """Put one footnote in words."""
        source = self.region.sources.set_index("source_id").loc[source_id]
        sure = label("atlas", f"sure_{confidence}", self.lang)
        day = (
            format_date(source["date"], self.lang) if source["date"] else label("atlas", "no_date", self.lang)
        )
        comma, stop = ("，", "：") if self.lang == "zh" else (", ", ": ")
        wording = comma.join(
            filter(None, (f"{source['publisher']} {day}", states, in_language(locator, self.lang), sure))
        )
        return stop.join(filter(None, (wording, in_language(note, self.lang))))


def in_language(text: str, lang: str) -> str:
    """Return the half of a text written ``中文 / English`` that is in a language; the whole of any other."""
    return parse_text(text).of(lang)


def cite(region: Region, source_id: str, lang: str) -> str:
    """Name a source: publisher, title, date."""
    source = region.sources.set_index("source_id").loc[source_id]
    title = f"《{source['title']}》" if lang == "zh" else f" “{source['title']}”"
    day = format_date(source["date"], lang) if source["date"] else label("atlas", "no_date", lang)
    return f"{source['publisher']}{title}{'，' if lang == 'zh' else ', '}{day}"


def zone_facts(region: Region, zone_id: str, notes: Footnotes) -> list[Fact]:
    """Tell what the sources state of a zone as of the region's day.

    Returns
    -------
    The stated values in the order of the table, what they are based on, industries, reform, partners and
    events; last, in one line, what the sources do not state.
    """
    lang = notes.lang
    zone = region.zones.loc[zone_id]
    facts, missing = _particulars(region, zone, notes)
    facts.append(_point(zone, notes))
    basis = label("basis", zone["basis"], lang) if zone["basis"] else label("figure", "area_unknown", lang)
    facts.append(Fact(label("page", "field_basis", lang), basis))
    for tell, table in (
        (_industries, "industries"),
        (_reforms, "reforms"),
        (_partners, "partners"),
        (_events, "events"),
    ):
        rows = getattr(region, table)
        described = tell(region, rows[rows["zone_id"] == zone_id], notes)
        facts += described
        if not described:
            missing.append(label("table", table, lang))
    if missing:
        comma = "、" if lang == "zh" else ", "
        facts.append(Fact(label("page", "not_stated", lang), comma.join(missing)))
    return facts


def _particulars(region: Region, zone: pd.Series, notes: Footnotes) -> tuple[list[Fact], list[str]]:
    """Tell the columns of ``zones.csv`` as they stand to the day; name those that no source states."""
    lang, zone_id = notes.lang, str(zone.name)
    facts, missing = [], []
    for fact in notes.book.values_of(zone_id):
        if fact.field in _NAMES and fact.is_drawn:
            continue
        head = label("atlas", "county", lang) if fact.field == "counties" else fact.label.of(lang)
        text = _described(region, zone, fact, lang)
        if text and fact.cell:
            text += f"（{fact.cell.zh}）" if lang == "zh" else f" ({fact.cell.of(lang)})"
        if text:
            facts.append(Fact(head, text, notes.of_rows(fact.evidence)))
        else:
            missing.append(head)
    return facts, missing


def _described(region: Region, zone: pd.Series, fact: Known, lang: str) -> str:
    """Put a value in words; counties with those outside the region, the area with what was measured."""
    if fact.when is When.silent:
        return say_area(zone, lang, with_file=True) if fact.field == "area_km2" else ""
    if fact.field == "counties" and fact.is_drawn:
        comma = "、" if lang == "zh" else ", "
        names = comma.join(name_of(county, lang) for _, county in region.hosts_of(zone).iterrows())
        return names + fact.remark.of(lang)
    if fact.field == "area_km2" and fact.is_drawn:
        return say_area(zone, lang, with_file=True) + fact.remark.of(lang)
    return fact.described.of(lang)


def _point(zone: pd.Series, notes: Footnotes) -> Fact:
    """Tell the indicative point and what it stands on."""
    basis = point_terms()[zone["point_basis"]].label(notes.lang)
    text = label("atlas", "point", notes.lang).format(lon=zone["lon"], lat=zone["lat"], basis=basis)
    stated = zone["point_basis"] not in DERIVED_POINTS
    numbers = notes.of("zones", str(zone.name), POINT_COLUMNS) if stated else ()
    return Fact(label("page", "field_point", notes.lang), text, numbers)


def _industries(region: Region, rows: pd.DataFrame, notes: Footnotes) -> list[Fact]:
    """Tell the industries, in one line for each way of knowing."""
    facts = []
    found = later_industries(region)
    later = set(found.loc[found["zone_id"].isin(rows["zone_id"]), "industry"])
    for basis, group in rows.groupby("basis", sort=False):
        names = [_industry(key, key in later, notes.lang) for key in group["industry"]]
        text = ("、" if notes.lang == "zh" else ", ").join(names)
        if basis == "name":
            text = label("atlas", "by_name", notes.lang).format(text=text)
        numbers = notes.of("industries", group["zone_id"].iloc[0], group["industry"])
        facts.append(Fact(label("table", "industries", notes.lang), text, numbers))
    return facts


def _industry(key: str, is_later: bool, lang: str) -> str:
    """Name an industry, marked when only later sources name it."""
    name = label("industry", key, lang)
    return label("atlas", "later_industry", lang).format(industry=name) if is_later else name


def _reforms(region: Region, rows: pd.DataFrame, notes: Footnotes) -> list[Fact]:
    """Tell the state of each reform measure as known on the day."""
    facts = []
    known = rows[rows["as_of"].map(lambda text: happened_by(text, region.date)).astype(bool)]
    for measure in terms("measure"):
        for _, row in known[known["measure"] == measure].iterrows():
            text = label("state", row["state"], notes.lang)
            if row["state"] != "not_reported":
                day = format_date(row["as_of"], notes.lang)
                text = label("atlas", "state", notes.lang).format(state=text, date=day)
            numbers = notes.of("reforms", row["zone_id"], [measure])
            facts.append(Fact(label("measure", measure, notes.lang), text, numbers))
    return facts


def _partners(region: Region, rows: pd.DataFrame, notes: Footnotes) -> list[Fact]:
    """Tell the partners, a line for each role."""
    facts = []
    for role, group in rows.groupby("role", sort=False):
        names = [name_of(row, notes.lang) for _, row in group.iterrows()]
        numbers = notes.of("partners", group["zone_id"].iloc[0], group["name_zh"])
        text = ("；" if notes.lang == "zh" else "; ").join(names)
        facts.append(Fact(label("role", str(role), notes.lang), text, numbers))
    return facts


def _events(region: Region, rows: pd.DataFrame, notes: Footnotes) -> list[Fact]:
    """Tell what happened: dated by the day, undated, and after the day, each with its date first."""
    facts = []
    dated = rows[rows["date"] != ""].sort_values("date", key=lambda dates: dates.str.removeprefix("../"))
    for _, row in pd.concat([dated, rows[rows["date"] == ""]]).iterrows():
        date = row["date"]
        day = format_date(date, notes.lang) if date else label("page", "undated_event", notes.lang)
        text = row["text_zh"] if notes.lang == "zh" else row["text_en"] or row["text_zh"]
        if date and not happened_by(date, region.date):
            text = label("atlas", "later_event", notes.lang).format(text=text)
        numbers = notes.of("events", row["zone_id"], [event_key(row)])
        facts.append(Fact(day, text, numbers))
    return facts
