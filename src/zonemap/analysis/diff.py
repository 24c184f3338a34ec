"""Two states of a region side by side: which zones are new, lost, approved, renamed, larger or elsewhere."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

import geopandas as gpd
import pandas as pd
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from zonemap.core.names import normalise_name, place_and_kind
from zonemap.core.text import Text
from zonemap.core.vocabulary import Vocabulary, label, terms
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.region.zone_states import KNOWN_BY_SOURCES
from zonemap.tables.own_columns import PREFIX
from zonemap.tables.schemas import ROW_KEYS, columns_of, term_columns

CHANGES = (
    "added",
    "lost",
    "approved",
    "renamed",
    "expanded",
    "reduced",
    "redrawn",
    "moved",
    "edited",
    "unchanged",
)
"""What can happen to a zone from one state to the next."""

COLUMNS = ("change", "zone_id", "name_zh", "name_en", "field", "old", "new", "amount")

_ROW_KEYS = {
    **{table: ("zone_id", column) for table, column in ROW_KEYS.items()},
    "indicators": ("zone_id", "indicator", "date"),
    "events": ("zone_id", "date", "event", "text_zh"),
}
_KEYS_OF_REGION = {
    "events": ("zone_id", "date", "event", "text_zh"),
    "indicators": ("adcode", "indicator", "date"),
    "vocabulary": ("group", "key"),
}
_LEAST_MOVE_M, _LEAST_SHARE = 1.0, 1e-6
_GEOD = Geod(ellps="GRS80")

Row = tuple[str, str, str, str, str]
"""Change, field, old and new value, amount."""


def compare(old: Region, new: Region) -> pd.DataFrame:
    """List what changed from one state of a region to another, each on its own day.

    A zone whose id changed is known again by its name. Every zone of either state is in the list.

    Parameters
    ----------
    old, new
        The two states.

    Returns
    -------
    One row a change: ``change`` (added, lost, approved, renamed, expanded, reduced, redrawn, moved, edited
    or unchanged), ``zone_id`` (that of the new state where the zone is in it; empty for the region as a
    whole), ``name_zh``, ``name_en``, ``field`` (a column of the zones, or a table), ``old``, ``new`` and
    ``amount`` with its unit (km², m), in the order of ``change``, then of the zones.
    """
    renumbered = _renumbered(old, new)
    rows = [
        *_added_and_lost(old, new, renumbered),
        *_changes_of_common(old, new, renumbered),
        *_changes_of_region(old, new),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)
    order = pd.Categorical(frame["change"], CHANGES, ordered=True)
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def describe_changes(changes: pd.DataFrame, old: Region, new: Region) -> str:
    """Tell the changes in words, in both languages."""
    lines = [
        f"{old.title_zh} {old.date} → {new.title_zh} {new.date}",
        f"{old.title_en} {old.date} → {new.title_en} {new.date}",
    ]
    for change in CHANGES:
        of_kind = changes[changes["change"] == change]
        zones = of_kind["zone_id"].nunique()
        if not zones:
            continue
        lines.append(f"\n{label('change', change, 'zh')} {label('change', change, 'en')} ({zones})")
        if change != "unchanged":
            lines += [f"  {_describe(row, old, new)}" for row in of_kind.to_dict("records")]
    if set(changes["change"]) <= {"unchanged"}:
        lines.append("\n没有变化 / Nothing changed.")
    return "\n".join(lines) + "\n"


def changes_as_json(changes: pd.DataFrame, old: Region, new: Region) -> str:
    """Return the changes as JSON: both states, how many zones each change touches, and every change."""
    states = {
        side: {"name": region.name, "date": region.date.isoformat(), "fingerprint": region.fingerprint}
        for side, region in (("old", old), ("new", new))
    }
    counts = {change: int(of["zone_id"].nunique()) for change, of in changes.groupby("change", sort=False)}
    described = {**states, "zones": counts, "changes": changes.to_dict("records")}
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _renumbered(old: Region, new: Region) -> dict[str, str]:
    """Return the new id by the old one of each zone that both states have."""
    common = {str(zone_id): str(zone_id) for zone_id in old.zones.index if zone_id in new.zones.index}
    gone, come = _by_name(old.zones, common), _by_name(new.zones, set(common.values()))
    return common | {zone_id: come[name] for name, zone_id in gone.items() if name in come}


def _by_name(zones: gpd.GeoDataFrame, without: dict[str, str] | set[str]) -> dict[str, str]:
    """Return the id of each zone by its name in one form, apart from some."""
    return {
        normalise_name(name): str(zone_id)
        for zone_id, name in zones["name_zh"].items()
        if zone_id not in without
    }


def _added_and_lost(old: Region, new: Region, renumbered: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Go through the zones that only one state has; a lost one with the new one it may have become."""
    added = [zone_id for zone_id in new.zones.index if zone_id not in renumbered.values()]
    for zone_id in added:
        yield ("added", *_id_and_names(new, zone_id), "", "", new.zones.loc[zone_id, "status"], "")
    for zone_id in old.zones.index:
        if zone_id not in renumbered:
            zone = old.zones.loc[zone_id]
            heirs = [other for other in added if _may_have_become(zone, new.zones.loc[other])]
            yield ("lost", *_id_and_names(old, zone_id), "", zone["status"], " ".join(heirs), "")


