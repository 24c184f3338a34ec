"""What makes the project installable agrees with itself, and what READMEs and docstrings promise is so."""

import doctest
import importlib.util
import inspect
import os
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import zonemap
from kit.toy import write_geodata
from zonemap.cli import app
from zonemap.core.build_context import own_example
from zonemap.region.reading import read_region
from zonemap.region.region import Region

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = ("parquet", "hillshade", "sedonadb", "spark")
PINNED = ("requirements.txt", "requirements-lab.txt", "requirements-dev.txt")
SETUP_FILES = (*PINNED, "Makefile", ".ci/run", "environment.yml", "pyproject.toml")


def declared(*extras: str) -> dict[str, Requirement]:
    """Return what ``pyproject.toml`` asks for, by name."""
    lines = [*PROJECT["dependencies"], *(line for name in extras for line in extra(name))]
    return by_name(lines)


def extra(name: str) -> list[str]:
    """Return the lines of one group of optional dependencies."""
    return PROJECT["optional-dependencies"][name]


def by_name(lines: list[str]) -> dict[str, Requirement]:
    """Parse requirements."""
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def pins(file: str) -> dict[str, list[str]]:
    """Return the hashes of each pin of a requirements file, by ``name==version ; marker``."""
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if line and not line.startswith("#")]
    return {pin.strip(): [part.strip() for part in hashes] for pin, *hashes in lines}


def pinned_versions(file: str) -> dict[str, list[str]]:
    """Return the pinned versions of each package; a package has several where platforms differ."""
    versions: dict[str, list[str]] = {}
    for requirement in map(Requirement, pins(file)):
        (only,) = requirement.specifier
        versions.setdefault(canonicalize_name(requirement.name), []).append(only.version)
    return versions


def environment() -> list[str]:
    """Return the dependencies of ``environment.yml``, those of conda and those of pip."""
    lines = (ROOT / "environment.yml").read_text("utf-8").partition("dependencies:")[2].splitlines()
    return [line.strip().removeprefix("- ") for line in lines if line.strip().startswith("- ")]


def test_environment_equals_pyproject():
    """conda installs what pip installs, in the same versions."""
    asked = [line for line in environment() if not re.match(r"python>|pip(:|$)|-e ", line)]
    assert by_name(asked) == declared("notebooks", "lab")


def test_environment_asks_for_the_same_python():
    """The version of Python is the same in both."""
    assert f"python{PROJECT['requires-python']}" in environment()


def test_environment_installs_the_project_itself():
    """One command of conda gives the command zonemap."""
    assert "-e ." in environment()


@pytest.mark.parametrize("file", PINNED)
def test_every_requirement_is_one_version_with_hashes(file: str):
    """Nothing is installed that was not seen when the versions were pinned."""
    for pin, hashes in pins(file).items():
        assert re.match(r"[A-Za-z0-9._-]+==\S+( ;|$)", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), pin


@pytest.mark.parametrize("file", SETUP_FILES)
def test_no_addresses_in_the_files_that_install(file: str):
    """Packages come from wherever pip is told to look, not from an address written here."""
    assert not re.search(r"https?:|--(extra-)?index|--find-links", (ROOT / file).read_text("utf-8"))


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.txt", ("build", "notebooks")),
        ("requirements-lab.txt", ("build", "notebooks", "lab")),
        ("requirements-dev.txt", ("build", "notebooks", "lab", "dev", *EXTRAS)),
    ],
)
def test_pins_satisfy_what_is_declared(file: str, extras: tuple[str, ...]):
    """After a change of pyproject.toml somebody has run ``make lock``."""
    versions = pinned_versions(file)
    for name, requirement in declared(*extras).items():
        assert name in versions, f"{name} is not in {file}: run make lock"
        assert all(version in requirement.specifier for version in versions[name]), f"{name}: run make lock"


