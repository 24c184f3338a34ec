"""The map is folium's, with nothing linked and no name in it; outlines are what they were."""

import base64
import dataclasses
import re
import zlib

import folium
import pandas as pd
import pytest
import shapely
from branca.colormap import linear
from folium import plugins
from shapely import box

import zonemap as zm
from kit import page_parts
from kit.page_parts import map_script
from zonemap.core.errors import ZonemapError
from zonemap.outputs.page.basemaps import KEY_VARIABLE
from zonemap.outputs.page.explore import explore
from zonemap.outputs.page.outlines import pack_outlines


def rendered(map_: folium.Map) -> str:
    """Return the page of a map."""
    return map_.get_root().render()


def images(page: str) -> list[str]:
    """Return the places that the policy lets images come from."""
    return re.search(r"img-src ([^;]*);", page)[1].split()


def shapes(page: str) -> dict[str, object]:
    """Return the outlines by the id of what they are of: polygons of rings, or the county they are.

    Of a zone that has several at different times the last one written counts.
    """
    data, (counties, own, *_) = page_parts.data(page), page_parts.outlines(page)
    found = dict(zip([county["id"] for county in data["counties"]], counties, strict=True))
    for zone_id, _, _, at in data["outlines"]:
        found[zone_id] = own[at] if isinstance(at, int) else at
    return found


def test_it_is_a_folium_map(toy):
    """Whoever knows folium knows this map."""
    assert isinstance(explore(toy), folium.Map)


def test_folium_itself_is_left_as_it_was(toy):
    """Our map links nothing; other maps still link what they need."""
    explore(toy)
    assert folium.Map.default_js
    assert "cdn" in folium.Map().get_root().render()


def test_no_name_stands_in_folium_s_script(toy):
    """No name of any zone or county stands in folium's script."""
    script = map_script(rendered(explore(toy)))
    for name in [*toy.zones["name_zh"], *toy.zones["name_en"], *toy.counties["name_zh"]]:
        assert name not in script


def test_an_outline_survives_the_journey(toy):
    """The square of 甲县 comes out as it went in, to the metre."""
    ((ring,),) = shapes(rendered(explore(toy)))["140001"]
    there = shapely.Polygon(ring)
    assert shapely.hausdorff_distance(there, box(111.0, 36.0, 111.1, 36.1)) < 1e-5


def test_the_counties_of_a_nation_are_written_as_finely_as_its_extent(toy):
    """Forty degrees wide, a county's line is off by up to five metres; of a prefecture by half a metre."""
    counties = toy.counties.copy()
    counties.loc[["140003"], "geometry"] = [box(151.0, 36.0, 151.1, 36.1)]
    page = rendered(explore(dataclasses.replace(toy, counties=counties)))
    ((ring,),) = shapes(page)["140001"]
    off = shapely.hausdorff_distance(shapely.Polygon(ring), box(111.0, 36.0, 111.1, 36.1))
    assert 5e-6 < off < 5e-5


def test_a_published_area_survives_the_journey(toy):
    """The circle of zone ``one`` differs by less than a tenth of a metre all round."""
    ((ring,),) = shapes(rendered(explore(toy)))["one"]
    assert shapely.hausdorff_distance(shapely.Polygon(ring), toy.zones.geometry["one"]) < 1e-6


def test_a_host_county_is_not_written_twice(toy):
    """Three zones refer to their county."""
    found = shapes(rendered(explore(toy)))
    assert [found[zone_id] for zone_id in ("two", "three", "four")] == ["140002", "140003", "140003"]


def test_hosts_of_two_counties_are_written_out(toy):
    """Their common outline is not that of one county."""
    zones = toy.zones.copy()
    zones.at["two", "counties"] = ("140001", "140002")
    found = shapes(rendered(explore(dataclasses.replace(toy, zones=zones))))
    assert isinstance(found["two"], list)


