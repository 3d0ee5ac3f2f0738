"""Brand: whatever colour a school has, links and buttons can be read."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.profile.brand import DARK_SURFACE, LIGHT_SURFACE, PLAIN, TEXT_CONTRAST, contrast, find_shades

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_every_colour_gets_shades_that_can_be_read(colour):
    """What is written on a shade, or in it, has at least 4.5 to 1, in light and in dark."""
    shades = find_shades(colour)

    assert contrast(shades.own, shades.on_own) >= TEXT_CONTRAST
    assert contrast(shades.header, "#ffffff") >= TEXT_CONTRAST
    assert contrast(shades.link, "#ffffff") >= TEXT_CONTRAST
    assert contrast(shades.link, LIGHT_SURFACE) >= TEXT_CONTRAST
    assert contrast(shades.link_on_dark, DARK_SURFACE) >= TEXT_CONTRAST


@given(COLOURS)
def test_colour_that_can_be_read_is_kept(colour):
    """A school's own colour is kept as it is, and a link's is changed only where it must be."""
    shades = find_shades(colour)

    assert colour == shades.own
    assert (contrast(colour, LIGHT_SURFACE) >= TEXT_CONTRAST) is (shades.link == colour)
    assert (contrast(colour, DARK_SURFACE) >= TEXT_CONTRAST) is (shades.link_on_dark == colour)


@given(COLOURS)
def test_shade_keeps_to_the_colour(colour):
    """A shade is as near as can be: darker or lighter than the colour, and hardly more than it must be."""
    shades = find_shades(colour)

    if shades.link != colour:
        assert contrast(shades.link, LIGHT_SURFACE) < TEXT_CONTRAST + 0.6
        assert _lightness(shades.link) < _lightness(colour)
    if shades.link_on_dark != colour:
        assert contrast(shades.link_on_dark, DARK_SURFACE) < TEXT_CONTRAST + 0.6
        assert _lightness(shades.link_on_dark) > _lightness(colour)


def test_black_and_white_are_kept():
    """Black stays black on light and white stays white on dark; each is written on in the other."""
    black, white = find_shades("#000000"), find_shades("#ffffff")

    assert ("#000000", "#000000", "#ffffff") == (black.own, black.link, black.on_own)
    assert ("#ffffff", "#ffffff", "#000000") == (white.own, white.link_on_dark, white.on_own)


def test_school_without_a_colour_gets_ours():
    """Our own colour needs no change to be read on light."""
    assert find_shades(PLAIN) == find_shades(None)
    assert PLAIN == find_shades(None).link


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    """Known ratios of WCAG 2.2 come out, whichever colour is named first."""
    assert ratio == pytest.approx(contrast(one, other), abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def _lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)))[1]
