"""The figure of one zone: as near as its boundary allows, with what lies in view and nothing else."""

import shutil

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from conftest import GEODATA
from kit.drawn import outside, overlaps, words
from zonemap.outputs.figures.zone import plot_zone
from zonemap.region.reading import read_region
from zonemap.scene.land import plane_crs
from zonemap.scene.sheet import FORMATS

MADE_UP = "yaodu-htz"


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory):
    """Read the geodata with the made-up boundary, which has a hole and two parts, given to one zone."""
    folder = shutil.copytree(GEODATA, tmp_path_factory.mktemp("surveyed") / "geodata")
    (folder / "boundaries").mkdir(exist_ok=True)
    shutil.copy(folder / "examples" / "made-up-zone.txt", folder / "boundaries" / f"{MADE_UP}.txt")
    return read_region(folder)


def width_km(ax):
    """Return how wide the map is."""
    left, right = ax.get_xlim()
    return right - left


def test_each_boundary_is_named_with_its_area(linfen, surveyed):
    """The host county without, the circle with the published, the surveyed line with the measured area."""
    assert "所在县域（示意）" in words(plot_zone(linfen, MADE_UP)[0])
    assert "公布面积的等面积圆（示意）·11.01 km²" in words(plot_zone(linfen, "guxian-etdz")[0])
    assert "Surveyed boundary · 4.84 km²" in words(plot_zone(surveyed, MADE_UP, lang="en")[0])


def test_a_surveyed_line_is_shown_from_near(linfen, surveyed):
    """The county takes more than 50 km, the made-up zone less than 10."""
    assert width_km(plot_zone(linfen, MADE_UP)[1]) > 50
    assert width_km(plot_zone(surveyed, MADE_UP)[1]) < 10


def test_only_what_is_in_view_is_listed(linfen, surveyed):
    """The other zone of the county is seen beside the county's outline and not beside the near line."""
    assert "临汾经济开发区" in words(plot_zone(linfen, MADE_UP)[0])
    assert "临汾经济开发区" not in words(plot_zone(surveyed, MADE_UP)[0])


def test_a_hole_is_left_empty(surveyed):
    """The middle of the hole has the colour of the land; half a kilometre west the zone is coloured."""
    figure, ax = plot_zone(surveyed, MADE_UP)
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())
    hole = shapely.Polygon(shapely.get_parts(surveyed.zones.geometry[MADE_UP])[0].interiors[0]).centroid
    to_plane = Transformer.from_crs(4490, plane_crs(surveyed.extent), always_xy=True)
    x, y = to_plane.transform(hole.x, hole.y)
    places = ax.transData.transform([(x, y), (x - 0.5, y)]).round().astype(int)
    middle, beside = (picture[-row, column, :3].min() for column, row in places)
    assert middle > 240
    assert beside < 225


@pytest.mark.parametrize("paper", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_covers_another_or_leaves_the_paper(linfen, lang, paper):
    """Every zone, on every paper, in both languages."""
    for zone_id in linfen.zones.index[::4]:
        figure, _ = plot_zone(linfen, zone_id, lang=lang, paper=paper)
        assert overlaps(figure) == []
        assert outside(figure) == []


@pytest.mark.parametrize("by", ["kind", "year", "industry", "reform"])
def test_every_legend_of_zones_colours_it(linfen, by):
    """In greys as well."""
    figure, _ = plot_zone(linfen, "anze-etdz", by=by, grayscale=True)
    assert "安泽经济技术开发区" in words(figure).replace("\n", "")


def test_a_zone_that_is_not_there_is_refused(linfen):
    """An unknown id, and a zone that the day does not show yet; the ids that there are are named."""
    with pytest.raises(ValueError, match=r"'hongdong' is no zone on .*hongtong-etdz"):
        plot_zone(linfen, "hongdong")
    with pytest.raises(ValueError, match="'guxian-etdz' is no zone on 2018-12-31"):
        plot_zone(linfen.as_of("2018"), "guxian-etdz")


def test_counts_by_county_are_refused(linfen):
    """They colour counties."""
    with pytest.raises(ValueError, match="counted by county"):
        plot_zone(linfen, "anze-etdz", by="zones")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_zone_before_its_area_is_stated_has_none(linfen, lang):
    """Its county is shown instead, and from when on its area is stated."""
    figure, _ = plot_zone(linfen.as_of("1998"), "linfen-edz", lang=lang)
    said = words(figure)
    later = (
        "面积只在此后载明（不晚于2017年7月15日）" if lang == "zh" else "stated only later (by 15 July 2017)"
    )
    assert later in said.replace("\n", "" if lang == "zh" else " ")
    assert "133.26" not in said
    assert overlaps(figure) == outside(figure) == []
