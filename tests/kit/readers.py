"""What an output says and shows, read from its file alone: statuses, facts, texts and boxes, an item a line.

Each reader takes a file and returns sections of lines. Nothing in them depends on the machine, the clock, a
path or the version of a package; of what is too long to be listed stand eight digits. Fingerprints, which
change with every cell, are masked: ``test_parity.py`` sees that they are all the same.
"""

from __future__ import annotations

import base64
import html
import json
import re
import sqlite3
import struct
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pyogrio
import shapely
from pypdf import PageObject, PdfReader

from kit import page_parts, readback
from kit.vectors import digest, moved, outline, pdf_shapes, rounded, svg

Sections = dict[str, list[str]]

_LONG = 120
_FILE_SIZE = re.compile(r"\b\d+ KB\b")
_FRAME = re.compile(r"<iframe\s[^>]*?srcdoc='([^']*)'[^>]*>")
_PICTURE = re.compile(r'<img\s+alt="([^"]*)"\s+src="data:image/png;base64,([^"]{32})')
_MASKS = (
    (re.compile(r"\b[0-9a-f]{12}\b"), "‹fingerprint›"),
    (re.compile(r"zonemap \d+\.\d+(?:\.\w+)*"), "zonemap ‹version›"),
)
_INLINE = {"a", "b", "code", "em", "i", "span", "strong", "sub", "sup"}
_SILENT = {"script", "style", "svg", "iframe"}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_POINT = 12700


def page(path: Path) -> Sections:
    """Read a map page: its data, its words, and the drawing and the table for readers without scripts."""
    return page_text(path.read_text("utf-8"))


def page_text(text: str) -> Sections:
    """Read the text of a map page."""
    data = page_parts.data(text)
    data["meta"] |= {"version": "", "fingerprint": ""}
    for part in ("zones", "counties"):
        data[part] = {entry.pop("id"): entry for entry in data[part]}
    facts = _facts(data)
    for zone in data["zones"].values():
        for key in ("repairs", "notes"):
            if zone.get("survey"):
                zone["survey"][key] = [_one_text(sides) for sides in zone["survey"][key]]
    drawn, shapes = svg(ET.fromstring(readback._SVG.search(text)[1]))
    shown = readback.page_without_scripts(text, "zh")
    return _sections(
        statuses=[f"{name} | {status}" for name, status in shown["status"].items()],
        facts=[
            *(line for key, value in data.items() for line in flat(value, key)),
            *facts,
        ],
        texts=[*words(text), *(f"drawing {line}" for line in drawn), *_rows(text)],
        boxes=shapes,
    )


def _facts(data: dict[str, Any]) -> list[str]:
    """Take the facts out of a page's data: what is told of each zone, from which stop on, and by whom."""
    shared, (_, *said) = data.pop("facts"), data.pop("evidence")
    told = {zone_id: zone.pop("facts") for zone_id, zone in data["zones"].items()}
    told["region"] = shared.pop("region")
    return [
        *(
            f"fact {zone_id} | {_fact(fact)}"
            for zone_id, facts in told.items()
            for fact in readback.page_facts(shared, facts)
        ),
        *(
            f"said {number} | {' | '.join(_one_text(value) for value in row if value is not None)}"
            for number, row in enumerate(said)
        ),
    ]


def _fact(fact: dict[str, Any]) -> str:
    """Write a fact of a page as a line."""
    stands = [
        f"{year} " + (" ".join(filter(None, (stand[0], _one_text(stand[1])))) if stand else "-")
        for year, stand in fact["stands"]
    ]
    parts = [
        f"{fact['section']}/{fact['field']}",
        *(_one_text(fact[key]) for key in ("label", "value", "derivation", "cell")),
        "; ".join(stands),
        " ".join(map(str, fact["zones"] + fact["evidence"])),
    ]
    return " | ".join(filter(None, parts))


def _one_text(value: str | list[str]) -> str:
    """Return a text whose languages travel apart as the tables hold it."""
    return " / ".join(value) if isinstance(value, list) else value


def figure(path: Path) -> Sections:
    """Read a figure as SVG."""
    texts, shapes = svg(ET.fromstring(path.read_text("utf-8")))
    return _sections(texts=texts, boxes=shapes)


