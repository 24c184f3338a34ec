"""Archives, unpacked within bounds and never outside the folder they are given."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import NoReturn

from zonemap.boundaries.boundary_file import refuse
from zonemap.core.reading import UNPACKING
from zonemap.core.text import Text

MOST_MEMBERS = 2_000
"""Most files an archive may hold."""

MOST_BYTES = 1 << 30
"""Most bytes an archive may unpack to (1 GiB)."""

_BLOCK = 1 << 20
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def member_names(path: Path, file: str) -> list[str]:
    """List the files of an archive, with Chinese names as Windows writes them.

    Raises
    ------
    DataProblems
        If it is not a sound ZIP archive.
    """
    with _open(path, file) as archive:
        return [info.filename for info in archive.infolist() if not info.is_dir()]


def unpack(path: Path, file: str, folder: Path) -> None:
    """Unpack an archive into an empty folder.

    Parameters
    ----------
    path
        A ZIP archive.
    file
        Its name for the messages.
    folder
        Where its files shall stand.

    Raises
    ------
    DataProblems
        If the archive is broken, locked or too large, or if a name in it leads out of the folder.
    """
    with _open(path, file) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MOST_MEMBERS:
            _refuse_size(file, f"{len(members)} files")
        if sum(info.file_size for info in members) > MOST_BYTES:
            _refuse_size(file, f"{sum(info.file_size for info in members) >> 20} MB")
        left = MOST_BYTES  # counted again while unpacking, whatever the archive says
        for info in members:
            if any(part in info.filename for part in _IGNORED):
                continue
            place = folder / _safe_name(info, file)
            place.parent.mkdir(parents=True, exist_ok=True)
            left = _unpack_member(archive, info, place, file, left)


def _open(path: Path, file: str) -> zipfile.ZipFile:
    """Open an archive; names without the UTF-8 mark are read as GB18030."""
    try:
        try:
            return zipfile.ZipFile(path, metadata_encoding="gb18030")
        except UnicodeDecodeError:
            return zipfile.ZipFile(path)
    except (*UNPACKING, ValueError):
        _refuse_broken(file)


def _safe_name(info: zipfile.ZipInfo, file: str) -> PurePosixPath:
    """Return the path of a member below the folder."""
    name = PurePosixPath(info.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or any(":" in part or "\0" in part for part in name.parts):
        refuse(
            file,
            Text("压缩包里的文件名指向包外", "a name in the archive leads out of it"),
            Text("请重新打包，只放边界文件", "Pack it anew with the boundary files only"),
            column="文件名 name",
            value=info.filename,
        )
    return name


def _unpack_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, file: str, left: int) -> int:
    """Unpack one file and return how many bytes may still come."""
    if info.flag_bits & 1:
        refuse(
            file,
            Text("压缩包有密码", "the archive is locked with a password"),
            Text("请解压后再给", "Unpack it first"),
            value=info.filename,
        )
    try:
        with archive.open(info) as source, place.open("wb") as target:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    _refuse_size(file, info.filename)
                target.write(block)
    except (*UNPACKING, ValueError):
        _refuse_broken(file, info.filename)
    return left


def _refuse_broken(file: str, member: str = "") -> NoReturn:
    """Stop at an archive that cannot be read."""
    refuse(
        file,
        Text("压缩包已损坏或不是 ZIP", "the archive is broken or no ZIP"),
        Text("请重新打包为 ZIP", "Pack it anew as ZIP"),
        value=member,
    )


def _refuse_size(file: str, what: str) -> NoReturn:
    """Stop at an archive beyond the bounds."""
    refuse(
        file,
        Text(
            f"压缩包过大（最多 {MOST_MEMBERS} 个文件、{MOST_BYTES >> 20} MB）",
            f"the archive is too large (at most {MOST_MEMBERS} files, {MOST_BYTES >> 20} MB)",
        ),
        Text("请只打包边界文件", "Pack the boundary files only"),
        value=what,
    )
