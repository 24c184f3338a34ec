"""What is said of all changes together, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from zonemap.changes.told import Pair, Told
from zonemap.dates import say_date
from zonemap.region import Region
from zonemap.vocabulary import label, terms

_LANGS = ("zh", "en")


def count_changes(told: Sequence[Told]) -> dict[str, int]:
    """Return how many zones each change touches, in the order of the vocabulary."""
    zones = {
        key: len({row.zone_id for row in told if row.change == key and row.zone_id})
        for key in terms("change")
    }
    return {key: count for key, count in zones.items() if count}


def count_line(told: Sequence[Told]) -> dict[str, Pair]:
    """Say how many zones each change touches."""
    return {
        key: _pair([f"{label('change', key, lang)} {count}" for lang in _LANGS])
        for key, count in count_changes(told).items()
    }


def headline(told: Sequence[Told], new: Region) -> Pair:
    """Say in a sentence what changed, or that nothing did."""
    zones = len({row.zone_id for row in told if row.zone_id})
    said = count_line(told).values()
    joined = "、".join(zh for zh, _ in said), ", ".join(en[0].lower() + en[1:] for _, en in said)
    key = "headline" if zones > 1 else "headline_one" if zones else "headline_whole" if told else "none"
    line = _pair(
        [label("diff", key, lang).format(n=zones, said=joined[at]) for at, lang in enumerate(_LANGS)]
    )
    if told:
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
                day=say_date(region.date.isoformat(), lang),
                fingerprint=region.fingerprint,
            )
            for lang in _LANGS
        ]
    )


def _pair(said: Sequence[str]) -> Pair:
    """Return two texts as a pair."""
    zh, en = said
    return zh, en
