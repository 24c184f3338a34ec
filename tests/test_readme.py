"""What the README promises is so, in both languages."""

import re
from pathlib import Path

import pytest

from zonemap.cli import app

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "docs" / "README.zh-CN.md"
MOST_LINES = 60
MOST_BYTES = 300_000


@pytest.fixture(params=[ENGLISH, CHINESE], ids=["en", "zh"])
def readme(request):
    """Return each README in turn."""
    return request.param


def code(path):
    """Return the lines that a reader types: the indented ones."""
    return re.findall(r"^    (.+?)(?: +#.*)?$", path.read_text("utf-8"), re.MULTILINE)


def python(path):
    """Return the example in Python, without its comments."""
    (block,) = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    return re.sub(r" +#.*", "", block)


def test_the_first_line_links_the_other_language():
    """Whoever reads the wrong one is one click from the right one."""
    assert ENGLISH.read_text("utf-8").splitlines()[0] == "[中文](docs/README.zh-CN.md)"
    assert CHINESE.read_text("utf-8").splitlines()[0] == "[English](../README.md)"


def test_every_link_and_picture_is_there(readme):
    """No link into the repository is broken."""
    for target in re.findall(r"\]\(([^)]+)\)", readme.read_text("utf-8")):
        assert (readme.parent / target).exists(), target


def test_the_part_to_read_is_short(readme):
    """What comes before the reference fits on a screen or two."""
    before = re.split(r"^## (?:Reference|参考)$", readme.read_text("utf-8"), flags=re.MULTILINE)[0]
    assert len(before.splitlines()) <= MOST_LINES


def test_the_pictures_are_light():
    """Reading the README does not cost megabytes."""
    pictures = list((ROOT / "docs").glob("map*.png"))
    assert pictures
    assert all(picture.stat().st_size <= MOST_BYTES for picture in pictures)


def test_both_languages_type_the_same(readme):
    """Commands and code are the same in both."""
    assert code(readme) == code(ENGLISH)
    assert python(readme) == python(ENGLISH)


def test_the_commands_of_make_are_targets():
    """What the README says to type, the Makefile knows."""
    typed = re.findall(r"\bmake (\w+)", ENGLISH.read_text("utf-8"))
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"maps", "test", "lab"} <= set(typed) <= set(targets)


def test_windows_does_what_make_does():
    """The lines for Windows install the same files in the same way as the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    installs = [line for line in code(ENGLISH) if "pip install" in line]
    assert len(installs) == 2
    for options in (line.partition("pip install ")[2] for line in installs):
        assert options in makefile


def test_the_commands_listed_are_the_commands(readme):
    """The reference names every command and no other."""
    listed = re.findall(r"^\| `zonemap (\w+)", readme.read_text("utf-8"), re.MULTILINE)
    assert listed == [(command.name or command.callback.__name__) for command in app.registered_commands]


def test_the_lines_of_python_run(readme, tmp_path, monkeypatch, capsys):
    """Typed as they stand, they print the account and write the page."""
    (tmp_path / "geodata").symlink_to(ROOT / "geodata", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    exec(python(readme), {})
    assert "matched" in capsys.readouterr().out
    assert (tmp_path / "linfen-2018.html").stat().st_size > 0
