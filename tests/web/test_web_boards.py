"""The boards beside the map: reforms, industries, partners, comparison; linked with the map both ways."""

import pytest

from conftest import Visit
from kit.regions import at_stop
from zonemap.analysis.measures import industries_on, known_industries, neighbours, shared_industries
from zonemap.analysis.reform_board import reform_board
from zonemap.core.dates import format_date
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

MEASURES = ["term", "appointment", "performance_pay"]
CELLS = """() => [...document.querySelectorAll('.board tbody tr[data-zone]')].map(row => [
    row.dataset.zone,
    [...row.querySelectorAll('td')].map(cell => [
        cell.dataset.state,
        cell.querySelector('button').getAttribute('aria-label'),
        cell.querySelector('.state-mark').textContent,
    ]),
])"""
RINGS = "() => document.querySelectorAll('#map-host .ring').length"
AT_MARK = """id => {
    const at = zonemap.map.where(id);
    const box = document.getElementById('map-host').getBoundingClientRect();
    return [box.x + at.x, box.y + at.y];
}"""
RIVAL_LINES = "() => onMap(`path[stroke='${zonemap.overlay.RIVAL}']`).length"


def point_at(desk: Visit, zone_id: str) -> None:
    """Move the pointer onto a zone's mark on the map."""
    desk.page.mouse.move(*desk.page.evaluate(AT_MARK, zone_id))


