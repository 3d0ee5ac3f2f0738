# Every document has room for the crest in the same place, so that it is a square; what may be in it, profile/logo.py says.
"""The crest: a school's logo, made fit for documents."""

from __future__ import annotations

import base64
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.profile.logo import NotAPicture, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Crest", "NotAPicture", "read_crest", "wrap_picture"]

SIDE = 168  # dots: 14 mm at 300 to the inch, which is what is printed
_QUALITY = 92  # of a JPEG in which no colour is made coarser


@dataclass(frozen=True)
class Crest:
    """A crest as Word files have it, a square PNG, and as PDFs do, inside an SVG."""

    png: bytes
    svg: str


def read_crest(path: Path | None) -> Crest:
    """Give a logo (PNG, JPEG, GIF, WebP or SVG) as a crest; without a path, an empty one. Raises NotAPicture where it can't be read."""
    from PIL import Image

    picture = open_picture(path, SIDE) if path else Image.new("RGBA", (1, 1), (255, 255, 255, 0))
    square = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    # Of all ways to pack, the one meant for pictures takes half the time and no more room.
    return Crest(_write(square, "PNG", compress_type=zlib.Z_RLE), _put_on_paper(square))


def _put_on_paper(square: Image) -> str:
    """Give a crest as PDFs have it: on white, as a JPEG, which is taken into each as it is; a PNG would be packed again for every one."""
    from PIL import Image

    paper = Image.new("RGB", square.size, "white")
    paper.paste(square, mask=square.getchannel("A"))
    return wrap_picture(_write(paper, "JPEG", quality=_QUALITY, subsampling=0), "jpeg")


def _write(picture: Image, kind: str, **how: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def wrap_picture(content: bytes, kind: str = "png") -> str:
    """Give a picture inside an SVG, which Typst takes as text, so that nothing need be written to a disk."""
    inside = base64.b64encode(content).decode()
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><image width='1' height='1' href='data:image/{kind};base64,{inside}'/></svg>"