def atlas(path: Path) -> Sections:
    """Read an atlas: on each page its texts where they stand, its shapes and its links; the outline."""
    book = PdfReader(path)
    texts, boxes, facts = [], [], []
    for number, sheet in enumerate(book.pages, 1):
        at = f"p{number:03}"

        texts += [f"{at} | {run}" for run in _runs(sheet)]
        boxes += [f"{at} | {line}" for line in pdf_shapes(sheet.get_contents().get_data())]
        for link in sheet.get("/Annots") or ():
            boxes.append(f"{at} | link | {rounded(*map(float, link.get_object()['/Rect']))}")
        facts.append(f"{at} | {rounded(*map(float, sheet.mediabox))}")
    facts += [f"{key} | {value}" for key, value in (book.metadata or {}).items() if "Date" not in key]
    marks = [f"bookmark | {'· ' * depth}{title}" for depth, title in _marks(book.outline, 0)]
    return _sections(facts=[*facts, *marks], texts=texts, boxes=boxes)


def _runs(sheet: PageObject) -> list[str]:
    """Return the texts of a page of a PDF, what stands on one line after each other as one, and where."""
    runs: list[tuple[str, float, float, float]] = []

    def told(text: str, matrix: list[float], place: list[float], font: object, size: float) -> None:
        x, y = moved(place[4], place[5], tuple(matrix))
        if not text.strip():
            return
        if runs and rounded(*runs[-1][2:]) == rounded(y, size):
            before, x, *_ = runs.pop()
            text = f"{before}{text}"
        runs.append((text, x, y, size))

    sheet.extract_text(visitor_text=told)
    return [f"{text.strip()} | {rounded(x, y, size)}" for text, x, y, size in runs]


def _marks(outline: list[Any], depth: int) -> list[tuple[int, str]]:
    """Return the bookmarks of a PDF with their depths."""
    found = []
    for mark in outline:
        found += _marks(mark, depth + 1) if isinstance(mark, list) else [(depth, mark.title)]
    return found


def deck(path: Path) -> Sections:
    """Read a deck: on each slide its shapes, texts, tables, charts and notes."""
    found, facts = _Slides(), []
    with ZipFile(path) as file:
        slides = sorted(
            (name for name in file.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)),
            key=lambda name: int(re.search(r"\d+", name)[0]),
        )
        titles: Counter[str] = Counter()
        for name in slides:
            related = _related(file, name)
            tree = ET.fromstring(file.read(name)).find(f"{_P}cSld/{_P}spTree")
            at = _title(tree)
            titles[at] += 1
            at += f" ({titles[at]})" if titles[at] > 1 else ""
            for shape in tree:
                if shape.tag != f"{_P}nvGrpSpPr":
                    found.add(shape, at)
            facts.append(f"{at} | layout {_layout(file, related['slideLayout'][0])}")
            for chart in related.get("chart", []):
                facts += [f"{at} | chart | {line}" for line in _chart(ET.fromstring(file.read(chart)))]
            for note in related.get("notesSlide", []):
                found.texts += [
                    f"{at} | notes | {line}" for line in _paragraphs(ET.fromstring(file.read(note)))
                ]
        kinds = sorted(Path(name).parent.as_posix() for name in file.namelist())
        facts += [f"parts | {kind} {kinds.count(kind)}" for kind in dict.fromkeys(kinds)]
        facts += [f"alt | {said} ×{times}" for said, times in sorted(found.alts.items())]
    return _sections(facts=facts, texts=found.texts, boxes=found.boxes)


def _title(tree: ET.Element) -> str:
    """Return the title of a slide."""
    for shape in tree.iter(f"{_P}sp"):
        kind = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if kind is not None and kind.get("type") in ("title", "ctrTitle"):
            return " ".join(_paragraphs(shape))
    return ""


def _related(file: ZipFile, name: str) -> dict[str, list[str]]:
    """Return the parts that a part of a package leads to, by kind."""
    folder, _, leaf = name.rpartition("/")
    found: dict[str, list[str]] = {}
    for link in ET.fromstring(file.read(f"{folder}/_rels/{leaf}.rels")):
        target = link.get("Target").replace("../", "ppt/").removeprefix("/")
        found.setdefault(link.get("Type").rpartition("/")[2], []).append(target)
    return found