def rivals(linfen) -> set[frozenset[str]]:
    """Return the pairs of neighbours that name the same industry, as the library finds them."""
    near = neighbours(linfen.zones, linfen.counties)
    pairs = shared_industries(linfen.zones, known_industries(linfen), near)
    return {frozenset(pair) for pair in pairs[["zone_id", "other"]].itertuples(index=False)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_has_three_measures_by_nine_zones(desk, linfen, lang):
    """Each of the 27 cells shows the state that the table holds, as a sign and in words."""
    desk.go(f"lang={lang}&tab=reforms")
    states = linfen.reforms.set_index(["zone_id", "measure"])["state"]
    board = dict(desk.page.evaluate(CELLS))
    assert set(board) == set(linfen.reforms["zone_id"])
    assert len(board) == 9
    for zone_id, cells in board.items():
        assert [state for state, _, _ in cells] == [states[zone_id, measure] for measure in MEASURES]
        for measure, (state, words, _) in zip(MEASURES, cells, strict=True):
            assert label("state", state, lang) in words
            assert label("measure", measure, lang) in words


def test_not_reported_is_not_the_same_as_not_done(desk):
    """A sign of its own, words of its own, and a line that says so; no state is named not done."""
    desk.go("tab=reforms")
    signs = {state: sign for _, cells in desk.page.evaluate(CELLS) for state, _, sign in cells}
    assert len(set(signs.values())) == len(signs) == 4
    text = desk.page.locator("#tab-body").inner_text()
    assert label("page", "not_reported_hint", "zh") in text
    totals = desk.page.locator(".board .total td").all_inner_texts()
    assert totals == ["3 / 9", "3 / 9", "2 / 9"]


@pytest.mark.parametrize(("lang", "due"), [("zh", "2020年6月"), ("en", "June 2020")])
def test_the_due_date_stands_on_the_board(desk, lang, due):
    """The end of June 2020, and the day that the states hold for."""
    desk.go(f"lang={lang}&tab=reforms")
    text = desk.page.locator("#tab-body").inner_text()
    assert due in text
    assert format_date("2020-05-14", lang) in text


def test_a_cell_says_who_says_so(desk):
    """Its state, since when, and the source with its place."""
    desk.go("tab=reforms")
    desk.page.locator('[data-focus="cell:houma-edz:term"]').click()
    said = desk.page.locator(".said")
    assert "2018" in said.inner_text()
    assert said.locator(".evidence li").count() >= 1
    assert "澎湃" in said.inner_text()
    assert desk.state()["selected"] == "houma-edz"
    desk.page.locator('[data-focus="cell:houma-edz:performance_pay"]').click()
    assert label("measure", "performance_pay", "zh") in said.inner_text()
    desk.page.locator('[data-focus="cell:houma-edz:performance_pay"]').click()
    assert said.count() == 0


def test_the_board_lights_the_map_and_the_map_the_board(desk):
    """Pointing at a row rings the mark; choosing on either side holds the row and rings the mark."""
    desk.go("tab=reforms")
    desk.page.locator('.board tr[data-zone="yaodu-htz"] th button').hover()
    assert desk.page.evaluate(RINGS) == 1
    assert desk.page.locator("#tooltip").is_visible()
    desk.page.locator('.board tr[data-zone="yaodu-htz"] th button').click()
    assert desk.state()["selected"] == "yaodu-htz"
    assert desk.page.locator(".board tr.held").get_attribute("data-zone") == "yaodu-htz"
    point_at(desk, "huozhou-etdz")
    desk.page.wait_for_function("() => zonemap.hover.now() === 'huozhou-etdz'")
    assert desk.page.evaluate(RINGS) == 2
    assert desk.page.locator(".board tr.lit").get_attribute("data-zone") == "huozhou-etdz"
    desk.page.mouse.down()
    desk.page.mouse.up()
    desk.page.wait_for_function("() => zonemap.state().selected === 'huozhou-etdz'")


def test_rows_that_the_map_hides_are_dimmed(desk):
    """Five zones at the end of 2018 are on its board, and those that a filter leaves aside are dimmed."""
    desk.go("tab=reforms&year=2018&county=141081")
    assert desk.page.locator(".board tr[data-zone]").count() == 5
    assert desk.page.locator(".board tr.off").count() == 4


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("year", [1997, 2018, 2019, 2024])
def test_the_board_is_that_of_the_stop(desk, linfen, lang, year):
    """Zone by zone and measure by measure as the library has it on the day; no 0 where nothing is known."""
    desk.go(f"lang={lang}&tab=reforms&year={year}")
    board = reform_board(at_stop(linfen, year))
    states = {zone_id: [state for state, _, _ in cells] for zone_id, cells in desk.page.evaluate(CELLS)}
    assert states == {
        str(zone_id): list(row) for zone_id, row in zip(board.index, board.to_numpy(), strict=True)
    }
    text = desk.page.locator("#tab-body").inner_text()
    assert ("2020年6月" in text or "June 2020" in text) is (year > 2019)
    assert (label("state_later", "stated_later", lang) in text) is (year < 2020)
    assert not [total for total in desk.page.locator(".board .total td").all_inner_texts() if total[0] == "0"]


def test_the_board_can_colour_the_map(desk):
    """One button; the legend changes with it."""
    desk.go("tab=reforms")
    desk.page.locator('[data-focus="color"]').click()
    assert desk.state()["color"] == "reform"


def test_industries_say_what_is_where(desk, linfen):
    """Each industry with its zones, as many as sources up to the day tell of; inferred ones are marked."""
    desk.go("tab=industries")
    heads = desk.page.locator(".industry-head").evaluate_all(
        """heads => heads.map(head => [
            head.querySelector('.value').textContent, Number(head.querySelector('.count').textContent),
        ])"""
    )
    told = industries_on(linfen)
    counts = told["industry"].value_counts()
    assert dict(heads) == {label("industry", key, "zh"): count for key, count in counts.items()}
    assert len(heads) == len(counts)
    inferred = desk.page.locator("#tab-body .rows .hint").all_inner_texts()
    assert len(inferred) == told.loc[told["basis"] == "name", "industry"].nunique()


def test_no_neighbours_are_said_to_do_the_same_before_both_sources_say_so(desk, linfen):
    """曲沃's steel has an undated source, 翼城's one of December 2020: there is no pair, and that is said."""
    desk.go("tab=industries")
    assert rivals(linfen) == set()
    assert desk.page.evaluate(RIVAL_LINES) == 0
    assert label("page", "rivals_none", "zh") in desk.page.locator("#tab-body").inner_text()


def test_neighbours_with_the_same_industry_are_marked_on_the_map(visit, toy, tmp_path):
    """The pairs of the library, each once in the list and once as a line."""
    page = save_page(explore(toy), tmp_path / "toy.html")
    desk = visit(page, hash="lang=zh&tab=industries")
    listed = (
        desk.page.locator("#tab-body .card-part")
        .first.locator("li")
        .evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('.zone-link')].map(link => link.dataset.zone))"
        )
    )
    assert {frozenset(pair) for pair in listed} == rivals(toy)
    assert desk.page.evaluate(RIVAL_LINES) == len(listed) == len(rivals(toy)) > 0
    assert label("page", "rivals_hint", "zh") in desk.page.locator("#legend").inner_text()
    desk.page.locator("#tab-list").click()
    assert desk.page.evaluate(RIVAL_LINES) == 0


