"""The pixels of a shade as picture files."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

_LEVELS = 24
"""How many steps of opacity a picture has: more are not seen, and each makes it larger."""


def rgba(opacity: NDArray[np.uint8], color: str) -> NDArray[np.uint8]:
    """Return red, green, blue and opacity of each pixel, shape (rows, columns, 4)."""
    pixels = np.empty((*opacity.shape, 4), dtype=np.uint8)
    pixels[..., :3] = ImageColor.getrgb(color)
    pixels[..., 3] = opacity
    return pixels


def png_of(opacity: NDArray[np.uint8], color: str) -> bytes:
    """Return one colour, pixel by pixel more or less opaque, as PNG with few steps of opacity."""
    most = max(int(opacity.max(initial=0)), 1)
    picture = Image.fromarray(np.rint(opacity * ((_LEVELS - 1) / most)).astype(np.uint8))
    picture.putpalette(list(ImageColor.getrgb(color)) * _LEVELS)
    written, steps = io.BytesIO(), np.linspace(0, most, _LEVELS).round().astype(np.uint8)
    picture.save(written, "PNG", transparency=steps.tobytes(), optimize=True)
    return written.getvalue()


def webp_of(opacity: NDArray[np.uint8], color: str) -> bytes:
    """Return the same as WebP, which browsers show and which is a third as large."""
    written = io.BytesIO()
    Image.fromarray(rgba(opacity, color)).save(written, "WEBP", quality=20, alpha_quality=60, method=6)
    return written.getvalue()