def test_holes_and_islands_are_kept(toy):
    """A county of two parts, one with a hole."""
    counties = toy.counties.copy()
    parts = [box(111, 36, 111.05, 36.1) - box(111.01, 36.01, 111.02, 36.02), box(111.06, 36, 111.1, 36.1)]
    counties.loc[["140001"], "geometry"] = [shapely.MultiPolygon(parts)]
    outline = shapes(rendered(explore(dataclasses.replace(toy, counties=counties))))["140001"]
    assert [len(rings) for rings in outline] == [2, 1]


PIECES = {
    "neighbours": [box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 2, 2)],
    "an island in a lake": [box(0, 0, 3, 3) - box(1, 1, 2, 2), box(1, 1, 2, 2)],
    "one overlaps the other": [box(0, 0, 2, 2), box(1, 1, 3, 3)],
    "rings that meet in a point": [shapely.MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)]), box(1, 0, 2, 1)],
    "smaller than a metre": [box(0, 0, 1, 1), box(2, 2, 2.000001, 2.000001)],
    "none, a point, a line": [
        None,
        shapely.Point(1, 1),
        shapely.LineString([(0, 0), (1, 1)]),
        box(0, 0, 1, 1),
    ],
    "nothing at all": [],
    "at the pole and the date line": [box(-180, -89, -179, -80), box(179, 80, 180, 90)],
}


@pytest.mark.parametrize("name", PIECES)
def test_outlines_are_what_was_written(name):
    """Polygons and rings keep their number and order, and every ring its points to the metre."""
    given = PIECES[name]
    text = base64.b64encode(zlib.compress(pack_outlines(given, 1, (0, 0, 3, 3)))).decode()
    (found,) = page_parts.outlines(f'<script id="zonemap-outlines">{text}</script>')
    assert len(found) == len(given)
    for shape, polygons in zip(given, found, strict=True):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        assert [len(rings) for rings in polygons] == [1 + len(part.interiors) for part in parts]
        for part, (outer, *_) in zip(parts, polygons, strict=True):
            west, south, east, north = part.bounds
            edges = (west, max(south, -85), east, min(north, 85))
            assert shapely.MultiPoint(outer).bounds == pytest.approx(edges, abs=1e-5)


def test_a_border_of_two_is_written_once():
    """Two squares side by side have seven edges, not eight; a third of the way round they share an arc."""
    one, two = (
        len(pack_outlines(pieces, 1, (0, 0, 2, 1)))
        for pieces in ([box(0, 0, 1, 1)], PIECES["neighbours"][:2])
    )
    assert two < 2 * one


def test_a_zone_without_a_boundary_is_still_in_the_data(toy):
    """No shape, but the card, the list and the symbol."""
    zones = toy.zones.copy()
    zones.loc[["one"], "geometry"] = [None]
    undated = toy.evidence[:0]  # with the dates of its sources its area, and so its outline, would change
    page = rendered(explore(dataclasses.replace(toy, zones=zones, evidence=undated)))
    assert "one" not in shapes(page)
    assert "one" in {zone["id"] for zone in page_parts.data(page)["zones"]}


def test_a_layer_that_needs_only_leaflet_can_be_added(toy, visit, tmp_path):
    """A planner's own circle is drawn with the rest."""
    map_ = explore(toy)
    folium.Circle([36.05, 111.05], radius=3000, color="#ff0000").add_to(map_)
    map_.save(tmp_path / "own.html")
    visited = visit(tmp_path / "own.html")
    visited.page.wait_for_selector('path[stroke="#ff0000"]')
    assert visited.complaints == []


@pytest.mark.parametrize(("copies", "canvas"), [(1, False), (200, True)])
def test_layers_of_others_on_a_large_map_are_drawn_on_a_canvas(toy, copies, canvas):
    """Past 500 shapes, one element for each of theirs would be too slow, too."""
    counties = toy.counties.iloc[[0, 1, 2] * copies].copy()
    counties.index = [f"{140001 + number}" for number in range(len(counties))]
    map_ = explore(dataclasses.replace(toy, counties=counties))
    assert map_.options["prefer_canvas"] is canvas


def test_without_a_basemap_images_come_from_the_file_alone(toy):
    """That is the default."""
    assert images(rendered(explore(toy))) == ["data:", "blob:"]