def test_a_hidden_neighbour_is_no_rival(desk):
    """In 2018 none of the clusters is shown, so no pair is."""
    desk.go("tab=industries&year=2018")
    assert desk.page.evaluate(RIVAL_LINES) == 0
    assert label("page", "rivals_none", "zh") in desk.page.locator("#tab-body").inner_text()


def test_counties_without_a_stated_industry_are_named(desk, linfen):
    """All counties but those in which a zone names one."""
    desk.go("tab=industries")
    named = linfen.zones.loc[industries_on(linfen)["zone_id"].unique(), "counties"].explode()
    silent = linfen.counties.loc[~linfen.counties.index.isin(named), "name_zh"]
    listed = desk.page.locator("#tab-body .missing li").all_inner_texts()
    assert listed == list(silent)
    assert listed


def test_an_industry_filters_from_its_board(desk):
    """And back; that 翼城 makes steel is told by a source of December 2020."""
    desk.go("tab=industries")
    desk.page.locator('#tab-body [data-focus="industry:steel"]').click()
    assert set(desk.state()["visible"]) == {"quwo-cluster"}
    desk.go("tab=industries&industry=steel&year=2021")
    assert set(desk.state()["visible"]) == {"quwo-cluster", "yicheng-cluster"}
    desk.page.locator('#tab-body [data-focus="industry:steel"]').click()
    assert desk.state()["filters"]["industry"] == []
    assert len(desk.state()["visible"]) == 20


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_partners_are_listed_by_place_with_their_source(desk, linfen, lang):
    """Every partner once, under its place or under place not stated, with zone, role and evidence."""
    desk.go(f"lang={lang}&tab=partners")
    body = desk.page.locator("#tab-body")
    parts = body.locator(".card-part").evaluate_all(
        """parts => parts.map(part => [
            part.querySelector('h3').textContent,
            [...part.querySelectorAll('.rows > li')].map(row => [
                row.querySelector('.value').textContent,
                row.querySelector('.zone-link').dataset.zone,
                row.querySelectorAll('.evidence li').length,
            ]),
        ])"""
    )
    expected = {}
    for row in linfen.partners.to_dict("records"):
        place = (
            linfen.words.word("place", row["place"]).of(lang)
            if row["place"]
            else label("page", "place_unknown", lang)
        )
        expected.setdefault(place, set()).add((row[f"name_{lang}"], row["zone_id"]))
    assert {head.split(" · ")[0] for head, _ in parts} == set(expected)
    for head, rows in parts:
        place, count = head.split(" · ")
        assert {(name, zone) for name, zone, _ in rows} == expected[place]
        assert int(count) == len(rows)
        assert all(backed for _, _, backed in rows)


