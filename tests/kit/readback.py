"""Reading back what each kind of output says, knowing nothing beforehand but the words of the vocabulary.

Every reader returns a dictionary with some of these keys: ``counties`` and ``zones`` (names, sorted),
``other`` (name in the other language), ``kind``, ``status``, ``approved`` (by the day), ``dated`` (approved
ever), ``area`` (each by the zone's name, in words; what is not stated is left out), ``waiting`` (status of
what is not approved), ``by_kind`` and ``by_status`` (counts), ``color`` (by kind), ``colors`` (all of them),
``painted`` (colour of each zone's shape), ``day``, ``fingerprint``, ``mark``.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pyogrio
from pptx.presentation import Presentation as Deck
from pypdf import PdfReader

from kit import page_parts
from kit.decks import shown, walk
from kit.looks import is_soft
from zonemap.analysis.legend import LEGENDS
from zonemap.core.dates import format_date
from zonemap.core.vocabulary import label, terms
from zonemap.style.inks import AROUND_NAME

_TABLE = re.compile(r'id="static-table"[^>]*>(<table>.*?</table>)', re.DOTALL)
_SVG = re.compile(r'id="static-map"[^>]*>(<svg\b.*?</svg>)', re.DOTALL)
_FILL = re.compile(r"fill: (#[0-9a-f]{6})")
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_PAINT = re.compile(r"([\d.]+) ([\d.]+) ([\d.]+) rg|([\d.]+) g\b")
_FINGERPRINT = re.compile(r"\b[0-9a-f]{12}\b")
_OF_OTHER_DAYS = ("后来", "当时", "later", "not known")
"""What the remark on a value begins with that does not hold on the day."""

Said = dict[str, object]


def other_than(lang: str) -> str:
    """Return the other language."""
    return "en" if lang == "zh" else "zh"


def kinds(lang: str) -> list[str]:
    """Return the words for the kinds of zones."""
    return [term.label(lang) for term in terms("kind").values()]


def page(text: str, lang: str) -> Said:
    """Read the data of a map page, by the words and legends that the page itself carries."""
    data = page_parts.data(text)
    meta, zones, legend, side = data["meta"], data["zones"], data["legends"]["kind"], lang == "en"
    classes = {item["key"]: item for item in legend["classes"]}
    assert set(data["legends"]) == set(LEGENDS)
    return {
        "counties": sorted(county[lang] for county in data["counties"]),
        "zones": sorted(zone[lang] for zone in zones),
        "other": {zone[lang]: zone[other_than(lang)] for zone in zones},
        "kind": {zone[lang]: data["terms"]["kind"][zone["kind"]][lang] for zone in zones},
        "dated": {zone[lang]: format_date(zone["approved"], lang) for zone in zones if zone["approved"]},
        "area": {zone[lang]: f"{zone['area_km2']:.10g}" for zone in zones if zone["area_km2"]},
        "by_kind": dict(Counter(classes[zone["kind"]]["label"][side] for zone in zones)),
        "color": {item["label"][side]: item["color"].lower() for item in classes.values()},
        "painted": {zone[lang]: classes[zone["kind"]]["color"].lower() for zone in zones},
        "day": format_date(meta["as_of"], lang),
        "fingerprint": meta["fingerprint"],
        "mark": meta["map_number"] or data["words"]["working_draft"][side],
    }


def page_facts(shared: dict[str, Any], written: list[list[Any]]) -> list[dict[str, Any]]:
    """Read facts of a page: what they say in both languages, and how each stands from which stop on.

    Parameters
    ----------
    shared
        What the page's facts have in common: ``texts``, ``heads`` and ``stands``.
    written
        The facts as the page holds them.
    """

    def text(at: int) -> list[str]:
        return shared["texts"][at]

    found = []
    for head, value, runs, evidence, *more in written:
        section, field, label_ = shared["heads"][head]
        beside = more[0] if more else {}
        found.append(
            {
                "section": section,
                "field": field,
                "label": text(label_),
                "value": text(value),
                "stands": [
                    (year, stand and (stand[0], text(stand[1] if stand[1:] else 0)))
                    for year, stand in shared["stands"][runs]
                ],
                "evidence": evidence,
                "derivation": text(beside.get("derivation", 0)),
                "cell": text(beside.get("cell", 0)),
                "zones": beside.get("zones", []),
            }
        )
    return found


def facts_at(facts: list[dict[str, Any]], year: int, lang: str) -> list[tuple[str, str, str, str]]:
    """Return section, field, words and ``when`` of each fact that a page tells at the stop of a year."""
    side = {"zh": 0, "en": -1}[lang]
    found = []
    for fact in facts:
        stand = [stand for since, stand in fact["stands"] if since <= year][-1:]
        if stand and stand[0]:
            when, remark = stand[0]
            found.append((fact["section"], fact["field"], fact["value"][side] + remark[side], when))
    return found


def page_without_scripts(text: str, lang: str) -> Said:
    """Read what a map page shows with scripts off: its table and its drawing."""
    _, *rows = ET.fromstring(_TABLE.search(text)[1]).iter("tr")
    drawing = ET.fromstring(_SVG.search(text)[1])
    drawn = "\n".join("".join(element.itertext()) for element in _texts(drawing))
    cells = {_pair(row[0])[lang]: [_pair(cell) for cell in row] for row in rows}
    silent = label("page", "not_stated", lang)
    stated = {
        what: {name: row[at] for name, row in cells.items() if row[at][lang] not in (silent, "–")}
        for what, at in (("approved", 4), ("area", 5))
    }
    return {
        "zones": sorted(cells),
        "other": {name: row[0][other_than(lang)] for name, row in cells.items()},
        "kind": {name: row[1][lang] for name, row in cells.items()},
        "status": {name: row[3][lang] for name, row in cells.items()},
        "approved": {name: cell[lang] for name, cell in stated["approved"].items()},
        "area": {name: cell["zh"] for name, cell in stated["area"].items()},
        "day": _day(drawn, lang),
        "mark": _mark(drawn, lang),
    }


def _pair(cell: ET.Element) -> dict[str, str]:
    """Return what a cell says in both languages."""
    english = cell.find("span")
    said = "".join(english.itertext()) if english is not None else (cell.text or "").strip()
    return {"zh": (cell.text or "").strip(), "en": said.strip()}


def figure(text: str, lang: str) -> Said:
    """Read the figure of the overview map: its list, its names, the symbol before each class."""
    drawing = ET.fromstring(text)
    texts = [element for element in _texts(drawing) if AROUND_NAME not in element.get("style", "")]
    said = "\n".join("".join(element.itertext()) for element in texts)
    places = {
        "".join(element.itertext()): (float(element.get("x")), float(element.get("y"))) for element in texts
    }
    symbols = [(_middle(path), _FILL.search(path.get("style", ""))) for path in _paths(drawing)]
    filled = [(place, fill[1]) for place, fill in symbols if fill]
    north = label("sheet", "north", lang)
    named = said.rpartition("°")[2].split("\n")[1:]
    return {
        **_listed(said, lang),
        "counties": sorted(name for name in named if not re.search(r"\d", name) and name != north),
        "color": {kind: _before(places[kind], filled) for kind in kinds(lang) if kind in places},
        "day": _day(said, lang),
        "fingerprint": _FINGERPRINT.search(said)[0],
        "mark": _mark(said, lang),
    }


def _texts(drawing: ET.Element) -> list[ET.Element]:
    """Return the texts of a drawing."""
    return [element for element in drawing.iter() if element.tag.endswith("}text")]


def _paths(drawing: ET.Element) -> list[ET.Element]:
    """Return the paths of a drawing."""
    return [element for element in drawing.iter() if element.tag.endswith("}path") and element.get("d")]


def _middle(path: ET.Element) -> tuple[float, float]:
    """Return the middle of a path's points."""
    values = [float(value) for value in _NUMBERS.findall(path.get("d"))]
    return (min(values[::2]) + max(values[::2])) / 2, (min(values[1::2]) + max(values[1::2])) / 2


