"""What a notebook asks for: a topic of its data, an output made of them; and how a region shows itself."""

from __future__ import annotations

import html
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pandas as pd

from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import day_of
from zonemap.analysis.value_words import in_words
from zonemap.core.build_context import build_context
from zonemap.core.errors import TopicMissing, check_choice
from zonemap.core.text import DOT, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.outputs.build import build, steps_of
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.outputs.report import describe_account
from zonemap.region.context import NO_CONTEXT
from zonemap.region.region import Region

_COLUMN_OF = {"years": "approved", "time": "status", "kinds": "kind", "counties": "counties"}
"""The column by which a topic is called that is no table."""

_GRID = (73.5, 136.5)
"""Where the zones of 3° from 25 to 45 begin and end, degrees of longitude."""


def need(region: Region, topic: str) -> None:
    """See that the data tell of what a notebook is about; end it with one sentence if they do not.

    Parameters
    ----------
    region
        The region.
    topic
        Such as ``years`` (of approval), ``industries``, ``reforms`` or ``indicators``; ``three_degree_zones``
        where the zones of China's grid are needed.

    Raises
    ------
    TopicMissing
        If nothing is known of it. ``zonemap build`` goes on: the page of the notebook ends with the sentence.

    Examples
    --------
    >>> import zonemap as zm
    >>> zm.need(zm.read_region("geodata"), "industries")
    """
    if topic == "three_degree_zones":
        return _need_grid(region)
    if region.has_topic(topic):
        return
    name: Text = word("column", _COLUMN_OF[topic]) if topic in _COLUMN_OF else word("table", topic)
    raise TopicMissing(
        f"这份数据里没有“{name.zh}”，这本笔记本到此为止；补上之后再运行 / "
        f"these data have nothing under {name.en!r}, so this notebook ends here; add it and run again"
    )


def _need_grid(region: Region) -> None:
    """See that a region lies in the zones of 3° of CGCS2000, 25 to 45."""
    west, _, east, _ = region.extent
    if not (_GRID[0] <= west and east <= _GRID[1]):
        raise TopicMissing(
            "这本笔记本用中国的三度带做界址点，这个地方不在其中，到此为止；别的格式照样能读 / "
            "this notebook makes boundary points in China's 3° zones, and this place lies in none of them, "
            "so it ends here; other formats are read all the same"
        )


def find_output(region: Region, key: str) -> Path:
    """Return an output of the region: the one that the build has made that runs the notebook, else a new one.

    Parameters
    ----------
    region
        The region as it was read.
    key
        Such as ``page``, ``deck`` or ``atlas``; ``figures`` gives their folder.

    Returns
    -------
    The file. A new one is kept as long as Python runs.

    Raises
    ------
    UnknownOption
        If there is no such output.
    ZonemapError
        If it cannot be made.

    Examples
    --------
    >>> import zonemap as zm
    >>> zm.find_output(zm.read_region("geodata"), "workbook").suffix
    '.xlsx'
    """
    asked = build_context()
    options = {"lang": asked.lang, "map_number": asked.map_number, "basemap": "none"}
    steps = {step.key: step for step in steps_of(region, options, None)}
    check_choice(key, steps, zh="成果", en="output")
    name = Path(steps[key].makes[0]).parts[0]
    made = [folder / name for folder in asked.outputs if region.date == asked.day]
    found = next((path for path in made if path.exists()), None)
    if found is None:
        found = Path(_here().name, region.fingerprint, region.date.isoformat())
        build(region, found, lang=asked.lang, map_number=asked.map_number, only=[key])
        found /= name
    return found


@cache
def _here() -> TemporaryDirectory[str]:
    """Return a folder that goes when Python ends."""
    return TemporaryDirectory()


_MOST_QUESTIONS, _MOST_BYTES = 8, 59_000


def show_region(region: Region) -> str:
    """Return how a region shows itself in a notebook: drawing, counts, account and open questions, no script.

    Every text is escaped; the drawing is a picture of its own, in which nothing can run.
    """
    title = join_texts([region.title, day_of(region)], DOT)
    kinds = [column for column in ("kind", "status") if region.has_topic(column)]
    alone = replace(region, context=NO_CONTEXT)  # what lies around is more bytes than all else
    counts = in_words(region.zones[kinds], region=region).value_counts(sort=False) if kinds else None
    table = counts.unstack(fill_value=0) if counts is not None and len(kinds) > 1 else counts
    parts = [
        f"<p><strong>{html.escape(str(title))}</strong></p>",
        _picture(ET.tostring(draw_svg(alone, legend_by(alone)), encoding="unicode"), str(title)),
        "" if table is None or table.empty else pd.DataFrame(table).to_html(border=0),
        _listed(Text("账目", "Account"), describe_account(region)),
        _listed(Text("请留意", "To look at"), list(region.witnesses.hints)),
    ]
    if sum(len(part.encode()) for part in parts) > _MOST_BYTES:
        much = Text("图太大，请用 zm.explore(region) 看", "too much to draw here: see zm.explore(region)")
        parts[1] = f"<p>{html.escape(str(much))}</p>"
    return "\n".join(filter(None, parts))


def _picture(svg: str, about: str) -> str:
    """Return a drawing as a picture that carries itself."""
    inside = svg.replace("%", "%25").replace("'", "&#39;").replace('"', "'").replace("#", "%23")
    inside = inside.replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f'<img alt="{html.escape(about)}" width="900" src="data:image/svg+xml,{inside}">'


def _listed(title: Text, lines: list[str]) -> str:
    """Return lines as a list below a title; nothing without any."""
    if not lines:
        return ""
    more = [f"… {len(lines) - _MOST_QUESTIONS}"] if len(lines) > _MOST_QUESTIONS else []
    items = "".join(f"<li>{html.escape(str(line))}</li>" for line in [*lines[:_MOST_QUESTIONS], *more])
    return f"<p>{html.escape(str(title))}</p>\n<ul>{items}</ul>"
