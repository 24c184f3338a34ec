"""Maps of development zones that a planner can open, trust and present."""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Region": "region",
    "ZonemapError": "errors",
    "build": "builder",
    "explore": "webmap",
    "find_geodata": "datafolder",
    "join_attributes": "join",
    "legend_by": "legend",
    "locate": "location",
    "plot_industries": "figures.industryboard",
    "plot_map": "figures.overview",
    "plot_reforms": "figures.reformboard",
    "plot_small_multiples": "figures.multiples",
    "plot_timeline": "figures.timeline",
    "plot_zone": "figures.closeup",
    "read_boundaries": "boundaries.reader",
    "read_region": "region",
    "save_page": "page",
    "write_atlas": "atlas.writer",
    "write_deck": "deck.writer",
    "write_figures": "figures.files",
    "write_geopackage": "geopackage",
    "write_workbook": "workbook",
}

__all__ = [  # a test holds it equal to _HOME
    "Region",
    "ZonemapError",
    "build",
    "explore",
    "find_geodata",
    "join_attributes",
    "legend_by",
    "locate",
    "plot_industries",
    "plot_map",
    "plot_reforms",
    "plot_small_multiples",
    "plot_timeline",
    "plot_zone",
    "read_boundaries",
    "read_region",
    "save_page",
    "write_atlas",
    "write_deck",
    "write_figures",
    "write_geopackage",
    "write_workbook",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import zonemap`` stays quick."""
    if name in _HOME:
        return getattr(import_module(f"zonemap.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zonemap' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
