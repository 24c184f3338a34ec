"""A geodata folder for any prefecture of China, which a planner fills in."""

import datetime as dt
import json

import pytest

from outputs.test_cli import run
from zonemap.core.errors import ZonemapError
from zonemap.core.vocabulary import terms
from zonemap.outputs.new_folder.writer import english_name, new_folder, slug
from zonemap.region.reading import read_region
from zonemap.tables.schemas import TABLE_NAMES, columns_of

DAY = dt.date(2020, 5, 14)


@pytest.mark.parametrize(
    ("city", "name", "title_en", "counties"),
    [
        ("临汾", "linfen", "Development zones of Linfen", 17),
        ("141000", "linfen", "Development zones of Linfen", 17),
        ("北京", "beijing", "Development zones of Beijing", 16),
        ("吕梁市", "lvliang", "Development zones of Lüliang", 13),
        ("海西蒙古族藏族自治州", "haixi", "Development zones of Haixi", 7),
        ("西安", "xian", "Development zones of Xi'an", 13),
    ],
)
def test_a_new_folder_has_nothing_wrong_with_it(tmp_path, city, name, title_en, counties):
    """Its counties are there, every table is there and empty, and it can be read at once."""
    new_folder(city, tmp_path / "new", as_of=DAY)
    region = read_region(tmp_path / "new")
    assert (region.name, region.title_en, region.state_day) == (name, title_en, DAY)
    assert len(region.counties) == counties
    assert region.zones.empty
    assert all(getattr(region, table).empty for table in TABLE_NAMES)


def test_the_same_prefecture_gives_the_same_bytes(tmp_path):
    """On the same day."""
    one, other = (new_folder("临汾", tmp_path / name, as_of=DAY) for name in ("one", "other"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_tables_open_in_excel_with_their_headings(tmp_path):
    """UTF-8 with a byte order mark, so that Excel does not garble what is typed."""
    for path in new_folder("临汾", tmp_path / "new", as_of=DAY):
        if path.suffix == ".csv":
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
            assert path.read_text("utf-8-sig").strip().split(",") == columns_of(path.stem)


def test_the_description_fits_the_tables(tmp_path):
    """Every column with its heading in both languages, its type, its words and its limits."""
    new_folder("临汾", tmp_path / "new", as_of=DAY)
    package = json.loads((tmp_path / "new" / "datapackage.json").read_text("utf-8"))
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert {key for key in fields if key[0] != "counties"} == {
        (table, column) for table in TABLE_NAMES for column in columns_of(table)
    }
    assert fields["zones", "management"]["constraints"] == {"enum": list(terms("management"))}
    assert "constraints" not in fields["zones", "kind"]
    assert fields["zones", "lon"]["constraints"] == {"minimum": 73, "maximum": 136}
    assert fields["zones", "area_km2"]["unit"] == "km²"
    for (_, column), field in fields.items():
        assert (field["title"], field["title_en"]) == (terms("column")[column].zh, terms("column")[column].en)


def test_a_planner_fills_it_in_chinese(tmp_path):
    """One source, one zone, one evidence for the whole row: with Chinese headings, names, words and dates."""
    folder = tmp_path / "new"
    new_folder("临汾", folder, as_of=DAY)
    tables = {
        "sources": "资料编号,发布者,标题,日期,网址\npifu-2017,某省人民政府,关于某开发区的批复,2017年,\n",
        "zones": "编号,名称,英文名称,类型,级别,管理,所在县(市、区),乡镇,经度,纬度,点位依据,"
        "申报日期,批准日期,挂牌日期,运营日期,面积(公顷)\n"
        "houma-edz,侯马经济开发区,,经济开发区,省级开发区,县管,侯马市,,111.3566,35.6136,县驻地,,2017年7月,,,1101\n",
        "evidence": "表,编号,字段,资料编号,出处位置,可信度,说明\n"
        "开发区,侯马经济开发区,*,pifu-2017,第1页,高,\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode("gb18030"))
    zone = read_region(folder).zones.loc["houma-edz"]
    assert (zone["kind"], zone["approved"], zone["counties"]) == ("economic", "2017-07", ("141081",))
    assert (zone["area_km2"], zone["basis"], zone["status"]) == (11.01, "published_area", "approved")


def test_what_is_there_is_never_overwritten(tmp_path):
    """Neither a folder with anything in it nor a file."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for place in ("new", "file"):
        with pytest.raises(ZonemapError, match="stays as it is"):
            new_folder("临汾", tmp_path / place)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("city", "says"), [("林芬", "临汾市"), ("洪洞", "it is a county of 临汾市"), ("../etc", "write it like")]
)
def test_an_unknown_prefecture_is_named_with_the_nearest(tmp_path, city, says):
    """Nothing is written."""
    with pytest.raises(ZonemapError, match=says):
        new_folder(city, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("临汾市", "Linfen"),
        ("长治市", "Changzhi"),
        ("六安市", "Lu'an"),
        ("呼和浩特市", "Hohhot"),
        ("黔西南布依族苗族自治州", "Qianxinan"),
        ("喀什地区", "Kashgar"),
        ("兴安盟", "Xing'an"),
    ],
)
def test_english_names(name, english):
    """Without the kind of prefecture and its peoples."""
    assert english_name(name) == english


def test_short_names_are_small_letters():
    """As the data package wants them."""
    assert [slug(name) for name in ("Xi'an", "Lüliang", "Xilin Gol")] == ["xian", "lvliang", "xilingol"]


def test_the_command(tmp_path, capsys):
    """As a user types it; then the check passes."""
    assert run("new", "临汾", str(tmp_path / "new"), "--as-of", "2020-05-14") == 0
    assert "zonemap check" in capsys.readouterr().out
    assert run("check", str(tmp_path / "new")) == 0
    assert "边界 Boundaries: 0 = 0" in capsys.readouterr().out
    assert run("new", "临汾", str(tmp_path / "new")) == 1
    assert run("new", "临汾", str(tmp_path / "other"), "--as-of", "someday") == 1
