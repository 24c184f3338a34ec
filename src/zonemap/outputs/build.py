"""Everything for one region, written as one set: all outputs or none."""

# Above 300 lines because what a set is made of, and how it is put in place, is one promise.

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.build_context import BuildContext
from zonemap.core.errors import ZonemapError, check_choice, check_lang
from zonemap.core.text import Text
from zonemap.core.transaction import find_obstacle, hold_folder, switch_set
from zonemap.core.vocabulary import word
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.template import find_layouts, read_template
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.files import figure_names, write_figures
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.manifest import (
    MANIFEST,
    OUTPUTS,
    describe_provenance,
    files_used,
    find_foreign,
    known_outputs,
    manifest_of,
    outputs_of_same_input,
    unchanged_outputs,
)
from zonemap.outputs.notebooks import load_tools, run_notebooks, write_pages
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.outputs.standing import wishes_of
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.context import NO_CONTEXT
from zonemap.region.region import Region
from zonemap.tables.csv_file import write_table

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """One output of a build.

    Parameters
    ----------
    key
        What it is asked for by: one of ``OUTPUTS``.
    name_zh, name_en
        What is made, for the progress bar.
    makes
        Names of the files that it makes, in the folder of the set.
    write
        Writes them into a folder.
    """

    key: str
    name_zh: str
    name_en: str
    makes: Sequence[str]
    write: Callable[[Path], object]


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
    boundaries: Path | None = None,
    only: Collection[str] = (),
    replace: bool = False,
    track: Callable[[list[Step]], Iterable[Step]] = iter,
) -> list[Path]:
    """Write every output of a region.

    All files are written beside the old ones and put in place together at the end, ``manifest.json`` last: a
    build that is interrupted, whose disk is full, or that finds a file open in another program, leaves the
    old files whole; what a killed one left half done is undone first. The same input gives the same bytes;
    outputs that were made of the same input by the same program, and are whole, are left as they are. Outputs
    of the last build that this one no longer makes go with the old ones.

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
        The data that the notebooks read, a folder or a file; None lets them look for it.
    boundaries
        The boundaries of these data, where they lie elsewhere.
    only
        Which of ``OUTPUTS`` to make; all when empty. Of the others those stay that the last build made of the
        same input; older ones go, so that the set speaks with one voice.
    replace
        Whether a file in ``out`` that is not as the last build left it may be replaced.
    track
        Goes through the steps and shows progress.

    Returns
    -------
    The files, in the order of their names.

    Raises
    ------
    ZonemapError
        If there is no such output; if one cannot be made or ``out`` cannot be written; if one would be an
        input, or would replace a file that somebody made or changed; if another build writes there.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> files = zm.build(region, "dist")
    >>> "manifest.json" in {file.name for file in files}
    True
    """
    if lang:
        check_lang(lang)
    if region.zones.empty:
        notebooks = None
    target = Path(out)
    has_context, day_given = region.context != NO_CONTEXT, _day_given(region)
    options = wishes_of(lang, basemap, map_number, template, has_context=has_context, day_given=day_given)
    for key in only:
        check_choice(key, OUTPUTS, zh="成果", en="output")
    possible = steps_of(region, options, template)
    steps = [step for step in possible if not only or step.key in only]
    makes = {step.key: step.makes for step in possible}
    makes |= {"notebooks": _pages_of(notebooks)} if notebooks else {}
    run = notebooks if not only or "notebooks" in only else None
    names = [MANIFEST, *(name for step in steps for name in step.makes), *_pages_of(run)]
    _refuse_inputs(target, names, [geodata, template])
    provenance = describe_provenance(region, options, files_used(notebooks, template))
    if template:
        find_layouts(read_template(template), str(template))
    try:
        with hold_folder(target) as stage:
            is_secret_free = basemap == "none"  # the key of a basemap stands in no manifest
            beside = outputs_of_same_input(provenance, target) if only else {}
            if is_secret_free and (unchanged := unchanged_outputs(provenance, target, [*names, *beside])):
                return unchanged
            known = known_outputs(target)
            _refuse_foreign(target, names, known, replace)
            places = (stage, target) if beside else (stage,)
            notes = BuildContext(
                geodata, boundaries, region.date, day_given, lang, map_number, places, has_context
            )
            with _in_background(run, notes) as waiting:
                for step in track([*steps, *waiting]):
                    began = time.perf_counter()
                    step.write(stage)
                    LOG.info("%s %s: %.1f s", step.name_zh, step.name_en, time.perf_counter() - began)
            write_atomic(stage / MANIFEST, manifest_of(provenance, stage, beside, makes))
            written = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
            kept = [path.as_posix() for path in written]
            _refuse_foreign(target, kept, known, replace)  # somebody may have saved one meanwhile
            left = {*kept, *beside}
            gone = [name for name in known if name not in left and not find_foreign(target, [name], known)]
            switch_set(target, last=MANIFEST, dropped=[name for name in gone if (target / name).exists()])
    except OSError as error:
        if error.strerror is None:
            raise  # not of the disk
        raise ZonemapError(
            f"写不进 {target}\uff1a{error.strerror}\uff1b旧文件保持原样 / "
            f"cannot write to {target}: {error.strerror}; the old files are as they were"
        ) from error
    return sorted(target / path for path in left)


