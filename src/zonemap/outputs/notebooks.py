"""Notebooks, run and written as pages that open with no network.

What a cell put out is treated as foreign: its HTML keeps tables and words and loses all else, so that nothing
in the data can run. Maps are the one exception. They come as a frame around a whole document, and a frame is
let through because it is built anew here, with a sandbox that gives its document an origin of its own: it can
reach neither the notebook nor any file. The page's Content-Security-Policy holds inside the frame too and
lets only those scripts run whose hashes the map itself announces; nothing may be fetched.
"""

# Above 300 lines because running a notebook and cleaning what it put out belong to one promise: see above.

from __future__ import annotations

import asyncio
import atexit
import base64
import hashlib
import html
import os
import re
import tempfile
from collections.abc import Coroutine, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.build_context import BuildContext
from zonemap.core.errors import CannotRead, TopicMissing, ZonemapError
from zonemap.style.page import css_tokens

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

_TOOLS = (
    "nbformat.v4",
    "nbclient.client",
    "IPython.core.interactiveshell",
    "ipykernel.kernelspec",
    "nbconvert.exporters.html",
    "bleach",
)
"""What runs notebooks and writes them as pages, with all that it imports in its turn or while it works."""

_PACKAGES = "ipykernel nbclient nbconvert"

NO_BUILD = BuildContext()

_CELL_SECONDS = 300
_LOOK_SECONDS = 0.2
_FRAME = re.compile(r'\s*<iframe\s[^>]*?srcdoc="(?P<document>[^"]*)"(?P<rest>[^>]*)></iframe>\s*')
_DRAWING = re.compile(r'<img alt="([^"<>]*)" width="(\d+)" src="data:image/svg\+xml,([^"<>]*)">')
_DOCUMENT = re.compile(r'(<iframe\s[^<>]*?srcdoc=)"([^"]*)"')
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_LINK_TO = re.compile(r"\]\([\w-]+\.ipynb\)")
_LINK = re.compile(r'(href="[\w-]+)\.ipynb"')
_HEIGHT = re.compile(r'\bheight="(\d+)(?:px)?"')
_TITLE = re.compile(r"<title>([^<]*)</title>")
_POLICY = re.compile(r'<meta\s[^>]*"Content-Security-Policy"[^>]*>')
_HASH = re.compile(r"'sha256-[0-9A-Za-z+/]{43}='")
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_SANDBOX = "allow-scripts allow-downloads allow-modals allow-popups"
_MARKUP = "br div h1 h2 h3 h4 hr p pre span table tbody td th thead tr"
_SPANS = ["colspan", "rowspan"]
_ATTRIBUTES = {"*": ["class", "id", "lang"], "a": ["href", "title"], "td": _SPANS, "th": _SPANS}


def write_notebooks(folder: Path, out: Path, context: BuildContext = NO_BUILD) -> list[Path]:
    """Run every notebook of a folder and write each as one HTML file that needs no network.

    Parameters
    ----------
    folder, told
        As :func:`run_notebooks` takes them.
    out
        The folder to write into; made if missing.

    Returns
    -------
    The pages, in the order of their names.

    Raises
    ------
    CannotRead
        If a file is not a notebook.
    ZonemapError
        If a cell fails: the notebook, the number of the code cell and the message; if the packages that
        run notebooks are not installed; or if the pages would stand in the data.
    OSError
        If a page cannot be written.
    """
    if context.geodata is not None:
        refuse_input("out", out, [context.geodata])
    load_tools()
    return write_pages(run_notebooks(folder, context), out)


def load_tools() -> None:
    """Import all that :func:`run_notebooks` needs, so that its threads import nothing for the first time.

    Of two threads that import modules which need each other, one may get the half of a module: whoever runs
    notebooks beside other work calls this before.

    Raises
    ------
    ZonemapError
        If a package that runs notebooks, or writes them as pages, is not installed.
    """
    try:
        for name in _TOOLS:
            import_module(name)
        _warm_up()
    except ModuleNotFoundError as error:
        raise ZonemapError(
            f"运行笔记本还缺 {error.name}：pip install {_PACKAGES}；不要笔记本就加 --no-notebooks / "
            f"running notebooks also needs {error.name}: pip install {_PACKAGES}; or add --no-notebooks"
        ) from error


def _warm_up() -> None:
    """Check an empty notebook: the first check builds the checker, and imports what it needs for that."""
    import nbformat

    nbformat.validate(nbformat.v4.new_notebook())  # type: ignore[no-untyped-call]


