"""The changes as one page that needs no network and no script: the map, and every change below it.

Both languages are in the page; its style shows one of them. All texts become text nodes by the XML library.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from itertools import groupby
from xml.etree import ElementTree as ET

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.names import both_names
from zonemap.core.text import LANGUAGE_TAGS, SENTENCE, Text, join_texts
from zonemap.core.vocabulary import terms, word
from zonemap.outputs.diff.changed_map import ChangedMap
from zonemap.outputs.diff.described import DescribedChange, count_line, headline, lead, state_line
from zonemap.outputs.page.inlining import only
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.painters.svg import paint_items
from zonemap.region.region import Region
from zonemap.scene.marks import sample_mark
from zonemap.style.page import css_tokens

_HEADINGS = (
    ("column", "zone"),
    ("diff", "what"),
    ("diff", "old"),
    ("diff", "new"),
    ("diff", "amount"),
)
_MARK = 13.0


def changes_page(
    scene: ChangedMap, described: Sequence[DescribedChange], old: Region, new: Region, *, lang: str = "zh"
) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    scene
        The map of the changes.
    described
        The changes in words.
    old, new
        The two states.
    lang
        Language that it opens in, ``zh`` or ``en``.
    """
    document = ET.fromstring(_file("page.html"))
    region = scene.region
    document.set("lang", LANGUAGE_TAGS[lang])
    only(document, ".//title").text = f"{region.title_zh} · {region.title_en}"
    _by_id(document, f"lang-{lang}").set("checked", "")
    _write(_by_id(document, "title"), region.title)
    _write(_by_id(document, "headline"), join_texts([headline(described), lead(described, new)], SENTENCE))
    for side, state in (("old", old), ("new", new)):
        _write(ET.SubElement(_by_id(document, "states"), "li"), state_line(side, state))
    _count(_by_id(document, "counts"), described)
    place = _by_id(document, "map")
    place.set("aria-label", str(word("diff", "map")))
    place.append(draw_svg(region, scene.legend, moves=scene.moves))
    _list(_by_id(document, "list"), scene, described)
    _write(_by_id(document, "foot"), _foot(new))
    _inline_style(document)
    return "<!DOCTYPE html>\n" + ET.tostring(document, encoding="unicode", method="html") + "\n"


def _count(place: ET.Element, described: Sequence[DescribedChange]) -> None:
    """Say of how many zones each change tells, with its symbol."""
    for key, wording in count_line(described).items():
        item = ET.SubElement(place, "li")
        _draw_mark(item, _style(key))
        _write(ET.SubElement(item, "span"), wording)


def _list(place: ET.Element, scene: ChangedMap, described: Sequence[DescribedChange]) -> None:
    """List every change in one table, part by part, then the names of what did not change."""
    if described:
        table = ET.SubElement(place, "table")
        head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for group, key in _HEADINGS:
            _write(ET.SubElement(head, "th", {"scope": "col"}), word(group, key))
        for key, rows in groupby(described, key=lambda row: row.change):
            part = ET.SubElement(table, "tbody")
            span = {"scope": "rowgroup", "colspan": str(len(_HEADINGS))}
            _head(ET.SubElement(ET.SubElement(part, "tr", {"class": "part"}), "th", span), key)
            for row in rows:
                _add_row(part, scene, row)
    same = [zone for zone, key in scene.legend.of.items() if key == "unchanged"]
    if same:
        section = ET.SubElement(place, "section")
        _head(ET.SubElement(section, "h2"), "unchanged")
        names = ET.SubElement(section, "ul", {"class": "names"})
        for zone in sorted(same, key=lambda zone: scene.numbers[zone]):
            _name(ET.SubElement(names, "li"), scene, zone, both_names(scene.region.rows[zone]))


def _head(place: ET.Element, key: str) -> None:
    """Write the heading of a kind of change."""
    line = ET.SubElement(place, "div", {"class": "line"})
    _draw_mark(line, _style(key))
    _write(ET.SubElement(line, "span"), word("change", key))


def _name(place: ET.Element, scene: ChangedMap, zone: str, name: Text) -> None:
    """Write the name of a zone after its symbol, numbered as it is on the map."""
    line = ET.SubElement(place, "div", {"class": "line"})
    if zone in scene.numbers:
        status = scene.region.zones.at[zone, "status"]
        _draw_mark(line, scene.legend.class_of(zone), status, str(scene.numbers[zone]))
    _write(ET.SubElement(line, "span"), name)


def _add_row(body: ET.Element, scene: ChangedMap, row: DescribedChange) -> None:
    """Add the row of a change."""
    line = ET.SubElement(body, "tr")
    _name(ET.SubElement(line, "th", {"scope": "row"}), scene, row.zone_id, row.name)
    for wording in (row.field, row.old, row.new, Text(row.amount)):
        _write(ET.SubElement(line, "td"), wording)


def _draw_mark(place: ET.Element, style: LegendClass, status: str = "operating", number: str = "") -> None:
    """Draw a symbol into a line of text."""
    size = f"{2 * _MARK:g}"
    drawing = ET.SubElement(
        place, "svg", {"class": "mark", "viewBox": f"0 0 {size} {size}", "aria-hidden": "true"}
    )
    radius = 0.6 * _MARK if style.symbol in ("triangle", "star", "diamond") else 0.75 * _MARK
    paint_items(drawing, [sample_mark(style, status, (_MARK, _MARK), radius, number)])


def _style(key: str) -> LegendClass:
    """Return how a kind of change is drawn."""
    term = terms("change")[key]
    return LegendClass(key, term.text, term.color, symbol=term.symbol)


def _foot(new: Region) -> Text:
    """Say what the page is and is not."""
    made = word("page", "foot_version").format(version=version("zonemap"), fingerprint=new.fingerprint)
    return join_texts([word("sheet", "draft"), word("sheet", "indicative"), made], Text(" · "))


def _write(place: ET.Element, text: Text) -> None:
    """Write a text in both languages, or once when they are the same."""
    if text.zh == text.of("en"):
        place.text = text.zh
        return
    for lang, tag in LANGUAGE_TAGS.items():
        ET.SubElement(place, "span", {"lang": tag}).text = text.of(lang)


def _file(name: str) -> str:
    """Return a file of the page."""
    return files("zonemap").joinpath("web", "diff", name).read_text("utf-8")


def _by_id(document: ET.Element, name: str) -> ET.Element:
    """Return the element that has an id."""
    return only(document, f".//*[@id='{name}']")


def _inline_style(document: ET.Element) -> None:
    """Put the style into the page, and allow that one, by its hash, and nothing else."""
    head = only(document, "head")
    link = only(head, "link")
    style = ET.Element("style")
    style.text = f"\n{css_tokens('diff')}{_file('page.css')}"
    style.tail = link.tail
    head[list(head).index(link)] = style
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'"
    tag = ET.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    tag.tail = "\n    "
    head.insert(1, tag)
