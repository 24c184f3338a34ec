"""A set of outputs that a build would leave as it is, found by hashes before the data are read.

Nothing heavy is imported here: what takes long in a build in which nothing has changed is the imports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from zonemap.core.atomic_output import hash_file
from zonemap.core.build_context import BuildContext, build_context
from zonemap.core.errors import CannotRead
from zonemap.core.inputs import input_files
from zonemap.core.transaction import is_touched
from zonemap.outputs.manifest import (
    OUTPUTS,
    any_differs,
    describe_program,
    files_used,
    paths_of,
    read_manifest,
)


@dataclass(frozen=True)
class Standing:
    """A set of outputs that is up to date.

    Parameters
    ----------
    files
        The outputs, the manifest among them.
    fingerprint, as_of
        Those of the region that they show.
    """

    files: list[Path]
    fingerprint: str
    as_of: str


def find_standing(
    folder: Path,
    place: Path,
    lines: Path,
    *,
    day: dt.date | None,
    wishes: Mapping[str, str],
    notebooks: Path | None,
    template: Path | None,
    parts: Collection[str],
) -> Standing | None:
    """Return the set in a folder if a build would leave it as it is: by hashes, without reading the data.

    Parameters
    ----------
    folder
        Where the outputs stand.
    place, lines
        The data and their boundaries.
    day
        The day asked for; None for the one that the data are of.
    wishes
        What :func:`wishes_of` tells.
    notebooks, template
        As for :func:`zonemap.build`.
    parts
        Which of ``OUTPUTS`` are asked for, beside which others may stand; all when empty.

    Returns
    -------
    None when anything differs, when there is something to warn of, and wherever only the data can tell.
    """
    if wishes["basemap"] != "none" or build_context() != BuildContext():
        return None
    try:
        told, outputs = read_manifest(folder)
        inputs = {name: hash_file(path) for name, path in input_files(place, lines).items()}
        shown = told["state_day"] if day is None else day.isoformat()
        wanted = {"as_of": shown, "doubts": 0, "inputs": inputs, "wishes": dict(wishes)}
        wanted |= describe_program(files_used(notebooks, template))
        whole = set(told["whole"])
        asked = set(parts or OUTPUTS) - (set() if notebooks else {"notebooks"})
        has_all = whole >= asked if parts else whole == asked
        is_same = has_all and all(told.get(key) == value for key, value in wanted.items())
        if not is_same or is_touched(folder) or any_differs(folder, outputs):
            return None
        return Standing(paths_of(folder, outputs), str(told["fingerprint"]), str(told["as_of"]))
    except (CannotRead, OSError, KeyError, TypeError):
        return None


def wishes_of(
    lang: str,
    basemap: str,
    map_number: str,
    template: Path | None,
    *,
    has_context: bool,
    day_given: dt.date | None,
) -> dict[str, str]:
    """Return what was asked for, as the manifest has it.

    Parameters
    ----------
    lang, basemap, map_number, template
        As for :func:`zonemap.build`.
    has_context
        Whether maps show what lies around the zones.
    day_given
        The day that the cells of a file speak of, if the file does not say it and somebody else did.
    """
    wishes = {"lang": lang, "basemap": basemap, "map_number": map_number, "template": str(template or "")}
    more = {"context": "" if has_context else "none", "state_day": day_given.isoformat() if day_given else ""}
    return wishes | {key: value for key, value in more.items() if value}