def run_notebooks(
    folder: Path, context: BuildContext = NO_BUILD, *, stop: Event | None = None, made: Event | None = None
) -> dict[str, NotebookNode]:
    """Run every notebook of a folder, once :func:`load_tools` was called.

    The notebooks run side by side, each in a kernel of its own whose working directory is ``folder``; the
    last ones, which do the most, begin first. One that asks for something of which the data tell nothing
    (:class:`zonemap.core.errors.TopicMissing`) ends there with that sentence. The files are left as they are.

    Parameters
    ----------
    folder
        A folder of ``.ipynb`` files.
    told
        Which data they shall find, on which day, and what else they are not to ask their reader for.
    stop
        Ends the run soon after it is set; one notebook that fails ends the others too.
    made
        Set when all other outputs are made: what shows these (:func:`zonemap.find_output`) waits for it.

    Returns
    -------
    The notebooks with what came of their cells, by name, in the order of their names.

    Raises
    ------
    CannotRead
        If a file is not a notebook.
    ZonemapError
        If a cell fails.
    """
    notebooks = {path: _read(path) for path in sorted(folder.glob("*.ipynb"))}
    ending = stop or Event()
    last = [path for path in notebooks if made is not None and _shows_outputs(notebooks[path])]
    first = [path for path in reversed(notebooks) if path not in last]
    variables = context.variables()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for paths in (first, last):
                if paths is last and last and made is not None:
                    _wait_for(made, ending)
                running = [pool.submit(_run, notebooks[path], path, variables, ending) for path in paths]
                for done in as_completed(running):
                    done.result()
        except BaseException:
            ending.set()
            raise
    return {path.stem: notebook for path, notebook in notebooks.items()}


def _shows_outputs(notebook: NotebookNode) -> bool:
    """Tell whether a notebook shows what the build that runs it makes."""
    return any("find_output(" in cell["source"] for cell in notebook.cells if cell["cell_type"] == "code")


def _wait_for(made: Event, stop: Event) -> None:
    """Wait until the other outputs are made."""
    while not made.wait(_LOOK_SECONDS):
        if stop.is_set():
            raise CancelledError


def write_pages(notebooks: Mapping[str, NotebookNode], out: Path) -> list[Path]:
    """Write notebooks that were run as one HTML file each; the same ones give the same bytes.

    Raises
    ------
    OSError
        If a page cannot be written.
    """
    pages = {name: _as_html(notebook, name) for name, notebook in notebooks.items()}
    return [write_atomic(out / f"{name}.html", page) for name, page in pages.items()]


def _read(path: Path) -> NotebookNode:
    """Read a notebook; number its cells, so that the same one has the same ids, and note their headings."""
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, AttributeError, nbformat.ValidationError) as error:
        raise CannotRead(f"{path.name}：不是 Jupyter 笔记本 / not a Jupyter notebook") from error
    heading = path.stem
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        if cell["cell_type"] == "markdown":
            heading = (_HEADING.findall(cell["source"]) or [heading])[-1]
        cell["metadata"]["under"] = heading
    return notebook


