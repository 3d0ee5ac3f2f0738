"""The code on a slip: a picture that a telephone reads as the address of a page, with the version that is signed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from houserules.documents.crest import wrap_picture

_DOT, _FRAME = 4, 2  # in points of the picture, and in dots


@dataclass(frozen=True)
class Code:
    """A code as a PNG picture and as an SVG one."""

    png: bytes
    svg: str


@lru_cache(maxsize=32)  # an agreement and its large print have the same
def make_code(address: str) -> Code:
    """Give the code of an address."""
    import segno  # only slips need these
    from PIL import Image

    # Trying all eight masks takes four times as long as all the rest, and any of them can be read.
    made = segno.make(address, error="m", micro=False, mask=3, boost_error=False).matrix
    dots = Image.frombytes("L", (len(made[0]), len(made)), b"".join(made)).point([255] + [0] * 255, "1")
    framed = Image.new("1", (dots.width + 2 * _FRAME, dots.height + 2 * _FRAME), 1)
    framed.paste(dots, (_FRAME, _FRAME))
    buffer = io.BytesIO()
    framed.resize((framed.width * _DOT, framed.height * _DOT), Image.Resampling.NEAREST).save(buffer, "PNG", compress_level=1)
    return Code(buffer.getvalue(), wrap_picture(buffer.getvalue()))


def address_of(site: str, page: str, version: str) -> str:
    """Give the address of a page of a site, with the version that somebody signs in it."""
    return f"{site.rstrip('/')}/{page}/?version={version}"
