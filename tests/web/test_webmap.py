"""The map is folium's, with nothing linked and nothing but ids, outlines and colours in it."""

import dataclasses
import json
import re

import folium
import pandas as pd
import pytest
import shapely
from shapely import box

from kit.page_parts import map_script
from zonemap.core.errors import ZonemapError
from zonemap.outputs.page.basemaps import KEY_VARIABLE
from zonemap.outputs.page.explore import explore


def rendered(map_: folium.Map) -> str:
    """Return the page of a map."""
    return map_.get_root().render()


def images(page: str) -> list[str]:
    """Return the places that the policy lets images come from."""
    return re.search(r"img-src ([^;]*);", page)[1].split()


def shapes(page: str) -> list[list]:
    """Return the shapes of all layers, as they are written."""
    found = re.findall(r"^\s*(\[\[.*\]\])\.forEach", map_script(page), re.MULTILINE)
    return [shape for layer in found for shape in json.loads(layer)]


def decoded(steps: str, units: int) -> list[tuple[float, float]]:
    """Turn steps back into points."""
    numbers, points, x, y = list(map(int, steps.split())), [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / units, y / units))
    return points


def test_it_is_a_folium_map(toy):
    """Whoever knows folium knows this map."""
    assert isinstance(explore(toy), folium.Map)


def test_folium_itself_is_left_as_it_was(toy):
    """Our map links nothing; other maps still link what they need."""
    explore(toy)
    assert folium.Map.default_js
    assert "cdn" in folium.Map().get_root().render()


def test_layers_hold_ids_outlines_and_colours_only(toy):
    """No name of any zone or county stands in folium's script."""
    script = map_script(rendered(explore(toy)))
    for name in [*toy.zones["name_zh"], *toy.zones["name_en"], *toy.counties["name_zh"]]:
        assert name not in script


def test_an_outline_survives_the_journey(toy):
    """The square of 甲县 comes out as it went in."""
    found = {shape[0]: shape for shape in shapes(rendered(explore(toy)))}
    ((ring,),) = found["140001"][3]
    assert shapely.Polygon(decoded(ring, 100_000)).equals(box(111.0, 36.0, 111.1, 36.1))


def test_a_published_area_survives_the_journey(toy):
    """The circle of zone ``one`` differs by less than a tenth of a metre all round."""
    found = {shape[0]: shape for shape in shapes(rendered(explore(toy)))}
    ((ring,),) = found["one"][3]
    there = shapely.Polygon(decoded(ring, 1_000_000))
    assert shapely.hausdorff_distance(there, toy.zones.geometry["one"]) < 1e-6


def test_a_host_county_is_not_written_twice(toy):
    """Three zones refer to their county."""
    found = {shape[0]: shape[3] for shape in shapes(rendered(explore(toy)))}
    assert [found[zone_id] for zone_id in ("two", "three", "four")] == ["140002", "140003", "140003"]


def test_hosts_of_two_counties_are_written_out(toy):
    """Their common outline is not that of one county."""
    zones = toy.zones.copy()
    zones.at["two", "counties"] = ("140001", "140002")
    found = {shape[0]: shape[3] for shape in shapes(rendered(explore(dataclasses.replace(toy, zones=zones))))}
    assert isinstance(found["two"], list)


def test_holes_and_islands_are_kept(toy):
    """A county of two parts, one with a hole."""
    counties = toy.counties.copy()
    parts = [box(111, 36, 111.05, 36.1) - box(111.01, 36.01, 111.02, 36.02), box(111.06, 36, 111.1, 36.1)]
    counties.loc[["140001"], "geometry"] = [shapely.MultiPolygon(parts)]
    page = rendered(explore(dataclasses.replace(toy, counties=counties)))
    (outline,) = [shape[3] for shape in shapes(page) if shape[0] == "140001"]
    assert [len(rings) for rings in outline] == [2, 1]


def test_a_zone_without_a_boundary_is_still_in_the_data(toy):
    """No shape, but the card, the list and the symbol."""
    zones = toy.zones.copy()
    zones.loc[["one"], "geometry"] = [None]
    undated = toy.evidence[:0]  # with the dates of its sources its area, and so its outline, would change
    page = rendered(explore(dataclasses.replace(toy, zones=zones, evidence=undated)))
    assert "one" not in {shape[0] for shape in shapes(page)}
    assert '"id":"one"' in page


def test_a_layer_that_needs_only_leaflet_can_be_added(toy, visit, tmp_path):
    """A planner's own circle is drawn with the rest."""
    map_ = explore(toy)
    folium.Circle([36.05, 111.05], radius=3000, color="#ff0000").add_to(map_)
    map_.save(tmp_path / "own.html")
    visited = visit(tmp_path / "own.html")
    visited.page.wait_for_selector('path[stroke="#ff0000"]')
    assert visited.complaints == []


@pytest.mark.parametrize(("copies", "canvas"), [(1, False), (200, True)])
def test_many_shapes_are_drawn_on_a_canvas(toy, copies, canvas):
    """Past 500 shapes, one element each would be too slow."""
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
    count = visited.page.locator("path.leaflet-interactive").count()
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
