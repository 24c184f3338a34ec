"""Whose boundary is this? By id, name or file name; the rest get suggestions, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from zonemap.boundaries.boundary_file import Feature
from zonemap.core.names import normalise_name, place_and_kind
from zonemap.core.text import NONE, Text

_LIKE_AN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_NEAR_ENOUGH = 60
_MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class ZoneMatch:
    """The zone a shape belongs to.

    Parameters
    ----------
    zone_id
        Empty when it is not known.
    note
        How it was found when not by its own id, or what was looked for in vain.
    by_file
        True when only the name of the file speaks for it.
    """

    zone_id: str
    note: Text = NONE
    by_file: bool = False


class ZoneIndex:
    """The zones there are, found by id and by name.

    Parameters
    ----------
    zones
        Index or column ``zone_id``; columns ``name_zh`` and ``name_en`` where they are there.
    """

    def __init__(self, zones: pd.DataFrame) -> None:
        frame = zones if "zone_id" in zones.columns else zones.reset_index(names="zone_id")
        self.ids = [str(zone_id) for zone_id in frame["zone_id"]]
        self._names = {
            zone_id: [str(row.get(key) or "") for key in ("name_zh", "name_en") if row.get(key)]
            for zone_id, row in zip(self.ids, frame.to_dict("records"), strict=True)
        }
        self._taken_apart = {
            zone_id: place_and_kind(names[0]) for zone_id, names in self._names.items() if names
        }

    def by_id(self, text: str) -> ZoneMatch:
        """Find a zone by its id."""
        if text in self.ids:
            return ZoneMatch(text)
        near = (
            [zone_id for zone_id in self.ids if normalise_name(zone_id) == normalise_name(text)]
            if normalise_name(text)
            else []
        )
        if len(near) == 1:
            return ZoneMatch(near[0], Text(f"编号「{text}」即 {near[0]}", f"id {text} read as {near[0]}"))
        return ZoneMatch("")

    def by_name(self, text: str) -> ZoneMatch:
        """Find a zone by its name, in any spelling; none when several fit."""
        if not normalise_name(text):
            return ZoneMatch("")
        exact = [zone_id for zone_id, names in self._names.items() if text in names]
        same = exact or [
            z for z, names in self._names.items() if normalise_name(text) in map(normalise_name, names)
        ]
        if len(same) == 1:
            return ZoneMatch(same[0], NONE if exact else _note_name(text, self._names[same[0]][0]))
        wanted = place_and_kind(text)
        fits = [
            zone_id
            for zone_id, has in self._taken_apart.items()
            if wanted.kind and has.place and has.kind == wanted.kind and wanted.place.endswith(has.place)
        ]
        if not same and len(fits) == 1:
            return ZoneMatch(fits[0], _note_name(text, self._names[fits[0]][0]))
        return ZoneMatch("")

    def suggest(self, text: str) -> list[str]:
        """Return the zones whose id or name is nearest, best first, as ``id name``."""
        if not normalise_name(text):
            return []
        choices = {(z, n): normalise_name(n) for z, names in self._names.items() for n in (z, *names)}
        found = process.extract(
            normalise_name(text),
            choices,
            scorer=fuzz.WRatio,
            score_cutoff=_NEAR_ENOUGH,
            limit=2 * _MOST_SUGGESTIONS,
        )
        zones = dict.fromkeys(zone_id for _, _, (zone_id, _) in found)
        return [f"{z} {self._names[z][0] if self._names[z] else ''}".strip() for z in zones][
            :_MOST_SUGGESTIONS
        ]


def match_zones(
    features: Iterable[Feature], stems: Sequence[str], zone_index: ZoneIndex | None
) -> list[ZoneMatch]:
    """Find the zones of the features of one file.

    Parameters
    ----------
    features
        The features, with the id and name they carry.
    stems
        Names of the file, and of the archive around it, without their endings; they speak for all features
        when none names a zone itself.
    zone_index
        The zones there are; None when they are not known, and ids are taken as they stand.

    Returns
    -------
    An owner for each feature, in order.
    """
    features = list(features)
    if zone_index is None:
        like_ids = [stem for stem in stems if len(features) == 1 and _LIKE_AN_ID.fullmatch(stem)]
        return [ZoneMatch(feature.zone_id or next(iter(like_ids), "")) for feature in features]
    zone_matches = [_match_zone(feature, zone_index) for feature in features]
    if any(zone_match.zone_id for zone_match in zone_matches):
        return zone_matches
    found = (
        zone_match for stem in stems for zone_match in (zone_index.by_id(stem), zone_index.by_name(stem))
    )
    by_file = next((zone_match for zone_match in found if zone_match.zone_id), None)
    if by_file is None:
        return zone_matches
    note = Text(f"按文件名认定为 {by_file.zone_id}", f"taken for {by_file.zone_id} by the name of the file")
    return [ZoneMatch(by_file.zone_id, note, by_file=True) for _ in features]


def _match_zone(feature: Feature, zone_index: ZoneIndex) -> ZoneMatch:
    """Find the zone of one feature by what it carries itself."""
    by_id = zone_index.by_id(feature.zone_id)
    matches = (zone_index.by_name(name) for name in (feature.name, *feature.other_names))
    by_name = next((found for found in matches if found.zone_id), ZoneMatch(""))
    if by_id.zone_id and by_name.zone_id and by_id.zone_id != by_name.zone_id:
        return ZoneMatch(
            "",
            Text(
                f"编号 {by_id.zone_id} 与名称「{feature.name}」（{by_name.zone_id}）不一致，未认定",
                f"id {by_id.zone_id} and name {feature.name} ({by_name.zone_id}) disagree: neither taken",
            ),
        )
    if by_id.zone_id:
        return by_id
    if by_name.zone_id:
        return by_name
    return ZoneMatch("", _note_unknown(feature, zone_index))


def _note_name(text: str, name: str) -> Text:
    """Say that a name was read as another."""
    return Text(f"名称「{text}」即「{name}」", f"name {text} read as {name}")


def _note_unknown(feature: Feature, zone_index: ZoneIndex) -> Text:
    """Say that no zone was found, and which are nearest."""
    given = feature.zone_id or feature.name
    near = zone_index.suggest(feature.name) or zone_index.suggest(feature.zone_id)
    zh = f"没有开发区叫「{given}」" if given else "没有编号或名称"
    en = f"no zone is called {given}" if given else "no id and no name"
    if near:
        zh, en = f"{zh}，是不是：{'、'.join(near)}？", f"{en}; did you mean {', '.join(near)}?"
    return Text(zh, en)
