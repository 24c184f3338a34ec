"""What is known of a zone on the region's day: one ordered list that every output reads.

Card, table, atlas, deck, workbook, GeoPackage, notes and diff loop over these facts; none has a list of
fields of its own, and none words a value a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from zonemap.analysis.computed_facts import ComputedFacts
from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.fact_tables import FactTables
from zonemap.analysis.row_facts import DUE, RowFacts
from zonemap.analysis.value_facts import ValueFacts, Zone
from zonemap.analysis.value_words import ValueWords, field_label, term_text
from zonemap.core.dates import sort_key
from zonemap.core.history import in_force
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import point_terms, word
from zonemap.region.indicative import DERIVED_POINTS, POINT_COLUMNS
from zonemap.region.region import Region, once
from zonemap.tables.evidence import column_of, history_key
from zonemap.tables.own_columns import PREFIX

_NAMES = {"bounds": ("bounds_zh", "bounds_en")}
"""The columns of a field that is told of several."""


@dataclass(frozen=True)
class FactBook:
    """The facts of a region's zones on its day.

    Parameters
    ----------
    region
        The region on its day.
    of_tables
        What its tables hold, where it is gathered already.
    """

    region: Region
    of_tables: FactTables | None = field(default=None, repr=False, compare=False)

    def on(self, region: Region) -> FactBook:
        """Return the facts on another day of the same region; what its tables hold is not gathered again."""
        return FactBook(region, self.tables)

    @cached_property
    def tables(self) -> FactTables:
        """What the tables hold, whatever the day."""
        return self.of_tables or FactTables(self.region)

    def facts_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of a zone, in order; what the sources do not state stands among it as silent.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        return [*self.stated_of(zone_id), *self.computed_of(zone_id)]

    def stated_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of a zone by its own tables and sources, in order.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        if zone_id not in self._stated:
            zone = self.region.rows[zone_id]
            found = [*self._values.of(zone_id, zone), *self._place(zone_id, zone)]
            found += self._row_facts.of(zone_id)
            self._stated[zone_id] = tuple(self._witnessed(fact) for fact in found if self._is_shown(fact))
        return list(self._stated[zone_id])

    @cached_property
    def _stated(self) -> dict[str, tuple[Fact, ...]]:
        """What was told of zones already."""
        return {}

    def status_of(self, zone_id: str) -> Text:
        """Return in words what a zone is on the day, marked if that is the last that is known.

        Nothing where no date is told of any zone.
        """
        if not self.region.has_topic("time"):
            return NONE
        return self._values.status(zone_id, self.region.rows[zone_id]).described

    def computed_of(self, zone_id: str) -> list[Fact]:
        """Return what the program computes from a zone and the others, in order."""
        return list(self._computed.of(zone_id))

    def values_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of the columns of a zone alone, in order.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        found = self._values.of(zone_id, self.region.rows[zone_id])
        return [self._witnessed(fact) for fact in found if self._is_shown(fact)]

    def sources_of(self, sections: Collection[str], zone_ids: Iterable[str] | None = None) -> list[str]:
        """Return the sources of what a map of the day draws, those of most facts first.

        Parameters
        ----------
        sections
            The sections of facts that it draws, such as ``values`` or ``industries``.
        zone_ids
            Of which zones; all that the day shows when None.
        """
        zones = self.region.shown.index if zone_ids is None else zone_ids
        labels = [
            label
            for zone_id in map(str, zones)
            for fact in self.stated_of(zone_id)  # what is computed is nobody's word
            if fact.section in sections and fact.is_drawn
            for label in fact.evidence
        ]
        counts = Counter(self.region.evidence.loc[labels, "source_id"])
        return sorted(counts, key=lambda source_id: (-counts[source_id], source_id))

    def dues_of(self, zone_ids: Iterable[str]) -> list[str]:
        """Return by when measures of some zones are due, as far as the sources tell by the day, in order."""
        facts = (fact for zone_id in zone_ids for fact in self._row_facts.of(str(zone_id)))
        dues = {fact.id.partition("@")[2] for fact in facts if fact.field == DUE and fact.is_drawn}
        return sorted(dues, key=sort_key)

    def of_region(self) -> list[Fact]:
        """Return what happened to the region as a whole, as its table lists it."""
        return [self._row_facts.event("", row) for row in self.tables.rows["events"].get("", [])]

    @cached_property
    def evidence_rows(self) -> dict[int, dict[str, str]]:
        """The evidence by its labels: a frame that is asked row by row takes a hundred times as long."""
        evidence = self.region.evidence
        return dict(zip(map(int, evidence.index), evidence.to_dict("records"), strict=True))

    def states_otherwise(self, label: int) -> Text:
        """Say what a row of the evidence states, where the cell holds something else; else nothing.

        Parameters
        ----------
        label
            The label of a row of ``Region.evidence``.
        """
        if label not in self.region.witnesses.otherwise:
            return NONE
        row = self.evidence_rows[label]
        value = self._words.stated(*column_of(row["table"], row["field"]), row["value"])
        return word("page", "states").format(value=value)

    def fact_at(self, table: str, zone_id: str, field: str) -> Fact:
        """Return the fact that tells a value of the tables, named as the evidence names it.

        Parameters
        ----------
        table, zone_id, field
            As in ``Region.evidence``; an empty ``zone_id`` is the region as a whole.
        """
        found = self._by_key.get((table, zone_id, field))
        label, value = word("table", table), Text(field)
        if table == "zones":  # longitude and latitude, which are told together; a field with a history
            zone = self.region.rows[zone_id]
            value = self._words.of(field, zone.get(f"table_{field}", zone.get(field, "")))
            label = word("column", field)
        if table == "history":  # what another value has replaced on the day
            column, _, since = field.partition(" ")
            rows = self.region.history
            row = rows[(rows["zone_id"] == zone_id) & (rows["field"] == column) & (rows["from"] == since)]
            label, value = field_label(column), self._words.of(column, row["value"].iloc[0])
        return found or self._sources.fact(table, zone_id, field, label, value)

    # -- what the tables hold, by zone, made once ---------------------------------------------------------

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], Fact]:
        of_zones = (fact for zone_id in self.region.zones.index for fact in self.stated_of(str(zone_id)))
        described = (fact for fact in (*self.of_region(), *of_zones) if fact.section != "place")
        return {key: fact for fact in described for key in fact.keys}

    @cached_property
    def _sources(self) -> FactSources:
        return FactSources(self.region, self.tables)

    @property
    def _words(self) -> ValueWords:
        return self.tables.words

    @cached_property
    def _values(self) -> ValueFacts:
        return ValueFacts(self._sources)

    @cached_property
    def _row_facts(self) -> RowFacts:
        return RowFacts(self._sources)

    @cached_property
    def _computed(self) -> ComputedFacts:
        return ComputedFacts(self._sources)

    def _is_shown(self, fact: Fact) -> bool:
        """Tell whether a fact says something, if only that a place of the data is empty."""
        if fact.when is not When.silent or fact.field.startswith(PREFIX):
            return True
        names = _NAMES.get(fact.field, (fact.field, fact.section))
        return not self.region.asked.isdisjoint(names)

    def _witnessed(self, fact: Fact) -> Fact:
        """Say of a fact that its value was changed, or that only a cell of the table says so."""
        witnesses = self.region.witnesses
        if fact.when is When.silent or not (witnesses.changed or witnesses.cells):
            return fact
        if any(key in witnesses.changed for key in (*fact.keys, *self._cell_behind(fact))):
            fact = fact.but(remark=fact.remark + word("page", "changed"))
        cells = [witnesses.cells[key] for key in fact.keys if key in witnesses.cells]
        if cells and not fact.evidence:
            fact = fact.but(cell=word("page", "own_cell").format(cell=cells[0]))
        return fact

    def _cell_behind(self, fact: Fact) -> Iterator[tuple[str, str, str]]:
        """Yield the cell of the zones that speaks of the same value as a fact of the history, if one does."""
        for table, zone_id, name in fact.keys:
            if table == "history":
                entries = self.tables.history[zone_id, fact.field]
                since = in_force(entries, self.region.state_day).since
                if name == history_key({"field": fact.field, "from": since}):
                    yield "zones", zone_id, fact.field

    # -- where a zone is -----------------------------------------------------------------------------------

    def _place(self, zone_id: str, zone: Zone) -> Iterator[Fact]:
        """Tell the point that stands for a zone, and what its boundary rests on."""
        basis = _point_basis(zone["point_basis"])
        is_stated = zone["point_basis"] not in DERIVED_POINTS
        yield Fact(
            f"zones/{zone_id}/point",
            "place",
            "point",
            word("page", "field_point"),
            word("atlas", "point").format(lon=zone["lon"], lat=zone["lat"], basis=basis),
            evidence=self._sources.witnesses("zones", zone_id, *POINT_COLUMNS) if is_stated else (),
            keys=tuple(("zones", zone_id, column) for column in POINT_COLUMNS) if is_stated else (),
        )
        value = term_text("basis", zone["basis"]) if zone["basis"] else word("figure", "area_unknown")
        yield Fact(f"zones/{zone_id}/basis", "place", "basis", word("page", "field_basis"), value)


@cache
def _point_basis(key: str) -> Text:
    """Return what a zone's point is, in words."""
    return point_terms()[key].text


@once
def book_of(region: Region) -> FactBook:
    """Return the facts of a region's zones on its day, gathered once for all that ask."""
    return FactBook(region)


def facts_of(region: Region, zone_id: str) -> list[Fact]:
    """Return what is known of a zone on the region's day.

    Parameters
    ----------
    region
        The region on its day.
    zone_id
        The zone.

    Returns
    -------
    The facts in the order in which every output tells them; what the sources do not state is among them.

    Raises
    ------
    KeyError
        If the region has no such zone.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> first = zm.facts_of(region, region.zones.index[0])[0]
    >>> first.field, bool(first.value.zh)
    ('status', True)
    """
    return FactBook(region).facts_of(zone_id)
