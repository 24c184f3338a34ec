"""Maps of development zones that a planner can open, trust and present."""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Region": "region.region",
    "ZonemapError": "core.errors",
    "build": "outputs.build",
    "days_left": "analysis.reform_board",
    "explore": "outputs.page.explore",
    "facts_of": "analysis.facts",
    "find_geodata": "region.data_folder",
    "find_output": "outputs.for_notebooks",
    "in_words": "analysis.value_words",
    "join_attributes": "region.join",
    "legend_by": "analysis.legend",
    "locate": "outputs.located_files",
    "need": "outputs.for_notebooks",
    "new_folder": "outputs.new_folder.writer",
    "plot_industries": "outputs.figures.industries",
    "plot_map": "outputs.figures.overview",
    "plot_reforms": "outputs.figures.reforms",
    "plot_small_multiples": "outputs.figures.small_multiples",
    "plot_timeline": "outputs.figures.timeline",
    "plot_zone": "outputs.figures.zone",
    "read_boundaries": "boundaries.reader",
    "read_region": "region.reading",
    "reform_board": "analysis.reform_board",
    "save_figure": "painters.figures",
    "save_page": "outputs.page.document",
    "select": "outputs.page.selection",
    "to_gcj02": "boundaries.crs.gcj02",
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
    "days_left",
    "explore",
    "facts_of",
    "find_geodata",
    "find_output",
    "in_words",
    "join_attributes",
    "legend_by",
    "locate",
    "need",
    "new_folder",
    "plot_industries",
    "plot_map",
    "plot_reforms",
    "plot_small_multiples",
    "plot_timeline",
    "plot_zone",
    "read_boundaries",
    "read_region",
    "reform_board",
    "save_figure",
    "save_page",
    "select",
    "to_gcj02",
    "write_atlas",
    "write_deck",
    "write_figures",
    "write_geopackage",
    "write_workbook",
]


def _show(region: object) -> str:
    """Return how a region shows itself in a notebook.

    The one way against the layers: a region is of the model, what it shows is an output.
    """
    shown: str = import_module("zonemap.outputs.for_notebooks").show_region(region)
    return shown


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import zonemap`` stays quick.

    Beside the names of ``__all__`` there are ``measure``, the module of counts and sums, and ``__version__``.
    """
    if name == "measure":
        return import_module("zonemap.analysis.measures")
    if name == "__version__":
        return import_module("importlib.metadata").version("zonemap")
    if name in _HOME:
        return getattr(import_module(f"zonemap.{_HOME[name]}"), name)
    raise AttributeError(f"module 'zonemap' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
