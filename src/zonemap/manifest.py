"""What went into a set of outputs and what came out: the proof of where they come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from zonemap.region import Region

MANIFEST = "manifest.json"
_VERSIONS_OF = (
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


def describe_making(region: Region, wishes: Mapping[str, str], used: Iterable[Path]) -> dict[str, Any]:
    """Describe everything that the outputs of a build depend on.

    Parameters
    ----------
    region
        The region on the day that the outputs show.
    wishes
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
        "fingerprint": region.fingerprint,
        "wishes": dict(wishes),
        "versions": {package: version(package) for package in _VERSIONS_OF},
        "code": _hash_code(),
        "inputs": region.inputs,
        "used": {path.name: hash_file(path) for path in used},
    }


def manifest_of(making: Mapping[str, Any], folder: Path) -> str:
    """Return the manifest of the outputs in a folder, as JSON."""
    outputs = {
        path.relative_to(folder).as_posix(): hash_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return json.dumps({**making, "outputs": outputs}, ensure_ascii=False, indent=2) + "\n"


def unchanged_outputs(making: Mapping[str, Any], folder: Path) -> list[Path]:
    """Return the outputs in a folder if they were made just so and nobody has touched them since.

    Returns
    -------
    Their paths, the manifest among them, sorted; none when anything differs or is missing.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        outputs = manifest.pop("outputs")
        whole = all(hash_file(folder / name) == told for name, told in outputs.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return []
    if not whole or manifest != making:
        return []
    return sorted(folder / name for name in [*outputs, MANIFEST])


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash_code() -> str:
    """Return the SHA-256 of the package's own files, so that a changed program makes its outputs anew."""
    home = Path(str(files("zonemap")))
    paths = [path for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    told = [(path.relative_to(home).as_posix(), hash_file(path)) for path in paths]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
