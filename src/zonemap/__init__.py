"""Maps of development zones that a planner can open, trust and present."""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Region": "region",
    "ZonemapError": "errors",
    "build": "builder",
    "explore": "webmap",
    "join_attributes": "join",
    "legend_by": "legend",
    "read_boundaries": "boundaries",
    "read_region": "region",
    "save_page": "page",
}

__all__ = [  # a test holds it equal to _HOME
    "Region",
    "ZonemapError",
    "build",
    "explore",
    "join_attributes",
    "legend_by",
    "read_boundaries",
    "read_region",
    "save_page",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import zonemap`` stays quick."""
    if name in _HOME:
        return getattr(import_module(f"zonemap.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zonemap' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