def _before(place: tuple[float, float], filled: Iterable[tuple[tuple[float, float], str]]) -> str:
    """Return the colour of the symbol before a text."""
    near = {
        abs(x - place[0]) + abs(y - place[1]): color
        for (x, y), color in filled
        if 0 < place[0] - x < 40 and abs(place[1] - y) < 12
    }
    return near[min(near)]


def atlas(path: Path, lang: str) -> Said:
    """Read an atlas: the list beside its map of all and its paint, the pages of the counties, its outline."""
    book = PdfReader(path)
    counties = next(marks for marks in book.outline if isinstance(marks, list))
    first, last = (book.get_destination_page_number(mark) for mark in (counties[0], book.outline[-2]))
    overview = book.pages[1].extract_text()
    paint = _PAINT.findall(book.pages[1].get_contents().get_data().decode("latin-1"))
    parts = [color if color[0] else 3 * color[3:] for color in paint]
    hexes = {"#" + "".join(f"{round(float(part) * 255):02x}" for part in color[:3]) for color in parts}
    own = {term.color.lower() for term in terms("kind").values()}
    details = _details("\n".join(page.extract_text() for page in book.pages[first:last]), lang)
    every = {_FINGERPRINT.search(page.extract_text())[0] for page in book.pages}
    assert {_mark(page.extract_text(), lang) for page in book.pages} == {_mark(overview, lang)}
    assert len(every) == 1
    return {
        **_listed(overview, lang),
        **details,
        "counties": sorted(mark.title for mark in counties),
        "colors": hexes & own,
        "day": _day(overview, lang),
        "fingerprint": every.pop(),
        "mark": _mark(overview, lang),
    }


