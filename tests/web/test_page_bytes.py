"""The same region gives the same file, whole or not at all."""

import resource
import signal
from contextlib import contextmanager

import pytest

from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore


@contextmanager
def full_disk(limit: int):
    """Let no file grow past some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_two_maps_of_one_region_are_the_same_bytes(toy, tmp_path):
    """Folium's random ids leave no trace."""
    one, other = (save_page(explore(toy), tmp_path / name).read_bytes() for name in ("one", "other"))
    assert one == other


def test_rendering_again_changes_nothing(toy):
    """Showing a map in a notebook before saving it does not alter the file."""
    root = explore(toy).get_root()
    assert root.render() == root.render()


def test_folium_saves_the_same_page(toy, tmp_path):
    """The map's own ``save`` writes what ``save_page`` writes."""
    map_ = explore(toy)
    map_.save(tmp_path / "own.html")
    assert (tmp_path / "own.html").read_bytes() == save_page(map_, tmp_path / "page.html").read_bytes()


def test_a_full_disk_leaves_the_old_page(toy, tmp_path):
    """The new page cannot be written, so the old one stays, and nothing lies about."""
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    map_ = explore(toy)
    with full_disk(4096), pytest.raises(OSError, match="File too large"):
        save_page(map_, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text("utf-8") == "old"


def test_the_page_is_light_enough_for_any_mail(linfen_page):
    """At most 400 KB in all, Leaflet included."""
    assert linfen_page.stat().st_size <= 400 * 1024
