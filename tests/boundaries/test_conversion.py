"""Boundary files in, one file in EPSG:4490 out."""

import shutil
from pathlib import Path

import geopandas as gpd
import pytest

from zonemap.cli import main
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.outputs.conversion import convert_files

EXAMPLES = Path(__file__).parents[2] / "geodata" / "examples"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_different_formats_become_one_file(tmp_path, suffix):
    """A boundary-point file and a shapefile of the same made-up zone: the same area twice."""
    files = [EXAMPLES / "made-up-zone.txt", EXAMPLES / "made-up-zone-gbk-shapefile.zip"]
    out = tmp_path / f"all{suffix}"
    converted = convert_files(files, out)
    written = gpd.read_file(out, engine="pyogrio")
    assert written.crs == "EPSG:4490"
    assert len(written) == len(converted) == 2
    assert written["area_km2"].tolist() == pytest.approx([4.8366, 4.8366], abs=1e-3)


def test_another_ending_is_refused(tmp_path):
    """The message says which can be written, and nothing is."""
    with pytest.raises(ZonemapError, match=r"only \.gpkg and \.geojson"):
        convert_files([EXAMPLES / "made-up-zone.txt"], tmp_path / "all.dwg")
    assert list(tmp_path.iterdir()) == []


def test_problems_of_all_files_come_at_once_and_the_old_file_stays(tmp_path):
    """Two broken files are both named."""
    out = tmp_path / "all.gpkg"
    out.write_bytes(b"old")
    for name in ("one.dwg", "two.dwg"):
        (tmp_path / name).write_bytes(b"AC1027 binary")
    with pytest.raises(DataProblems) as caught:
        convert_files([tmp_path / "one.dwg", tmp_path / "two.dwg"], out)
    assert {problem.file for problem in caught.value.problems} == {"one.dwg", "two.dwg"}
    assert out.read_bytes() == b"old"


def test_the_command_says_how_each_file_was_read(tmp_path, capsys, monkeypatch):
    """File, area, the reason for the reference system, and where it was written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(EXAMPLES / "made-up-zone.txt"), "--out", "zone.geojson"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "made-up-zone.txt" in said
    assert "4.8366 km²" in said
    assert "central meridian 111°E" in said
    assert "写出 / Written: zone.geojson" in said


def test_what_is_being_done_is_told_while_it_is_done(tmp_path):
    """Each file with its size before it is read, then the file that is written."""
    said = []
    convert_files([EXAMPLES / "made-up-zone.txt"], tmp_path / "a.gpkg", report_progress=said.append)
    assert said == ["读取 reading made-up-zone.txt · 0.0 MB", "写出 writing a.gpkg"]


def test_the_parts_of_a_table_may_be_named_with_it(tmp_path):
    """The .dat, .id and .map of a .tab are read with it, not for themselves."""
    for form in ("tab", "mif"):
        shutil.unpack_archive(EXAMPLES / f"made-up-zone-{form}.zip", tmp_path / form)
    files = sorted((tmp_path / "tab").iterdir()) + sorted((tmp_path / "mif").iterdir())
    assert len(files) == 6
    converted = convert_files(files, tmp_path / "all.gpkg")
    assert converted["file"].tolist() == ["made-up-zone-tab.tab", "made-up-zone-mif.mif"]


def test_a_file_is_never_written_over_by_what_it_becomes(tmp_path):
    """Called from Python as well as by the command; the file is as it was."""
    file = tmp_path / "all.gpkg"
    convert_files([EXAMPLES / "made-up-zone.txt"], file)
    before = file.read_bytes()
    with pytest.raises(ZonemapError, match="this is the input"):
        convert_files([file], file)
    assert file.read_bytes() == before
