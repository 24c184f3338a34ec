"""Layers that somebody adds to the map with folium: what an offline page carries of them, and what it cannot.

folium links libraries, pictures and tiles where it uses them. What needs none but Leaflet works; so do popups
and the default icon, for which the page brings what they ask for. All else would be lost in silence, and one
missing script stops every layer after it, so a page that holds such a layer is refused with the layer's name.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files

import folium
from branca.colormap import ColorMap
from branca.element import Element, Figure, IFrame, JavascriptLink
from folium.elements import JSCSSMixin
from folium.raster_layers import VideoOverlay

from zonemap.core.errors import ZonemapError
from zonemap.core.text import NONE, Text

_REFUSED = Text("离线网页带不了这些图层", "an offline page cannot carry these layers")
_WAY_OUT = Text(
    "请改用只需 Leaflet 的图层：PolyLine、Polygon、Circle、CircleMarker、Marker（默认图标或 DivIcon）、"
    "Popup、Tooltip、GeoJson、FeatureGroup、LayerControl；底图请用 explore(basemap=…)",
    "take layers that need Leaflet alone, as those named; tiles come by explore(basemap=…)",
)
_BESIDE = Text("内容在地图以外，网页放不下", "its content stands beside the map, where the page has no room")
_ELSEWHERE = Text("要另外的脚本", "needs a script of another library")
_NO_FRAMES = Text("网页不许内嵌框架和视频", "the page allows no frames and videos")
_GIVEN_BY_FOLIUM = re.compile(r"\w+_[0-9a-f]{32}")
_ADDRESSES = ("http:", "https:", "//")
_PARTS = ("html", "header", "script")

_HELP = """
window.$ = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    const first = template.content.firstElementChild;
    for (const node of [first, ...first.querySelectorAll("[style]")]) {
        const looks = node.getAttribute("style");
        node.removeAttribute("style");
        node.style.cssText = looks;
    }
    return [document.adoptNode(first)];
};
L.Icon.Default.imagePath = "";
Object.assign(L.Icon.Default.prototype.options, {iconUrl: "%s", iconRetinaUrl: "%s", shadowUrl: "%s"});
"""
"""What folium's popups take of jQuery, and Leaflet's icon without a place for its pictures.

The policy of the page stops style attributes in markup; set by a script they hold.
"""


def elements_of(root: Element) -> Iterator[Element]:
    """Go through everything that hangs on an element of folium, in the order it is drawn."""
    for child in root._children.values():
        yield child
        yield from elements_of(child)
    for part in _PARTS:
        found = getattr(root, part, None)
        if isinstance(found, Element) and not isinstance(root, Figure):
            yield from elements_of(found)


def help_for_layers() -> str:
    """Return the script that popups and default icons rest on; it runs before the map's."""
    pictures = ("marker-icon.png", "marker-icon-2x.png", "marker-shadow.png")
    return _HELP % tuple(leaflet_picture(name) for name in pictures)


def leaflet_picture(name: str) -> str:
    """Return a picture of Leaflet's as an address that holds it."""
    data = files("xstatic.pkg.leaflet").joinpath("data", "images", name).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def refuse_lost(added: Mapping[str, Element], root: Figure, given: Collection[str]) -> None:
    """See that nothing that was added is lost on the page.

    Parameters
    ----------
    added
        The elements that are not the map's own, by their names in folium's script.
    root
        The figure after folium has put into it what its elements want: links, styles and markup. Of styles
        alone nothing is lost but a look.
    given
        Names of what stands in the head and the body of a figure before anybody adds anything.

    Raises
    ------
    ZonemapError
        That names each layer the page cannot carry, why, and what to take instead.
    """
    reasons = {_name_of(one): why for one in added.values() if (why := _what_it_lacks(one))}
    for one in () if reasons else root.header._children.values():
        if isinstance(one, JavascriptLink):
            reasons[str(one.url).rsplit("/", 1)[-1]] = _ELSEWHERE
    for key, one in (root.header._children | root.html._children).items():
        if key not in given and (key in added or key == one.get_name()):
            reasons.setdefault(_name_of(added.get(key, one)), _BESIDE)
    if reasons:
        described = "".join(f"\n  {name}: {why}" for name, why in reasons.items())
        raise ZonemapError(f"{_REFUSED}:{described}\n{_WAY_OUT}")


def _name_of(one: Element) -> str:
    """Return what somebody calls a layer: its class, and the name it was given."""
    kind, given = type(one).__name__, getattr(one, "layer_name", "") or ""
    return kind if not given or _GIVEN_BY_FOLIUM.fullmatch(given) else f"{kind} “{given}”"


def _what_it_lacks(one: Element) -> Text:
    """Say what a layer needs that the page does not carry; nothing when it needs Leaflet alone."""
    if isinstance(one, JSCSSMixin) and (names := [name for name, _ in one.default_js]):
        return _ELSEWHERE + Text("：" + "、".join(names), ": " + ", ".join(names))
    for kind, library in ((folium.Icon, "awesome-markers"), (ColorMap, "d3")):
        if isinstance(one, kind) and not isinstance(one, folium.CustomIcon):
            return _ELSEWHERE + Text(f"：{library}", f": {library}")
    if isinstance(one, IFrame | VideoOverlay):
        return _NO_FRAMES
    address = _address_of(one)
    return Text(f"要联网取 {address}", f"fetches {address} from a network") if address else NONE


def _address_of(one: Element) -> str:
    """Return the address on a network that a layer's pictures or tiles come from."""
    options = getattr(one, "options", None) or {}
    places = [getattr(one, name, "") for name in ("url", "tiles")]
    places += [options.get(name, "") for name in ("iconUrl", "icon_url", "shadowUrl")]
    return next((place for place in map(str, places) if place.startswith(_ADDRESSES)), "")
