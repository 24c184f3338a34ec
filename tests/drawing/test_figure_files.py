"""Figures as files: the same bytes twice, text as text in SVG, 300 dots an inch in PNG."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib._pylab_helpers import Gcf
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from PIL import Image, ImageChops

from kit.drawn import boxes, labels
from zonemap.outputs.figures.files import FIGURES, write_figures
from zonemap.outputs.figures.industries import plot_industries
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.timeline import plot_timeline
from zonemap.outputs.figures.zone import plot_zone
from zonemap.painters.figures import paint_sheet, render_settings, save_figure
from zonemap.painters.letters import HALO, face, write
from zonemap.scene.items import Label
from zonemap.scene.land import plane_crs
from zonemap.scene.lettering import (
    balance_lines,
    break_lines,
    fit_line,
    settable,
    text_width,
)
from zonemap.scene.sheet import SheetStyle, open_sheet


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
    told = "玩具区·批准时间·截至2020年6月30日·已批准 2 个·正在申报 1 个·时间未载明 1 个"
    assert about["alt"] == f"1999–2010 年共批准 2 个·{told}"
    assert figure._repr_png_() == (picture, about)


def test_a_figure_that_was_asked_for_is_known_to_pyplot(toy):
    """It can be shown there; once a notebook has shown it, it is not shown again."""
    figure, _ = plot_map(toy, figsize=(8, 6))
    assert pyplot.fignum_exists(figure.number)
    assert tuple(figure.get_size_inches()) == (8, 6)
    figure._repr_png_()
    assert not pyplot.fignum_exists(figure.number)


@pytest.mark.parametrize("plot", [plot_map, lambda region, **look: plot_zone(region, "one", **look)])
def test_a_map_can_be_drawn_into_axes_of_ones_own(toy, plot):
    """Alone, in kilometres of the projection, so that a frame in it falls right."""
    own, (ax, beside) = pyplot.subplots(1, 2, figsize=(10, 5))
    assert plot(toy, ax=ax, lang="en") == (own, ax)
    west, south, east, north = toy.zones.loc[["one"]].to_crs(plane_crs(toy.extent)).total_bounds
    assert ax.get_xlim()[0] < west < east < ax.get_xlim()[1]
    assert ax.get_ylim()[0] < south < north < ax.get_ylim()[1]
    across, up = (np.diff(ends)[0] for ends in (ax.get_xlim(), ax.get_ylim()))
    window = ax.get_window_extent()
    assert across / window.width == pytest.approx(up / window.height)
    said = {text.get_text() for text in ax.texts}
    assert "Jia" in said
    assert not {text for text in said if "Working draft" in text or "Zone" in text}
    assert not beside.texts


@pytest.mark.parametrize("plot", [plot_timeline, plot_industries, plot_reforms])
def test_a_board_can_be_drawn_into_axes_of_ones_own(toy, plot):
    """Without title and notes, within the axes."""
    own, ax = pyplot.subplots(figsize=(8, 5))
    assert plot(toy, ax=ax) == (own, ax)
    window = ax.get_window_extent().padded(2)
    assert len(ax.texts) > 3
    for text in ax.texts:
        box = text.get_window_extent()
        assert window.contains(box.x0, box.y0), text
        assert window.contains(box.x1, box.y1), text
    assert "内部工作底图" not in {text.get_text() for text in ax.texts}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_no_type_of_a_figure_is_too_small_to_read(linfen, name, lang):
    """Nine points at the size of the sheet."""
    sheet = FIGURES[name](linfen, SheetStyle(lang))
    assert [(label.text, label.size) for label in labels(sheet.items) if label.size < 9] == []


@pytest.mark.parametrize("text", ["洪洞经济技术开发区", "Hongtong Economic Zone", "133.26 km²，1997年7月"])
def test_a_line_is_as_wide_as_it_is_said_to_be(text):
    """The measured width is that of the drawn line, to two per cent."""
    sheet = open_sheet(SheetStyle())
    sheet.write((0, 50), text, 40)
    figure, _ = paint_sheet(sheet)
    ((_, box),) = boxes(figure)
    assert box.width * 72 / figure.dpi == pytest.approx(text_width(text, 40), rel=0.03)


def test_chinese_breaks_between_any_two_characters():
    """Four characters of ten points fill forty."""
    assert break_lines("洪洞经济技术开发区", 10, 40) == ["洪洞经济", "技术开发", "区"]


def test_no_line_begins_with_a_closing_mark():
    """The comma stays with the character before it, the bracket with the one after it."""
    assert break_lines("甲乙丙，丁（戊", 10, 30) == ["甲乙", "丙，丁", "（戊"]


def test_latin_breaks_between_words_and_after_hyphens():
    """A word stays whole if it can."""
    assert break_lines("Performance-based pay", 10, 70) == ["Performance-", "based pay"]


def test_a_word_wider_than_the_line_is_broken():
    """It does not run out of its column."""
    assert all(text_width(line, 10) <= 30 for line in break_lines("Performance", 10, 30))


def test_balanced_lines_have_no_orphan():
    """Nine characters in two lines are five and four, not eight and one."""
    assert balance_lines("洪洞经济技术开发区", 10, 80) == ["洪洞经济技", "术开发区"]


def test_a_line_that_does_not_fit_ends_with_an_ellipsis():
    """What is left out is seen to be left out."""
    assert fit_line("洪洞经济技术开发区", 10, 45) == "洪洞经…"


def test_a_character_without_a_glyph_is_marked():
    """The printers' mark stands for it, and line ends and tabs become blanks."""
    assert settable("甲\t乙\n🚀") == "甲 乙 〓"


def test_no_text_is_no_line_but_an_empty_one():
    """Drawing it does no harm."""
    assert break_lines("", 10, 40) == [""]


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("turn", [0.0, 90.0, -33.0])
@pytest.mark.parametrize("halo", ["", "#ffffff"])
@pytest.mark.parametrize("kind", ["rgba", "svg"])
def test_a_line_stands_as_matplotlib_sets_it(align, turn, halo, kind):
    """Lettering that is shaped once gives the same pixels, and the same drawing, as matplotlib's own."""
    label = Label((0, 0), "临汾 Linfen AV 20 个", 11, "#803010", align=align, turn=turn, halo=halo)
    ours, theirs = (Figure((3, 3), facecolor="#ccddcc") for _ in range(2))
    write(ours.add_axes((0, 0, 1, 1)), label, (0.5, 0.5))
    ax = theirs.add_axes((0, 0, 1, 1))
    look = {"fontproperties": face(11), "color": "#803010", "ha": align, "va": "baseline"}
    look |= {"rotation": turn, "rotation_mode": "anchor", "parse_math": False, "zorder": 2}
    if halo:
        outline = Stroke(linewidth=0.26 * 11, foreground=halo, joinstyle="round")
        ax.text(0.5, 0.5, label.text, gid=HALO, path_effects=[outline], **look)
    ax.text(0.5, 0.5, label.text, **look)
    assert _drawn(ours, kind) == _drawn(theirs, kind)


def _drawn(figure, kind):
    with render_settings():
        figure.savefig(
            written := io.BytesIO(), format=kind, metadata={"Date": None} if kind == "svg" else None
        )
    return written.getvalue()


def test_nothing_to_write_draws_nothing():
    """A label without a text is no error."""
    figure, empty = Figure((1, 1)), Figure((1, 1))
    write(figure.add_axes((0, 0, 1, 1)), Label((0, 0), " ", 11, "#000000"), (0.5, 0.5))
    empty.add_axes((0, 0, 1, 1))
    assert _drawn(figure, "rgba") == _drawn(empty, "rgba")