def _may_have_become(zone: pd.Series, other: pd.Series) -> bool:
    """Tell whether a zone may have become another: the same place in the name, and a county in common."""
    same = place_and_kind(zone["name_zh"]).place == place_and_kind(other["name_zh"]).place
    return same and bool(set(zone["counties"]) & set(other["counties"]))


def _changes_of_common(old: Region, new: Region, renumbered: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Go through the changes of the zones that both states have."""
    for before, after in renumbered.items():
        one, other = old.zones.loc[before], new.zones.loc[after]
        found = [
            *_changes_of_values(one, other),
            *_changes_of_place(one, other),
            *_changes_of_boundary(one, other),
            *_changes_of_rows(old, new, before, after),
        ]
        if before != after:
            found.insert(0, ("edited", "zone_id", before, after, ""))
        for change, field, was, is_now, amount in found or [("unchanged", "", "", "", "")]:
            yield (change, *_id_and_names(new, after), field, was, is_now, amount)


def _changes_of_values(one: pd.Series, other: pd.Series) -> Iterator[Row]:
    """Go through the values that were edited, and tell an approval and a new name apart from the rest."""
    if other["status"] in APPROVED and one["status"] not in APPROVED:
        yield ("approved", "approved", one["approved"], other["approved"], "")
    own = dict.fromkeys(column for column in (*one.index, *other.index) if str(column).startswith(PREFIX))
    for column in (*columns_of("zones"), *map(str, own)):
        cell = f"table_{column}" if column in KNOWN_BY_SOURCES else column
        was, is_now = _text(one.get(cell)), _text(other.get(cell))
        if was == is_now or column in ("zone_id", "lon", "lat"):
            continue
        if column == "approved" and other["status"] in APPROVED and one["status"] not in APPROVED:
            continue
        if column == "area_km2" and was and is_now:
            more = float(is_now) - float(was)
            yield ("expanded" if more > 0 else "reduced", column, was, is_now, f"{more:+.10g} km²")
        else:
            is_name = column.startswith("name_") and one["name_zh"] != other["name_zh"]
            yield ("renamed" if is_name else "edited", column, was, is_now, "")


def _changes_of_place(one: pd.Series, other: pd.Series) -> Iterator[Row]:
    """Say how far the point was moved; one that follows its boundary moves with that."""
    if "boundary" in (one["point_basis"], other["point_basis"]):
        return
    _, _, metres = _GEOD.inv(one["lon"], one["lat"], other["lon"], other["lat"])
    if metres >= _LEAST_MOVE_M:
        was, is_now = (f"{zone['lon']:.10g} {zone['lat']:.10g}" for zone in (one, other))
        yield ("moved", "lon, lat", was, is_now, f"{metres:.0f} m")


def _changes_of_boundary(one: pd.Series, other: pd.Series) -> Iterator[Row]:
    """Say how a surveyed boundary changed, or that there is one now, or none any more."""
    if one["basis"] != "surveyed" or other["basis"] != "surveyed":
        if "surveyed" in (one["basis"], other["basis"]):
            yield ("redrawn", "basis", one["basis"], other["basis"], "")
        return
    was, is_now = geodesic_area_km2(one["geometry"]), geodesic_area_km2(other["geometry"])
    if _share_not_in_common(one["geometry"], other["geometry"]) <= _LEAST_SHARE:
        return
    share = (is_now - was) / was
    change = "redrawn" if abs(share) <= _LEAST_SHARE else "expanded" if share > 0 else "reduced"
    yield (change, "boundary", f"{was:.4f}", f"{is_now:.4f}", f"{is_now - was:+.4f} km²")


def _share_not_in_common(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return which share of two polygons' union they do not have in common."""
    return float(one.symmetric_difference(other).area / one.union(other).area)


def _changes_of_rows(old: Region, new: Region, before: str, after: str) -> Iterator[Row]:
    """Go through the rows of a zone in the other tables that are new, gone or changed."""
    for table, key in _ROW_KEYS.items():
        one, other = (
            _rows(getattr(region, table), key, zone_id) for region, zone_id in ((old, before), (new, after))
        )
        for row in dict.fromkeys((*one, *other)):
            was, is_now = one.get(row, ""), other.get(row, "")
            if was != is_now:
                yield ("edited", table, was, is_now, "")


def _rows(frame: pd.DataFrame, key: Sequence[str], zone_id: str) -> dict[tuple[str, ...], str]:
    """Return the rows of a zone, or of none, as texts by their key without the zone."""
    has_zones = "zone_id" in frame.columns
    of_zone = frame[frame["zone_id"] == zone_id].drop(columns="zone_id") if has_zones else frame
    return {
        tuple(row[column] for column in key if column != "zone_id"): " · ".join(filter(None, row.values()))
        for row in of_zone.to_dict("records")
    }


def _changes_of_region(old: Region, new: Region) -> Iterator[tuple[str, ...]]:
    """Go through the counties that changed, and the rows of tables that are of no zone."""
    whole = ("edited", "", new.title_zh, new.title_en)
    for adcode in dict.fromkeys((*old.counties.index, *new.counties.index)):
        was, is_now = (str(region.counties["name_zh"].get(adcode, "")) for region in (old, new))
        if was != is_now:
            yield (*whole, "counties", was, is_now, "")
    for table, key in _KEYS_OF_REGION.items():
        one, other = (_rows(getattr(region, table), key, "") for region in (old, new))
        for row in dict.fromkeys((*one, *other)):
            was, is_now = one.get(row, ""), other.get(row, "")
            if was != is_now:
                yield (*whole, table, was, is_now, "")


def _id_and_names(region: Region, zone_id: object) -> tuple[str, str, str]:
    """Return id and names of a zone."""
    zone = region.zones.loc[zone_id]
    return str(zone_id), zone["name_zh"], zone["name_en"]


def _text(value: object) -> str:
    """Return a value of a zone as it stands in a table; nothing for what is not stated."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}"
    return str(value or "")


def _describe(row: dict[str, str], old: Region, new: Region) -> str:
    """Tell one change."""
    name = " ".join(filter(None, (row["name_zh"], row["zone_id"])))
    if row["change"] == "added":
        return f"{name}: {_shown('status', row['new'], new.words)}"
    if row["change"] == "lost":
        successor = f"；是否已成为 {row['new']}？ / perhaps it became {row['new']}" if row["new"] else ""
        return f"{name}{successor}"
    amount = f" ({row['amount']})" if row["amount"] else ""
    was = _shown(row["field"], row["old"], old.words)
    is_now = _shown(row["field"], row["new"], new.words)
    return f"{name}: {_field(row['field'], new)} {was} → {is_now}{amount}"


def _field(field: str, region: Region) -> str:
    """Return the name of a field in both languages."""
    for group in ("diff", "column", "table"):
        if field in terms(group):
            return f"{label(group, field, 'zh')} {label(group, field, 'en')}"
    return str(own_label(region, field))


def own_label(region: Region, field: str) -> Text:
    """Return what a planner calls a column of her own."""
    found = next((own.label for own in region.own_columns if own.column == field), None)
    return found or Text(field.removeprefix(PREFIX))


def _shown(field: str, value: str, words: Vocabulary) -> str:
    """Return a value as people read it; a dash for what is not stated."""
    group = {"status": "status", "basis": "basis"}.get(field) or term_columns("zones").get(field, "")
    if group and value:
        wording = words.word(group, value)
        return f"{wording.zh} {wording.of('en')}" if wording.zh != wording.of("en") else wording.zh
    return value or "–"
