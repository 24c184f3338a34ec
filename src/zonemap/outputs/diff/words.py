"""What is said of all changes together, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from zonemap.core.dates import format_date
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.diff.described import DescribedChange, Pair
from zonemap.region.region import Region

_LANGS = ("zh", "en")


def count_changes(described: Sequence[DescribedChange]) -> dict[str, int]:
    """Return how many zones each change touches, in the order of the vocabulary."""
    zones = {
        key: len({row.zone_id for row in described if row.change == key and row.zone_id})
        for key in terms("change")
    }
    return {key: count for key, count in zones.items() if count}


def count_line(described: Sequence[DescribedChange]) -> dict[str, Pair]:
    """Say how many zones each change touches."""
    return {
        key: _pair([f"{label('change', key, lang)} {count}" for lang in _LANGS])
        for key, count in count_changes(described).items()
    }


def headline(described: Sequence[DescribedChange], new: Region) -> Pair:
    """Say in a sentence what changed, or that nothing did."""
    zones = len({row.zone_id for row in described if row.zone_id})
    wording = count_line(described).values()
    joined = "、".join(zh for zh, _ in wording), ", ".join(en[0].lower() + en[1:] for _, en in wording)
    key = "headline" if zones > 1 else "headline_one" if zones else "headline_whole" if described else "none"
    line = _pair(
        [label("diff", key, lang).format(n=zones, said=joined[at]) for at, lang in enumerate(_LANGS)]
    )
    if described:
        return line
    lead = [label("diff", "none_lead", lang).format(n=len(new.zones)) for lang in _LANGS]
    return f"{line[0]}。{lead[0]}", f"{line[1]}. {lead[1]}"


def state_line(side: str, region: Region) -> Pair:
    """Say of a state its day and its fingerprint.

    Parameters
    ----------
    side
        ``old`` or ``new``.
    region
        The state.
    """
    return _pair(
        [
            label("diff", "state", lang).format(
                side=label("diff", side, lang),
                day=format_date(region.date.isoformat(), lang),
                fingerprint=region.fingerprint,
            )
            for lang in _LANGS
        ]
    )


def _pair(wording: Sequence[str]) -> Pair:
    """Return two texts as a pair."""
    zh, en = wording
    return zh, en