def _run(notebook: NotebookNode, path: Path, environment_of_notebook: dict[str, str], stop: Event) -> None:
    """Run all cells, away from the startup files and the history of whoever runs them.

    What the notebook is told stands in its environment.

    Where it can, the kernel talks through files of its own instead of the network, which may be down.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal
    from traitlets.config import Config

    begun: list[int] = []
    with tempfile.TemporaryDirectory() as private:
        kernel = {
            "connection_file": f"{private}/kernel.json",
            "transport": "ipc" if os.name == "posix" else "tcp",
            "transport_encryption": "auto",
        }
        client = NotebookClient(
            notebook,
            config=Config({"KernelManager": kernel}),
            kernel_name="python3",
            timeout=_CELL_SECONDS,
            coalesce_streams=True,
            record_timing=False,
            store_widget_state=False,  # a widget needs its Python: what it shows without is beside it
            shutdown_kernel="immediate",
            on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
            resources={"metadata": {"path": str(path.parent)}},
        )
        environment = {**os.environ, "IPYTHONDIR": private, "PYTHONHASHSEED": "0", **environment_of_notebook}
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(_execute(client, environment, stop))
        except (CellControlSignal, RuntimeError) as error:
            if getattr(error, "ename", "") != TopicMissing.__name__:
                raise _failure(path.name, len(begun), error) from error
            _end_at(notebook, begun[-1], str(getattr(error, "evalue", "")))
        finally:
            atexit.unregister(client._cleanup_kernel)  # nbclient leaves it when a kernel does not start


async def _execute(client: NotebookClient, environment: dict[str, str], stop: Event) -> None:
    """Run all cells, and leave no kernel and no socket behind, even when stopped while the kernel starts."""
    try:
        await _until(stop, client.async_execute(env=environment))
    finally:
        if client.km is not None:
            await client._async_cleanup_kernel()


async def _until(stop: Event, work: Coroutine[object, object, object]) -> None:
    """Wait for work to be done; cancel it, which ends its kernel, when it shall stop."""
    task = asyncio.ensure_future(work)
    while not task.done():
        if stop.is_set():
            task.cancel()
        await asyncio.wait({task}, timeout=_LOOK_SECONDS)
    task.result()


def _end_at(notebook: NotebookNode, index: int, sentence: str) -> None:
    """End a notebook with the cell that found nothing to show; what leads to other notebooks stays."""
    import nbformat

    wording = nbformat.v4.new_output("stream", name="stdout", text=f"{sentence}\n")  # type: ignore[no-untyped-call]
    notebook.cells[index]["outputs"] = [wording]
    leading = [cell for cell in notebook.cells[index + 1 :] if _LINK_TO.search(cell["source"])]
    for cell in leading:
        cell["source"] = "\n\n".join(part for part in cell["source"].split("\n\n") if _LINK_TO.search(part))
    notebook.cells[index + 1 :] = leading


def _failure(name: str, number: int, error: Exception) -> ZonemapError:
    """Say which code cell of which notebook failed, and why."""
    kind = getattr(error, "ename", type(error).__name__)
    reason = getattr(error, "evalue", str(error).strip().partition("\n")[0])
    where = f"第 {number} 个代码单元出错 / code cell {number} failed"
    if not number:
        where = "Python 内核没有启动 / the Python kernel did not start"
    return ZonemapError(f"{name}：{where}：\n  {kind}: {reason}".rstrip("：: "))


def _as_html(notebook: NotebookNode, name: str) -> str:
    """Return a notebook that was run as a page with our own style and without any script of its own."""
    from nbconvert.exporters.html import HTMLExporter

    web = files("zonemap").joinpath("web")
    style = css_tokens("notebook") + web.joinpath("notebook", "page.css").read_text("utf-8")
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="notebook",
        extra_template_basedirs=[str(web)],
        exclude_anchor_links=True,
        sanitize_html=True,
        filters={"clean_html": clean_html},
    )
    page = {"style": style, "policy": _policy(notebook, style)}
    body, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}, "zonemap": page})
    return _DOCUMENT.sub(_quoted_once, _LINK.sub(r'\1.html"', body)).strip() + "\n"


def clean_html(markup: str) -> str:
    """Return HTML in which nothing can run and nothing is fetched.

    Parameters
    ----------
    markup
        HTML of a text or an output; a map when it is one ``<iframe srcdoc>`` and nothing else.

    Returns
    -------
    The frame, built anew in a sandbox of its own; or else the HTML without styles, scripts, images and all
    other markup than tables and text. A drawing that a picture carries as SVG stays: in a picture no script
    runs and nothing is fetched.
    """
    import bleach

    frame = _FRAME.fullmatch(markup)
    if frame:
        return _frame(frame["document"], frame["rest"])
    before, *drawn = _DRAWING.split(markup, maxsplit=1)
    if drawn:
        alt, width, inside, after = drawn
        kept = f'<img alt="{alt}" width="{width}" src="data:image/svg+xml,{inside}">'
        return clean_html(before) + kept + clean_html(after)
    tags = {*bleach.ALLOWED_TAGS, *_MARKUP.split()}
    return str(bleach.clean(_STYLE.sub("", markup), tags, _ATTRIBUTES, protocols={"http", "https"}))


def _frame(document: str, rest: str) -> str:
    """Build the frame of a map: its document, height and title, and a sandbox."""
    height = _HEIGHT.search(rest)
    title = _TITLE.search(html.unescape(document))
    name = html.escape(html.unescape(title[1])) if title else ""
    return (
        f'<iframe sandbox="{_SANDBOX}" allow="fullscreen; clipboard-write" title="{name}" '
        f'height="{height[1] if height else 600}" srcdoc="{document}"></iframe>'
    )


def _quoted_once(frame: re.Match[str]) -> str:
    """Put the document of a frame between single quotes: it is full of double ones, six letters each."""
    document = html.unescape(frame[2]).replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    return f"{frame[1]}'{document}'"


def _policy(notebook: NotebookNode, style: str) -> str:
    """Return the Content-Security-Policy: our style, what the maps announce, and nothing from elsewhere."""
    documents = [
        html.unescape(frame["document"])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if (frame := _FRAME.fullmatch("".join(output.get("data", {}).get("text/html", ""))))
    ]
    policies = [html.unescape(policy[0]) for policy in map(_POLICY.search, documents) if policy]
    known = sorted({found for policy in policies for found in _HASH.findall(policy)})
    own = base64.b64encode(hashlib.sha256(f"\n{style}".encode()).digest()).decode()
    directives = {
        "default-src": ["'none'"],
        "script-src": known or ["'none'"],
        "style-src": [f"'sha256-{own}'", *known],
        "img-src": ["data:", "blob:"],
        "form-action": ["'none'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(" ".join([directive, *allowed]) for directive, allowed in directives.items())
