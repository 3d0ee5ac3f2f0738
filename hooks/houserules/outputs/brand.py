"""The style sheet that carries a school's colours."""

from __future__ import annotations

from houserules.profile.brand import find_shades


def write_brand_css(colour: str | None) -> str:
    """Give the style sheet for a school's colour (`#rrggbb`, or None for ours)."""
    shades = find_shades(colour)
    return (
        f":root{{--hr-brand:{shades.header};--hr-link:{shades.link};--hr-link-on-dark:{shades.link_on_dark}}}\n"
    )
