"""Maps of development zones that a planner can open, trust and present."""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Region": "region.region",
    "ZonemapError": "core.errors",
    "build": "outputs.build",
    "explore": "outputs.page.explore",
    "find_geodata": "region.data_folder",
    "join_attributes": "region.join",
    "legend_by": "analysis.legend",
    "locate": "analysis.locate",
    "plot_industries": "outputs.figures.industries",
    "plot_map": "outputs.figures.overview",
    "plot_reforms": "outputs.figures.reforms",
    "plot_small_multiples": "outputs.figures.small_multiples",
    "plot_timeline": "outputs.figures.timeline",
    "plot_zone": "outputs.figures.zone",
    "read_boundaries": "boundaries.reader",
    "read_region": "region.reading",
    "save_figure": "painters.figures",
    "save_page": "outputs.page.document",
    "write_atlas": "outputs.atlas.writer",
    "write_deck": "outputs.deck.writer",
    "write_figures": "outputs.figures.files",
    "write_geopackage": "outputs.geopackage.writer",
    "write_workbook": "outputs.workbook.writer",
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
    "save_figure",
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