def _day_given(region: Region) -> dt.date | None:
    """Return the day that a region's cells speak of if it was given to whoever read it."""
    given = word("reading", "day_given").format(day=region.state_day.isoformat())
    return region.state_day if given in region.derived else None


def _refuse_inputs(target: Path, names: Iterable[str], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read."""
    given = [path for path in inputs if path]
    refuse_input("--out", target, given)
    for name in names:
        refuse_input("--out", target / name, given)


def _refuse_foreign(target: Path, names: Iterable[str], known: Mapping[str, str], replace: bool) -> None:
    """Refuse to replace what somebody made or changed, unless told to; never replace a folder by a file."""
    found = find_foreign(target, names, known)
    in_the_way = [name for name in names if find_obstacle(target, name)]
    if not found or (replace and not in_the_way):
        return
    way_out = (
        Text("请移开", "move them away")
        if in_the_way
        else Text("请移开，或加 --replace", "move them away, or add --replace")
    )
    raise ZonemapError(
        f"{target} 里这些不是上一次生成的样子，不会替换：{'、'.join(found)}；{way_out.zh} / "
        f"these in {target} are not as the last build left them and are not replaced: {', '.join(found)}; "
        f"{way_out.en}"
    )


def _pages_of(notebooks: Path | None) -> list[str]:
    """Return the names of the pages that the notebooks become."""
    return [f"notebooks/{path.stem}.html" for path in sorted(notebooks.glob("*.ipynb"))] if notebooks else []


def steps_of(region: Region, options: dict[str, str], template: Path | None) -> list[Step]:
    """Return the outputs that this process makes itself."""
    number, document_lang = options["map_number"], options["lang"] or "zh"
    page, atlas, deck, book, base = (
        f"{region.name}.{ending}" for ending in ("html", "pdf", "pptx", "xlsx", "gpkg")
    )

    def write_page(folder: Path) -> Path:
        made = explore(region, lang=options["lang"], basemap=options["basemap"], map_number=number)
        return save_page(made, folder / page)

    return [
        Step("page", "地图网页", "map page", [page], write_page),
        Step(
            "figures",
            "图件",
            "figures",
            [f"figures/{name}" for name in figure_names(region)],
            lambda folder: write_figures(region, folder / "figures", map_number=number),
        ),
        Step(
            "atlas",
            "图集",
            "atlas",
            [atlas],
            lambda folder: write_atlas(region, folder / atlas, lang=document_lang, map_number=number),
        ),
        Step(
            "deck",
            "演示文稿",
            "deck",
            [deck],
            lambda folder: write_deck(
                region, folder / deck, lang=document_lang, template=template, map_number=number
            ),
        ),
        Step(
            "workbook",
            "工作簿",
            "workbook",
            [book],
            lambda folder: write_workbook(region, folder / book, map_number=number),
        ),
        Step(
            "geopackage",
            "空间数据库",
            "GeoPackage",
            [base],
            lambda folder: write_geopackage(region, folder / base, map_number=number),
        ),
        Step(
            "account",
            "连接账目",
            "account",
            ["account.csv"],
            lambda folder: write_table(region.account, folder / "account.csv"),
        ),
    ]


@contextmanager
def _in_background(notebooks: Path | None, notes: BuildContext) -> Iterator[list[Step]]:
    """Run the notebooks, whose kernels are processes of their own, while this process makes the rest.

    Gives the step that waits for them and writes them; no step when there are no notebooks. Those that show
    the rest begin with that step. When the rest fails or is interrupted, they are stopped.
    """
    if notebooks is None:
        yield []
        return
    load_tools()
    stop, made = Event(), Event()

    def write(folder: Path) -> list[Path]:
        made.set()
        return write_pages(running.result(), folder / "notebooks")

    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(run_notebooks, notebooks, notes, stop=stop, made=made)
        try:
            yield [Step("notebooks", "笔记本", "notebooks", _pages_of(notebooks), write)]
        except BaseException:
            stop.set()
            raise
