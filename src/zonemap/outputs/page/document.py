"""One HTML file around one folium map: everything inside it, nothing asked of any network.

Free text never passes through a template and never becomes markup: it travels as one packed block of JSON,
which the page's own scripts put in place as text. A Content-Security-Policy lets exactly the scripts and
styles that are written here run, each by its hash.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import folium
from branca.element import Element, Figure
from folium.elements import ElementAddToElement

from zonemap.core.atomic_output import write_atomic
from zonemap.core.text import LANGUAGE_TAGS
from zonemap.core.vocabulary import term
from zonemap.outputs.page.added_layers import elements_of, help_for_layers, refuse_lost
from zonemap.outputs.page.inlining import (
    allow_what_is_here,
    as_json,
    inline_styles,
    only,
    pack_scripts,
    packed,
    web_file,
)

DATA_ID, OUTLINES_ID = "zonemap-data", "zonemap-outlines"
"""Ids of the elements that hold the data of the page as JSON, and its outlines, both in packed parts."""

HEIGHT = "760px"
"""Height of the frame in a notebook where none is asked for."""

_ZONES_IN_A_PART = 800
"""How many zones the page reads in one task."""

_RANDOM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")


class Page(Figure):
    """The root of a folium map that renders as the whole offline page.

    Because it stands where folium puts its own ``Figure``, folium's ``save()``, ``_repr_html_()`` and
    ``get_root().render()`` all give this page. Only what folium writes as script is taken from it: its links,
    styles and markup are left out, since the policy of the page would stop them. Layers added to the map
    later are carried if an offline page can (see :mod:`zonemap.outputs.page.added_layers`).

    Parameters
    ----------
    map_
        The map with all that is its own.
    data
        What the page shows, as plain values (see :func:`zonemap.outputs.page.data.page_data`).
    outlines
        The outlines of counties and of zones (see :func:`zonemap.outputs.page.outlines.pack_outlines`).
    drawing
        The map as an ``<svg>`` element, seen until and unless the scripts run.
    table
        The zones as a ``<table>`` element, seen likewise.
    image_hosts
        Origins that images may come from besides the file itself, such as those of map tiles.
    height
        Height of the frame in a notebook, in CSS units.
    """

    def __init__(
        self,
        map_: folium.Map,
        data: Mapping[str, Any],
        *,
        outlines: Sequence[bytes],
        drawing: ET.Element,
        table: ET.Element,
        image_hosts: Sequence[str] = (),
        height: str = HEIGHT,
    ) -> None:
        super().__init__(height=height)
        self.data = data
        self.outlines = tuple(outlines)
        self.drawing = drawing
        self.table = table
        self.image_hosts = tuple(image_hosts)
        self.more_script = ""  # of our own, where the page is an instrument of a notebook
        self.add_child(map_)
        self._own = {one.get_name() for one in elements_of(self)}
        self._given = {*self.header._children, *self.html._children, *self._own}

    def render(self, **kwargs: Any) -> str:
        """Return the page as HTML, the same bytes for the same map and data.

        Raises
        ------
        ZonemapError
            If a layer was added to the map that an offline page cannot carry.
        """
        is_alone = not self._added()
        names: dict[str, str] = {}
        script = _steady_ids(self._map_script(**kwargs), names)
        map_names = [_steady_ids(child.get_name(), names) for child in self._children.values()]
        document = _read_document()
        self._fill(document, map_names)
        inline_styles(document, with_pictures=not is_alone)
        scripts = pack_scripts(document, script)
        allow_what_is_here(document, scripts, self.image_hosts)
        return "<!DOCTYPE html>\n" + ET.tostring(document, encoding="unicode", method="html") + "\n"

    def _map_script(self, **kwargs: Any) -> str:
        """Return folium's own script, and leave no trace of rendering behind."""
        before = self.header._children.copy(), self.html._children.copy(), self.script._children.copy()
        try:
            for child in self._children.values():
                child.render(**kwargs)
            added = self._added()
            refuse_lost(added, self, self._given)
            script: str = self.script.render(**kwargs)
        finally:
            self.header._children, self.html._children, self.script._children = before
        return (help_for_layers() if added else "") + script + self.more_script

    def _added(self) -> dict[str, Element]:
        """Return what was added to the map since it was made, by folium's name of each.

        What puts a layer on its map is no layer: folium adds one each time that a layer is rendered.
        """
        layers = (one for one in elements_of(self) if not isinstance(one, ElementAddToElement))
        return {one.get_name(): one for one in layers if one.get_name() not in self._own}

    def _fill(self, document: ET.Element, map_names: Sequence[str]) -> None:
        """Put title, drawing, table, map and data into their elements."""
        meta = {**self.data["meta"], "map": map_names[0]}
        if meta["lang"]:
            document.set("lang", LANGUAGE_TAGS[meta["lang"]])
        title = " · ".join(part for part in (meta["title_zh"], meta["title_en"]) if part)
        only(document, ".//title").text = title
        _by_id(document, "page-title").text = title
        _by_id(document, "static-map").append(self.drawing)
        _put_table(_by_id(document, "static-table"), self.table)
        host = _by_id(document, "map-host")
        for name in map_names:
            ET.SubElement(host, "div", {"id": name, "class": "folium-map"})
        evidence = _by_column(self.data["evidence"])
        parts = _parts({**self.data, "meta": meta, "evidence": evidence})
        _by_id(document, DATA_ID).text = " ".join(packed(as_json(part).encode()) for part in parts)
        _by_id(document, OUTLINES_ID).text = " ".join(map(packed, self.outlines))
        still = term("page", "still")
        _by_id(document, "still").text = f"{still.zh} / {still.en}"

    def _repr_html_(self, **kwargs: Any) -> str:
        """Return the page in a frame of its own, for a notebook.

        The frame has an origin of its own too, so that the page can reach nothing of the notebook.
        """
        return framed(self.render(**kwargs), str(self.height), width=str(self.width))


