"""How long a planner waits before anything happens, against ``import pandas`` in the same run.

    .venv/bin/python benchmarks/startup.py

Each command starts a fresh interpreter; the commands take turns and the best of several rounds counts.
"""

import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
PANDAS = "import pandas"
COMMANDS = {
    PANDAS: [sys.executable, "-c", "import pandas"],
    "import zonemap": [sys.executable, "-c", "import zonemap"],
    "zonemap --help": [str(Path(sys.executable).with_name("zonemap")), "--help"],
}
LIMITS = {"import zonemap": 0.5, "zonemap --help": 0.8}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    rounds = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(ROUNDS)]
    best = {name: min(round_[name] for round_ in rounds) for name in COMMANDS}
    print(f"{PANDAS}: {best[PANDAS]:.3f} s")
    for name, limit in LIMITS.items():
        ratio = best[name] / best[PANDAS]
        print(f"{name}: {best[name]:.3f} s, {ratio:.2f} times as long (at most {limit})")
    return sum(best[name] / best[PANDAS] > limit for name, limit in LIMITS.items())


if __name__ == "__main__":
    sys.exit(main())