def _details(text: str, lang: str) -> Said:
    """Read the zones on the pages of the counties."""
    states = "|".join(re.escape(term.label(lang)) for term in terms("status").values())
    other = {"zh": r"[!-~][ -~\n]*?", "en": r"[^\x00-\x7f][^\n]*?"}[lang]
    head = re.compile(rf"^\d+ (\D[^\n]*(?:\n[^\n]+){{0,2}}?)\n({other})(?: · |\n)({states})$", re.MULTILINE)
    found: dict[str, dict[str, str]] = {"other": {}, "status": {}, "kind": {}, "dated": {}, "area": {}}
    heads = list(head.finditer(text))
    ends = [one.start() for one in heads[1:]] + [len(text)]
    for one, end in zip(heads, ends, strict=True):
        name = _unbroken(one[1], lang)
        found["other"][name] = _unbroken(one[2], other_than(lang))
        found["status"][name] = one[3]
        for what, field in (("kind", "kind"), ("dated", "approved"), ("area", "area_km2")):
            word = re.escape(label("page", f"field_{field}", lang))
            value = re.search(rf"^{word} ([^\[\]]+?)\s\[", text[one.end() : end], re.MULTILINE)
            text_of = _unbroken(value[1], lang) if value else ""
            is_remarked = what != "kind"
            stated, _, remark = text_of.partition(("（" if lang == "zh" else " (") if is_remarked else "\n")
            if stated and not (what == "area" and remark.startswith(_OF_OTHER_DAYS)):
                found[what][name] = stated.removesuffix(" km²")
    return found


def _unbroken(name: str, lang: str) -> str:
    """Return a name that was broken into lines."""
    return name.replace("\n", "" if lang == "zh" else " ")


