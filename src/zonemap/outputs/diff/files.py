"""Changes written as a file, in the format that its ending names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from zonemap.analysis.diff import changes_as_json, describe_changes
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import ZonemapError, check_lang
from zonemap.outputs.diff.changed_map import changed_map
from zonemap.outputs.diff.described import describe
from zonemap.outputs.diff.page import changes_page
from zonemap.outputs.diff.slide import changes_slide
from zonemap.region.region import Region
from zonemap.tables.csv_file import write_table

ENDINGS = (".txt", ".json", ".csv", ".html", ".pptx")
"""What changes can be written as: words, data, a table, a map page, a slide."""


def write_changes(
    changes: pd.DataFrame, old: Region, new: Region, path: Path | str, *, lang: str = "zh"
) -> Path:
    """Write changes as words, JSON, a table, a map page or a slide, by the ending of the file.

    Parameters
    ----------
    changes
        What :func:`zonemap.analysis.diff.compare` found.
    old, new
        The two states.
    path
        Where the file shall stand: ``.txt``, ``.json``, ``.csv``, ``.html`` or ``.pptx``.
    lang
        Language of the slide, and of the page when it opens: ``zh`` or ``en``.

    Returns
    -------
    The path.

    Raises
    ------
    ZonemapError
        If the ending is another, or the file cannot be written; an old one is then untouched.
    """
    check_lang(lang)
    path = Path(path)
    ending = check_ending(path)
    makers: dict[str, Callable[[], bytes | str]] = {
        ".txt": lambda: describe_changes(changes, old, new),
        ".json": lambda: changes_as_json(changes, old, new),
        ".html": lambda: _page(changes, old, new, lang),
        ".pptx": lambda: _slide(changes, old, new, lang),
    }
    try:
        return write_table(changes, path) if ending == ".csv" else write_atomic(path, makers[ending]())
    except OSError as error:
        raise ZonemapError(
            f"写不进 {path}：{error.strerror}；旧文件保持原样 / "
            f"cannot write {path}: {error.strerror}; the old file is as it was"
        ) from error


def check_ending(path: Path) -> str:
    """Return the ending of a file for changes.

    Raises
    ------
    ZonemapError
        If changes cannot be written so.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ZonemapError(
            f"{path}：只能写成 {'、'.join(ENDINGS)} / only {', '.join(ENDINGS)} can be written"
        )
    return ending


def _page(changes: pd.DataFrame, old: Region, new: Region, lang: str) -> str:
    """Return the map page of the changes."""
    scene = changed_map(changes, old, new)
    return changes_page(scene, describe(changes, old, new, scene.numbers), old, new, lang=lang)


def _slide(changes: pd.DataFrame, old: Region, new: Region, lang: str) -> bytes:
    """Return the slide of the changes."""
    scene = changed_map(changes, old, new)
    return changes_slide(scene, describe(changes, old, new, scene.numbers), old, new, lang=lang)
