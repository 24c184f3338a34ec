"""What the page's functions return for given arguments, the odd ones too: one page, one table, no clicking.

The functions inside a script are had by running the script once more with a last line that hands them out;
the page itself gives away nothing for it.
"""

from contextlib import ExitStack
from importlib.resources import files
from itertools import pairwise

import pytest
from pyproj import Geod, Transformer

from conftest import open_page
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

INSIDE = {
    "search.js": ("plain", "tight", "short", "inOrder", "holds"),
    "takeaway.js": ("cell",),
    "sheet.js": ("wrap",),
    "paint.js": ("linesOn",),
    "words.js": ("day",),
    "hash.js": ("pairs", "whole", "place"),
}
"""Functions by the script that keeps them to itself."""

CALL = """([lang, name, args]) => {
    const kept = zonemap.words.lang();
    zonemap.words.speak(lang);
    try {
        const found = name.split('.').reduce((at, part) => at[part], {...zonemap, inside: window.inside});
        const value = found(...args);
        return value instanceof Map ? [...value] : value;
    } finally {
        zonemap.words.speak(kept);
    }
}"""

WORDS = [
    # A date as coarse as it is known, in either language; nothing said is said so.
    ("zh", "words.date", ["1997"], "1997年"),
    ("zh", "words.date", ["1997-07"], "1997年7月"),
    ("zh", "words.date", ["2000-05-18"], "2000年5月18日"),
    ("en", "words.date", ["1997"], "1997"),
    ("en", "words.date", ["1997-07"], "July 1997"),
    ("en", "words.date", ["2000-05-08"], "8 May 2000"),
    ("en", "words.date", ["1997/1998"], "after 1997, by 1998"),
    ("zh", "words.date", ["1997-01/1998-12"], "1997年1月之后，不晚于1998年12月"),
    ("zh", "words.date", [""], "资料未载明"),
    ("en", "words.date", [None], "Not stated in the sources"),
    ("zh", "inside.day", ["2020-02-29"], "2020年2月29日"),
    # A number with commas between the thousands and no more digits than asked for.
    ("zh", "words.number", [0], "0"),
    ("zh", "words.number", [1234567.891], "1,234,567.89"),
    ("en", "words.number", [1234.5, 0], "1,235"),
    ("en", "words.number", [0.004], "0"),
    ("en", "words.number", [-12.5], "-12.5"),
    # A word that is not there shows its key; a place in it with no value stays as it is.
    ("zh", "words.word", ["no such word"], "no such word"),
    ("zh", "words.label", ["kind", "no such kind"], "no such kind"),
    ("en", "words.label", ["no such group", "x"], "x"),
    ("en", "words.joined", [[]], ""),
    ("en", "words.joined", [["a", "b"]], "a, b"),
    ("zh", "words.joined", [["甲", "乙"]], "甲、乙"),
    ("en", "words.name", [{"zh": "甲", "en": ""}], "甲"),
    ("zh", "words.name", [{"zh": "", "en": "Jia"}], "Jia"),
    ("en", "words.pair", [["甲", ""]], "甲"),
    # Which language a text is in, where it is not that of the page.
    ("zh", "words.foreign", ["洪洞"], None),
    ("zh", "words.foreign", ["Hongtong"], "en"),
    ("zh", "words.foreign", ["12 km"], None),
    ("zh", "words.foreign", ["A 区 zone"], None),
    ("en", "words.foreign", ["洪洞"], "zh-CN"),
    ("en", "words.foreign", ["Hongtong"], None),
    ("en", "words.foreign", [""], None),
]
SEARCH = [
    ("zh", "inside.plain", ["  ＨＴ　Zone "], "ht zone"),
    ("zh", "inside.plain", [""], ""),
    ("zh", "inside.plain", ["①"], "1"),
    ("zh", "inside.tight", ["xi'an hong-tong·b’c"], "xianhongtongbc"),
    ("zh", "inside.short", ["甲县经济技术开发区"], "甲县经开区"),
    ("zh", "inside.short", ["甲县经济开发区"], "甲县经开区"),
    ("zh", "inside.short", ["乙县高新技术产业开发区"], "乙县高新区"),
    ("zh", "inside.short", ["丙县产业集聚区"], "丙县集聚区"),
    ("zh", "inside.short", ["经济"], "经济"),
    # Initials in order, the first of them first.
    ("zh", "inside.inOrder", ["ht", "htjjjskfq"], True),
    ("zh", "inside.inOrder", ["hjk", "htjjjskfq"], True),
    ("zh", "inside.inOrder", ["tj", "htjjjskfq"], False),
    ("zh", "inside.inOrder", ["hqk", "htjjjskfq"], False),
    # Chinese anywhere, Latin from the beginning of a word.
    ("zh", "inside.holds", ["甲县经济开发区", "经济"], True),
    ("zh", "inside.holds", ["jia zone", "zone"], True),
    ("zh", "inside.holds", ["jia zone", "one"], False),
    ("zh", "inside.holds", ["jia stone one", "one"], True),
    ("zh", "inside.holds", ["", "one"], False),
    ("zh", "search.find", [""], []),
    ("zh", "search.find", ["   "], []),
    ("zh", "search.find", ["甲县"], [{"id": "one", "rank": 0, "where": "name"}]),
    ("zh", "search.find", ["甲县经开区"], [{"id": "one", "rank": 0, "where": "name"}]),
    ("zh", "search.find", ["jiaxian"], [{"id": "one", "rank": 1, "where": "name"}]),
    ("zh", "search.find", ["jia xian"], [{"id": "one", "rank": 1, "where": "name"}]),
    ("zh", "search.find", ["jxjj"], [{"id": "one", "rank": 2, "where": "name"}]),
    ("zh", "search.find", ["ＪＩＡ　Zone"], [{"id": "one", "rank": 0, "where": "name"}]),
    ("zh", "search.find", [".*"], []),
    ("zh", "search.find", ["("], []),
    ("zh", "search.find", ["<b>"], []),
    ("zh", "search.find", ["__proto__"], []),
    ("zh", "search.find", ["无此地"], []),
]
ADDRESS = [
    ("zh", "inside.pairs", [""], []),
    ("zh", "inside.pairs", ["#"], []),
    ("zh", "inside.pairs", ["#q=%E7%94%B2&year=1999"], [["q", "甲"], ["year", "1999"]]),
    ("zh", "inside.pairs", ["q=a=b"], [["q", "a=b"]]),
    ("zh", "inside.pairs", ["=a&b&&c="], [["c", ""]]),
    ("zh", "inside.pairs", ["q=%E7%94&year=1999"], [["year", "1999"]]),
    ("zh", "inside.pairs", ["q=1&q=2"], [["q", "2"]]),
    ("zh", "inside.whole", ["1999", 1997, 2020], 1999),
    ("zh", "inside.whole", ["1996", 1997, 2020], None),
    ("zh", "inside.whole", ["2021", 1997, 2020], None),
    ("zh", "inside.whole", ["1999.5", 1997, 2020], None),
    ("zh", "inside.whole", ["nineteen", 1997, 2020], None),
    ("zh", "inside.whole", ["", 0, 9], None),
    ("zh", "inside.place", ["36.08,111.51,9"], "36.08,111.51,9"),
    ("zh", "inside.place", ["-36,-111,9.5"], "-36,-111,9.5"),
    ("zh", "inside.place", ["86,111,9"], ""),
    ("zh", "inside.place", ["36,181,9"], ""),
    ("zh", "inside.place", ["36,111,19"], ""),
    ("zh", "inside.place", ["36,111"], ""),
    ("zh", "inside.place", ["36,111,9,9"], ""),
    ("zh", "inside.place", ["1e1,1e1,1"], ""),
    ("zh", "inside.place", ["NaN,NaN,NaN"], ""),
]
TEXTS = [
    # A cell that no spreadsheet takes for a formula.
    ("zh", "inside.cell", ["甲县"], '"甲县"'),
    ("zh", "inside.cell", ['a "b", c'], '"a ""b"", c"'),
    ("zh", "inside.cell", ["=1+1"], '"\'=1+1"'),
    ("zh", "inside.cell", ["+86 call"], '"\'+86 call"'),
    ("zh", "inside.cell", ["+86"], '"+86"'),
    ("zh", "inside.cell", ["-3.5"], '"-3.5"'),
    ("zh", "inside.cell", ["-1,234.5"], '"-1,234.5"'),
    ("zh", "inside.cell", ["-3.5+1"], '"\'-3.5+1"'),
    ("zh", "inside.cell", ["@SUM(A1)"], '"\'@SUM(A1)"'),
    ("zh", "inside.cell", ["\t=1"], '"\'\t=1"'),
    ("zh", "inside.cell", ["a=1"], '"a=1"'),
    ("zh", "inside.cell", [0], '"0"'),
    ("zh", "inside.cell", [None], '""'),
    # Lines: between words, or between any two Chinese characters; no text is lost.
    ("zh", "inside.wrap", ["", 14, 100], [""]),
    ("zh", "inside.wrap", ["甲乙丙丁", 10, 25], ["甲乙", "丙丁"]),
    ("zh", "inside.wrap", ["甲乙丙丁", 10, 1], ["甲", "乙", "丙", "丁"]),
    ("zh", "inside.wrap", ["unbreakable", 10, 1], ["unbreakable"]),
    ("zh", "labels.breakLines", ["甲县经济技术开发区", 2], ["甲县经济技术", "开发区"]),
    ("zh", "labels.breakLines", ["甲县", 2], ["甲县"]),
    ("zh", "labels.breakLines", ["Jia Zone", 2], ["Jia Zone"]),
    (
        "en",
        "labels.breakLines",
        ["Hongtong Economic and Technological Development Zone", 2],
        ["Hongtong Economic and", "Technological Development Zone"],
    ),
    # Lines that show on a fill.
    ("zh", "inside.linesOn", ["#ffffff"], "#1b2330"),
    ("zh", "inside.linesOn", ["#000000"], "#ffffff"),
    ("zh", "inside.linesOn", ["#ffff00"], "#1b2330"),
    ("zh", "inside.linesOn", ["#0000ff"], "#ffffff"),
]
TIME = [
    # What a zone is at a stop is looked up in the changes that the page was given.
    ("zh", "time.lookUp", [[[1999, "approved"], [2001, "operating"]], 1998], None),
    ("zh", "time.lookUp", [[[1999, "approved"], [2001, "operating"]], 1999], "approved"),
    ("zh", "time.lookUp", [[[1999, "approved"], [2001, "operating"]], 2000], "approved"),
    ("zh", "time.lookUp", [[[1999, "approved"], [2001, "operating"]], 2020], "operating"),
    ("zh", "time.statusAt", [{"at": {"status": [[1999, "not_yet"], [2001, "operating"]]}}, 1999], "not_yet"),
    (
        "zh",
        "time.statusAt",
        [{"at": {"status": [[1999, "not_yet"], [2001, "operating"]]}}, 2001],
        "operating",
    ),
    ("zh", "time.statusAt", [{"status": "undated", "at": {}}, 2001], "undated"),
    ("zh", "time.drawnAt", [{"at": {"shown": [[1999, False], [2020, True]]}}, 2019], False),
    ("zh", "time.drawnAt", [{"at": {"shown": [[1999, False], [2020, True]]}}, 2021], True),
    ("zh", "time.stateAt", [{"board": {}}, "term", 2020], None),
    ("zh", "time.stateAt", [{"board": {"term": [[2018, "done"]]}}, "term", 2017], None),
    ("zh", "time.stateAt", [{"board": {"term": [[2015, "planned"], [2018, "done"]]}}, "term", 2020], "done"),
    ("zh", "time.dayOf", [2019], "2019-12-31"),
    ("zh", "time.dayOf", [2020], "2020-06-30"),
]
TABLE = [*WORDS, *SEARCH, *ADDRESS, *TEXTS, *TIME]