def _listed(text: str, lang: str) -> Said:
    """Read a list of zones by kind with their standing, a line or several a zone, and the counts."""
    longest_first = sorted((term.label(lang) for term in terms("status").values()), key=len, reverse=True)
    states = "|".join(map(re.escape, longest_first))
    # The line may go on with a word of the key that stands at the same height.
    standing = r"\S+?批准" if lang == "zh" else r"approved [^\n]+"
    # A title that begins with a number holds a mark that no name does, or one does before the list.
    rows = re.findall(rf"^\d+[ \n]([^\d;·][^;·]*?)[ \n](?:({standing})|({states}))", text, re.MULTILINE)
    named = "|".join(map(re.escape, kinds(lang)))
    counts = re.findall(rf"^({named})[ \n](\d+)$", text, re.MULTILINE)
    total = {
        key: re.search(label("figure", f"count_{key}", lang).replace("{n}", r"(\d+)"), text)
        for key in terms("status")
        if f"count_{key}" in terms("figure")
    }
    approved = {_unbroken(name, lang): said for name, said, _ in rows if said}
    return {
        "zones": sorted(_unbroken(name, lang) for name, _, _ in rows),
        "approved": {
            name: said.removesuffix("批准").removeprefix("approved ") for name, said in approved.items()
        },
        "waiting": {_unbroken(name, lang): state for name, _, state in rows if state},
        "by_kind": {kind: int(count) for kind, count in counts},
        "by_status": {label("status", key, lang): int(found[1]) for key, found in total.items() if found},
    }


def deck(given: Deck, lang: str) -> Said:
    """Read a deck: the shapes of its map, its tables, the slides of the zones, what stands at each foot."""
    overview = shown(given)[2]
    shapes = {shape.name: shape for shape in walk(overview.shapes)}
    counties = shapes[label("table", "counties", lang)].shapes
    boundaries = shapes[label("geopackage", "zones", lang)].shapes
    painted = {shape.name.rpartition(" ")[0]: f"#{shape.line.color.rgb}".lower() for shape in boundaries}
    head = label("deck", "name_symbol", lang).partition("{")[0]
    for shape in filter(is_soft, shapes[label("deck", "name_symbols", lang)].shapes):
        name = shape.name.removeprefix(head).rpartition(" ")[0]
        painted[name] = f"#{shape.fill.fore_color.rgb}".lower()
    rows = _zone_rows(given, lang)
    names = [row[label("column", "zone", lang)] for row in rows]
    silent = ("–", "")
    found = {
        what: {name: row[head] for name, row in zip(names, rows, strict=True) if row[head] not in silent}
        for what, head in (
            ("kind", label("column", "kind", lang)),
            ("status", label("column", "status", lang)),
            ("approved", label("deck", "head_approved", lang)),
            ("area", label("deck", "head_area", lang)),
        )
    }
    every = [_foot(slide, lang) for slide in list(given.slides)[1:]]
    assert len(set(every)) == 1
    day, mark, fingerprint = every[0]
    assert given.core_properties.keywords == fingerprint
    return {
        **found,
        "area": {name: value.removesuffix(" km²") for name, value in found["area"].items()},
        "counties": sorted(shape.name.rpartition(" ")[0] for shape in list(counties)[:-1]),
        "zones": sorted(names),
        "waiting": {name: said for name, said in found["status"].items() if name not in found["approved"]},
        "by_kind": dict(Counter(found["kind"].values())),
        "painted": painted,
        "other": _leads(given, names, lang),
        "day": day,
        "fingerprint": fingerprint,
        "mark": mark,
    }


def _zone_rows(given: Deck, lang: str) -> list[dict[str, str]]:
    """Return the rows of the tables that list every zone, by heading."""
    rows = []
    for slide in given.slides:
        for table in [shape.table for shape in slide.shapes if shape.has_table]:
            head, *body = [[cell.text for cell in row.cells] for row in table.rows]
            if label("deck", "head_area", lang) in head:
                rows += [dict(zip(head, row, strict=True)) for row in body]
    return rows


