"""At twelve sizes all that is drawn can be read: nothing hides another, no zone is lost, it looks as kept."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest
import shapely

from kit.decks import beyond, deck_bytes, opened, shown, texts
from kit.drawn import covering, hidden, labels, maps, marks, outside, words
from kit.sizes import SIZES, differences, kept_of, picture, pictures_of
from kit.sizes import region_of as made_region
from zonemap.analysis.legend import legend_by
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.writer import make_book
from zonemap.outputs.deck.slides import maps as deck_maps
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.figures.small_multiples import MOST_CELLS
from zonemap.outputs.figures.zone import zone_sheet
from zonemap.region.region import Region
from zonemap.scene.items import Group, Item, Label
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import Sheet, SheetStyle
from zonemap.style.inks import SOFT

QUICK = ("1-1-none", "2-17-some", "20-17-none", "20-1-all", "60-1-some")
EACH = [size if size in QUICK else pytest.param(size, marks=pytest.mark.slow) for size in SIZES]
BOUND = [
    size if size in ("2-17-some", "20-17-none") else pytest.param(size, marks=pytest.mark.slow)
    for size in (*QUICK, "60-17-all", "200-17-none")
]
"""Sizes whose atlas and deck are not hundreds of pages of counties."""

LEFT_OUT = {
    "zh": r"另有 (\d+) 个未列出|(\d+) 个未逐一列出|其余 (\d+) 个",
    "en": r"(\d+) more (?:are )?not listed|(\d+) are not listed|(\d+) others",
}


@pytest.fixture(scope="module")
def region_of(tmp_path_factory) -> Callable[[str], Region]:
    """Make the region of a size once."""

    return cache(lambda size: made_region(size, tmp_path_factory.mktemp(size)))


@pytest.mark.parametrize("size", EACH)
def test_the_pictures_of_a_size_are_those_that_are_kept(region_of, size):
    """The map of all and that of one zone; meant to differ, they are kept anew by ``kit.sizes --keep``."""
    assert differences(kept_of(size), pictures_of(size, region_of(size))) == []


def changed(items: Iterable[Item], change: Callable[[Item], Item | None]) -> Iterator[Item]:
    """Yield every item as a change leaves it; one that it makes None of is left out."""
    for item in items:
        if isinstance(item, Group):
            yield replace(item, items=tuple(changed(item.items, change)))
        elif (left := change(item)) is not None:
            yield left


@pytest.fixture(scope="module")
def twenty(region_of) -> Sheet:
    """Compose the map of twenty zones."""
    region = region_of("20-17-none")
    return overview_sheet(region, legend_by(region), SheetStyle())


def said_of(sheet: Sheet, change: Callable[[Item], Item | None]) -> list[str]:
    """Compare a sheet with what a change makes of it."""
    other = replace(sheet, items=list(changed(sheet.items, change)))
    return differences({"map": picture(sheet)}, {"map": picture(other)})


def test_a_lost_name_is_noticed(twenty):
    """The message says of which picture and where."""
    name = next(one for one in labels(twenty.items) if one.text == "曲沃县")
    (told,) = said_of(twenty, lambda item: None if item == name else item)
    x, y = map(float, re.search(r"map: .*at (\d+), (\d+) pt", told).groups())
    assert shapely.box(*name.box).distance(shapely.Point(x, y)) < 12


def test_a_moved_mark_is_noticed(twenty):
    """By half its radius."""
    mark = marks(twenty.items)[0]
    moved = replace(mark, place=(mark.place[0] + 0.6 * mark.radius, mark.place[1]))
    (told,) = said_of(twenty, lambda item: moved if item == mark else item)
    x, y = map(float, re.search(r"map: .*at (\d+), (\d+) pt", told).groups())
    assert abs(x - mark.place[0]) < 30 > abs(y - mark.place[1])


def test_letters_set_a_little_otherwise_are_not(twenty):
    """As another version of the library for fonts does: every text a quarter of a point beside itself."""

    def set_off(item: Item) -> Item:
        if isinstance(item, Label):
            return replace(item, place=(item.place[0] + 0.25, item.place[1] + 0.25))
        return item

    assert said_of(twenty, set_off) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("size", EACH)
def test_a_figure_can_be_read(region_of, size, figure, lang):
    """No two labels cover each other, no mark hides another, nothing leaves the paper or its map."""
    sheet = FIGURES[figure](region_of(size), SheetStyle(lang))
    assert covering(sheet.items) == hidden(sheet.items) == outside(sheet) == []
    assert is_explained(sheet, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", EACH)
def test_the_figure_of_a_zone_can_be_read(region_of, size, lang):
    """Those of its county are listed by their numbers or counted; a counting mark is explained."""
    region = region_of(size)
    sheet = zone_sheet(region, region.shown.index[-1], SheetStyle(lang))
    assert covering(sheet.items) == hidden(sheet.items) == outside(sheet) == []
    assert is_explained(sheet, lang)
    (map_,) = maps(sheet.items)
    drawn = [one for one in marks(map_.items) if one.label]
    listed = [one.text for one in sheet.items if isinstance(one, Label)]
    assert {one.label for one in drawn} <= {*listed} or counted_in(words(sheet), lang)
    named = len(region.shown) - len(names_left(region, lang, words(sheet)))
    assert named + counted_in(words(sheet), lang) >= len(drawn) + counted(sheet)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", BOUND)
def test_the_atlas_can_be_read_and_names_every_zone(region_of, size, lang):
    """Each page; a mark that stands for many is explained where it is."""
    region = region_of(size)
    sheets = make_book(region, lang=lang).sheets
    for sheet in sheets:
        assert covering(sheet.items) == hidden(sheet.items) == outside(sheet) == []
        assert is_explained(sheet, lang)
    assert names_left(region, lang, "\n".join(map(words, sheets))) == []


def names_left(region: Region, lang: str, said: str) -> list[str]:
    """Return the names of the zones that are shown and do not stand in a text, wherever lines break."""
    names = [both_names(zone).of(lang) for zone in region.rows.values() if zone["is_shown"]]
    ways = {name: r"\s*".join(map(re.escape, "".join(name.split()))) + r"(?!\d)" for name in names}
    return [name for name in names if not re.search(ways[name], said)]


def counted(sheet: Sheet) -> int:
    """Return for how many zones the counting marks of a sheet stand."""
    return sum(int(one.text[1:]) for one in labels(sheet.items) if re.fullmatch(r"×\d+", one.text))


def is_explained(sheet: Sheet, lang: str) -> bool:
    """Tell whether the key explains the counting mark just where there is one."""
    return (label("figure", "counted_key", lang) in words(sheet)) is bool(counted(sheet))


def counted_in(said: str, lang: str) -> int:
    """Return how many zones a text says that it leaves out."""
    return sum(int(next(filter(None, found))) for found in re.findall(LEFT_OUT[lang], said))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", EACH)
def test_no_zone_of_the_map_is_lost(region_of, size, lang):
    """Each is named in the list, or counted as left out; a number on the map is one of the list."""
    region = region_of(size)
    sheet = overview_sheet(region, legend_by(region), SheetStyle(lang))
    said = words(sheet)
    assert len(names_left(region, lang, said)) == counted_in(said, lang)
    listed = {one.text for one in labels(item for item in sheet.items if not isinstance(item, Group))}
    assert {one.label for one in marks(sheet.items)} - {""} <= listed


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", EACH)
def test_no_zone_of_the_small_maps_is_lost(region_of, size, lang):
    """In each county the names that begin and those that are counted are as many as its heading says."""
    region = region_of(size)
    sheet = FIGURES["counties"](region, SheetStyle(lang))
    said = [one for one in sheet.items if isinstance(one, Label)]
    numbers = set(map(str, range(1, len(region.shown) + 1)))
    if len(region.counties) > MOST_CELLS:
        assert label("figure", "too_many_counties", lang)[:8] in words(sheet)
        return
    heads = sum(int(one.text) for one in said if one.align == "right" and one.size == 12.5)
    named = sum(one.text in numbers and one.align == "left" and one.color == SOFT for one in said)
    assert named + counted_in(words(sheet), lang) == heads >= len(region.shown)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", EACH)
def test_no_zone_of_the_strip_of_years_is_lost(region_of, size, lang):
    """Each stands on a card, or all are counted."""
    region = region_of(size)
    said = words(FIGURES["timeline"](region, SheetStyle(lang)))
    assert len(names_left(region, lang, said)) == counted_in(said, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", BOUND)
def test_a_map_of_the_deck_can_be_read_and_loses_no_zone(region_of, size, lang, monkeypatch):
    """Of every map; beside the one of all each zone is named, or counted."""
    region, painted = region_of(size), []
    paint = deck_maps.paint_shapes

    def keep(shapes, items, about=""):
        painted.append(list(items))
        paint(shapes, painted[-1], about)

    monkeypatch.setattr(deck_maps, "paint_shapes", keep)
    deck = opened(deck_bytes(region, lang=lang))
    assert beyond(deck) == []
    drawn = [items for items in painted if maps(items)]
    assert len(drawn) >= 2
    for items in drawn:
        assert covering(items) == hidden(items) == []
    beside = texts(shown(deck)[2])
    assert len(names_left(region, lang, beside)) == counted_in(beside, lang)
