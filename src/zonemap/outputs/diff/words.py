"""What is said of all changes together, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from zonemap.core.dates import date_text
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import terms, word
from zonemap.outputs.diff.described import DescribedChange
from zonemap.region.region import Region


def count_changes(described: Sequence[DescribedChange]) -> dict[str, int]:
    """Return how many zones each change touches, in the order of the vocabulary."""
    zones = {
        key: len({row.zone_id for row in described if row.change == key and row.zone_id})
        for key in terms("change")
    }
    return {key: count for key, count in zones.items() if count}


def count_line(described: Sequence[DescribedChange]) -> dict[str, Text]:
    """Say how many zones each change touches."""
    return {key: word("change", key) + Text(f" {count}") for key, count in count_changes(described).items()}


def headline(described: Sequence[DescribedChange]) -> Text:
    """Say in a sentence what changed, or that nothing did."""
    zones = len({row.zone_id for row in described if row.zone_id})
    said = join_texts(
        Text(line.zh, line.en[0].lower() + line.en[1:]) for line in count_line(described).values()
    )
    key = "headline" if zones > 1 else "headline_one" if zones else "headline_whole" if described else "none"
    return word("diff", key).format(n=zones, said=said)


def lead(described: Sequence[DescribedChange], new: Region) -> Text:
    """Say how many zones are as they were, where all of them are; else nothing."""
    return NONE if described else word("diff", "none_lead").format(n=len(new.zones))


def state_line(side: str, region: Region) -> Text:
    """Say of a state its day and its fingerprint.

    Parameters
    ----------
    side
        ``old`` or ``new``.
    region
        The state.
    """
    return word("diff", "state").format(
        side=word("diff", side),
        day=date_text(region.date.isoformat()),
        fingerprint=region.fingerprint,
    )
