"""The notebooks are short, bilingual, without outputs, and run from anywhere."""

import ast
import json
import re
from pathlib import Path

import pytest

from zonemap.core.errors import CannotRead
from zonemap.region.data_folder import VARIABLE, find_geodata

FOLDER = Path(__file__).parents[2] / "notebooks"
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


def test_data_are_found_here_or_further_up(tmp_path, monkeypatch):
    """The nearest folder of that name; a build names its own; none is a sentence."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(CannotRead, match="no folder geodata"):
        find_geodata()
    (tmp_path / "geodata").mkdir()
    assert find_geodata() == tmp_path / "geodata"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "other"))
    assert find_geodata() == tmp_path / "other"
