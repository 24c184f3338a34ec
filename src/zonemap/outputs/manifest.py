"""What went into a set of outputs and what came out: the proof of where they come from."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zonemap.core.atomic_output import hash_file
from zonemap.core.errors import CannotRead
from zonemap.core.transaction import OURS, find_obstacle, is_half_switched, is_name

if TYPE_CHECKING:
    from zonemap.region.region import Region

MANIFEST = "manifest.json"
OUTPUTS = ("page", "figures", "atlas", "deck", "workbook", "geopackage", "account", "notebooks")
"""What a build makes, by name."""

_HASH = re.compile("[0-9a-f]{64}")
VERSIONS_OF = (
    "zonemap",
    "folium",
    "geopandas",
    "matplotlib",
    "openpyxl",
    "pandas",
    "pypdf",
    "pyproj",
    "python-pptx",
    "shapely",
)


def files_used(notebooks: Path | None, template: Path | None) -> list[Path]:
    """Return the files beside the data that the outputs depend on."""
    used = [*notebooks.glob("*.ipynb")] if notebooks else []
    return sorted([*used, template] if template and template.is_file() else used)


def describe_provenance(region: Region, options: Mapping[str, str], used: Iterable[Path]) -> dict[str, Any]:
    """Describe everything that the outputs of a build depend on.

    Parameters
    ----------
    region
        The region on the day that the outputs show.
    options
        What was asked for, such as language and map number.
    used
        Files beside the data that go into the outputs, such as notebooks.

    Returns
    -------
    Plain values: equal when the outputs would be equal.
    """
    return {
        "name": region.name,
        "as_of": region.date.isoformat(),
        "state_day": region.state_day.isoformat(),
        "doubts": len(region.witnesses.doubts) + len(region.witnesses.changed),
        "fingerprint": region.fingerprint,
        "wishes": dict(options),
        "inputs": region.inputs,
        **describe_program(used),
    }


def describe_program(used: Iterable[Path]) -> dict[str, Any]:
    """Describe what outputs depend on beside the data: our own code, that of others, and files in use."""
    return {
        "versions": {package: version(package) for package in VERSIONS_OF},
        "code": _hash_code(),
        "used": {path.name: hash_file(path) for path in used},
    }


def manifest_of(
    provenance: Mapping[str, Any],
    folder: Path,
    beside: Mapping[str, str],
    makes: Mapping[str, Iterable[str]],
) -> str:
    """Return the manifest of the outputs in a folder, and of those that stay beside them, as JSON.

    Parameters
    ----------
    provenance
        What :func:`describe_provenance` tells.
    folder
        Where the outputs stand that were made.
    beside
        The SHA-256 of those that stay.
    makes
        The files of each output, by its name.
    """
    made = {
        path.relative_to(folder).as_posix(): hash_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    outputs = dict(sorted({**beside, **made}.items()))
    whole = sorted(key for key, names in makes.items() if set(names) <= set(outputs))
    described = {**provenance, "whole": whole, "outputs": outputs}
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def read_outputs(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every output that the manifest in a folder lists, by its name.

    Raises
    ------
    CannotRead
        If there is no manifest, or it is none.
    """
    return read_manifest(folder)[1]


def known_outputs(folder: Path) -> dict[str, str]:
    """Return what the last manifest lists; nothing where none can be read."""
    try:
        return read_outputs(folder)
    except CannotRead:
        return {}