def _layout(file: ZipFile, name: str) -> str:
    """Return the name of a layout."""
    return ET.fromstring(file.read(name)).find(f"{_P}cSld").get("name")


@dataclass
class _Slides:
    """What was read of the slides so far: texts, boxes, descriptions, and the groups listed already."""

    texts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    alts: Counter[str] = field(default_factory=Counter)
    groups: set[str] = field(default_factory=set)

    def add(self, shape: ET.Element, at: str, within: str = "") -> None:
        """Add a shape and what is in it; of a group like one on an earlier slide only how much it holds."""
        named = next(shape.iter(f"{_P}cNvPr"), None)
        if named is None:
            return
        tag, name = shape.tag.rpartition("}")[2], f"{within}{named.get('name')}"
        self.boxes.append(f"{at} | {name} | {tag} {_box(shape, tag)} | {_paint(shape)}".rstrip(" |"))
        if named.get("descr", named.get("name")) != named.get("name"):
            self.alts[f"{named.get('name')} | {named.get('descr')}"] += 1
        if tag == "grpSp":
            self._add_group(shape, at, name)
        else:
            self.texts += [f"{at} | {name} | {line}" for line in _told(shape)]

    def _add_group(self, group: ET.Element, at: str, name: str) -> None:
        """Add the shapes of a group."""
        inside = _Slides(alts=self.alts, groups=self.groups)
        for shape in list(group)[1:]:
            inside.add(shape, at, f"{name} / ")
        if name in self.groups:
            for kind, lines in (("boxes", inside.boxes), ("texts", inside.texts)):
                if lines:
                    own = "".join(line.removeprefix(at) for line in lines)
                    self.boxes.append(f"{at} | {name} | {len(lines)} {kind} {digest(own)}")
            return
        self.groups.add(name)
        self.boxes += inside.boxes
        self.texts += inside.texts


def _told(shape: ET.Element) -> list[str]:
    """Return what a shape says: the rows of a table, or its paragraphs with the sizes of their type."""
    rows = list(shape.iter(f"{_A}tr"))
    if rows:
        cells = [["\n".join(_paragraphs(cell)) for cell in row.iter(f"{_A}tc")] for row in rows]
        heights = [rounded(int(row.get("h")) / _POINT) for row in rows]
        return [f"row {height} | {' | '.join(row)}" for height, row in zip(heights, cells, strict=True)]
    size = " ".join(sorted({run.get("sz") for run in shape.iter(f"{_A}rPr") if run.get("sz")}))
    return [f"{line} | {size}".rstrip(" |") for line in _paragraphs(shape)]


def _paragraphs(element: ET.Element) -> list[str]:
    """Return the paragraphs below an element that say something."""
    said = [
        "".join(run.text or "" for run in paragraph.iter(f"{_A}t")) for paragraph in element.iter(f"{_A}p")
    ]
    return [line for line in said if line.strip()]


def _box(shape: ET.Element, tag: str) -> str:
    """Return where a shape stands, in points, and digits that stand for its own outline."""
    place = next((found for found in shape.iter() if found.tag in (f"{_A}xfrm", f"{_P}xfrm")), None)
    if place is None or place.find(f"{_A}off") is None:
        return "as in the layout"
    off, ext = place.find(f"{_A}off"), place.find(f"{_A}ext")
    values = [int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))]
    if tag == "grpSp":
        return rounded(*(value / _POINT for value in values))
    points = [(int(p.get("x")) / _POINT, int(p.get("y")) / _POINT) for p in shape.iter(f"{_A}pt")]
    own = shape.find(f"{_P}spPr/{_A}prstGeom")
    form = own.get("prst") if own is not None else outline(points).rpartition("| ")[2] if points else ""
    turned = f" turned {place.get('rot')}" if place.get("rot") else ""
    return f"{rounded(*(value / _POINT for value in values))}{turned} {form}".rstrip()


def _paint(shape: ET.Element) -> str:
    """Return fill and line of a shape."""
    own = shape.find(f"{_P}spPr")
    if own is None:
        return ""
    line = own.find(f"{_A}ln")
    fill = [found for child in own if child is not line for found in _colors(child)]
    parts = [f"fill={' '.join(fill)}" if fill else ""]
    if line is not None:
        width = rounded(int(line.get("w", 0)) / _POINT)
        dash = next((found.get("val") for found in line.iter(f"{_A}prstDash")), "")
        parts.append(f"line={' '.join(_colors(line))} {width} {dash}".rstrip())
    return " ".join(filter(None, parts))


