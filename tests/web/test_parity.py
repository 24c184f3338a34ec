"""All outputs say the same as the region: read back, not one name, number, date, colour or mark differs."""

from collections import Counter
from pathlib import Path

import pytest

from kit import readback
from kit.decks import linfen_bytes, opened
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import counts_by_status
from zonemap.core.dates import format_date, happened_by
from zonemap.core.vocabulary import label
from zonemap.outputs.figures.overview import plot_map
from zonemap.painters.figures import save_figure
from zonemap.region.region import Region

ALWAYS = {"zones", "day", "mark"}
ZONES = {"other", "kind", "area", "by_kind", "fingerprint"}
SHOWN = {
    "page": ALWAYS | ZONES | {"counties", "dated", "color", "painted"},
    "page_without_scripts": ALWAYS | ZONES - {"by_kind", "fingerprint"} | {"status", "approved"},
    "figure": ALWAYS | {"counties", "approved", "waiting", "by_kind", "by_status", "color", "fingerprint"},
    "atlas": ALWAYS
    | ZONES
    | {"counties", "status", "dated", "approved", "waiting"}
    | {"by_status", "colors"},
    "deck": ALWAYS | ZONES | {"counties", "status", "approved", "waiting", "painted"},
    "workbook": ALWAYS | ZONES | {"dated"},
    "geopackage": ALWAYS | ZONES | {"counties", "status", "approved", "painted"},
}
"""What each output shows; the rest it does not."""


@pytest.fixture(scope="module")
def outputs(
    linfen: Region, linfen_set: Path, english_atlas: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict:
    """Read every output of Linfen back."""
    folder = tmp_path_factory.mktemp("parity")
    text = (linfen_set / "linfen.html").read_text("utf-8")
    said = {
        ("workbook", "zh"): readback.workbook(linfen_set / "linfen.xlsx"),
        ("geopackage", "zh"): readback.geopackage(linfen_set / "linfen.gpkg"),
    }
    for lang, atlas in (("zh", linfen_set / "linfen.pdf"), ("en", english_atlas)):
        drawn, _ = plot_map(linfen, lang=lang)
        drawing = save_figure(drawn, folder / f"map-{lang}.svg", title=linfen.title_zh)
        said |= {
            ("page", lang): readback.page(text, lang),
            ("page_without_scripts", lang): readback.page_without_scripts(text, lang),
            ("figure", lang): readback.figure(drawing.read_text("utf-8"), lang),
            ("atlas", lang): readback.atlas(atlas, lang),
            ("deck", lang): readback.deck(opened(linfen_bytes(lang)), lang),
        }
    return said


def what_is(region: Region, lang: str) -> readback.Said:
    """Return what the region and its one legend say, in words."""
    name, other = f"name_{lang}", f"name_{readback.other_than(lang)}"
    zones = region.shown.set_index(name)
    legend = legend_by(region, "kind")
    labels = {item.key: item.label.of(lang) for item in legend.classes}
    status = {zone: label("status", key, lang) for zone, key in zones["status"].items()}
    dated = zones["approved"][zones["approved"] != ""]
    approved = dated[[happened_by(date, region.date) for date in dated]]
    counts = counts_by_status(region.zones)
    return {
        "counties": sorted(region.counties[name]),
        "zones": sorted(zones.index),
        "other": zones[other].to_dict(),
        "kind": zones["kind"].map(labels).to_dict(),
        "status": status,
        "dated": {zone: format_date(date, lang) for zone, date in dated.items()},
        "approved": {zone: format_date(date, lang) for zone, date in approved.items()},
        "waiting": {zone: word for zone, word in status.items() if zone not in approved.index},
        "area": {zone: f"{area:.10g}" for zone, area in zones["area_km2"].dropna().items()},
        "by_kind": dict(Counter(zones["kind"].map(labels))),
        "by_status": {label("status", key, lang): int(n) for key, n in counts.items() if n},
        "color": {labels[item.key]: item.color.lower() for item in legend.classes},
        "colors": {item.color.lower() for item in legend.classes},
        "painted": {
            region.zones.at[zone, name]: legend.class_of(zone).color.lower() for zone in region.shown.index
        },
        "day": format_date(region.date.isoformat(), lang),
        "fingerprint": region.fingerprint,
        "mark": label("sheet", "draft", lang),
    }


def test_the_region_is_whole(linfen):
    """17 counties, 20 zones, five kinds, nine approvals, three areas: there is something to compare."""
    told = what_is(linfen, "zh")
    sizes = {key: len(told[key]) for key in ("counties", "zones", "color", "approved", "area", "waiting")}
    assert sizes == {"counties": 17, "zones": 20, "color": 5, "approved": 9, "area": 2, "waiting": 11}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("output", SHOWN)
def test_no_output_differs_from_the_region(outputs, linfen, output, lang):
    """Every value that an output shows is that of the region, in its language; and none is missing."""
    if (output, lang) not in outputs:
        lang = "zh"
    told = what_is(linfen, lang)
    if output == "workbook":  # its tables are those that were read, whatever day a source is of
        table = linfen.zones.set_index("name_zh")["table_area_km2"].dropna()
        told["area"] = {zone: f"{area:.10g}" for zone, area in table.items()}
    assert outputs[output, lang] == {key: told[key] for key in told if key in SHOWN[output]}