def test_places_with_most_partners_come_first(desk, linfen):
    """The place not stated last; the chosen zone's partners stand out."""
    desk.go("tab=partners&zone=huozhou-etdz")
    heads = desk.page.locator("#tab-body section h3").all_inner_texts()
    counts = [int(head.split(" · ")[1]) for head in heads]
    stated = counts[:-1] if "" in set(linfen.partners["place"]) else counts
    assert stated == sorted(stated, reverse=True)
    assert sum(counts) == len(linfen.partners)
    own = linfen.partners["zone_id"] == "huozhou-etdz"
    assert desk.page.locator("#tab-body .held").count() == own.sum()


def test_the_reform_colours_the_map_at_once(desk):
    """By its tab; the next tab brings back what was before."""
    desk.go("color=year")
    desk.page.locator("#tab-reforms").click()
    assert desk.state()["color"] == "reform"
    desk.page.locator("#tab-list").click()
    assert desk.state()["color"] == "year"


def test_what_is_compared_is_ringed_on_the_map(desk):
    """Both, with their names, though none is selected."""
    desk.go("tab=compare&compare=huozhou-etdz,houma-edz")
    desk.page.wait_for_function(
        "() => document.querySelectorAll('.leaflet-zone-rings-pane .ring').length === 2"
    )
    names = desk.page.evaluate("onMap('.zone-name').map(name => name.textContent).join(' ')")
    assert "霍州" in names
    assert "侯马" in names


def test_up_to_four_zones_are_set_side_by_side(desk, linfen):
    """From the card, from the chooser; a fifth is refused in words."""
    for zone_id in ("houma-edz", "guxian-etdz"):
        desk.page.evaluate(
            "hash => { location.hash = hash }", f"zone={zone_id}&compare={','.join(desk.state()['compare'])}"
        )
        desk.page.wait_for_function("id => zonemap.state().selected === id", arg=zone_id)
        desk.page.locator('.card-acts [data-focus="compare"]').click()
    desk.page.locator("#tab-compare").click()
    for zone_id in ("anze-etdz", "quwo-cluster"):
        desk.page.locator("#compare-add").select_option(zone_id)
    four = ["houma-edz", "guxian-etdz", "anze-etdz", "quwo-cluster"]
    assert desk.state()["compare"] == four
    heads = desk.page.locator('.compared thead [data-focus^="compared:"]').all_inner_texts()
    assert heads == list(linfen.zones.loc[four, "name_zh"])
    assert desk.page.locator("#compare-add").count() == 0
    assert (
        label("page", "compare_full", "zh").replace("{n}", "4") in desk.page.locator("#tab-body").inner_text()
    )


def test_a_fifth_zone_is_refused_aloud(desk):
    """From the card; the four stay."""
    four = ["houma-edz", "guxian-etdz", "anze-etdz", "quwo-cluster"]
    desk.go(f"zone=linfen-edz&tab=card&compare={','.join(four)}")
    desk.page.locator('.card-acts [data-focus="compare"]').click()
    assert desk.state()["compare"] == four
    desk.page.wait_for_function("() => /4/.test(document.getElementById('live').textContent)")


def test_comparison_says_what_differs_and_what_is_not_stated(desk):
    """侯马 and 古县: kind alike; what one only has is no difference; what neither has is named below."""
    desk.go("tab=compare&compare=houma-edz,guxian-etdz")
    rows = dict(
        desk.page.locator(".compared tbody").evaluate_all(
            """rows => rows.map(row => [
                row.querySelector('th').firstChild.textContent,
                [row.matches('.differs'), ...[...row.querySelectorAll('td')].map(cell => cell.textContent)],
            ])"""
        )
    )
    assert rows[label("page", "field_kind", "zh")][0] is False
    assert rows[label("page", "field_area_km2", "zh")] == [False, "–", "11.01 km²"]
    differs, one, other = rows[label("measure", "term", "zh")]
    assert (differs, label("state", "done", "zh") in one, other) == (False, True, "–")
    assert rows[label("page", "field_approved", "zh")][0] is True
    assert all(any(cell != "–" for cell in cells) for _, *cells in rows.values())
    below = desk.page.locator("#tab-body > .hint").last.inner_text()
    assert below.startswith(f"– {label('page', 'not_stated', 'zh')}")
    assert label("page", "field_applied", "zh") in below


