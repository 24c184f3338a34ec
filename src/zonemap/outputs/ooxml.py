"""Office files that have the same bytes whenever they are written."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def make_reproducible(package: bytes, day: dt.date) -> bytes:
    """Take the hour of writing out of an Office file and out of the workbooks inside it.

    Parameters
    ----------
    package
        A .pptx or .xlsx file.
    day
        The day that the file names as the day it was made and changed.

    Returns
    -------
    The same file with that day, members in the same order, all of the first day that a zip file can name.
    """
    # The libraries number parts and ids in the order of writing, which is fixed; what is left of the clock is
    # the core properties, the time of each zip member, and the same again in the workbook behind each chart.
    # All members are written anew rather than patched, for the sake of their compression: its level must not
    # be a library's default, nor permissions come from the umask.
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(settled, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>%b\g<3>" % f"{day}T00:00:00Z".encode(), content)
            elif member.filename.endswith(".xlsx"):
                content = make_reproducible(content, day)
            info = zipfile.ZipInfo(member.filename, _FIRST_DAY_OF_ZIP)
            info.create_system = 3  # Unix everywhere, else a file written on Windows differs
            info.external_attr = 0o600 << 16
            new.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=6)
    return settled.getvalue()