def framed(page: str, height: str, more: str = "", width: str = "100%") -> str:
    """Return a page in a frame of its own.

    Parameters
    ----------
    page
        The page as HTML.
    height, width
        Size of the frame, in CSS units.
    more
        Further attributes of the frame, as HTML.
    """
    return (
        f'<iframe srcdoc="{html.escape(page)}" width="{width}" height="{height}" style="border:0" '
        'allow="fullscreen; clipboard-write" '
        f'sandbox="allow-scripts allow-downloads allow-modals allow-popups"{more}></iframe>'
    )


def save_page(map: Any, path: Path | str) -> Path:
    """Write a map as one HTML file, in one step: an interrupted write leaves the old file whole.

    Parameters
    ----------
    map
        A map from :func:`zonemap.explore`.
    path
        Where the file shall stand.

    Returns
    -------
    The path.

    Raises
    ------
    OSError
        If the file cannot be written; an old one is then untouched.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.save_page(zm.explore(region), "map.html").name
    'map.html'
    """
    return write_atomic(path, map.get_root().render())


def _read_document() -> ET.Element:
    """Return the page as its authors wrote it."""
    return ET.fromstring(web_file("page.html"))


def _by_id(document: ET.Element, name: str) -> ET.Element:
    """Return the element of the page that has an id."""
    return only(document, f".//*[@id='{name}']")


def _put_table(place: ET.Element, table: ET.Element) -> None:
    """Put a table into its place, which may be a table itself."""
    if place.tag == "table":
        place.extend(list(table))
    else:
        place.append(table)


def _parts(data: Mapping[str, Any]) -> Iterator[object]:
    """Yield the data with the first zones, then the other zones, so that no part takes long to read."""
    zones = data["zones"]
    yield {**data, "zones": zones[:_ZONES_IN_A_PART]}
    for at in range(_ZONES_IN_A_PART, len(zones), _ZONES_IN_A_PART):
        yield zones[at : at + _ZONES_IN_A_PART]


def _by_column(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return rows as the names of their columns and then a list of values a row.

    A tenth of the file was the names of the columns, written again in every row of the evidence.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def _steady_ids(text: str, names: dict[str, str]) -> str:
    """Rename folium's random ids to numbers in the order they appear in."""
    return _RANDOM_ID.sub(lambda found: names.setdefault(found[0], str(len(names) + 1)), text)