def test_the_tests_run_with_what_the_maps_are_made_with():
    """The pins of the maps are among those of JupyterLab, and these among those of the tests."""
    maps, lab, dev = (
        {pin.partition(" ;")[0]: hashes for pin, hashes in pins(file).items()} for file in PINNED
    )  # more of what a package needs may make its marker wider
    assert maps.items() <= lab.items()
    assert lab.items() <= dev.items()
    assert "jupyterlab" not in pinned_versions("requirements.txt")


def test_the_build_backend_is_pinned():
    """Installing the project itself fetches nothing that is not pinned."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert set(by_name(build)) <= set(by_name(extra("build")))


def test_every_dependency_says_why_it_is_there():
    """Each line of dependencies carries a reason."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in ("dependencies", "notebooks", "lab", *EXTRAS):
        block = re.search(rf"^{name} = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
        assert block
        assert all("  # " in line for line in block[1].splitlines()), block[1]


@pytest.mark.parametrize(
    "target",
    ["maps", "bundle", "test", "test-slow", "docs", "readback", "lab", "lock", "clean"],
)
def test_make_targets(target: str):
    """What the README names is there, and no file of that name can stand in its way."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert re.search(rf"^\.PHONY:.*\b{target}\b", makefile, re.MULTILINE)


def test_ci_runs_every_test():
    """What runs on every change is what a developer runs."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    run = [line for line in script.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert run[-2:] == ["make test", "exec make test-slow"]


def test_the_list_of_dependencies_names_each():
    """Whoever weighs a library finds it there, and none that is gone."""
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    listed = {canonicalize_name(name) for name in re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)}
    assert listed == set(declared("notebooks", "lab", *EXTRAS))


def test_the_wheel_takes_what_a_planner_opens():
    """It is typed, and carries the notebooks and the example."""
    assert (ROOT / "src" / "zonemap" / "py.typed").is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"zonemap/{name}" for name in ("notebooks", "geodata")}
    assert own_example() == ROOT / "geodata"


def test_the_version_to_cite_is_the_version():
    """The file of citation is that of this version."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {PROJECT['version']}\n" in text
    assert f"license: {PROJECT['license']}\n" in text


def test_the_bundle_takes_the_pins_of_its_systems():
    """Each system gets what its markers ask for, with the hashes of the pins."""
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "docs" / "bundle.py")
    bundle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bundle)
    linux, windows = (bundle.pins_for(bundle.SYSTEMS[name][1]) for name in ("linux", "windows"))
    assert "colorama==" in windows
    assert "colorama==" not in linux
    for text in (linux, windows):
        assert all(
            "==" in line and "--hash=sha256:" in line and ";" not in line for line in text.splitlines()
        )


def test_nothing_is_skipped():
    """A test that does not run proves nothing."""
    pattern = re.compile(r"pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.skip")
    files = (ROOT / "tests").rglob("*.py")
    assert [file.name for file in files if pattern.search(file.read_text("utf-8"))] == []


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


FUNCTIONS = [name for name in zonemap.__all__ if inspect.isfunction(getattr(zonemap, name))]
LONG = ("build", "write_figures")
"""What writes a dozen files or more; the other tests write all of those too."""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Read the toy region once for all examples."""
    return read_region(write_geodata(tmp_path_factory.mktemp("examples") / "geodata"))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LONG)) for name in zonemap.__all__]
)
def test_an_example_runs(name: str, region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the docstring shows is what comes of it, in a folder with the data in ``geodata``."""
    (tmp_path / "geodata").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        zonemap, "read_region", lambda path: region if path == "geodata" else read_region(path), raising=False
    )
    home = getattr(zonemap, name) if name != "read_region" else read_region
    (example,) = doctest.DocTestFinder(recurse=False).find(home, name, module=False, globs={})
    assert example.examples
    output: list[str] = []
    assert not doctest.DocTestRunner().run(example, out=output.append).failed, "".join(output)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_what_it_raises(name: str) -> None:
    """Each of them refuses something, and says so."""
    assert "\n    Raises\n    ------\n" in getattr(zonemap, name).__doc__
