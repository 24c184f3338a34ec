"""Notebooks are short, bilingual, without outputs; run, they are pages in which nothing of the data runs."""

import ast
import dataclasses
import datetime as dt
import html
import json
import os
import re
import subprocess
import sys
from asyncio import CancelledError
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import zonemap as zm
from zonemap.core.build_context import (
    GEODATA,
    BuildContext,
    build_context,
    context_of,
    notebooks_for,
    own_notebooks,
)
from zonemap.core.errors import CannotRead, TopicMissing, ZonemapError
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.outputs.notebooks import (
    clean_html,
    load_tools,
    run_notebooks,
    write_notebooks,
)
from zonemap.region.data_folder import find_geodata

MAP = (
    "<!DOCTYPE html><html><head>"
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='\">"
    "<title>A &amp; B</title></head><body><script>1</script></body></html>"
)
FRAME = (
    f'<iframe srcdoc="{html.escape(MAP)}" width="100%" height="300px" sandbox="allow-same-origin"></iframe>'
)


def write(folder, name, *sources):
    """Write a notebook; a source that begins with # is a text."""
    made = [(new_markdown_cell if source.startswith("# ") else new_code_cell)(source) for source in sources]
    nbformat.write(new_notebook(cells=made, metadata={"title": "题 · Title"}), folder / f"{name}.ipynb")


def page(folder, *sources):
    """Run a notebook and return its page."""
    write(folder, "only", *sources)
    (path,) = write_notebooks(folder, folder / "out")
    return path.read_text("utf-8")


def test_a_page_shows_text_code_and_output(tmp_path):
    """What was written and what came of it stand on the page, under its title."""
    text = page(tmp_path, "# 数 · Numbers", "print(6 * 7)")
    assert "<title>题 · Title</title>" in text
    assert '<html lang="zh-CN">' in text
    assert "数 · Numbers</h1>" in text
    assert "<pre>42\n</pre>" in text