FOUR = "tab=compare&compare=linfen-edz,houma-edz,guxian-etdz,xiangning-ectdz"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 760)])
def test_four_are_compared_without_scrolling_sideways(desk, lang, width, height):
    """On a small notebook side by side, on a phone one under another, each under its name; nothing is cut."""
    page = desk.page
    page.set_viewport_size({"width": width, "height": height})
    try:
        desk.go(f"{FOUR}&lang={lang}")
        boxes = page.locator(".table-box, .compared :is(td, th)")
        assert boxes.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth + 1)")
        if width < 400:
            named = "row => getComputedStyle(row, '::before').content.slice(1, -1)"
            cells = page.locator(".compared tbody").first.locator("td")
            heads = page.locator('.compared thead [data-focus^="compared:"]').all_inner_texts()
            assert cells.evaluate_all(f"rows => rows.map({named})") == heads
    finally:
        page.set_viewport_size({"width": 1366, "height": 768})


def test_a_compared_zone_can_be_taken_out(desk):
    """And the address follows."""
    desk.go("tab=compare&compare=houma-edz,guxian-etdz")
    desk.page.locator('[data-focus="remove:houma-edz"]').click()
    assert desk.state()["compare"] == ["guxian-etdz"]
    assert "houma" not in desk.page.url


@pytest.mark.parametrize("tab", ["list", "card", "reforms", "industries", "partners", "compare", "table"])
def test_each_board_can_be_linked_to(desk, tab):
    """The tab is chosen, filled and written in the address."""
    desk.go(f"tab={tab}")
    assert desk.page.locator(f"#tab-{tab}").get_attribute("aria-selected") == "true"
    assert desk.page.locator("[role=tab][aria-selected=true]").count() == 1
    assert len(desk.page.locator("#tab-body").inner_text()) > 20


def test_the_table_sorts_by_any_column(desk, linfen):
    """By year of approval, then the other way; what is not stated stands last, then first."""
    desk.go("tab=table")
    for down in (False, True):
        desk.page.locator('[data-focus="sort:approved"]').click()
        rows = desk.page.locator("table.zones tbody tr").evaluate_all(
            "rows => rows.map(row => row.dataset.zone)"
        )
        stated = [zone for zone in rows if linfen.zones.at[zone, "approved"] != ""]
        years = [linfen.zones.at[zone, "approved"].removeprefix("../")[:4] for zone in stated]
        assert years == sorted(years, reverse=down)
        assert len(rows) == 20
        assert (rows[-1] in stated) is down
    assert desk.page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize("width", [360, 1366])
def test_no_heading_of_the_board_is_cut_within_a_word(visit, linfen_page, width):
    """Each word of the English headings stands on one line."""
    visited = visit(linfen_page, hash="lang=en&tab=reforms", viewport={"width": width, "height": 768})
    cut = visited.page.evaluate(
        """() => [...document.querySelectorAll('.board thead th')].flatMap(head => {
            const text = head.firstChild;
            return [...text.data.matchAll(/[A-Za-z]+/g)].filter(word => {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                return range.getClientRects().length > 1;
            }).map(word => word[0]);
        })"""
    )
    assert cut == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_reform_is_stands_beside_its_measures(desk, linfen, lang):
    """The ways and the aim, as the events of the whole region tell them, each with its evidence."""
    desk.go(f"lang={lang}&tab=reforms")
    told = linfen.events[(linfen.events["zone_id"] == "") & linfen.events["event"].isin(["ways", "aim"])]
    rows = desk.page.locator(".rows > li")
    assert rows.count() == len(told) == 2
    for at, text in enumerate(told[f"text_{lang}"]):
        assert text in rows.nth(at).inner_text()
        assert rows.nth(at).locator(".evidence li").count() == 1
