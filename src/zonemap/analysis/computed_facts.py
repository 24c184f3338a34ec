"""What no source states of a zone but the program computes: with its day, its basis and its error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from zonemap.analysis.fact import Fact
from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.measures import known_industries
from zonemap.analysis.proximity import Nearest, certainly_nearest, seat_distances
from zonemap.core.dates import date_text, sort_key
from zonemap.core.text import Text, join_texts
from zonemap.core.vocabulary import word

_MOST_NAMED = 6
"""How many zones of the same industry are named."""


@dataclass(frozen=True)
class ComputedFacts:
    """The facts that follow from where zones lie and what dated sources name of them.

    Parameters
    ----------
    sources
        The evidence of the region on its day.
    """

    sources: FactSources

    def of(self, zone_id: str) -> Iterator[Fact]:
        """Go through what is computed of a zone, in order."""
        yield from self._places(zone_id)
        yield from self._same_industry(zone_id)

    def _places(self, zone_id: str) -> Iterator[Fact]:
        """Tell what follows from where a zone lies, where its point is good enough to say it."""
        near = self._nearest.get(zone_id)
        if near:
            distance = word("fact", "about_km").format(
                name=self._names[near.zone_id], km=f"{near.distance_km:.0f}"
            )
            yield self._derived(zone_id, "nearest", distance, _basis_of(near.error_km), (near.zone_id,))
        if zone_id in self._seats:
            adcode, km = self._seats[zone_id]
            distance = word("fact", "seat_km").format(
                name=self.sources.tables.words.county(adcode), km=f"{km:.0f}"
            )
            yield self._derived(zone_id, "to_seat", distance, word("fact", "from_seat"))

    def _same_industry(self, zone_id: str) -> Iterator[Fact]:
        """Name for each industry the other zones of which dated sources of the day or before say so."""
        for row in self.sources.tables.rows["industries"].get(zone_id, []):
            holders = self._holders.get(row["industry"], {})
            others = [other for other in holders if other != zone_id]
            if zone_id not in holders or not others:
                continue
            names = join_texts(self._names[other] for other in others[:_MOST_NAMED])
            if len(others) > _MOST_NAMED:
                names = word("deck", "and_more").format(names=names, n=len(others))
            value = word("fact", "same_industry").format(
                names=names, industry=self.sources.region.words.word("industry", row["industry"])
            )
            basis = word("fact", "from_sources").format(day=date_text(self._oldest[row["industry"]]))
            yield self._derived(
                zone_id, "same_industry", value, basis, tuple(others[:_MOST_NAMED]), row["industry"]
            )

    def _derived(
        self,
        zone_id: str,
        field: str,
        value: Text,
        basis: Text,
        zone_ids: tuple[str, ...] = (),
        key: str = "",
    ) -> Fact:
        """Make a fact that the program computes, with the day and what it is computed from."""
        day = date_text(self.sources.region.date.isoformat())
        return Fact(
            "/".join(filter(None, ("computed", zone_id, field, key))),
            "computed",
            field,
            word("page", field),
            value,
            derivation=word("fact", "derived").format(day=day, basis=basis),
            zone_ids=zone_ids,
        )

    @cached_property
    def _nearest(self) -> dict[str, Nearest]:
        return certainly_nearest(self.sources.region.shown, self.sources.region.counties)

    @cached_property
    def _seats(self) -> dict[str, tuple[str, float]]:
        return seat_distances(self.sources.region.shown, self.sources.region.counties)

    @cached_property
    def _holders(self) -> dict[str, dict[str, str]]:
        """By industry the shown zones that dated sources name it of, each with the date of its newest one."""
        found: dict[str, dict[str, str]] = {}
        known = known_industries(self.sources.region)
        for zone_id, industry in known[["zone_id", "industry"]].itertuples(index=False, name=None):
            dates = self.sources.dates_of(self.sources.witnesses("industries", zone_id, industry))
            if zone_id in self.sources.region.shown.index:
                found.setdefault(industry, {})[zone_id] = max(dates, key=sort_key)
        return found

    @cached_property
    def _oldest(self) -> dict[str, str]:
        """By industry the oldest of these dates."""
        return {industry: min(dates.values(), key=sort_key) for industry, dates in self._holders.items()}

    @cached_property
    def _names(self) -> dict[str, Text]:
        zones = self.sources.region.zones
        return {
            str(zone_id): Text(zh, en)
            for zone_id, zh, en in zones[["name_zh", "name_en"]].itertuples(name=None)
        }


def _basis_of(error_km: float) -> Text:
    """Say how sure the distance of two points is: what it is off at most is rounded up."""
    if not error_km:
        return word("fact", "from_exact")
    most = ceil(error_km) if error_km >= 1 else ceil(10 * error_km) / 10
    return word("fact", "from_points").format(error=f"{most:g}")
