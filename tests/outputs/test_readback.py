"""Every output says what is kept of it (``kit/snapshots.py``), and nothing of that is made up on the way."""

import re
from functools import cache

import pytest

from kit.corpus import Corpus
from kit.snapshots import REGIONS, WRITERS, differences, kept_of, made_region, outputs_of
from zonemap.outputs.figures.files import FIGURES
from zonemap.region.reading import read_region

SLOW = {
    ("sixty", "figures"),
    ("sixty", "atlas"),
    ("sixty", "deck"),
    ("surveyed", "figures"),
    ("surveyed", "atlas"),
}
KEPT = [
    pytest.param(name, output, marks=[pytest.mark.slow] if (name, output) in SLOW else [])
    for name in ("sixty", "surveyed")
    for output in outputs_of(name)
]


@pytest.fixture(scope="module")
def region_of(tmp_path_factory):
    """Make each region once."""
    return cache(lambda name: made_region(name, tmp_path_factory.mktemp(name)))


@pytest.mark.parametrize(("name", "output"), KEPT)
def test_an_output_says_what_is_kept_of_it(region_of, tmp_path, name, output):
    """Not one status, fact, text or box differs."""
    WRITERS[output](region_of(name), tmp_path / "dist")
    assert not (told := differences(name, output, tmp_path / "dist", tmp_path / f"{output}.json")), told


@pytest.mark.parametrize("output", outputs_of("linfen"))
def test_an_output_of_linfen_says_what_is_kept_of_it(linfen_set, tmp_path, output):
    """Not one status, fact, text or box differs."""
    assert not (told := differences("linfen", output, linfen_set, tmp_path / f"{output}.json")), told


OUTPUTS = ("page", "figures", "atlas", "deck", "workbook")
PLACES = re.compile(r"notes|row [\d.]+|[\d., ]+|[0-9a-f]{8}")
"""What a reader adds of its own: places, and the hash of what is too long."""
ATTRIBUTES = re.compile(r"(?:\w+ (?:data-word|aria-label)|font-size=)")


@pytest.fixture(scope="session")
def corpora(tmp_path_factory):
    """Read each region whose outputs are kept, once, with all that may be said of it."""
    made: dict[str, Corpus] = {}

    def of(name: str) -> Corpus:
        if name not in made:
            made[name] = Corpus(read_region(REGIONS[name](tmp_path_factory.mktemp(name))))
        return made[name]

    return of


def runs(output: str, line: str) -> list[str]:
    """Return the texts of a line as the readers write it: without place, size, colour and hash."""
    parts = [part for part in line.split(" | ") if not PLACES.fullmatch(part) and not ATTRIBUTES.match(part)]
    if output == "page":
        return [part.removeprefix("drawing ") for part in parts[:1]]
    if output == "figures":  # the first text of a file is its title, given with its name by the kit
        return [re.sub(rf" · (?:{'|'.join(FIGURES)})$", "", part) for part in parts[:1]]
    if output in ("atlas", "workbook"):  # the page, or the sheet, comes first
        return parts[1:]
    return [re.sub(r" — .*|[0-9a-f]{8}$", "", part) for part in parts]


def unexplained(corpus: Corpus, texts: list[str]) -> dict[str, str]:
    """Return the runs that nothing explains, each with where the explanation ends."""
    found = {run: corpus.rest(run) for run in dict.fromkeys(texts)}
    return {run: rest for run, rest in found.items() if rest}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    "region", [pytest.param(name, marks=[pytest.mark.slow] * (name == "sixty")) for name in REGIONS]
)
def test_every_text_is_a_word_a_template_or_a_fact(corpora, region, output):
    """All texts kept of the outputs of three regions, to which the read-back holds the files."""
    texts = [
        run
        for sections in kept_of(region)[output].values()
        for line in sections["texts"]
        for run in runs(output, line)
    ]
    assert len(texts) > 50
    assert unexplained(corpora(region), texts) == {}


def test_what_nobody_said_is_not_explained(corpora):
    """Sentences of no template, in either language, a broken line, and a word beside known ones."""
    corpus = corpora("linfen")
    made_up = (
        "开发区发展势头良好",
        "The zone is doing well",
        "省级开发区 9 个，前景广阔",
        "Approved in 2018, a great success",
    )
    assert [run for run in made_up if not corpus.rest(run)] == []
    assert corpus.rest("省级开发区 9 个，资料载明已运营 8 个") == ""