@pytest.fixture(scope="module")
def page(browser, toy, tmp_path_factory):
    """Open the toy region's page once, and have the functions that its scripts keep to themselves."""
    path = save_page(explore(toy), tmp_path_factory.mktemp("functions") / "toy.html")
    with ExitStack() as contexts:
        visited = open_page(browser, contexts, path)
        visited.page.evaluate("window.inside = {}")
        for script, names in INSIDE.items():
            visited.page.evaluate(opened(script, names))
        yield visited.page
        assert visited.complaints == []


def opened(script: str, names: tuple[str, ...]) -> str:
    """Return a script that hands out functions of its own to ``window.inside`` and changes nothing else."""
    text = (files("zonemap") / "web" / script).read_text("utf-8")
    start, call, _ = text.rpartition("})(")
    assert call, script
    return f"{start}Object.assign(window.inside, {{ {', '.join(names)} }});\n}})({{ ...window.zonemap }});"


@pytest.mark.parametrize(("lang", "name", "args", "expected"), TABLE)
def test_returns(page, lang, name, args, expected):
    """Each function of the table returns what stands beside its arguments."""
    assert page.evaluate(CALL, [lang, name, args]) == expected


PLACES = [(lat, lon) for lat in (3.9, 18.2, 36.0811, 53.4) for lon in (73.6, 85.49, 111.5123, 112.499, 134.9)]


