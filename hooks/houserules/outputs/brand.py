"""The style sheet that carries a school's colours."""

from __future__ import annotations

from houserules.profile.brand import find_shades


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