def _colors(element: ET.Element) -> list[str]:
    """Return the colours and patterns below an element."""
    named = {f"{_A}srgbClr": "val", f"{_A}schemeClr": "val", f"{_A}pattFill": "prst", f"{_A}alpha": "val"}
    return [found.get(named[found.tag]) for found in element.iter() if found.tag in named]


def _chart(chart: ET.Element) -> list[str]:
    """Return kind and series of a chart."""
    kinds = [found.tag.rpartition("}")[2] for found in chart.find(f"{_C}chart/{_C}plotArea")]
    lines = [f"kind {' '.join(kind for kind in kinds if kind.endswith('Chart'))}"]
    for series in chart.iter(f"{_C}ser"):
        said = {
            part: [value.text or "" for value in found.iter(f"{_C}v")]
            for part in ("tx", "cat", "val", "xVal", "yVal", "bubbleSize")
            if (found := series.find(f"{_C}{part}")) is not None
        }
        lines += flat(said, "series")
    return lines


def workbook(path: Path) -> Sections:
    """Read a workbook: every row, what cells may hold, notes at cells, widths."""
    book = openpyxl.load_workbook(path)
    texts, facts, boxes = [], [], []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            values = ["" if cell.value is None else str(cell.value) for cell in row]
            texts.append(f"{sheet.title} | {' | '.join(values)}".rstrip(" |"))
            notes = [(cell.coordinate, cell.comment.text) for cell in row if cell.comment]
            texts += [f"{sheet.title} {place} note | {note}" for place, note in notes]
        facts += [
            f"{sheet.title} valid | {rule.sqref} {rule.type} {rule.operator} {rule.formula1}"
            for rule in sheet.data_validations.dataValidation
        ]
        facts.append(f"{sheet.title} | {sheet.dimensions} {sheet.sheet_state} {sheet.freeze_panes}")
        widths = {key: rounded(column.width) for key, column in sheet.column_dimensions.items()}
        boxes += [f"{sheet.title} | width {key} {width}" for key, width in widths.items()]
    facts += [f"name | {name} {found.attr_text}" for name, found in book.defined_names.items()]
    facts += [f"{key} | {getattr(book.properties, key)}" for key in ("title", "description", "keywords")]
    return _sections(facts=facts, texts=texts, boxes=boxes)


def geopackage(path: Path) -> Sections:
    """Read a GeoPackage: layers, features, metadata and the QGIS styles."""
    facts, statuses, boxes, texts = [], [], [], []
    for layer in sorted(name for name, _ in pyogrio.list_layers(path) if name != "layer_styles"):
        about = pyogrio.read_info(path, layer=layer)
        facts.append(f"{layer} | {about['crs']} {about['geometry_type']} {about['features']}")
        facts += [
            f"{layer} | column {name} {kind}"
            for name, kind in zip(about["fields"], about["dtypes"], strict=True)
        ]
        facts += [f"metadata | {key} | {value}" for key, value in (about["dataset_metadata"] or {}).items()]
        frame = pyogrio.read_dataframe(path, layer=layer)
        key = frame.columns[0]
        for _, feature in frame.iterrows():
            at = f"{layer} {feature[key]}"
            said = feature.drop("geometry").to_dict() if "geometry" in feature else feature.to_dict()
            facts += [f"{at} | {name} | {value}" for name, value in said.items()]
            if "status" in said:
                statuses.append(f"{at} | {said['status']}")
            if feature.get("geometry") is not None:
                boxes.append(f"{at} | {_geometry(feature['geometry'])}")
    with closing(sqlite3.connect(path)) as database:
        for layer, name, qml in database.execute(
            "SELECT f_table_name, styleName, styleQML FROM layer_styles"
        ):
            texts += [f"style {layer} {name} | {line}" for line in _style(qml)]
    return _sections(facts=facts, statuses=statuses, boxes=boxes, texts=texts)


