"""Imports run one way: from each layer to those above it, and nowhere in a circle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import zonemap

PACKAGE = Path(zonemap.__file__).parent
LAYERS = {
    "core": ["core", "style"],
    "input": ["tables", "boundaries"],
    "model": ["region", "analysis"],
    "drawing": ["scene", "painters"],
    "outputs": ["outputs", "terminal", "cli"],
}
LEVELS = {package: level for level, packages in enumerate(LAYERS.values()) for package in packages}


def module_name(path: Path) -> str:
    """Return the dotted name of a module below ``zonemap``; empty for ``zonemap`` itself."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


PATHS = {module_name(path): path for path in PACKAGE.rglob("*.py") if module_name(path)}


def imported(module: str) -> set[str]:
    """Return the modules of the package that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(PATHS[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{module} imports by dots; write the whole name")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "zonemap":
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name.partition(".")[2] in PATHS else node.module for name in whole}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("zonemap.")}
    return {name.partition(".")[2] for name in found}


IMPORTS = {module: imported(module) for module in PATHS}


def test_every_package_has_its_layer():
    """A new package is given a layer here, and nothing stands in two."""
    assert sorted(LEVELS) == sorted({module.split(".")[0] for module in PATHS})
    assert sum(map(len, LAYERS.values())) == len(LEVELS)


@pytest.mark.parametrize("package", LEVELS)
def test_a_package_imports_only_from_its_layer_and_those_above(package):
    """Read from top to bottom, no package knows of what comes after its layer; nor of ``zonemap`` itself."""
    known = {other for other, level in LEVELS.items() if level <= LEVELS[package]}
    wrong = {
        f"{module} imports {other or 'zonemap'}"
        for module, others in IMPORTS.items()
        for other in others
        if module.split(".")[0] == package and other.split(".")[0] not in known
    }
    assert not wrong


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_there_is_no_circle(depth):
    """From whatever height one looks - packages, those inside them, modules - arrows never come back."""
    arrows: dict[str, set[str]] = {}
    for module, others in IMPORTS.items():
        here = ".".join(module.split(".")[:depth])
        there = {".".join(other.split(".")[:depth]) for other in others}
        arrows.setdefault(here, set()).update(there - {here})
    list(TopologicalSorter(arrows).static_order())  # raises CycleError, which names the circle


def test_public_names_are_sorted_and_true():
    """What the package offers is what it can find, in the order of the alphabet."""
    assert zonemap.__all__ == sorted(zonemap._HOME)


@pytest.mark.parametrize("name", sorted(zonemap._HOME))
def test_a_public_name_is_found_in_its_module(name):
    """Each name is defined where ``_HOME`` says, not handed on from there."""
    assert getattr(zonemap, name).__module__ == f"zonemap.{zonemap._HOME[name]}"


def test_an_unknown_name_is_an_attribute_error():
    """A misspelt name says so, as for any module."""
    with pytest.raises(AttributeError, match="no attribute 'explor'"):
        zonemap.explor  # noqa: B018


def test_importing_the_package_imports_nothing_heavy():
    """``import zonemap`` alone loads none of its own modules."""
    names = ast.parse((PACKAGE / "__init__.py").read_text("utf-8")).body
    modules = [node.module for node in names if isinstance(node, ast.ImportFrom)]
    assert modules == ["__future__", "importlib"]


MOST_LINES = 300


@pytest.mark.parametrize("module", PATHS)
def test_a_long_module_says_why(module):
    """One that is longer than three screens and a half is two things, or says in a comment why not."""
    text = PATHS[module].read_text("utf-8")
    assert text.count("\n") <= MOST_LINES or f"# Above {MOST_LINES} lines because" in text
