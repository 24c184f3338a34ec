"""What makes a page one closed file: styles and scripts inside it, and a policy that allows only these."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

from zonemap.outputs.page.added_layers import leaflet_picture
from zonemap.style.page import css_tokens, page_style

_CSS_FILE = re.compile(r"\burl\((?!data:)[^)]*\)")
_CSS_PICTURE = re.compile(r"\burl\(images/(layers[^)]*)\)")
_REMARK = re.compile(r"^\s*/\*(?:(?!\*/).)*\*/$", re.MULTILINE | re.DOTALL)
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BLANKS = re.compile(r"\s*([{};,])\s*|(?<=:)(\s+)")
_CSS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_UNUSED = re.compile(r"popup|tooltip|control-layers|div-icon|vml|marker|image-layer")
"""What only a layer of somebody's own can need of Leaflet's style sheet."""
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def web_file(name: str) -> str:
    """Return a file of the front end, scripts and styles without indentation and lines of comment."""
    text = files("zonemap").joinpath("web", name).read_text("utf-8")
    if name.endswith(".html"):
        return text
    lines = (line.strip() for line in _REMARK.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _leaflet_file(name: str, *, with_pictures: bool = False) -> str:
    """Return a file of Leaflet, with its pictures inside it or none, and no link to a file beside it."""
    text = files("xstatic.pkg.leaflet").joinpath("data", name).read_text("utf-8")
    if name.endswith(".js"):
        return _SOURCE_MAP.sub("", text)
    text = _CSS_REMARK.sub("", text)
    if with_pictures:
        text = _CSS_PICTURE.sub(lambda found: f"url({leaflet_picture(found[1])})", text)
    else:
        text = _CSS_RULE.sub(_used, text)
    return _CSS_FILE.sub("none", text)


def _used(rule: re.Match[str]) -> str:
    """Return a rule of Leaflet's style sheet with the selectors that a page without other layers can need."""
    selectors = [one for one in rule[1].split(",") if not _UNUSED.search(one)]
    return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""


def _small_css(text: str) -> str:
    """Return a style sheet without remarks and without the blanks that say nothing."""
    short = _CSS_BLANKS.sub(lambda found: found[1] or "", _CSS_REMARK.sub("", text))
    return re.sub(r"\s+", " ", short).replace(";}", "}").strip()


def only(document: ET.Element, path: str) -> ET.Element:
    """Return the element of the page that a path names."""
    found = document.find(path)
    if found is None:
        raise LookupError(f"web/page.html has no {path}")
    return found


def as_json(data: object) -> str:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def packed(data: bytes) -> str:
    """Return data packed (zlib, written as base64), as ``unpack.js`` reads them; they hold no markup."""
    return base64.b64encode(zlib.compress(data, 9)).decode()


def inline_styles(document: ET.Element, *, with_pictures: bool = False) -> None:
    """Put Leaflet's style sheet and the colours before the page's own, and all of them into the page.

    The pictures of Leaflet's controls come along where a layer of somebody's own may use them.
    """
    head = only(document, "head")
    links = [element for element in head.iter("link") if element.get("rel") == "stylesheet"]
    for first in (_leaflet_file("leaflet.css", with_pictures=with_pictures), css_tokens("page")):
        head.insert(list(head).index(links[0]), _style(first))
    for link in links:
        _replace(head, link, _style(web_file(link.attrib["href"])))


def pack_scripts(document: ET.Element, map_script: str) -> list[str]:
    """Put all scripts into the page, packed but for the two that unpack them.

    After Leaflet come the first of our own as one script: they say what the page shows
    (``window.zonemap.state()``) to whoever asks, long before the map is up. Then come how things look, the
    rest of our own, the map, and the last of our own.

    Returns
    -------
    The packed scripts, in that order.
    """
    parents = {child: parent for parent in document.iter() for child in parent}
    links = [element for element in document.iter("script") if element.get("src")]
    first = [link for link in links if link.get("data-first") is not None]
    leaflet = _leaflet_file("leaflet.js")
    *own, last = (web_file(link.attrib["src"]) for link in links if link not in first)
    looks = f"window.zonemap.style={as_json(page_style())};"
    described = "\n".join(web_file(link.attrib["src"]) for link in first)
    scripts = [leaflet, described, looks, *own, map_script, last]
    body = parents[links[-1]]
    for link in links:
        parents[link].remove(link)
    holder = ET.Element("script", {"id": "zonemap-scripts", "type": "text/plain", "data-packed": ""})
    holder.text = packed(as_json(scripts).encode())
    body.extend([_notice(leaflet), holder, _script(web_file("unpack.js"))])
    return scripts


def _replace(parent: ET.Element, old: ET.Element, new: ET.Element) -> None:
    """Put a new element in the place of an old one."""
    new.tail = old.tail
    parent[list(parent).index(old)] = new


def _style(text: str) -> ET.Element:
    """Return a style element."""
    element = ET.Element("style")
    element.text = _small_css(text)
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


def allow_what_is_here(document: ET.Element, scripts: Sequence[str], image_hosts: Sequence[str]) -> None:
    """Set the Content-Security-Policy: scripts and styles by hash, the packed ones too, and nothing else."""
    plain = [script.text or "" for script in document.iter("script") if not script.get("type")]
    policy = {
        "default-src": ["'none'"],
        "script-src": [_hash(text) for text in (*scripts, *plain)],
        "style-src": [_hash(style.text or "") for style in document.iter("style")],
        "img-src": ["data:", "blob:", *image_hosts],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "base-uri": ["'none'"],
    }
    text = "; ".join(" ".join([directive, *allowed]) for directive, allowed in policy.items())
    head = only(document, "head")
    for old in [meta for meta in head.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]:
        head.remove(old)
    tag = ET.Element("meta", {"http-equiv": "Content-Security-Policy", "content": text})
    tag.tail = "\n"
    charset = only(head, "meta[@charset]")
    head.insert(list(head).index(charset) + 1, tag)


def _hash(text: str) -> str:
    """Return the hash under which a policy allows an inline script or style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
