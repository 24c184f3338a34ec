"""How far apart two colours are, for which eyes: CIEDE2000, colour blindness, grey.

Colour blindness is simulated after Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB; grey
keeps the luminance. Colours count as different from ΔE00 = 10 on, which Brychtová and Çöltekin ("The effect
of spatial distance on the discriminability of colors in maps", Cartography and Geographic Information
Science 44, 2017) recommend for maps.
"""

import numpy as np

ENOUGH = 10
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])


def linear(color: str) -> np.ndarray:
    """Return the linear RGB of ``#rrggbb``, 0 to 1."""
    coded = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return the CIELAB coordinates of linear RGB, white point D65."""
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Return ΔE00 of two colours in CIELAB (Sharma, Wu and Dalal 2005)."""
    lightness, a, b = np.transpose([one, other])
    far = np.mean(np.hypot(a, b)) ** 7
    a = a * (1.5 - 0.5 * np.sqrt(far / (far + 25.0**7)))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    turn = (hue[1] - hue[0] + 180) % 360 - 180 if chroma.all() else 0.0
    middle = hue[0] + turn / 2 if chroma.all() else hue.sum()
    light, strong = lightness.mean(), chroma.mean()
    weight = 1 + sum(
        factor * np.cos(np.radians(times * middle + shift))
        for factor, times, shift in [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63)]
    )
    steps = np.array(
        [
            np.diff(lightness)[0] / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)),
            np.diff(chroma)[0] / (1 + 0.045 * strong),
            2 * np.sqrt(chroma.prod()) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * strong * weight),
        ]
    )
    tilt = 60 * np.exp(-((((middle % 360) - 275) / 25) ** 2))
    blue = -2 * np.sqrt(strong**7 / (strong**7 + 25.0**7)) * np.sin(np.radians(tilt))
    return float(np.sqrt(steps @ steps + blue * steps[1] * steps[2]))
