"""Figures as files: the same bytes twice, text as text in SVG, 300 dots an inch in PNG."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import pytest
from matplotlib._pylab_helpers import Gcf
from PIL import Image, ImageChops

from zonemap.outputs.figures.files import write_figures
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.timeline import plot_timeline
from zonemap.painters.figures import save_figure


def test_writes_every_figure_in_both_languages(toy, tmp_path):
    """Five figures, two languages, two formats."""
    paths = write_figures(toy, tmp_path / "figures")
    assert len(paths) == 20
    assert sorted(path.name for path in paths) == sorted(
        path.name for path in (tmp_path / "figures").iterdir()
    )
    assert {path.suffix for path in paths} == {".png", ".svg"}


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_figure_has_the_same_bytes(linfen, tmp_path, kind):
    """No date, no random id."""
    contents = []
    for number in range(2):
        figure, _ = plot_map(linfen)
        contents.append(save_figure(figure, tmp_path / f"{number}.{kind}", title="map").read_bytes())
    assert contents[0] == contents[1]


def test_text_in_svg_is_text(linfen, tmp_path):
    """Names can be searched and edited, and fall back to fonts that Windows and macOS have."""
    figure, _ = plot_map(linfen)
    svg = save_figure(figure, tmp_path / "map.svg", title="临汾市开发区").read_text("utf-8")
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {"洪洞经济技术开发区", "隰县", "内部工作底图"} <= set(lines)
    assert "Microsoft YaHei" in svg
    assert "<title>临汾市开发区</title>" in svg
    assert "<image" not in svg


def test_svg_links_to_nothing(linfen, tmp_path):
    """The only addresses are the names of XML vocabularies."""
    figure, _ = plot_timeline(linfen)
    svg = save_figure(figure, tmp_path / "timeline.svg").read_text("utf-8")
    hosts = set(re.findall(r"https?://([^/\"]+)", svg))
    assert hosts <= {"www.w3.org", "purl.org", "creativecommons.org"}


@pytest.mark.parametrize(
    ("paper", "size"), [("16:9", (4000, 2250)), ("A4", (3507, 2480)), ("square", (3000, 3000))]
)
def test_png_has_300_dots_an_inch(toy, tmp_path, paper, size):
    """A slide, a landscape A4 sheet and a square of ten inches."""
    figure, _ = plot_map(toy, paper=paper)
    with Image.open(save_figure(figure, tmp_path / "map.png")) as image:
        assert image.size == size
        assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)


def test_grey_pixels_are_grey(toy, tmp_path):
    """Nothing but inks of the text is tinted, and that by a twentieth."""
    figure, _ = plot_map(toy, grayscale=True)
    with Image.open(save_figure(figure, tmp_path / "map.png")) as image:
        red, green, blue = image.convert("RGB").split()
    spread = max(
        high
        for one, other in ((red, green), (green, blue))
        for _, high in [ImageChops.difference(one, other).getextrema()]
    )
    assert spread <= 12


def test_no_global_state_is_left(toy, tmp_path):
    """No figure is kept by pyplot and no setting of matplotlib is changed."""
    before = dict(mpl.rcParams)
    write_figures(toy, tmp_path)
    assert Gcf.get_all_fig_managers() == []
    assert dict(mpl.rcParams) == before


@pytest.mark.slow
def test_figures_written_side_by_side_are_the_same(toy, tmp_path):
    """Threads that draw at once do not disturb each other."""
    alone = {path.name: path.read_bytes() for path in write_figures(toy, tmp_path / "alone")}
    with ThreadPoolExecutor(2) as threads:
        folders = list(threads.map(lambda name: write_figures(toy, tmp_path / name), ["one", "two"]))
    for paths in folders:
        assert {path.name: path.read_bytes() for path in paths} == alone


def test_an_unknown_ending_is_refused(toy, tmp_path):
    """And nothing is written."""
    figure, _ = plot_map(toy)
    with pytest.raises(ValueError, match="there are png, svg, pdf"):
        save_figure(figure, tmp_path / "map.bmp")
    assert list(tmp_path.iterdir()) == []


def test_a_figure_shows_itself_in_a_notebook(toy):
    """As a picture of 120 dots an inch; its title and subtitle are read to those who cannot see it."""
    figure, _ = plot_timeline(toy, paper="square")
    picture, about = figure._repr_png_()
    assert Image.open(io.BytesIO(picture)).size == (1200, 1200)
    assert about["alt"] == "玩具区：批准时间·截至2020年6月30日·已批准 2 个·正在申报 1 个·时间未载明 1 个"
    assert figure._repr_png_() == (picture, about)