def test_osm_allows_its_own_host_only(toy):
    """One host more in the policy, and its attribution on the map."""
    page = rendered(explore(toy, basemap="osm"))
    assert images(page) == ["data:", "blob:", "https://tile.openstreetmap.org"]
    assert "OpenStreetMap contributors" in map_script(page)


def test_tianditu_warns_that_the_key_can_be_read(toy, monkeypatch):
    """Its eight hosts are allowed, the key is in the page, and one is told so."""
    monkeypatch.setenv(KEY_VARIABLE, "0123456789abcdef0123456789abcdef")
    with pytest.warns(UserWarning, match="whoever gets the file can read it"):
        page = rendered(explore(toy, basemap="tianditu"))
    assert images(page)[2:] == [f"https://t{number}.tianditu.gov.cn" for number in range(8)]
    assert "tk=0123456789abcdef0123456789abcdef" in map_script(page).replace("\\u0026", "&")


def test_tiles_that_fail_leave_the_map_whole(toy, visit, tmp_path):
    """With no network the zones are drawn as ever."""
    explore(toy, basemap="osm").save(tmp_path / "osm.html")
    visited = visit(tmp_path / "osm.html")
    visited.page.wait_for_function("() => window.zonemap?.state().visible.length === 4")
    assert all("openstreetmap" in address for address in visited.requests[1:])
    counties, zones, other_outlines = 3, 4, 1  # before its source tells its area, ``one`` is its county
    count = visited.page.evaluate("Object.values(map_1._layers).filter(layer => layer.feature).length")
    assert count == counties + zones + other_outlines


@pytest.mark.parametrize("key", ["", "{{ 7*7 }}", "a&b=c"])
def test_tianditu_needs_a_key(toy, monkeypatch, key):
    """No key or one that is none: the error says where to put it."""
    monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(ZonemapError, match=KEY_VARIABLE):
        explore(toy, basemap="tianditu")


@pytest.mark.parametrize("name", ["amap", "tencent", "baidu"])
def test_shifted_basemaps_are_refused_with_the_reason(toy, name):
    """They would lie hundreds of metres off."""
    with pytest.raises(ZonemapError, match=r"shifted .* 500 m off"):
        explore(toy, basemap=name)


@pytest.mark.parametrize("name", ["", "google", "OSM"])
def test_an_unknown_basemap_is_refused(toy, name):
    """The error lists those there are."""
    with pytest.raises(ZonemapError, match="none, tianditu, osm"):
        explore(toy, basemap=name)


@pytest.mark.parametrize("lang", ["fr", "ZH"])
def test_an_unknown_language_is_refused(toy, lang):
    """There are two."""
    with pytest.raises(ZonemapError, match="there are zh, en"):
        explore(toy, lang=lang)


