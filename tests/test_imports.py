"""Modules import one way only, in the order in which the README lists them."""

import ast
import re
from pathlib import Path

import pytest

import zonemap

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "zonemap"
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__init__"
)
READMES = ("README.md", "docs/README.zh-CN.md")


def listed(readme: str) -> list[str]:
    """Return the modules in the order of the README's table of modules, each with its subpackage."""
    rows = re.findall(
        r"^\| \d+ \| (?:`(\w+)/`)? \| (.+?) \|", (ROOT / readme).read_text("utf-8"), re.MULTILINE
    )
    return [
        f"{package}.{name}".lstrip(".") for package, names in rows for name in re.findall(r"`(\w+)`", names)
    ]


def imported(module: str) -> set[str]:
    """Return the modules of the package that a module imports, anywhere in it."""
    tree = ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "zonemap":
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name.partition(".")[2] in MODULES else node.module for name in whole}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("zonemap.")}
    return {name.partition(".")[2] for name in found}


@pytest.mark.parametrize("readme", READMES)
def test_every_module_is_listed_once(readme):
    """The table of modules is the package, no more and no less."""
    assert sorted(listed(readme)) == MODULES, f"the table of modules in {readme} names every module once"


def test_both_languages_list_the_same_order():
    """There is one order."""
    assert listed(READMES[0]) == listed(READMES[1])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_above_it(module):
    """Imports run one way, so there are no cycles."""
    order = listed(READMES[0])
    above = order[: order.index(module)] if module in order else order
    below = imported(module) - set(above)
    assert not below, f"in the README's table of modules, {module} stands above {', '.join(sorted(below))}"


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