def read_manifest(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the making that the manifest in a folder tells, and the outputs."""
    path = folder / MANIFEST
    try:
        provenance = json.loads(path.read_text("utf-8"))
        outputs = provenance.pop("outputs")
        sound = all(is_name(name) and _HASH.fullmatch(digest) for name, digest in outputs.items())
    except OSError as error:
        raise CannotRead(f"读不了 / cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise CannotRead(f"{path}：不是成果清单 / not a manifest of outputs") from error
    if not sound:
        raise CannotRead(f"{path}：不是成果清单 / not a manifest of outputs")
    return provenance, outputs


def _made_by(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what :func:`describe_provenance` told when a manifest was written, and the outputs in it."""
    recorded, outputs = read_manifest(folder)
    return {key: value for key, value in recorded.items() if key != "whole"}, outputs


def outputs_of_same_input(provenance: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Return the outputs in a folder that were made of the same input and are whole, with their SHA-256."""
    try:
        recorded, outputs = _made_by(folder)
        if recorded != provenance:
            return {}
        return {name: digest for name, digest in outputs.items() if not _differs(folder / name, digest)}
    except (CannotRead, OSError):
        return {}


def unchanged_outputs(provenance: Mapping[str, Any], folder: Path, names: Iterable[str]) -> list[Path]:
    """Return the outputs in a folder if they were made just so and nobody has touched them since.

    Parameters
    ----------
    provenance
        What :func:`describe_provenance` tells.
    folder
        Where the outputs stand.
    names
        Every output that a build would make.

    Returns
    -------
    Their paths, the manifest among them, sorted; none when anything differs or is missing.
    """
    try:
        recorded, outputs = _made_by(folder)
        whole = {*outputs, MANIFEST} == set(names) and not any_differs(folder, outputs)
    except (CannotRead, OSError):
        return []
    if not whole or recorded != provenance or is_half_switched(folder):
        return []
    return paths_of(folder, outputs)


def paths_of(folder: Path, outputs: Iterable[str]) -> list[Path]:
    """Return where the outputs and their manifest stand, sorted."""
    return sorted(folder / name for name in [*outputs, MANIFEST])


def find_foreign(folder: Path, names: Iterable[str], outputs: Mapping[str, str]) -> list[str]:
    """Return which of some names are taken by a file that is not the output of the last build.

    Parameters
    ----------
    folder
        Where a build would write.
    names
        What it would write there.
    outputs
        What the last manifest lists: what is not listed, or has changed since, is somebody's own.
    """
    found = set()
    for name in names:
        place = folder / name
        if obstacle := find_obstacle(folder, name):
            found.add(obstacle)
        elif name == MANIFEST:
            found |= {name} if os.path.lexists(place) and not outputs else set()
        elif os.path.lexists(place) and (name not in outputs or _differs(place, outputs[name])):
            found.add(name)
    return sorted(found)


@dataclass(frozen=True)
class Verdict:
    """How the files in a folder differ from its manifest.

    Parameters
    ----------
    whole, changed, missing
        Outputs that are as the manifest says, that are not, and that are not there.
    foreign
        Files that the manifest does not list.
    is_half_switched
        Whether a build died, or is at work, while it was putting new files in place.
    """

    whole: list[str]
    changed: list[str]
    missing: list[str]
    foreign: list[str]
    is_half_switched: bool

    @property
    def is_fine(self) -> bool:
        """Whether nothing differs."""
        return not (self.changed or self.missing or self.foreign or self.is_half_switched)


def verify(folder: Path) -> Verdict:
    """Compare every file in a folder of outputs with the manifest.

    Raises
    ------
    CannotRead
        If the manifest or a file cannot be read.
    """
    outputs = read_outputs(folder)
    try:
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        missing = sorted(set(outputs) - there)
        changed = [name for name in sorted(set(outputs) & there) if _differs(folder / name, outputs[name])]
    except OSError as error:
        raise CannotRead(f"读不了 / cannot read {error.filename}: {error.strerror}") from error
    return Verdict(
        whole=sorted(set(outputs) - {*missing, *changed}),
        changed=changed,
        missing=missing,
        foreign=sorted(name for name in there - {*outputs, MANIFEST} if not name.startswith(OURS)),
        is_half_switched=is_half_switched(folder),
    )


def any_differs(folder: Path, outputs: Mapping[str, str]) -> bool:
    """Say whether any output is not what was written."""
    return any(_differs(folder / name, digest) for name, digest in outputs.items())


def _differs(path: Path, digest: str) -> bool:
    """Say whether a file is not what was written there, or is no file at all."""
    return not path.is_file() or hash_file(path) != digest


def _hash_code() -> str:
    """Return the SHA-256 of the package's own files, so that a changed program makes its outputs anew."""
    home = Path(str(files("zonemap")))
    paths = [path for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    hashes = [(path.relative_to(home).as_posix(), hash_file(path)) for path in paths]
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
