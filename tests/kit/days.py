"""The days that the page's slider stops at."""

from zonemap.region.region import Region


def at_stop(region: Region, year: int | str) -> Region:
    """Return the region at the stop of a year: its own day in its own year, else 31 December."""
    return region if int(year) == region.date.year else region.as_of(str(year))
