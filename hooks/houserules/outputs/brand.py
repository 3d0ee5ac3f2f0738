"""What carries a school's brand: the style sheet with its colours, its logo, and the picture beside a page's title."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from houserules.profile.brand import find_shades
from houserules.profile.values import LOGO

if TYPE_CHECKING:
    from houserules.profile.read import School


def make_brand_files(school: School) -> dict[str, bytes]:
    """Give the files of a school's brand, by name. Without a logo, pages show its monogram, which needs no file of this kind."""
    brand = school.profile.brand
    pictures = make_logo_files(school.folder / brand.logo) if brand.logo else {}
    return {"assets/brand.css": write_brand_css(brand.colour).encode(), **pictures}


def make_logo_files(path: Path) -> dict[str, bytes]:
    """Give the files that are made of a logo, by name. Raises NotAPicture."""
    from houserules.profile.logo import make_icon, make_logo  # what reads pictures takes a while to load

    return {f"assets/{LOGO}": make_logo(path), "assets/favicon.png": make_icon(path)}


def write_brand_css(colour: str | None) -> str:
    """Give the style sheet for a school's colour (`#rrggbb`, or None for ours): the variables that frame.css uses."""
    shades = find_shades(colour)
    variables = {
        "own": shades.own,
        "on-own": shades.on_own,
        "brand": shades.header,
        "link": shades.link,
        "link-on-dark": shades.link_on_dark,
    }
    return ":root{" + ";".join(f"--hr-{name}:{value}" for name, value in variables.items()) + "}\n"
