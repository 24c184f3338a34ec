"""The styles of a GeoPackage, read back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET


def query(path: Path, question: str) -> list[tuple]:
    """Ask the database behind a GeoPackage."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def styles(path: Path) -> dict[str, ET.Element]:
    """Return the style of each layer."""
    rows = query(path, "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1")
    return {name: ET.fromstring(qml.split("\n", 1)[1]) for name, qml in rows}


def drawn(root: ET.Element) -> dict[str, dict[str, str]]:
    """Return the properties of the symbol of each rule by its filter."""
    symbols = {symbol.get("name"): symbol for symbol in root.iter("symbol")}
    return {
        rule.get("filter", ""): {
            prop.get("k"): prop.get("v") for prop in symbols[rule.get("symbol")].iter("prop")
        }
        for rule in root.iter("rule")
    }
