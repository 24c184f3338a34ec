"""Reading back the scripts that travel packed in a page."""

import base64
import json
import re
import zlib

_PACKED = re.compile(r"<script[^>]*data-packed[^>]*>([^<]*)</script>")


def unpacked(page: str) -> list[str]:
    """Return the scripts of a page, in the order in which they run."""
    (packed,) = _PACKED.findall(page)
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def map_script(page: str) -> str:
    """Return what folium wrote."""
    (script,) = [text for text in unpacked(page) if "var map_1 = L.map(" in text]
    return script
