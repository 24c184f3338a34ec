"""A set of files put in place of an older one: all of them or none, whatever happens meanwhile.

No system renames many files in one step. So what shall be done is first written into a journal; each old file
is moved aside before its new one is put in place; and the set is switched in the moment in which the journal
goes. Whoever finds a journal finds a run that died on the way, and moves the old files back: each step of
that may itself be repeated, so that it matters not where it is cut off. A lock of the operating system, which
dies with its process, keeps a second run away.
"""

# Above 300 lines because every step stands beside the one that undoes it.

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import platform
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from zonemap.core.atomic_output import hash_file, write_atomic
from zonemap.core.errors import ZonemapError

OURS = ".zonemap-"
"""How the names of all files and folders begin that stand in the folder of a set only meanwhile."""

_LOCK, _HOLDER, _JOURNAL = f"{OURS}lock", f"{OURS}holder", f"{OURS}journal"
_NEW, _OLD = f"{OURS}new", f"{OURS}old"


@contextmanager
def hold_folder(folder: Path) -> Iterator[Path]:
    """Hold the folder of a set against every other run, and undo what a killed one left half done.

    Gives an empty folder in which to write the new set; it and the lock are gone afterwards.

    Parameters
    ----------
    folder
        The folder in which the set stands; made if missing.

    Raises
    ------
    ZonemapError
        If another run holds it, named with its process, computer and time; or if a file that is open in
        another program keeps an unfinished switch from being undone.
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ZonemapError(_held_by(folder)) from error
    try:
        _write_holder(folder)
        undo_switch(folder)
        _clear(folder)
        stage = folder / _NEW
        stage.mkdir()
        yield stage
    finally:
        with suppress(OSError):
            _clear(folder)
        with suppress(OSError):
            (folder / _HOLDER).unlink()
        with suppress(OSError):  # a system on which an open file cannot go lets the lock do it
            (folder / _LOCK).unlink()
        lock.release()


def is_half_switched(folder: Path) -> bool:
    """Say whether a switch has begun and is neither finished nor undone."""
    return (folder / _JOURNAL).exists()


def is_touched(folder: Path) -> bool:
    """Say whether a run holds the folder of a set, or left something in it when it died."""
    return any(path.name.startswith(OURS) for path in folder.iterdir())


def switch_set(folder: Path, last: str, dropped: Iterable[str] = ()) -> None:
    """Put the files of the stage in place of the old ones, all or none.

    Files that are the same as the old ones are left as they are, so that nobody who reads them is disturbed.

    Parameters
    ----------
    folder
        The folder, held by :func:`hold_folder`.
    last
        Name of the file that is put in place after all others, as the mark of a finished set.
    dropped
        Names of old files that the new set no longer has.

    Raises
    ------
    ZonemapError
        If a file cannot be replaced; the message says which, and whether the old files are as they were.
    OSError
        If a file cannot be read or flushed to the disk; nothing has been moved then.
    """
    stage = folder / _NEW
    staged = {path.relative_to(stage).as_posix(): path for path in stage.rglob("*") if path.is_file()}
    for path in staged.values():
        _flush(path)
    new = {name: hash_file(path) for name, path in staged.items()}
    new = {name: digest for name, digest in new.items() if not _is(folder / name, digest)}
    # The manifest comes last: as long as it is the old one, or gone, nobody takes a half set for a whole one.
    names = sorted([*new, *dropped], key=lambda name: (name == last, name))
    _try_all(folder, names)
    try:
        # From here to the unlink of the journal a run that dies is undone by the next one. The journal
        # reaches the disk before the first move, and the moves before the journal goes: otherwise a power cut
        # could leave moved files without a word of it, or a journal that undoes a finished switch.
        _write_journal(folder, {name: new.get(name, "") for name in names})
        for name in names:
            if os.path.lexists(folder / name):
                _move(folder / name, folder / _OLD / name)
            if name in new:
                _move(stage / name, folder / name)
        for name in new:
            _flush_folder((folder / name).parent)
        (folder / _JOURNAL).unlink()
    except OSError as error:
        undo_switch(folder)
        raise ZonemapError(_blocked([_name_in(folder, error)], error)) from error
    except BaseException:
        undo_switch(folder)
        raise
    _flush_folder(folder)
    for name in set(names).difference(new):
        _prune(folder, name)


def undo_switch(folder: Path) -> None:
    """Put the old files back where a switch was cut off; do nothing where none was.

    A file that is neither the old nor the new one was saved there by somebody since, and stays.

    Raises
    ------
    ZonemapError
        If a file cannot be moved back; the journal then stays, and the next run tries again.
    """
    if not is_half_switched(folder):
        return
    try:
        steps = _read_journal(folder)
        # Each file's state is read from the disk, not from how far the run had come, so that undoing may
        # itself die and begin again. The hash of the new file tells it from one that somebody saved there
        # since.
        for name, (was_there, new) in reversed(steps.items()):
            place, kept = folder / name, folder / _OLD / name
            is_new = bool(new) and _is(place, new)
            if os.path.lexists(kept) and (is_new or not os.path.lexists(place)):
                _move(kept, place)
            elif is_new and not was_there:
                place.unlink()
                _prune(folder, name)
        for name in steps:
            _flush_folder((folder / name).parent)
        (folder / _JOURNAL).unlink()
    except OSError as error:
        name = _name_in(folder, error)
        raise ZonemapError(
            f"{folder}：新文件只换上了一部分，{name} 现在换不回来（{error.strerror}）；"
            "请关闭正在打开它的程序，再运行一次：会先把旧文件放回去 / "
            f"only a part of the new files is in place, and {name} cannot be put back now "
            f"({error.strerror}): close the program that has it open and run this again; the old files are "
            "put back first"
        ) from error


def find_obstacle(folder: Path, name: str) -> str:
    """Return the name of a folder that stands where a file shall, or of a file where a folder shall.

    Returns
    -------
    Empty when nothing is in the way.
    """
    if (folder / name).is_dir():
        return name
    parents = [parent.as_posix() for parent in PurePosixPath(name).parents][:-1]
    files = [name for name in parents if os.path.lexists(folder / name) and not (folder / name).is_dir()]
    return files[0] if files else ""


def is_name(name: object) -> bool:
    """Say whether something can be the name of a file of a set: below its folder, and none of our own."""
    if not isinstance(name, str) or not name or "\\" in name or ":" in name or "\0" in name:
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not path.parts[0].startswith(OURS)


def _write_journal(folder: Path, new: dict[str, str]) -> None:
    """Write down what shall be done: for each name whether a file is there, and the hash of the new one."""
    steps = {name: [os.path.lexists(folder / name), digest] for name, digest in new.items()}
    write_atomic(folder / _JOURNAL, json.dumps(steps))
    _flush_folder(folder)


def _read_journal(folder: Path) -> dict[str, tuple[bool, str]]:
    """Return what a switch was to do, in its order.

    Raises
    ------
    ZonemapError
        If somebody has changed the journal.
    """
    try:
        journal = json.loads((folder / _JOURNAL).read_text("utf-8"))
        steps = {name: (bool(was_there), str(new)) for name, (was_there, new) in journal.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise ZonemapError(_damaged(folder)) from error
    if not all(map(is_name, steps)):
        raise ZonemapError(_damaged(folder))
    return steps


def _damaged(folder: Path) -> str:
    """Say that a journal cannot be used, and the way out."""
    return (
        f"{folder / _JOURNAL} 已损坏；请把 {folder} 改名，再运行一次 / "
        f"is damaged: rename {folder} and run this again"
    )


def _held_by(folder: Path) -> str:
    """Say who holds a folder."""
    zh, en = "另一个进程", "another process"
    with suppress(OSError, ValueError, KeyError, TypeError):
        who = json.loads((folder / _HOLDER).read_text("utf-8"))
        zh = f"{who['host']} 上的进程 {who['pid']}（{who['since']} 起）"
        en = f"process {who['pid']} on {who['host']} (since {who['since']})"
    return (
        f"{folder}：{zh}正在写这个文件夹；请等它结束，或写到别处 / "
        f"{en} is writing this folder: wait for it to end, or write elsewhere"
    )


def _write_holder(folder: Path) -> None:
    """Leave word of who holds a folder."""
    since = dt.datetime.now().astimezone().isoformat(" ", "seconds")
    who = {"pid": os.getpid(), "host": platform.node(), "since": since}
    write_atomic(folder / _HOLDER, json.dumps(who))


def _try_all(folder: Path, names: Iterable[str]) -> None:
    """Try every target before anything is moved: what is open in another program is named all at once."""
    blocked: dict[str, OSError] = {}
    for name in names:
        try:
            if obstacle := find_obstacle(folder, name):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / obstacle))
            # Moved onto itself: nothing happens, unless the file is open in a program on Windows, where the
            # system refuses it as it would refuse the real move.
            if os.path.lexists(folder / name):
                _move(folder / name, folder / name)
        except OSError as error:
            blocked[name] = error
    if blocked:
        first = next(iter(blocked.values()))
        raise ZonemapError(_blocked(blocked, first)) from first


def _blocked(names: Iterable[str], error: OSError) -> str:
    """Say which files could not be replaced, when the old ones are all there."""
    zh, en = "请把它移开", "move away what stands there"
    if isinstance(error, PermissionError):
        zh, en = "请关闭正在打开它的程序", "close the program that has it open"
    return (
        f"换不了 {'、'.join(names)}：{error.strerror}；{zh}，再运行一次；旧文件保持原样 / "
        f"cannot replace {', '.join(names)}: {error.strerror}; {en} and run this again; "
        "the old files are as they were"
    )


def _name_in(folder: Path, error: OSError) -> str:
    """Return the name in the set of the file that an error is about."""
    with suppress(ValueError, TypeError, IndexError):
        parts = Path(error.filename).relative_to(folder).parts
        return "/".join(parts[1:] if parts[0] in (_NEW, _OLD) else parts)
    return str(folder)


def _move(path: Path, to: Path) -> None:
    """Move a file, over another one if there is one, in one step."""
    to.parent.mkdir(parents=True, exist_ok=True)
    path.replace(to)


def _is(path: Path, digest: str) -> bool:
    """Say whether a file is there and has this SHA-256."""
    return path.is_file() and hash_file(path) == digest


def _prune(folder: Path, name: str) -> None:
    """Remove the folders that a removed file has left empty."""
    with suppress(OSError):
        for parent in [*PurePosixPath(name).parents][:-1]:
            (folder / parent).rmdir()


def _clear(folder: Path) -> None:
    """Remove stage, old files and what else a killed run left, unless the old files are still needed."""
    if is_half_switched(folder):
        return
    for ours in folder.glob(f"{OURS}*"):
        if ours.name not in (_LOCK, _HOLDER):
            for path in [*sorted(ours.rglob("*"), reverse=True), ours]:
                _remove(path)


def _remove(path: Path) -> None:
    """Remove a file, even one marked as read-only, which some systems refuse; or an empty folder."""
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
        return
    try:
        path.unlink()
    except PermissionError:
        path.chmod(stat.S_IWRITE)
        path.unlink()


def _flush(path: Path) -> None:
    """Bring a written file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "posix" and folder.is_dir():
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