@pytest.mark.parametrize(("lang", "written"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_opens_in_the_language_asked_for(toy, lang, written):
    """Before any script runs, too."""
    assert f'<html lang="{written}">' in rendered(explore(toy, lang=lang))


def test_the_page_opens_on_the_day_of_the_region(toy):
    """What is drawn without scripts is the region's day."""
    page = rendered(explore(toy.as_of("1999")))
    table = page[page.index("<table") : page.index("</table>")]
    assert "甲县经济开发区" in table
    assert "乙县高新区" not in table


def test_an_empty_table_of_reforms_makes_a_map_all_the_same(toy):
    """A new region has no reforms, partners or story yet."""
    empty = {
        name: getattr(toy, name).iloc[:0] for name in ("industries", "reforms", "partners", "events", "story")
    }
    assert isinstance(explore(dataclasses.replace(toy, **empty)), folium.Map)


def test_the_map_does_not_change_the_region(toy):
    """The frames are as they were."""
    before = toy.zones.copy()
    explore(toy)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(toy.zones))


def with_layers(map_: folium.Map, region: zm.Region) -> folium.Map:
    """Add what needs nothing but Leaflet, popups and the default icon; a line after them."""
    group = folium.FeatureGroup(name="offices").add_to(map_)
    folium.Marker([36.1, 111.5], popup="an <b>office</b>", tooltip="a tip").add_to(group)
    frame = region.counties.reset_index()[["name_zh", "geometry"]]
    folium.GeoJson(frame, tooltip=folium.GeoJsonTooltip(["name_zh"])).add_to(map_)
    folium.Marker([36.2, 111.7], icon=folium.DivIcon(html="<i>here</i>")).add_to(map_)
    folium.PolyLine([[36.0, 111.4], [36.4, 111.9]], color="#ff0000", weight=6).add_to(map_)
    folium.LayerControl(collapsed=False).add_to(map_)
    return map_


def test_layers_added_with_folium_work_offline(toy, tmp_path, browser):
    """Marker with its picture, popup, line and the switch of layers are there, and nothing is asked for."""
    path = zm.save_page(with_layers(explore(toy), toy), tmp_path / "layers.html")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html.drawn")
    assert page.evaluate("document.querySelector('img.leaflet-marker-icon').naturalWidth") == 25
    page.evaluate("document.querySelector('img.leaflet-marker-icon').click()")
    assert page.locator(".leaflet-popup-content").all_inner_texts() == ["an office"]
    assert page.locator("path[stroke='#ff0000']").count() == 1
    assert page.locator(".leaflet-control-layers-overlays label").first.inner_text().strip() == "offices"
    assert page.locator("div.leaflet-marker-icon i").inner_text() == "here"
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.close()


def test_a_map_without_added_layers_carries_no_help_for_them(toy):
    """Nobody pays for pictures and scripts that nothing uses."""
    alone, with_them = explore(toy), with_layers(explore(toy), toy)
    assert "window.$" not in map_script(rendered(alone))
    assert "window.$" in map_script(rendered(with_them))


NOT_CARRIED = {
    "MarkerCluster": lambda map_: plugins.MarkerCluster([[36, 111.5]]).add_to(map_),
    "MeasureControl": lambda map_: plugins.MeasureControl().add_to(map_),
    "Icon": lambda map_: folium.Marker([36, 111.5], icon=folium.Icon(color="red")).add_to(map_),
    "LinearColormap": lambda map_: linear.viridis.scale(0, 1).add_to(map_),
    "TileLayer “openstreetmap”": lambda map_: folium.TileLayer("OpenStreetMap").add_to(map_),
    "ImageOverlay": lambda map_: folium.raster_layers.ImageOverlay(
        "https://example.org/a.png", [[36, 111], [37, 112]]
    ).add_to(map_),
    "CustomIcon": lambda map_: folium.Marker(
        [36, 111], icon=folium.CustomIcon("https://example.org/a.png")
    ).add_to(map_),
    "IFrame": lambda map_: folium.Marker([36, 111], popup=folium.Popup(folium.IFrame("x"))).add_to(map_),
    "FloatImage": lambda map_: plugins.FloatImage("https://example.org/a.png").add_to(map_),
    "Element": lambda map_: map_.get_root().html.add_child(folium.Element("<h3>mine</h3>")),
}


@pytest.mark.parametrize("name", NOT_CARRIED)
def test_a_layer_that_would_be_lost_is_named(toy, tmp_path, name):
    """Saving says which, and what to take instead; the old file stays, and a good layer is not named."""
    path = tmp_path / "map.html"
    path.write_text("old", "utf-8")
    map_ = explore(toy)
    NOT_CARRIED[name](map_)
    folium.CircleMarker([36, 111.5]).add_to(map_)
    with pytest.raises(ZonemapError, match="basemap=") as raised:
        zm.save_page(map_, path)
    assert f"\n  {name}: " in str(raised.value)
    assert "CircleMarker:" not in str(raised.value)
    assert path.read_text("utf-8") == "old"
    with pytest.raises(ZonemapError):
        map_._repr_html_()


def test_a_map_refused_can_be_saved_without_the_layer(toy):
    """Nothing of the refused drawing stays behind."""
    map_ = explore(toy)
    before = rendered(map_)
    layer = plugins.MeasureControl().add_to(map_)
    with pytest.raises(ZonemapError):
        rendered(map_)
    del map_._children[layer.get_name()]
    assert rendered(map_) == before