def test_pages_are_in_the_order_of_their_names_and_repeat_to_the_byte(tmp_path):
    """The same notebooks give the same files."""
    write(tmp_path, "02_b", "2 + 2")
    write(tmp_path, "01_a", "import pandas as pd", "pd.DataFrame({'a': [1]})")
    first = write_notebooks(tmp_path, tmp_path / "one")
    second = write_notebooks(tmp_path, tmp_path / "two")
    assert [path.name for path in first] == ["01_a.html", "02_b.html"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_notebook_runs_where_it_stands_and_is_left_as_it_is(tmp_path):
    """Its working directory is its folder, and its file keeps its bytes."""
    (tmp_path / "beside.txt").write_text("found", "utf-8")
    write(tmp_path, "only", "print(open('beside.txt').read())")
    before = (tmp_path / "only.ipynb").read_bytes()
    (path,) = write_notebooks(tmp_path, tmp_path / "out")
    assert "found" in path.read_text("utf-8")
    assert (tmp_path / "only.ipynb").read_bytes() == before


def test_an_empty_folder_gives_no_pages(tmp_path):
    """No notebooks, no pages, no error."""
    assert write_notebooks(tmp_path, tmp_path / "out") == []


def test_links_between_notebooks_become_links_between_pages(tmp_path):
    """The next notebook is the next page."""
    assert 'href="02_next.html"' in page(tmp_path, "# [下一本 · Next](02_next.ipynb)")


def test_a_failing_cell_is_named_in_a_sentence(tmp_path):
    """Which notebook, which code cell, what message; no traceback, and no page."""
    write(tmp_path, "only", "# 题 · Title", "1 + 1", "raise ValueError('no such zone')", "2 + 2")
    with pytest.raises(ZonemapError) as caught:
        write_notebooks(tmp_path, tmp_path / "out")
    said = str(caught.value)
    assert "only.ipynb：第 2 个代码单元出错 / code cell 2 failed" in said
    assert "ValueError: no such zone" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_failing_notebook_ends_the_others(tmp_path):
    """Nobody waits for a cell that would run for ever."""
    write(tmp_path, "01_endless", "while True: pass")
    write(tmp_path, "02_faulty", "1 / 0")
    with pytest.raises(ZonemapError, match=r"02_faulty\.ipynb.*code cell 1 failed"):
        write_notebooks(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_notebooks_are_stopped_when_told(tmp_path):
    """As a build does when it is interrupted: no page is written."""
    write(tmp_path, "only", "while True: pass")
    stop = Event()
    stop.set()
    load_tools()
    with pytest.raises(CancelledError):
        run_notebooks(tmp_path, stop=stop)


IMPORTED = """
import importlib.abc, sys, threading
from pathlib import Path
from zonemap.outputs.notebooks import load_tools, run_notebooks, write_pages

class Note(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            names.append(name)

names = []
sys.meta_path.insert(0, Note())
load_tools()
write_pages(run_notebooks(Path(sys.argv[1])), Path(sys.argv[2]))
print(*(name for name in names if name in sys.modules))
"""


def test_a_thread_imports_nothing_for_the_first_time(tmp_path):
    """Beside the threads that run notebooks, another may draw: neither gets the half of a module."""
    write(
        tmp_path,
        "01_a",
        "# 题 · Title\n\n```python\n1\n```",
        "import pandas as pd",
        "pd.DataFrame({'a': [1]})",
    )
    write(tmp_path, "02_b", "print('a')", PICTURE.format(alt="x"), "import sys; print('b', file=sys.stderr)")
    command = [sys.executable, "-c", IMPORTED, tmp_path, tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_missing_package_is_named(monkeypatch):
    """What to install is said, before anything runs."""
    monkeypatch.setitem(sys.modules, "nbclient.client", None)
    with pytest.raises(ZonemapError, match="pip install ipykernel nbclient nbconvert"):
        load_tools()


def test_a_dying_kernel_is_said(tmp_path):
    """A kernel that ends in the middle is a failure of its cell."""
    write(tmp_path, "only", "1 + 1", "import os; os._exit(1)")
    with pytest.raises(ZonemapError, match=r"only\.ipynb.*code cell 2 failed"):
        write_notebooks(tmp_path, tmp_path / "out")


def test_a_kernel_that_does_not_start_is_said(tmp_path, monkeypatch):
    """A broken installation is a sentence too."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ipykernel_launcher.py").write_text("raise SystemExit(1)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    write(tmp_path, "only", "1 + 1")
    with pytest.raises(ZonemapError, match=r"only\.ipynb.*the Python kernel did not start"):
        write_notebooks(tmp_path, tmp_path / "out")


def test_the_kernel_opens_no_port(tmp_path):
    """Notebooks run with the network down, and nobody else on the machine can listen."""
    text = page(
        tmp_path, "from ipykernel.connect import get_connection_info\nget_connection_info(unpack=True)"
    )
    assert ("ipc" if os.name == "posix" else "curve") in text


@pytest.mark.parametrize("text", ["", "not JSON", "[]", '{"cells": 3}', '{"nbformat": 4, "cells": 3}'])
def test_a_file_that_is_no_notebook_is_said(tmp_path, text):
    """A broken file is named."""
    (tmp_path / "broken.ipynb").write_text(text, "utf-8")
    with pytest.raises(CannotRead, match=r"broken\.ipynb.*not a Jupyter notebook"):
        write_notebooks(tmp_path, tmp_path / "out")


def test_data_in_a_table_arrive_as_the_text_they_are(tmp_path):
    """Nothing in a cell of a table is a template, a tag or a formula."""
    names = ["{{ 7*7 }}", "{% x", "{# x #}", "</script><img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0"]
    text = page(tmp_path, "import pandas as pd", f"pd.DataFrame({{'name': {names!r}}})")
    for name in names:
        assert f"<td>{html.escape(name, quote=False)}</td>" in text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="background:url(x)" onclick="alert(1)">x</p>',
        '<iframe src="https://example.org/"></iframe>',
        f"<p>before</p>{FRAME}",
    ],
)
def test_markup_that_could_run_or_fetch_is_disarmed(markup):
    """Only tables and text are left of an output's HTML, or the text of its tags."""
    kept = re.findall(r"<[^>]*>", clean_html(markup))
    assert not re.search(r"script|src|on\w+=|style|svg|iframe", "".join(kept))


def test_the_frame_of_a_map_is_built_anew():
    """A map keeps its document and height, and gets a sandbox whatever the output asked for."""
    frame = clean_html(FRAME)
    assert f'srcdoc="{html.escape(MAP)}"' in frame
    assert 'height="300"' in frame
    assert 'title="A &amp; B"' in frame
    assert "allow-same-origin" not in frame
    assert 'sandbox="allow-scripts' in frame


def test_the_document_of_a_map_arrives_whole_and_words_about_one_stay_words(tmp_path):
    """Between single quotes, which its double ones do not end; a text that looks like a frame is text."""
    about = FRAME.replace("A &amp;amp; B", "It&#x27;s")
    text = page(
        tmp_path,
        f"from IPython.display import HTML\nHTML({about!r})",
        "print('<iframe srcdoc=\"&lt;b&gt;\">')",
    )
    (document,) = re.findall(r"<iframe\s[^<>]*?srcdoc='([^']*)'", text)
    assert html.unescape(document) == MAP.replace("A &amp; B", "It's")
    assert '<pre>&lt;iframe srcdoc="&amp;lt;b&amp;gt;"&gt;\n</pre>' in text


def test_the_policy_allows_what_the_maps_announce_and_nothing_else(tmp_path):
    """Scripts run by the hash of a map; without a map none runs; nothing is ever fetched."""
    shown = f"from IPython.display import HTML\nHTML({FRAME!r})"
    with_map = page(tmp_path, "import warnings; warnings.simplefilter('ignore')", shown)
    without = page(tmp_path, "1")
    assert "script-src 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='; style-src" in with_map
    assert "script-src 'none'; style-src" in without
    for text in (with_map, without):
        assert "default-src 'none'" in text
        assert "<script" not in text


PICTURE = """\
import io
from IPython.display import Image as Shown
from PIL import Image
made = io.BytesIO()
Image.new("L", (1, 1)).save(made, "png")
Shown(made.getvalue(), alt={alt!r})
"""


def alt_texts(text):
    """Return what the pictures of a page say of themselves, and see that they carry nothing that runs."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, values: found.append(dict(values)) if tag == "img" else None
    parser.feed(text)
    assert all(set(values) == {"alt", "src"} for values in found)
    return [values["alt"] for values in found]


def test_a_picture_says_what_it_shows(tmp_path):
    """Its own words are read aloud, as the text they are."""
    said = '"9 zones" onerror="alert(1)"><b>{{ 7*7 }}'
    assert alt_texts(page(tmp_path, PICTURE.format(alt=said))) == [said]


def test_a_picture_without_words_has_those_of_its_heading(tmp_path):
    """The last heading above it; without one, the name of the notebook."""
    silent = PICTURE.format(alt=None)
    assert alt_texts(page(tmp_path, "# 题 · Title", "# 图 · Figure\n\ntext", silent)) == ["图 · Figure"]
    assert alt_texts(page(tmp_path, silent)) == ["only"]


def test_cells_of_a_table_keep_their_spans(tmp_path):
    """A label that stands for two rows moves no value into another column."""
    frame = "pd.DataFrame({'a': ['x', 'x'], 'b': ['y', 'z'], 'n': [1, 2]}).set_index(['a', 'b'])"
    assert '<th rowspan="2">x</th>' in page(tmp_path, f"import pandas as pd\n{frame}")


def test_scripts_of_an_output_are_left_out(tmp_path):
    """JavaScript that a cell displays does not reach the page."""
    text = page(tmp_path, "from IPython.display import Javascript\nJavascript('al' + 'ert(1)')")
    assert "alert(1)" not in text


def test_the_page_names_no_host(tmp_path):
    """Nothing on the page points at a network."""
    assert "//" not in page(tmp_path, "1 + 1").replace("<!DOCTYPE", "")


ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MOST_LINES = 10


def cells(path, kind):
    """Return the text of each cell of a kind."""
    notebook = json.loads(path.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    """Return each notebook in turn."""
    return request.param


def test_notebooks_are_numbered():
    """Their names say in which order to read them."""
    assert NOTEBOOKS
    assert all(re.fullmatch(r"\d\d_[a-z_]+", path.stem) for path in NOTEBOOKS)


def test_cells_are_short_and_plain(notebook):
    """At most ten lines a cell and no function to define: what is longer belongs in the package."""
    for text in cells(notebook, "code"):
        assert len(text.splitlines()) <= MOST_LINES, text
        assert not [
            node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ], text


def test_no_outputs_are_kept(notebook):
    """What a cell puts out is made anew, so that it cannot be out of date or hold a path."""
    kept = json.loads(notebook.read_text("utf-8"))["cells"]
    code = [cell for cell in kept if cell["cell_type"] == "code"]
    assert [cell["outputs"] for cell in code] == [[] for _ in code]
    assert {cell["execution_count"] for cell in code} == {None}


def test_every_text_is_in_both_languages_chinese_first(notebook):
    """A paragraph in Chinese is followed by the same in English."""
    for text in cells(notebook, "markdown"):
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
            chinese, _, english = heading.partition(" · ")
            assert CHINESE.search(chinese), heading
            assert re.search(r"[A-Za-z]", english), heading
        paragraphs = [part for part in text.split("\n\n") if not part.startswith(("#", "上一本", "下一本"))]
        assert [bool(CHINESE.search(part)) for part in paragraphs] == [True, False] * (len(paragraphs) // 2)


def test_the_last_text_is_an_exercise(notebook):
    """Each notebook ends with something to try."""
    assert "练习 · Exercise" in cells(notebook, "markdown")[-1]


def test_no_path_and_no_setting_is_asked_of_the_reader(notebook):
    """The data are found from where the notebook stands."""
    text = "\n".join(cells(notebook, "code"))
    assert not re.search(r"os\.environ|os\.chdir|sys\.path|[\"']/\w|^%", text, re.MULTILINE)


def test_each_leads_to_the_one_before_and_the_next():
    """By the title that it has there."""
    titles = [json.loads(path.read_text("utf-8"))["metadata"]["title"] for path in NOTEBOOKS]
    assert [cells(path, "markdown")[0].splitlines()[0] for path in NOTEBOOKS] == [f"# {t}" for t in titles]
    link = [f"[{title}]({path.name})" for title, path in zip(titles, NOTEBOOKS, strict=True)]
    for number, path in enumerate(NOTEBOOKS):
        last = cells(path, "markdown")[-1].split("\n\n")
        before = [f"上一本 · Before: {link[number - 1]}"] if number else []
        after = [f"下一本 · Next: {link[number + 1]}"] if number + 1 < len(NOTEBOOKS) else []
        assert [part for part in last if part.startswith(("上一本", "下一本"))] == before + after


def test_chinese_is_written_with_its_own_punctuation(notebook):
    """No narrow comma, colon, bracket or question mark stands at a Chinese word."""
    for text in cells(notebook, "markdown"):
        assert not re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text)


def test_folders_that_are_made_are_tidied_up(notebook):
    """Nothing is left behind on the reader's machine."""
    code = "\n".join(cells(notebook, "code"))
    assert ("TemporaryDirectory()\n" in code) == ("temporary.cleanup()" in code)


def test_cells_ask_for_no_zone_or_county_of_one_region(notebook, linfen):
    """What is shown is chosen from the data, so that any planner's data will do."""
    own = [*linfen.zones.index, *linfen.zones["name_zh"], *linfen.counties["name_zh"], *linfen.counties.index]
    text = "\n".join(cells(notebook, "code"))
    assert [name for name in own if name in text] == []


def test_cells_import_nothing_from_within_the_package(notebook):
    """What a planner needs has a public name: ``zm.…``."""
    for text in cells(notebook, "code"):
        nodes = list(ast.walk(ast.parse(text)))
        named = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        named += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        assert [name for name in named if name.startswith("zonemap.")] == []
        assert "label(" not in text


def test_each_question_begins_with_its_map(notebook):
    """From the second to the sixth, and where a sheet becomes a map: before any figure."""
    code = "\n".join(cells(notebook, "code"))
    if notebook.stem[:2] in ("01", "07"):
        assert "zm.explore(" not in code
        return
    assert code.index("zm.explore(") < (code + "zm.plot_").index("zm.plot_")


def test_the_maps_are_set_to_their_question():
    """Years, industries, the reform, the zone with a line of its own, her numbers."""
    asked = {
        "03": 'color="year"',
        "04": 'color="industry", tab="industries"',
        "05": 'color="reform", tab="reforms"',
        "06": "zone=chosen",
        "08": "color=rate",
    }
    for path in NOTEBOOKS:
        assert asked.get(path.stem[:2], "") in "\n".join(cells(path, "code"))


def test_a_notebook_ends_where_the_data_tell_nothing(tmp_path):
    """One sentence in place of what follows; the way to other notebooks stays; nothing fails."""
    text = page(
        tmp_path,
        "# 题 · Title",
        "from zonemap.core.errors import TopicMissing\nraise TopicMissing('没有 / none of it')",
        "1 / 0",
        "# 练习 · Exercise\n\n[下一本 · Next](02_next.ipynb)",
    )
    assert "<pre>没有 / none of it\n</pre>" in text
    assert "1</span>" not in text
    assert "Exercise" not in text
    assert 'href="02_next.html"' in text


def test_what_data_do_not_tell_is_said_in_a_sentence(toy, linfen):
    """In the words of the table or the column."""
    zm.need(linfen, "reforms")
    sheet = zm.Region.from_frames(toy.zones[["name_zh", "geometry"]])
    with pytest.raises(TopicMissing, match=r"“改革”.*'Reforms'"):
        zm.need(sheet, "reforms")
    with pytest.raises(TopicMissing, match=r"“批准日期”.*'Approved'"):
        zm.need(sheet, "years")
    zm.need(linfen, "three_degree_zones")
    abroad = sheet.zones.assign(geometry=sheet.zones.translate(-100))
    with pytest.raises(TopicMissing, match=r"不在其中.*lies in none of them"):
        zm.need(zm.Region.from_frames(abroad[["name_zh", "geometry"]]), "three_degree_zones")


def test_what_a_build_tells_arrives_whole(tmp_path):
    """Whatever is told is read again; nothing is told of other data."""
    day = dt.date(2018, 12, 31)
    all_ = BuildContext(
        tmp_path, tmp_path / "lines", day, day, "en", "晋S(2026)001号", (tmp_path, tmp_path / "b"), False
    )
    assert build_context(all_.variables()) == all_
    assert build_context({}) == BuildContext()
    assert BuildContext().variables() == {}


def test_day_language_and_number_of_the_build_are_those_of_its_notebooks(tmp_path, monkeypatch, linfen):
    """A map, a figure and a table that ask for nothing else speak as the build does."""
    other = tmp_path / "other"
    for name, value in (
        BuildContext(ROOT / "geodata", day=dt.date(2018, 12, 31), lang="en", map_number="晋S1号")
        .variables()
        .items()
    ):
        monkeypatch.setenv(name, value)
    assert context_of(other) == BuildContext()
    region = zm.read_region(ROOT / "geodata")
    assert region.date == dt.date(2018, 12, 31)
    meta = zm.explore(region).get_root().data["meta"]
    assert (meta["lang"], meta["map_number"]) == ("en", "晋S1号")
    assert zm.in_words(region.zones[["kind"]]).columns.tolist() == ["Kind"]
    assert "Development zones of Linfen" in zm.plot_timeline(region)[0].get_label()
    assert zm.in_words(region.zones[["kind"]], "zh").columns.tolist() == ["类型"]


def test_an_output_is_the_one_of_the_build_or_a_new_one(tmp_path, monkeypatch, toy):
    """The build's own on its day; made when it has none, or on another day; a wrong name is said."""
    monkeypatch.setenv("ZONEMAP_OUTPUTS", str(tmp_path))
    monkeypatch.setenv("ZONEMAP_AS_OF", toy.date.isoformat())
    made = zm.find_output(toy, "account")
    assert made.is_file()
    assert made.parent != tmp_path
    (tmp_path / "account.csv").write_text("of the build", "utf-8")
    assert zm.find_output(toy, "account") == tmp_path / "account.csv"
    assert zm.find_output(toy.as_of("2018"), "account").parent != tmp_path
    with pytest.raises(ZonemapError, match="no output"):
        zm.find_output(toy, "slides")


def test_what_shows_outputs_waits_for_them(tmp_path):
    """The notebook that opens the others begins when they are made, and is stopped like any."""
    write(tmp_path, "01_last", "print(open('made').read())  # zm.find_output(…)")
    write(tmp_path, "02_first", "open('made', 'w').write('by then')")
    made = Event()
    load_tools()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zonemap.outputs.notebooks._wait_for", lambda *_: made.set())
        ran = run_notebooks(tmp_path, made=made)
    assert made.is_set()
    assert ran["01_last"].cells[0].outputs[0].text == "by then\n"


def test_notebooks_are_hers_or_those_of_the_package(tmp_path):
    """In the data folder, else beside it, else ours: also for a sheet."""
    data, sheet = tmp_path / "data", tmp_path / "zones.xlsx"
    data.mkdir()
    assert notebooks_for(data) == notebooks_for(sheet) == own_notebooks()
    assert own_notebooks() == FOLDER
    for folder in (tmp_path / "notebooks", data / "notebooks"):
        folder.mkdir()
        write(folder, "01", "1")
        assert notebooks_for(data) == folder
    assert notebooks_for(sheet) == own_notebooks()


def test_a_new_folder_holds_the_notebooks_and_they_find_its_data(tmp_path, monkeypatch):
    """What a planner opens beside her workbook reads that workbook."""
    made = zm.new_folder("太原", tmp_path / "太原")
    copied = [path for path in made if path.suffix == ".ipynb"]
    assert [path.read_bytes() for path in copied] == [path.read_bytes() for path in NOTEBOOKS]
    monkeypatch.chdir(tmp_path / "太原" / "notebooks")
    assert find_geodata() == tmp_path / "太原"


def test_data_are_found_here_or_further_up(tmp_path, monkeypatch):
    """The nearest folder of that name; a build names its own; none is a sentence."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(CannotRead, match="no folder geodata"):
        find_geodata()
    (tmp_path / "geodata").mkdir()
    assert find_geodata() == tmp_path / "geodata"
    monkeypatch.setenv(GEODATA, str(tmp_path / "other"))
    assert find_geodata() == tmp_path / "other"


def test_a_region_shows_itself_without_a_script(linfen, toy, tmp_path):
    """Drawing, counts, account and what to look at, below 60 KB; texts are texts, and a page keeps all."""
    shown = linfen._repr_html_()
    assert len(shown.encode()) <= 60_000
    assert "<script" not in shown
    assert clean_html(shown).count("<img") == 1
    for said in ("临汾市开发区", "经济（技术）开发区", "属性行 Attribute rows: 20"):
        assert said in clean_html(shown)
    evil = dataclasses.replace(toy, title_zh="<img src=x onerror=alert(1)>", title_en="Xi'an \" # % &")
    assert "<img src=x" not in evil._repr_html_()
    drawn = re.search(r'src="data:image/svg\+xml,([^"]*)"', evil._repr_html_())[1]
    inside = ET.fromstring(unquote(html.unescape(drawn)))
    assert "Xi'an" in "".join(inside.itertext())


def test_a_region_too_large_to_draw_says_so(linfen, monkeypatch):
    """The numbers stay, and the way to the map is named."""
    monkeypatch.setattr("zonemap.outputs.for_notebooks._MOST_BYTES", 10_000)
    shown = linfen._repr_html_()
    assert "<img" not in shown
    assert "zm.explore(region)" in shown
    assert "经济（技术）开发区" in shown


def test_mistakes_show_themselves_without_a_traceback(tmp_path):
    """Raised, as the sentence; looked at, as a table in which nothing runs."""
    problem = Problem("a.csv", Text("错", "wrong"), Text("改", "mend"), 2, "名称", "<b>x</b>")
    caught = DataProblems([problem])
    assert caught._render_traceback_() == str(caught).splitlines()
    assert "&lt;b&gt;x&lt;/b&gt;" in caught._repr_html_()
    assert "<b>" not in caught._repr_html_()
