"""Everything for one region, written as one set: all outputs or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from zonemap.atlas.writer import write_atlas
from zonemap.deck.template import find_layouts, read_template
from zonemap.deck.writer import write_deck
from zonemap.errors import ZonemapError, check_lang
from zonemap.figures.files import write_figures
from zonemap.geopackage import write_geopackage
from zonemap.manifest import MANIFEST, describe_making, manifest_of, unchanged_outputs
from zonemap.notebook import write_notebooks
from zonemap.output import clear_strays, staged_folder, write_atomic
from zonemap.page import save_page
from zonemap.region import Region
from zonemap.tables.reader import write_table
from zonemap.webmap import explore
from zonemap.workbook import write_workbook


@dataclass(frozen=True)
class Step:
    """One output of a build.

    Parameters
    ----------
    name_zh, name_en
        What is made, for the progress bar.
    write
        Writes it.
    """

    name_zh: str
    name_en: str
    write: Callable[[], object]


def build(
    region: Region,
    out: Path | str = "dist",
    *,
    lang: str = "",
    basemap: str = "none",
    map_number: str = "",
    template: Path | None = None,
    notebooks: Path | None = None,
    geodata: Path | None = None,
    track: Callable[[list[Step]], Iterable[Step]] = iter,
) -> list[Path]:
    """Write every output of a region.

    All files are written beside the old ones and put in place together at the end, ``manifest.json`` last: a
    build that is interrupted, or whose disk is full, leaves the old files whole. The same input gives the
    same bytes; outputs that were made of the same input by the same program, and are whole, are left as they
    are.

    Parameters
    ----------
    region
        The region on the day that the outputs shall show.
    out
        The folder to write into; made if missing.
    lang
        Language of the deck and the atlas, and of the page when it opens, ``zh`` or ``en``; empty gives a
        Chinese deck and atlas and lets the browser choose.
    basemap
        ``none``, ``tianditu`` or ``osm``.
    map_number
        The 审图号 issued to this map; without one the outputs say 内部工作底图.
    template
        A .pptx file whose layouts the deck uses; None for our own.
    notebooks
        Folder of notebooks to run and write as pages; None for none. A region without zones runs none: they
        ask about zones.
    geodata
        The data folder that the notebooks read; None lets them look for it.
    track
        Goes through the steps and shows progress.

    Returns
    -------
    The files, in the order of their names.

    Raises
    ------
    ZonemapError
        If an output cannot be made or ``out`` cannot be written.
    """
    if lang:
        check_lang(lang)
    if region.zones.empty:
        notebooks = None
    target = Path(out)
    clear_strays(target)
    wishes = {"lang": lang, "basemap": basemap, "map_number": map_number, "template": str(template or "")}
    making = describe_making(region, wishes, _files_used(notebooks, template))
    is_secret_free = basemap == "none"  # the key of a basemap stands in no manifest
    if is_secret_free and (unchanged := unchanged_outputs(making, target)):
        return unchanged
    if template:
        find_layouts(read_template(template), str(template))
    page = explore(region, lang=lang, basemap=basemap, map_number=map_number)
    try:
        with staged_folder(target, last=MANIFEST) as folder:
            with _in_background(notebooks, folder / "notebooks", geodata) as waiting:
                for step in track([*_steps(region, page, wishes, template, folder), *waiting]):
                    step.write()
            write_atomic(folder / MANIFEST, manifest_of(making, folder))
            written = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        raise ZonemapError(
            f"写不进 {target}\uff1a{error.strerror}\uff1b旧文件保持原样 / "
            f"cannot write to {target}: {error.strerror}; the old files are as they were"
        ) from error
    return [target / path for path in written]


def _files_used(notebooks: Path | None, template: Path | None) -> list[Path]:
    """Return the files beside the data that the outputs depend on."""
    used = [*notebooks.glob("*.ipynb")] if notebooks else []
    return sorted([*used, template] if template and template.is_file() else used)


def _steps(
    region: Region, page: object, wishes: dict[str, str], template: Path | None, folder: Path
) -> list[Step]:
    """Return the outputs that this process makes itself."""
    name, spoken = folder / region.name, wishes["lang"] or "zh"
    number = {"map_number": wishes["map_number"]}
    return [
        Step("地图网页", "map page", lambda: save_page(page, f"{name}.html")),
        Step("图件", "figures", lambda: write_figures(region, folder / "figures", **number)),
        Step("图集", "atlas", lambda: write_atlas(region, f"{name}.pdf", lang=spoken, **number)),
        Step(
            "演示文稿",
            "deck",
            lambda: write_deck(region, f"{name}.pptx", lang=spoken, template=template, **number),
        ),
        Step("工作簿", "workbook", lambda: write_workbook(region, f"{name}.xlsx", **number)),
        Step("空间数据库", "GeoPackage", lambda: write_geopackage(region, f"{name}.gpkg", **number)),
        Step("连接账目", "account", lambda: write_table(region.account, folder / "account.csv")),
    ]


@contextmanager
def _in_background(notebooks: Path | None, folder: Path, geodata: Path | None) -> Iterator[list[Step]]:
    """Run the notebooks, whose kernels are processes of their own, while this process makes the rest.

    Gives the step that waits for them; no step when there are no notebooks. When the rest fails or is
    interrupted, they are stopped.
    """
    if notebooks is None:
        yield []
        return
    stop = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(write_notebooks, notebooks, folder, geodata=geodata, stop=stop)
        try:
            yield [Step("笔记本", "notebooks", running.result)]
        except BaseException:
            stop.set()
            raise
