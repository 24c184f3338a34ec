"""Tiles of others that may lie under the map of a page."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass

import folium

from zonemap.core.errors import ZonemapError

KEY_VARIABLE = "TIANDITU_KEY"
"""Environment variable with the user's own key for the tiles of 天地图."""

_SHIFTED = {"amap": "高德 Amap", "tencent": "腾讯 Tencent", "baidu": "百度 Baidu"}


@dataclass(frozen=True)
class Basemap:
    """Tiles under the map: addresses, hosts they come from, and who is to be named."""

    addresses: tuple[str, ...]
    hosts: tuple[str, ...]
    attribution: str
    subdomains: str = "abc"


def basemap_named(name: str) -> Basemap | None:
    """Return the tiles of a basemap, None for none."""
    if name == "none":
        return None
    if name == "osm":
        host = "https://tile.openstreetmap.org"
        return Basemap((f"{host}/{{z}}/{{x}}/{{y}}.png",), (host,), "© OpenStreetMap contributors")
    if name == "tianditu":
        return _tianditu(os.environ.get(KEY_VARIABLE, ""))
    if name in _SHIFTED:
        raise ZonemapError(
            f"{_SHIFTED[name]} 的瓦片采用加偏坐标(GCJ-02 或 BD-09)，与 CGCS2000 数据相差约 500 米以上，"
            "不能叠加；请用 none、tianditu 或 osm / "
            f"the tiles of {_SHIFTED[name]} are shifted (GCJ-02 or BD-09): under CGCS2000 data they would be "
            "500 m off or more; use none, tianditu or osm"
        )
    raise ZonemapError(f"没有这种底图 / no such basemap: {name!r}; none, tianditu, osm")


def _tianditu(key: str) -> Basemap:
    """Return the tiles of 天地图 under the user's own key."""
    if not re.fullmatch(r"[0-9A-Za-z]+", key):
        raise ZonemapError(
            f"天地图需要您自己的密钥：请设置环境变量 {KEY_VARIABLE} / "
            f"Tianditu needs your own key: set the environment variable {KEY_VARIABLE}"
        )
    warnings.warn(
        f"天地图密钥会写入网页，收到文件的人都能看到 / the key in {KEY_VARIABLE} is written into the page: "
        "whoever gets the file can read it",
        UserWarning,
        stacklevel=4,
    )
    hosts = tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8))
    query = "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    addresses = tuple(
        f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?{query}&LAYER={layer}"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
        for layer in ("vec", "cva")
    )
    return Basemap(addresses, hosts, "© 天地图 Tianditu", "01234567")


def add_tiles(map_: folium.Map, tiles: Basemap) -> None:
    """Lay tiles under the map."""
    for address in tiles.addresses:
        folium.TileLayer(
            address,
            attr=tiles.attribution,
            subdomains=tiles.subdomains,
            max_zoom=18,
            control=False,
            opacity=0.6,
        ).add_to(map_)