def test_metres_of_the_three_degree_zone_are_those_of_proj(page):
    """To less than a tenth of a metre all over China, at the edges of zones too; elsewhere there are none."""
    for lat, lon in PLACES:
        found = page.evaluate("place => zonemap.ground.grid(...place)", [lat, lon])
        to_zone = Transformer.from_crs(4490, 4488 + found["zone"], always_xy=True)
        assert (found["east"], found["north"]) == pytest.approx(to_zone.transform(lon, lat), abs=0.1)
        assert abs(3 * found["zone"] - lon) <= 1.5
    for place in ([47.0, 8.5], [36.0, 136.6], [36.0, 73.4], [89.0, 111.0]):
        assert page.evaluate("place => zonemap.ground.grid(...place)", place) is None


def test_lengths_and_areas_are_those_on_the_ellipsoid(page):
    """A length to a millimetre, an area to a hundred-thousandth; places that are one are nothing apart."""
    geod = Geod(a=6378137, rf=298.257222101)
    for (lat, lon), (other_lat, other_lon) in [*pairwise(PLACES), (PLACES[7], PLACES[7])]:
        _, _, metres = geod.inv(lon, lat, other_lon, other_lat)
        found = page.evaluate(
            "ends => zonemap.ground.distance(...ends)", [[lat, lon], [other_lat, other_lon]]
        )
        assert found == pytest.approx(metres, abs=1e-3)
    for size in (0.0005, 0.01, 1.0):
        ring = [(36 + size, 111.0), (36.0, 111 + size), (36 - size, 111.0), (36.0, 111 - size)]
        square, _ = geod.polygon_area_perimeter([lon for _, lon in ring], [lat for lat, _ in ring])
        assert page.evaluate("zonemap.ground.area", ring) == pytest.approx(abs(square), rel=1e-5)
    assert page.evaluate("zonemap.ground.area", PLACES[:2]) == 0
