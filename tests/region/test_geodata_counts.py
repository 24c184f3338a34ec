"""What the tables of Linfen add up to is what the article of 14 May 2020 says."""

import pandas as pd

from zonemap.core.dates import known_from, year_of
from zonemap.region.status import APPROVED


def rows(frame: pd.DataFrame, **values: str) -> pd.DataFrame:
    """Return the rows that hold these values."""
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def approved_by_the_article(linfen):
    """Return the zones that the province had approved by the day of the article."""
    return linfen.zones[linfen.zones["status"].isin(APPROVED)]


def hosts(zones: pd.DataFrame) -> set[str]:
    """Return the codes of all counties that the zones lie in."""
    return {adcode for codes in zones["counties"] for adcode in codes}


def test_nine_zones_two_applications_nine_clusters(linfen):
    """Twenty rows in all; only the clusters have no date."""
    assert linfen.zones["status"].value_counts().to_dict() == {
        "operating": 8,
        "preparing": 1,
        "applying": 2,
        "undated": 9,
    }


def test_seven_economic_one_hightech_one_agricultural(linfen):
    """The nine zones by kind."""
    kinds = approved_by_the_article(linfen)["kind"].value_counts().to_dict()
    assert kinds == {"economic": 7, "hightech": 1, "agriculture": 1}


def test_approvals_by_year(linfen):
    """1997: 2, 2017: 1, 2018: 2, 2019: 3, 2020: 1."""
    years = approved_by_the_article(linfen)["approved"].map(year_of)
    assert years.value_counts().sort_index().to_dict() == {1997: 2, 2017: 1, 2018: 2, 2019: 3, 2020: 1}


def test_since_last_year_six_applied_and_four_were_approved(linfen):
    """Approved in 2019 and 2020, and the two that still apply."""
    fresh = approved_by_the_article(linfen)["approved"].map(year_of) >= 2019
    assert fresh.sum() == 4
    assert fresh.sum() + (linfen.zones["status"] == "applying").sum() == 6


def test_zones_and_clusters_share_out_the_counties(linfen):
    """The nine zones lie in 8 counties, the nine clusters in the other 9."""
    of_zones = hosts(approved_by_the_article(linfen))
    of_clusters = hosts(linfen.zones[linfen.zones["kind"] == "cluster"])
    assert (len(of_zones), len(of_clusters)) == (8, 9)
    assert of_zones | of_clusters == set(linfen.counties.index)


def test_only_one_zone_is_run_by_the_city(linfen):
    """临汾经济开发区."""
    assert linfen.zones.index[linfen.zones["management"] == "city"].tolist() == ["linfen-edz"]


def test_the_three_stated_areas(linfen):
    """133.26 and 11.01 km²; the 20 km² of 安泽 are known from the end of August 2020 on."""
    areas = linfen.zones["area_km2"].dropna().to_dict()
    assert areas == {"linfen-edz": 133.26, "guxian-etdz": 11.01}
    assert linfen.as_of("2020-08-31").zones["area_km2"].dropna().to_dict() == {**areas, "anze-etdz": 20.0}


def test_guxian_is_approved_but_does_not_run_yet(linfen):
    """Its committee was still being set up."""
    assert linfen.zones.loc["guxian-etdz", ["approved", "operating"]].tolist() == ["2020-02", "2020-05-14/.."]


def test_each_zone_has_each_measure_once(linfen):
    """Three measures by nine zones, due by the end of June 2020."""
    zones = sorted(approved_by_the_article(linfen).index)
    board = linfen.reforms.pivot(index="zone_id", columns="measure", values="state")
    assert (len(linfen.reforms), sorted(board.index)) == (27, zones)
    assert set(linfen.reforms["due"]) == {"2020-06"}


def test_the_reform_board(linfen):
    """Two zones have done everything, one lacks pay, five have their leaders, of one nothing is said."""
    board = linfen.reforms.pivot(index="zone_id", columns="measure", values="state")
    order = ["term", "appointment", "performance_pay"]
    states = board[order].agg(" ".join, axis=1).value_counts().to_dict()
    assert states == {
        "leaders_in_place not_reported not_reported": 5,
        "done done done": 2,
        "done done in_progress": 1,
        "not_reported not_reported not_reported": 1,
    }


def test_the_recruitment_with_all_its_figures(linfen):
    """23 posts, 200-odd applicants, 17 hired, from 27 February to 12 April 2020."""
    (event,) = rows(linfen.events, zone_id="huozhou-etdz", event="recruitment").to_dict("records")
    assert event["date"] == "2020-04-12"
    for figure in ("23", "200", "17", "27 February", "12 April"):
        assert figure in event["text_en"]


def test_thirteen_departments_became_eight(linfen):
    """侯马's reorganisation, in both languages."""
    (event,) = rows(linfen.events, zone_id="houma-edz", event="reorganisation").to_dict("records")
    assert "13" in event["text_zh"]
    assert "8" in event["text_zh"]
    assert "Thirteen departments become eight" in event["text_en"]


def test_later_developments_are_events_and_not_columns(linfen):
    """The upgrades of two clusters leave the clusters as they were on the day."""
    upgraded = rows(linfen.events, event="upgrade")
    assert sorted(upgraded["zone_id"]) == ["jixian-cluster", "quwo-cluster"]
    assert set(linfen.zones.loc[upgraded["zone_id"], "kind"]) == {"cluster"}


def test_every_approval_is_an_event_too(linfen):
    """Column and event say the same of when it had certainly happened."""
    dates = rows(linfen.events, event="approved").set_index("zone_id")["date"].map(known_from)
    stated = linfen.zones["approved"]
    assert dates.to_dict() == stated[stated != ""].map(known_from).to_dict()


def test_industries_from_a_name_are_marked(linfen):
    """Four zones whose kind alone says what they do."""
    assert sorted(rows(linfen.industries, basis="name")["zone_id"]) == [
        "anze-maidz",
        "xiangning-ectdz",
        "xixian-maidz",
        "yaodu-htz",
    ]


def test_six_clusters_have_no_stated_industry(linfen):
    """浮山, 汾西, 大宁, 永和, 乡宁 and 吉县, as the presentation says."""
    clusters = set(linfen.zones.index[linfen.zones["kind"] == "cluster"])
    assert clusters - set(linfen.industries["zone_id"]) == {
        "fushan-cluster",
        "fenxi-cluster",
        "daning-cluster",
        "yonghe-cluster",
        "xiangning-cluster",
        "jixian-cluster",
    }


def test_partners_by_role(linfen):
    """Two advisers, three operators, four platform companies, a university, three chambers, one visit."""
    assert linfen.partners["role"].value_counts().to_dict() == {
        "platform": 4,
        "operator": 3,
        "chamber": 3,
        "adviser": 2,
        "university": 1,
        "experts": 1,
    }