def _leads(given: Deck, names: list[str], lang: str) -> dict[str, str]:
    """Return the name in the other language of each zone: under the title of its slide, or behind its map."""
    lead = label("deck", "name_lead", lang)
    slides = {slide.shapes.title.text: slide for slide in given.slides if slide.shapes.title.text in names}
    own = {
        title: shape.text_frame.text.split(" · ")[0]
        for title, slide in slides.items()
        for shape in slide.placeholders
        if shape.name == lead
    }
    tables = [shape.table for slide in given.slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    behind = {row[0]: row[1].split(" · ")[0] for row in rows if row[0] in names and " · " in row[1]}
    return behind | own


def _foot(slide, lang: str) -> tuple[str, str, str]:
    """Return day, mark and fingerprint at the foot of a slide."""
    said = [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]
    (foot,) = filter(_FINGERPRINT.search, said)
    return _day(foot, lang), _mark(foot, lang), _FINGERPRINT.search(foot)[0]


def workbook(path: Path) -> Said:
    """Read a workbook: the sheet of the zones and the one that says what it is."""
    book = openpyxl.load_workbook(path)
    head, *rows = book[label("table", "zones", "zh")].iter_rows(values_only=True)
    column = {key: head.index(label("column", key, "zh")) for key in ("name_zh", "name_en", "kind")}
    approved, area = (head.index(label("column", key, "zh")) for key in ("approved", "area_km2"))
    first = book[label("workbook", "about", "zh")]
    about = "\n".join(str(cell) for row in first.iter_rows(values_only=True) for cell in row)
    names = [row[column["name_zh"]] for row in rows]
    told = dict(zip(names, rows, strict=True))
    return {
        "zones": sorted(names),
        "other": {name: row[column["name_en"]] for name, row in told.items()},
        "kind": {name: row[column["kind"]] for name, row in told.items()},
        "dated": {name: format_date(row[approved], "zh") for name, row in told.items() if row[approved]},
        "area": {name: f"{row[area]:.10g}" for name, row in told.items() if row[area]},
        "by_kind": dict(Counter(row[column["kind"]] for row in rows)),
        "day": _day(about, "zh"),
        "fingerprint": book.properties.description,
        "mark": _mark(about, "zh"),
    }


def geopackage(path: Path) -> Said:
    """Read a GeoPackage: its layers, its metadata, the colour that its style gives to each zone."""
    counties, zones = (pyogrio.read_dataframe(path, layer=name) for name in ("counties", "zones"))
    about = pyogrio.read_info(path, layer="counties")["dataset_metadata"]
    named = zones.set_index("name_zh")
    stated = named[named["approved"] != ""]
    painted = {name: _drawn(zone, _rules(path)) for name, zone in named.iterrows()}
    return {
        "counties": sorted(counties["name_zh"]),
        "zones": sorted(named.index),
        "other": named["name_en"].to_dict(),
        "kind": named["kind_zh"].to_dict(),
        "status": named["status_zh"].to_dict(),
        "approved": {name: format_date(date, "zh") for name, date in stated["approved"].items()},
        "area": {name: f"{area:.10g}" for name, area in named["area_km2"].dropna().items()},
        "by_kind": dict(Counter(named["kind_zh"])),
        "painted": painted,
        "day": format_date(about["as_of"], "zh"),
        "fingerprint": about["fingerprint"],
        "mark": about["mark"].split(" / ")[0],
    }


def _rules(path: Path) -> list[tuple[str, str]]:
    """Return filter and line colour of each rule of the style of the zones."""
    with closing(sqlite3.connect(path)) as database:
        ((qml,),) = database.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'zones'")
    root = ET.fromstring(qml.split("\n", 1)[1])
    found = {}
    for symbol in root.iter("symbol"):
        values = {prop.get("k"): prop.get("v") for prop in symbol.iter("prop")}
        line = values.get("line_color") or values["outline_color"]
        found[symbol.get("name")] = "#" + "".join(f"{int(part):02x}" for part in line.split(",")[:3])
    return [
        (rule.get("filter"), found[rule.get("symbol")]) for rule in root.iter("rule") if rule.get("symbol")
    ]


def _drawn(zone, rules: list[tuple[str, str]]) -> str:
    """Return the colour of the one rule whose filter a zone meets."""
    (color,) = [
        color
        for wanted, color in rules
        if all(zone[column] == value for column, value in re.findall(r"\"(\w+)\" = '([^']*)'", wanted))
    ]
    return color


def _day(text: str, lang: str) -> str:
    """Return the day of which a text speaks."""
    found = re.search(r"截至(\d+年\d+月\d+日)" if lang == "zh" else r"As of (\d+ \w+ \d{4})", text)
    return found[1]


def _mark(text: str, lang: str) -> str:
    """Return the mark of a working draft where a text holds it."""
    word = label("sheet", "draft", lang)
    return word if word in text else ""
