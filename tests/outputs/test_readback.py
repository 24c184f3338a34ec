"""Every output says what is kept of it (``kit/snapshots.py``), and nothing of that is made up on the way."""

from functools import cache

import pytest

from conftest import Visit
from kit import readers
from kit.corpus import Corpus, runs_of
from kit.decks import linfen_bytes
from kit.regions import at_stop
from kit.snapshots import REGIONS, WRITERS, differences, kept_of, made_region, outputs_of
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
CARD = """() => [...document.querySelectorAll('#tab-body, #timeline, #legend, #filters')].flatMap(part =>
    part.innerText.split('\\n').map(line => line.trim()).filter(Boolean))"""


@pytest.fixture(scope="session")
def corpora(tmp_path_factory):
    """Read each region whose outputs are kept, once, with all that may be said of it."""
    made: dict[str, Corpus] = {}

    def of(name: str) -> Corpus:
        if name not in made:
            made[name] = Corpus(read_region(REGIONS[name](tmp_path_factory.mktemp(name))))
        return made[name]

    return of


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    "region", [pytest.param(name, marks=[pytest.mark.slow] * (name == "sixty")) for name in REGIONS]
)
def test_every_text_is_a_word_a_template_or_a_fact(corpora, region, output):
    """All texts kept of the outputs of three regions, to which the read-back holds the files."""
    kept = kept_of(region)[output].values()
    texts = [run for sections in kept for run in runs_of(output, sections)]
    assert len(texts) > 50
    assert corpora(region).unexplained(texts) == {}


def test_so_is_every_text_of_the_english_deck(corpora, tmp_path):
    """Slides and notes."""
    path = tmp_path / "linfen.pptx"
    path.write_bytes(linfen_bytes("en"))
    texts = runs_of("deck", readers.deck(path))
    assert len(texts) > 50
    assert corpora("linfen").unexplained(texts) == {}


def test_so_is_every_text_of_the_english_atlas(corpora, english_atlas):
    """All its pages."""
    texts = runs_of("atlas", readers.atlas(english_atlas))
    assert len(texts) > 50
    assert corpora("linfen").unexplained(texts) == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "year", [2018, *(pytest.param(year, marks=pytest.mark.slow) for year in (2020, 2024))]
)
def test_so_is_every_text_of_the_live_page(desk: Visit, linfen, lang, year):
    """The card of each zone, and every other panel, as the scripts have written them at a stop."""
    corpus = Corpus(at_stop(linfen, year))
    for zone_id in linfen.zones.index:
        desk.go(f"lang={lang}&year={year}&zone={zone_id}")
        assert corpus.unexplained(desk.page.evaluate(CARD)) == {}, zone_id
    for tab in ("list", "reforms", "industries", "partners", "table"):
        desk.go(f"lang={lang}&year={year}&tab={tab}")
        assert corpus.unexplained(desk.page.evaluate(CARD)) == {}, tab


def test_what_nobody_said_is_not_explained(corpora):
    """Sentences of no template, in either language, a broken line, and a word beside known ones."""
    corpus = corpora("linfen")
    made_up = (
        "开发区发展势头良好",
        "The zone is doing well",
        "省级开发区 9 个，前景广阔",
        "Approved in 2018, a great success",
        "133.27 km²",
    )
    assert list(corpus.unexplained(made_up)) == list(made_up)
    assert corpus.unexplained(["省级开发区 9 个，资料载明已运营 8 个", "133.26 km²", "0 2.5 5 km"]) == {}
