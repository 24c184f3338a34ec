"""Switches of tiny sets that are killed, or race each other; run as a script, since it forks.

``python switching.py kills FOLDER EVERY THEN`` and ``python switching.py pairs FOLDER COUNT`` print what they
saw as JSON.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from zonemap.core.errors import ZonemapError
from zonemap.core.transaction import OURS, hold_folder, is_half_switched, switch_set

LAST = "manifest.json"
OLD = {"a": "old", "b": "same", "gone/c": "old", "sub/d": "old", LAST: "old"}
NEW = {"a": "new", "b": "same", "sub/d": "new", "sub/e": "new", "made/f": "new", LAST: "new"}
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")


def lay(folder: Path, texts: dict[str, str]) -> None:
    """Write files."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def lying(folder: Path) -> dict[str, str]:
    """Return the text of every file of the set in a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return {name: text for name, text in texts.items() if not name.startswith(OURS)}


def switch(folder: Path, new: dict[str, str]) -> None:
    """Put a set in place of the one that is there."""
    with hold_folder(folder) as stage:
        old = lying(folder)
        lay(stage, new)
        switch_set(folder, LAST, set(old) - set(new))


def recover(folder: Path) -> None:
    """Begin as every run does, and do no more."""
    with hold_folder(folder):
        pass


def apart(work: Callable[[], object], kill_at: int = 0) -> bool:
    """Do something in a process of its own that is killed before one of its steps; say whether it was."""
    child = os.fork()
    if not child:
        left = iter(range(kill_at - 1, -1, -1))

        def count(event: str, _: object) -> None:
            if event in STEPS and next(left, 1) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            if kill_at:
                sys.addaudithook(count)
            work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or status == 0, status
    return killed


def look(folder: Path, seen: dict[str, int]) -> None:
    """Count what stands in the folder: a whole set, a half one that says so, or a mixed one."""
    there = lying(folder)
    kind = (
        "old" if there == OLD else "new" if there == NEW else "half" if is_half_switched(folder) else "mixed"
    )
    seen[kind] = seen.get(kind, 0) + 1


def start(folder: Path) -> None:
    """Lay the old set into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    lay(folder, OLD)


def kills(folder: Path, every: int, then: int) -> dict[str, object]:
    """Kill a switch at every n-th step; kill each recovery too, at every m-th step, then let one end."""
    after: dict[str, int] = {}
    healed: dict[str, int] = {}
    count, aside, step = 0, folder.with_name("aside"), 1
    while True:
        start(folder)
        if not apart(lambda: switch(folder, NEW), step):
            return {"kills": count, "after": after, "healed": healed}
        look(folder, after)
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(folder, aside)
        second, killed = 1, True
        while killed:
            count += 1
            killed = apart(lambda: recover(folder), second)
            if killed:
                look(folder, after)
                apart(lambda: recover(folder))
            look(folder, healed)
            assert not [*folder.glob(f"{OURS}*")], "strays"
            shutil.rmtree(folder)
            shutil.copytree(aside, folder)
            second += then
        step += every


def insist(folder: Path, new: dict[str, str], told: Path) -> None:
    """Switch as soon as nobody else does; note each refusal."""
    while True:
        try:
            switch(folder, new)
        except ZonemapError as error:
            with told.open("a", encoding="utf-8") as file:
                file.write(f"{error}\n")
        else:
            return


def pairs(folder: Path, count: int) -> dict[str, object]:
    """Let two processes switch to two sets at once, again and again."""
    seen: dict[str, int] = {}
    told = folder.with_name("refusals.txt")
    for _ in range(count):
        start(folder)
        children = []
        for new in (OLD | {"a": "x", LAST: "x"}, NEW):
            child = os.fork()
            if not child:
                try:
                    for _ in range(3):
                        insist(folder, new, told)
                except BaseException:
                    sys.excepthook(*sys.exc_info())
                    os._exit(1)
                os._exit(0)
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
        there = lying(folder)
        kind = "new" if there == NEW else "other" if there == OLD | {"a": "x", LAST: "x"} else "mixed"
        seen[kind] = seen.get(kind, 0) + 1
        assert not [*folder.glob(f"{OURS}*")], "strays"
    refusals = told.read_text("utf-8").splitlines() if told.exists() else []
    return {"pairs": count, "seen": seen, "refusals": len(refusals), "said": sorted(set(refusals))[:1]}


if __name__ == "__main__":
    os.fsync = lambda _: None  # a kill loses nothing that was written; only a power cut does
    print(
        json.dumps({"kills": kills, "pairs": pairs}[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:])))
    )
