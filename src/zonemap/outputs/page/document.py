"""One HTML file around one folium map: everything inside it, nothing asked of any network.

Free text never passes through a template and never becomes markup: it travels as one block of JSON, which
the page's own scripts put in place as text. A Content-Security-Policy lets exactly the scripts and styles
that are written here run, each by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from branca.element import Figure

from zonemap.core.atomic_output import write_atomic
from zonemap.core.text import LANGUAGE_TAGS
from zonemap.style.page import css_tokens, page_style

DATA_ID = "zonemap-data"
"""Id of the element that holds the data of the page as JSON."""

_RANDOM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")
_CSS_FILE = re.compile(r"\burl\((?!data:)[^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class Page(Figure):
    """The root of a folium map that renders as the whole offline page.

    Because it stands where folium puts its own ``Figure``, folium's ``save()``, ``_repr_html_()`` and
    ``get_root().render()`` all give this page. Only what folium writes as script is taken from it: its links,
    styles and markup are left out, since the policy of the page would stop them.

    Parameters
    ----------
    data
        What the page shows, as plain values (see :func:`zonemap.outputs.page.data.page_data`).
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
        data: Mapping[str, Any],
        *,
        drawing: ET.Element,
        table: ET.Element,
        image_hosts: Sequence[str] = (),
        height: str = "760px",
    ) -> None:
        super().__init__(height=height)
        self.data = data
        self.drawing = drawing
        self.table = table
        self.image_hosts = tuple(image_hosts)

    def render(self, **kwargs: Any) -> str:
        """Return the page as HTML, the same bytes for the same map and data."""
        names: dict[str, str] = {}
        script = _steady_ids(self._map_script(**kwargs), names)
        map_names = [_steady_ids(child.get_name(), names) for child in self._children.values()]
        document = _read_document()
        self._fill(document, map_names)
        _inline_styles(document)
        packed = _pack_scripts(document, script)
        _allow_what_is_here(document, packed, self.image_hosts)
        return "<!DOCTYPE html>\n" + ET.tostring(document, encoding="unicode", method="html") + "\n"

    def _map_script(self, **kwargs: Any) -> str:
        """Return folium's own script, and leave no trace of rendering behind."""
        before = self.header._children.copy(), self.html._children.copy(), self.script._children.copy()
        for child in self._children.values():
            child.render(**kwargs)
        script: str = self.script.render(**kwargs)
        self.header._children, self.html._children, self.script._children = before
        return script

    def _fill(self, document: ET.Element, map_names: Sequence[str]) -> None:
        """Put title, drawing, table, map and data into their elements."""
        meta = {**self.data["meta"], "map": map_names[0]}
        if meta["lang"]:
            document.set("lang", LANGUAGE_TAGS[meta["lang"]])
        title = " · ".join(part for part in (meta["title_zh"], meta["title_en"]) if part)
        _only(document, ".//title").text = title
        _by_id(document, "page-title").text = title
        _by_id(document, "static-map").append(self.drawing)
        _put_table(_by_id(document, "static-table"), self.table)
        host = _by_id(document, "map-host")
        for name in map_names:
            ET.SubElement(host, "div", {"id": name, "class": "folium-map"})
        evidence = _by_column(self.data["evidence"])
        _by_id(document, DATA_ID).text = _json({**self.data, "meta": meta, "evidence": evidence})

    def _repr_html_(self, **kwargs: Any) -> str:
        """Return the page in a frame of its own, for a notebook.

        The frame has an origin of its own too, so that the page can reach nothing of the notebook.
        """
        return (
            f'<iframe srcdoc="{html.escape(self.render(**kwargs))}" width="{self.width}" '
            f'height="{self.height}" style="border:0" allow="fullscreen; clipboard-write" '
            'sandbox="allow-scripts allow-downloads allow-modals allow-popups"></iframe>'
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
    return ET.fromstring(_web_file("page.html"))


def _web_file(name: str) -> str:
    """Return a file of the front end."""
    return files("zonemap").joinpath("web", name).read_text("utf-8")


def _leaflet_file(name: str) -> str:
    """Return a file of Leaflet, without the links to files that the page does not carry."""
    text = files("xstatic.pkg.leaflet").joinpath("data", name).read_text("utf-8")
    return _CSS_FILE.sub("none", text) if name.endswith(".css") else _SOURCE_MAP.sub("", text)


def _only(document: ET.Element, path: str) -> ET.Element:
    """Return the element of the page that a path names."""
    found = document.find(path)
    if found is None:
        raise LookupError(f"web/page.html has no {path}")
    return found


def _by_id(document: ET.Element, name: str) -> ET.Element:
    """Return the element of the page that has an id."""
    return _only(document, f".//*[@id='{name}']")


def _put_table(place: ET.Element, table: ET.Element) -> None:
    """Put a table into its place, which may be a table itself."""
    if place.tag == "table":
        place.extend(list(table))
    else:
        place.append(table)


def _by_column(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return rows as the names of their columns and then a list of values a row.

    A tenth of the file was the names of the columns, written again in every row of the evidence.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def _json(data: Mapping[str, Any]) -> str:
    """Return the data as JSON in which no markup can be read."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _steady_ids(text: str, names: dict[str, str]) -> str:
    """Rename folium's random ids to numbers in the order they appear in."""
    return _RANDOM_ID.sub(lambda found: names.setdefault(found[0], str(len(names) + 1)), text)


def _inline_styles(document: ET.Element) -> None:
    """Put Leaflet's style sheet and the colours before the page's own, and all of them into the page."""
    head = _only(document, "head")
    links = [element for element in head.iter("link") if element.get("rel") == "stylesheet"]
    for first in (_leaflet_file("leaflet.css"), css_tokens("page")):
        head.insert(list(head).index(links[0]), _style(first))
    for link in links:
        _replace(head, link, _style(_web_file(link.attrib["href"])))


def _pack_scripts(document: ET.Element, map_script: str) -> list[str]:
    """Put all scripts into the page: the first of our own as they are, all others packed.

    The first say what the page shows (``window.zonemap.state()``) to any script that runs after them, long
    before the map is up; they are one element, so that none finds a half of them. Packed travel Leaflet, the
    how things look, the rest of our own, the map, and the last of our own.

    Returns
    -------
    The packed scripts, in that order.
    """
    parents = {child: parent for parent in document.iter() for child in parent}
    links = [element for element in document.iter("script") if element.get("src")]
    first = [link for link in links if link.get("data-first") is not None]
    leaflet = _leaflet_file("leaflet.js")
    *own, last = (_web_file(link.attrib["src"]) for link in links if link not in first)
    looks = f"window.zonemap.style={_json(page_style())};"
    scripts = [leaflet, looks, *own, map_script, last]
    body = parents[links[-1]]
    for link in links:
        parents[link].remove(link)
    main = _only(body, "main")
    body.insert(list(body).index(main) + 1, _script(_web_file("unpack.js")))
    body.append(_script("\n".join(_web_file(link.attrib["src"]) for link in first)))
    body.extend([_notice(leaflet), _packed(scripts)])
    return scripts


def _replace(parent: ET.Element, old: ET.Element, new: ET.Element) -> None:
    """Put a new element in the place of an old one."""
    new.tail = old.tail
    parent[list(parent).index(old)] = new


def _style(text: str) -> ET.Element:
    """Return a style element."""
    element = ET.Element("style")
    element.text = f"\n{text.strip()}\n"
    return element


def _script(text: str) -> ET.Element:
    """Return a script element."""
    element = ET.Element("script")
    element.text = f"\n{text.strip()}\n"
    return element


def _notice(text: str) -> Any:
    """Return the notice at the head of a packed script, its authors and terms, as a comment."""
    found = re.match(r"\s*/\*(.*?)\*/", text, re.DOTALL)
    return ET.Comment(found[1].replace("--", "-") if found else "")


def _packed(scripts: Sequence[str]) -> ET.Element:
    """Return scripts as one inert element that ``unpack.js`` turns back into them."""
    data = zlib.compress(json.dumps(scripts, ensure_ascii=False).encode(), 9)
    element = ET.Element("script", {"type": "text/plain", "data-packed": ""})
    element.text = base64.b64encode(data).decode()
    return element


def _allow_what_is_here(document: ET.Element, packed: Sequence[str], image_hosts: Sequence[str]) -> None:
    """Set the Content-Security-Policy: scripts and styles by hash, the packed ones too, and nothing else."""
    scripts = [script.text or "" for script in document.iter("script") if not script.get("type")]
    policy = {
        "default-src": ["'none'"],
        "script-src": [_hash(text) for text in (*packed, *scripts)],
        "style-src": [_hash(style.text or "") for style in document.iter("style")],
        "img-src": ["data:", "blob:", *image_hosts],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "base-uri": ["'none'"],
    }
    text = "; ".join(" ".join([directive, *allowed]) for directive, allowed in policy.items())
    head = _only(document, "head")
    for old in [meta for meta in head.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]:
        head.remove(old)
    tag = ET.Element("meta", {"http-equiv": "Content-Security-Policy", "content": text})
    tag.tail = "\n"
    charset = _only(head, "meta[@charset]")
    head.insert(list(head).index(charset) + 1, tag)


def _hash(text: str) -> str:
    """Return the hash under which a policy allows an inline script or style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
