"""A wrong language, day or other choice ends in one sentence of one kind, wherever it is given."""

import datetime as dt
import inspect

import numpy as np
import pandas as pd
import pytest

import zonemap as zm
from zonemap.cli import main
from zonemap.core.dates import read_day
from zonemap.core.errors import NotADay, UnknownOption, ZonemapError
from zonemap.core.vocabulary import terms
from zonemap.outputs.diff.files import write_changes

SPEAKING = {
    name: public
    for name in zm.__all__
    if inspect.isfunction(public := getattr(zm, name)) and "lang" in inspect.signature(public).parameters
}


def test_every_public_function_that_speaks_is_known():
    """What takes ``lang`` is found by its signature, so that a new one is tested as well."""
    assert {"build", "explore", "plot_map", "plot_zone", "write_deck", "write_atlas"} <= set(SPEAKING)


@pytest.mark.parametrize("lang", ["fr", "ZH", "zh-CN", 7])
@pytest.mark.parametrize("name", SPEAKING)
def test_a_wrong_language_is_one_error_everywhere(toy, tmp_path, name, lang):
    """The sentence names the value and the choices, and nothing is written."""
    others = {"region": toy, "path": tmp_path / "a", "out": tmp_path, "zone_id": "one"}
    others["frame"] = toy.zones
    asked = inspect.signature(SPEAKING[name]).parameters
    needed = {key: value for key, value in others.items() if key in asked}
    with pytest.raises(UnknownOption, match=r"可选：zh、en / .* is no language; there are zh, en") as refused:
        SPEAKING[name](**needed, lang=lang)
    assert isinstance(refused.value, ZonemapError)
    assert isinstance(refused.value, ValueError)
    assert str(lang) in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_words_and_changes_refuse_it_too(toy, tmp_path):
    """A label has no third language, nor have the pages of changes."""
    with pytest.raises(UnknownOption, match="'fr'"):
        terms("kind")["economic"].label("fr")
    with pytest.raises(UnknownOption, match="'fr'"):
        write_changes(pd.DataFrame(), toy, toy, tmp_path / "changes.html", lang="fr")


@pytest.mark.parametrize(
    ("plot", "wrong"),
    [
        ("plot_map", {"by": "colour"}),
        ("plot_map", {"paper": "A5"}),
        ("plot_timeline", {"by": "zones"}),
        ("plot_zone", {"zone_id": "nowhere"}),
    ],
)
def test_every_other_choice_is_refused_alike(toy, plot, wrong):
    """Legend, paper and zone: bilingual, of the same kind, with the value or the way out."""
    with pytest.raises(UnknownOption, match=" / "):
        getattr(zm, plot)(toy, **wrong)


@pytest.mark.parametrize(
    "day",
    [
        "2018",
        " 2018-12-31 ",
        "2018-12",
        2018,
        np.int64(2018),
        np.int16(2018),
        dt.date(2018, 12, 31),
        dt.datetime(2018, 12, 31, 23, 59),
        pd.Timestamp("2018-12-31 08:00", tz="Asia/Shanghai"),
        np.datetime64("2018-12-31T05:00"),
        np.datetime64("2018"),
    ],
    ids=repr,
)
def test_a_day_may_be_said_in_many_ways(toy, day):
    """Each of them is the end of 2018, as a plain date."""
    assert read_day(day) == dt.date(2018, 12, 31)
    assert type(toy.as_of(day).date) is dt.date


@pytest.mark.parametrize(
    "day",
    [
        None,
        pd.NaT,
        np.datetime64("NaT"),
        float("nan"),
        2018.5,
        True,
        0,
        -1,
        10**20,
        "",
        "two thousand",
        "2018-13",
        "2018-02-30",
        "31/12/2018",
        ["2018"],
        pd.NA,
    ],
    ids=repr,
)
def test_what_is_no_day_is_one_error(toy, day):
    """A ZonemapError that is a ValueError too, with how to write one."""
    with pytest.raises(NotADay, match=r"2018-12-31、2018-12 或 2018 / not a date") as refused:
        toy.as_of(day)
    assert isinstance(refused.value, ZonemapError)
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize("command", [["build", "no-folder"], ["new", "140100", "no-folder"]])
def test_the_commands_say_the_same(tmp_path, capsys, monkeypatch, command):
    """``--as-of`` is read by the same function; nothing is made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([*command, "--as-of", "someday"])
    assert ended.value.code == 1
    assert "--as-of 「someday」 不是日期，请写成 2018-12-31" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
