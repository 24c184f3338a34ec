"""Make a folder from which zonemap is installed with no network: ``make bundle``.

It holds a wheel of every pinned package, for Linux and for 64-bit Windows, of zonemap itself, and a text that
says what to type. The hashes of the pins are checked when the packages are fetched.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
WHOLE = ".".join(map(str, sys.version_info[:3]))
PYTHON = WHOLE.rpartition(".")[0]
GLIBC = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
SYSTEMS = {
    "linux": (
        [*(f"manylinux_{version}_x86_64" for version in GLIBC), "manylinux2014_x86_64", "manylinux1_x86_64"],
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
    "windows": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    ),
}
README = f"""\
zonemap，不联网的安装 / zonemap, installed with no network

需要 64 位的 Python {PYTHON}（{WHOLE} 或更新的 {PYTHON}.x），其他版本不行：安装包是为它取的。
Needs Python {PYTHON}, 64 bit ({WHOLE} or a newer {PYTHON}.x), and no other: the packages were fetched for it.

Windows（在本文件夹里打开命令提示符 / open a command prompt in this folder）:

    py -{PYTHON} -m venv C:\\zonemap
    C:\\zonemap\\Scripts\\python -m pip install --no-index --find-links wheels zonemap[notebooks]
    C:\\zonemap\\Scripts\\zonemap --version

Linux:

    python{PYTHON} -m venv ~/zonemap
    ~/zonemap/bin/python -m pip install --no-index --find-links wheels 'zonemap[notebooks]'
    ~/zonemap/bin/zonemap --version

例子：临汾的数据在本文件夹的 geodata 里 / An example: the data of Linfen are in the folder geodata here

    zonemap build geodata --out dist

自己的一张表就够 / One table of your own is enough:

    zonemap build zones.xlsx --out maps

要新版，就整个换掉这个文件夹，再装一次 / For a newer version replace this folder as a whole and install again.
"""


def pip(*arguments: str | Path) -> None:
    """Run pip."""
    options = ["--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", *options, *map(str, arguments)], check=True)


def pins_for(environment: dict[str, str]) -> str:
    """Return the pinned requirements that hold on a system, with their hashes."""
    text = (ROOT / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    kept = []
    for line in filter(None, map(str.strip, text.splitlines())):
        pin, *hashes = line.split(" --hash=")
        wanted = Requirement(pin.strip())
        if wanted.marker is None or wanted.marker.evaluate(environment):
            kept.append(" --hash=".join([f"{wanted.name}{wanted.specifier}", *map(str.strip, hashes)]))
    return "\n".join(kept) + "\n"


def fetch(wheels: Path, folder: Path) -> None:
    """Fetch the packages of each system; what is offered as source alone is made a wheel here."""
    for system, (platforms, environment) in SYSTEMS.items():
        print(f"取 / fetching: {system}", flush=True)
        pins = folder / f"{system}.txt"
        pins.write_text(pins_for(environment), "utf-8")
        tags = [part for tag in platforms for part in ("--platform", tag)]
        version = ["--python-version", WHOLE, "--implementation", "cp", "--no-deps", "--require-hashes"]
        pip("download", *tags, *version, "-r", pins, "-d", wheels)
    for source in [*wheels.glob("*.tar.gz"), *wheels.glob("*.zip")]:
        pip("wheel", "--no-deps", "-w", wheels, source)
        source.unlink()


def main(out: Path) -> None:
    """Make the folder anew."""
    shutil.rmtree(out, ignore_errors=True)
    wheels = out / "wheels"
    wheels.mkdir(parents=True)
    with TemporaryDirectory() as folder:
        fetch(wheels, Path(folder))
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", wheels, ROOT)
    shutil.copytree(ROOT / "geodata", out / "geodata")
    (out / "README.txt").write_text(README, "utf-8-sig")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 2**20
    print(f"{out}: {len([*wheels.iterdir()])} 个安装包 wheels, {size:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
