# WCAG 2.2, 1.4.3: text needs 4.5 to 1 against what is behind it. A school's own colour is shown as it is, with black or
# white to write on it, and is darkened (or, on dark pages, lightened) only where it is itself the colour of words.
"""Brand: a school's colour, made readable in light and dark."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache

PLAIN = "#26547c"
TEXT_CONTRAST = 4.5
# The darkest surface on which links stand in the light scheme and the lightest in the dark one: --hr-surface and
# --hr-warm in overrides/assets/frame.css.
LIGHT_SURFACE = "#f3f5f8"
DARK_SURFACE = "#2e2a22"


@dataclass(frozen=True)
class Shades:
    """A school's own colour and what may be written on it; the colour behind white text; links, in light and dark."""

    own: str
    on_own: str
    header: str
    link: str
    link_on_dark: str


@lru_cache(maxsize=1024)
def find_shades(colour: str | None) -> Shades:
    """Give the shades of a colour (`#rrggbb`, ours if there is none) that pass WCAG AA; each as near to it as can be."""
    own = colour or PLAIN
    dark = shift_until(own, LIGHT_SURFACE, -0.01)
    on_own = "#ffffff" if contrast(own, "#ffffff") >= TEXT_CONTRAST else "#000000"
    return Shades(own, on_own, dark, dark, shift_until(own, DARK_SURFACE, 0.01))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def shift_until(colour: str, behind: str, step: float) -> str:
    """Darken (a negative step) or lighten a colour until it can be read on the one behind it."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while contrast(colour, behind) < TEXT_CONTRAST and 0 <= lightness <= 1:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
        if lightness in (0.0, 1.0):
            break
    return colour


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