def _geometry(geometry: shapely.Geometry) -> str:
    """Return kind, bounds and digits of a geometry in degrees, to a metre or so."""
    bounds = " ".join(f"{value:.5f}" for value in geometry.bounds)
    return f"{geometry.geom_type} {bounds} | {digest(shapely.to_wkt(geometry, rounding_precision=5))}"


def _style(qml: str) -> list[str]:
    """Return the elements of a QGIS style with their attributes, one a line."""
    root = ET.fromstring(qml.split("\n", 1)[1])
    return [
        f"{element.tag} " + " ".join(f"{key}={value}" for key, value in sorted(element.items()))
        for element in root.iter()
        if element.tag != "qgis"
    ]


def account(path: Path) -> Sections:
    """Read the account of the join."""
    return _sections(facts=path.read_text("utf-8-sig").splitlines())


def notebook(path: Path) -> Sections:
    """Read a notebook as a page: its texts, the size of its pictures, and what the maps in it are made of.

    How large a file is changes with every output, and is left out.
    """
    text = path.read_text("utf-8")
    facts = []
    for document in _FRAME.findall(text):
        inside = page_text(html.unescape(document))
        parts = [f"{key} {len(lines)} {digest(''.join(lines))}" for key, lines in inside.items()]
        facts.append(f"map | {', '.join(parts)}")
    for alt, start in _PICTURE.findall(text):
        width, height = struct.unpack(">II", base64.b64decode(start)[16:24])
        facts.append(f"picture {width} {height} | {html.unescape(alt)}")
    return _sections(facts=facts, texts=[_FILE_SIZE.sub("… KB", line) for line in words(text)])


class _Words(HTMLParser):
    """Gathers what a page says: its texts, a block a line, and the words that its attributes ask for."""

    def __init__(self) -> None:
        """Start with nothing said."""
        super().__init__()
        self.said: list[str] = []
        self._silent = 0
        self._block = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block unless the tag stands within a line."""
        self._silent += tag in _SILENT
        if tag not in _INLINE:
            self.end_block()
        asked = [f"{key} {value}" for key, value in attrs if key.startswith(("data-word", "aria-label"))]
        self.said += [f"{tag} {words}" for words in asked if not self._silent]

    def handle_endtag(self, tag: str) -> None:
        """End a block unless the tag stands within a line."""
        self._silent -= tag in _SILENT
        if tag not in _INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Go on with the block."""
        self._block += "" if self._silent else data

    def end_block(self) -> None:
        """Keep the lines of the block."""
        self.said += [line.strip() for line in self._block.splitlines() if line.strip()]
        self._block = ""


def words(text: str) -> list[str]:
    """Return the texts of a page in their order."""
    parser = _Words()
    parser.feed(text)
    parser.end_block()
    return parser.said


def _rows(text: str) -> list[str]:
    """Return the rows of the table for readers without scripts."""
    rows = ET.fromstring(readback._TABLE.search(text)[1]).iter("tr")
    return ["row | " + " | ".join("".join(cell.itertext()).strip() for cell in row) for row in rows]


def flat(value: object, path: str) -> list[str]:
    """Return the values in nested lists and dictionaries, each with the path that leads to it."""
    if isinstance(value, dict) and value:
        return [line for key, below in value.items() for line in flat(below, f"{path}.{key}")]
    if isinstance(value, list) and any(isinstance(below, dict | list) for below in value):
        return [line for at, below in enumerate(value) for line in flat(below, f"{path}.{at:03}")]
    said = json.dumps(value, ensure_ascii=False)
    is_numbers = isinstance(value, list) and all(isinstance(below, int | float) for below in value)
    if is_numbers and len(said) > _LONG:
        return [f"{path} | {len(value)} {digest(said)}"]
    return [f"{path} | {said}"]


def _sections(**sections: list[str]) -> Sections:
    """Return the sections with masks over what changes with every cell, and how long each is.

    Boxes are sorted, so that a change of the order in which they are painted alone is no difference.
    """
    found = {}
    for name, lines in sections.items():
        told = [_masked(line) for line in lines]
        found[name] = sorted(told) if name == "boxes" else told
    return {"counts": [f"{name} {len(lines)}" for name, lines in found.items()], **found}


def _masked(line: str) -> str:
    """Return a line with masks over what changes with every cell or release."""
    for pattern, mask in _MASKS:
        line = pattern.sub(mask, line)
    return line
