"""A net round every reader: whatever it raises becomes a problem of the file that it read."""

from __future__ import annotations

import csv
import errno
import gc
import json
import sqlite3
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text

Words = tuple[Text, Text]
"""What is wrong, and the way out."""

_MOST_DIGITS = 300  # what a float holds; Python refuses to read more than 4,300
_AGAIN = Text("请从原软件重新导出", "Export it again")
_PACK = Text("请重新打包为普通 ZIP，或解压后再给", "Pack it anew as ordinary ZIP, or unpack it first")
_CODE = Text("请用 --crs 指定坐标系代号，如 4525", "Name the system by its code with --crs, such as 4525")
_PLAIN = Text("请给普通文件", "Give an ordinary file")

UNPACKING = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError)
"""What Python's unpacker raises at archives that are broken or packed in a way it does not know."""

_EXPECTED: dict[type[Exception] | tuple[type[Exception], ...], Words] = {
    UNPACKING: (
        Text("压缩数据已损坏，或压缩方法少见", "packed data are broken, or packed in an uncommon way"),
        _PACK,
    ),
    RecursionError: (Text("括号或图形嵌套过深", "brackets or shapes are nested too deep"), _AGAIN),
    json.JSONDecodeError: (Text("JSON 不完整或已损坏", "the JSON is cut off or not well-formed"), _AGAIN),
    UnicodeError: (Text("文字编码有误", "a text is in a broken encoding"), _AGAIN),
    csv.Error: (
        Text("表格无法分列", "the cells cannot be told apart"),
        Text("请另存为 .xlsx", "Save it as .xlsx"),
    ),
    ParseError: (Text("XML 不完整或格式有误", "the XML is cut off or not well-formed"), _AGAIN),
    sqlite3.Error: (Text("数据库已损坏", "the database is broken"), _AGAIN),
    struct.error: (Text("文件不完整", "the file is cut off"), _AGAIN),
    ProjError: (
        Text("所写的坐标系不完整，无法换算", "its reference system is incomplete and cannot be used"),
        _CODE,
    ),
    ShapelyError: (Text("图形有误", "a shape is broken"), _AGAIN),
    MemoryError: (
        Text("文件太大，内存不够", "too large for the memory"),
        Text("请只留需要的部分", "Keep only what is needed"),
    ),
}
_UNFORESEEN: Words = (Text("读不出这个文件", "the file cannot be read"), _AGAIN)
_SYSTEM: dict[int, Words] = {
    errno.ENOENT: (
        Text(
            "打不开这个文件：不存在，或是链接而所指的文件不存在",
            "cannot open the file: it is not there, or a link to a file that is not there",
        ),
        Text("请放入文件本身", "Put the file itself there"),
    ),
    errno.ELOOP: (
        Text("打不开这个文件：链接指回自己", "cannot open the file: a link that leads back to itself"),
        Text("请放入文件本身", "Put the file itself there"),
    ),
    errno.EACCES: (
        Text("没有权限读取", "no permission to read it"),
        Text("请改文件权限，或复制一份", "Change its permissions, or copy it"),
    ),
}
_NOT_READ: Words = (
    Text("系统读不出这个文件", "the system cannot read it"),
    Text("请复制一份再读，或检查磁盘", "Copy it and try the copy, or check the disk"),
)


class Unforeseen(DataProblems):
    """A reader stopped at something that none of its checks foresaw; the cause is kept."""


@contextmanager
def errors_as_problems(file: str) -> Iterator[None]:
    """Turn what a reader raises into a problem of the file that it reads.

    Parameters
    ----------
    file
        Name of the file, for the message.

    Raises
    ------
    DataProblems
        In place of whatever was raised, which stays its cause: in words of its own where the kind of error is
        known, else as :class:`Unforeseen` with the error as the value. What is told already passes.
    """
    try:
        yield
    except ZonemapError:
        raise
    except OSError as error:
        words = _SYSTEM.get(error.errno or 0, _NOT_READ)
        raise DataProblems([Problem(file, *words, value=error.strerror or "")]) from error
    except Exception as error:
        known = next((words for kinds, words in _EXPECTED.items() if isinstance(error, kinds)), None)
        if known is not None:
            raise DataProblems([Problem(file, *known)]) from error
        wording = f"{type(error).__name__}: {error}"[:80]
        raise Unforeseen([Problem(file, *_UNFORESEEN, value=wording)]) from error


def check_ordinary(path: Path, file: str) -> None:
    """Stop at what is neither a file nor a folder: opening a pipe or a device may never end.

    Raises
    ------
    DataProblems
        If it is a pipe, a socket or a device, or a link that leads nowhere.
    """
    with errors_as_problems(file):
        mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        what = Text("是管道、套接字或设备，不是文件", "a pipe, a socket or a device, not a file")
        raise DataProblems([Problem(file, what, _PLAIN)])


def parse_json(text: str, shrink: Callable[[dict[str, Any]], object] | None = None) -> Any:
    """Return what a JSON text holds; a number of very many digits is infinite, as it is for every reader.

    Parameters
    ----------
    text
        The text; control characters within its words are let pass.
    shrink
        Is given each object, and what it returns stands in the object's place.

    Raises
    ------
    json.JSONDecodeError
        If it is not well-formed.
    """
    return json.loads(text, strict=False, object_hook=shrink, parse_int=_whole_number)


def _whole_number(digits: str) -> int | float:
    """Return a whole number; beyond what a coordinate or code can have, only its size."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def read_json(path: Path, file: str) -> Any:
    """Read a JSON file in UTF-8.

    Raises
    ------
    DataProblems
        If it cannot be opened, is no UTF-8 or no JSON; the line is named where it is known.
    """
    check_ordinary(path, file)
    with errors_as_problems(file):
        try:
            return parse_json(path.read_text("utf-8-sig"))
        except json.JSONDecodeError as error:
            words = _EXPECTED[json.JSONDecodeError]
            raise DataProblems([Problem(file, *words, row=error.lineno)]) from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no circles of dead objects meanwhile: pages and batches of rows are values that form none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
