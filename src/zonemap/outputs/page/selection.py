"""The page as an instrument of a notebook: what is chosen on it is a frame of zones in Python."""

from __future__ import annotations

import html
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import geopandas as gpd
import pandas as pd

from zonemap.analysis.facts import book_of
from zonemap.core.errors import need_package
from zonemap.core.vocabulary import word
from zonemap.outputs.page.document import HEIGHT, Page, framed
from zonemap.outputs.page.explore import explore
from zonemap.outputs.page.inlining import web_file
from zonemap.region.region import Region, as_region

_SEATS = ('<script id="zonemap-copy" type="text/plain">', "</script>")
"""Between these stands in the page where it opens."""

_LABELS = ("count", "in_view", "all", "hint")


class Selection:
    """A page in a notebook, and what is chosen on it: it shows itself as a cell's last line.

    Chosen is the zone whose card is open; without one, the zones that pass filters, search and year, and of
    these the ones in the box if one was drawn.

    Parameters
    ----------
    region
        The region that the page is of.
    page
        The page as HTML.
    height
        Height of its frame, such as ``600px``.
    """

    def __init__(self, region: Region, page: str, height: str) -> None:
        from traitlets import Dict, List, Unicode

        before, seat, after = page.partition("".join(_SEATS))
        if not seat:
            raise LookupError("web/page.html has no place for where it opens")
        self._region, self._height = region, height
        self.widget = _widget(
            before=Unicode(before + _SEATS[0]),
            after=Unicode(_SEATS[1] + after),
            copy=Unicode(""),
            ids=List([]),
            day=Unicode(region.date.isoformat()),
            height=Unicode(height),
            labels=Dict({key: str(word("choosing", key)) for key in _LABELS}),
            kept=Unicode(""),
        )
        self.widget.kept = self.widget.model_id
        self._kept: Any = None
        self.widget.observe(self._keep, "copy")

    @property
    def region(self) -> Region:
        """The region on the day that the page shows, with no other zones than the chosen ones."""
        return self._region.as_of(self.widget.day).subset(zones=self.widget.ids)

    @property
    def selected(self) -> gpd.GeoDataFrame:
        """The chosen zones on the day that the page shows; ``sources`` says who tells of each."""
        region = self.region
        zones = gpd.GeoDataFrame(region.zones.loc[self.widget.ids])
        titles = region.sources.set_index("source_id")["title"]
        book = book_of(region)
        zones["sources"] = [
            tuple(titles.loc[book.sources_of(["values"], [zone_id])]) for zone_id in map(str, zones.index)
        ]
        return zones

    @property
    def evidence(self) -> pd.DataFrame:
        """What the sources say of the chosen zones: a row for each value, with its source."""
        region = self.region
        told = region.evidence[region.evidence["zone_id"].isin(self.widget.ids)]
        return told.merge(region.sources, on="source_id", how="left", validate="many_to_one")

    def _ipython_display_(self) -> None:
        """Show the live page; below it the page as it stands is kept, for when no Python runs any more.

        While the live one is there it hides the kept one, which is all that a notebook saved as HTML shows.
        """
        from IPython.display import display

        view, metadata = self.widget._repr_mimebundle_()
        live = {**view, "text/plain": "", "text/html": ""}
        display(live, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        self._kept = display(self._bundle(), raw=True, display_id=True)  # type: ignore[no-untyped-call]

    def _bundle(self) -> dict[str, str]:
        """Return the page as it stands, as an output."""
        told = self.widget.copy.replace("<", "\\u003c")
        page = f"{self.widget.before}{told}{self.widget.after}"
        kept = f' data-kept="{html.escape(self.widget.model_id)}" loading="lazy"'
        return {"text/html": framed(page, self._height, kept), "text/plain": self._region.title.zh}

    def _keep(self, _: Mapping[str, Any]) -> None:
        """Put the page as it stands in the place of the one that was kept."""
        if self._kept is not None:
            self._kept.update(self._bundle(), raw=True)


def select(
    region: Region | pd.DataFrame, *, height: str = HEIGHT, title: str = "", **options: Any
) -> Selection:
    """Show the interactive map of a region in a notebook, and take from it what is chosen there.

    A click chooses a zone, Shift and dragging those in a box, a filter or a search those that are left. It
    needs ``pip install anywidget``. A notebook that is saved as HTML keeps the page with what was chosen; it
    opens anywhere with no network.

    Parameters
    ----------
    region, height, title
        As :func:`zonemap.explore` takes them.
    **options
        How the map opens: ``color``, ``year``, ``zone``, ``tab``, ``compare``, ``lang`` and all else that
        :func:`zonemap.explore` takes.

    Returns
    -------
    What shows itself as the page; its ``selected`` is a GeoDataFrame, ``evidence`` what the sources say of
    these zones, ``region`` a region of nothing else, of which everything can be made.

    Raises
    ------
    ZonemapError
        As :func:`zonemap.explore` does; if anywidget is not installed.

    Examples
    --------
    >>> import zonemap as zm
    >>> chosen = zm.select(zm.read_region("geodata"), zone="houma-edz")  # doctest: +SKIP
    >>> chosen.selected  # doctest: +SKIP
    """
    need_package(
        "anywidget",
        "zm.select（只看地图用 zm.explore）",
        "zm.select (zm.explore shows the map without it)",
    )
    known = as_region(region, title)
    page = explore(known, height=height, **options).get_root()
    assert isinstance(page, Page)
    page.more_script = web_file("selecting.js")
    return Selection(known, page.render(), height)


def _widget(**traits: Any) -> Any:
    """Return a widget that shows the page and whose traits both sides know."""
    import anywidget

    widget = anywidget.AnyWidget(
        _esm=files("zonemap").joinpath("web", "notebook", "selection.mjs").read_text("utf-8")
    )
    widget.add_traits(**{name: trait.tag(sync=True) for name, trait in traits.items()})
    return widget
