# Every document has room for the crest in the same place, so that it is a square; what may be in it, profile/logo.py says.
"""The crest: a school's logo, made fit for documents."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from houserules.profile.logo import NotAPicture, open_picture

__all__ = ["NotAPicture", "read_crest", "wrap_crest", "wrap_picture"]

SIDE = 320  # dots: 14 mm at 580 to the inch
_QUALITY = 92  # of a JPEG in which no colour is made coarser


def read_crest(path: Path | None) -> bytes:
    """Give a logo (PNG, JPEG, GIF, WebP or SVG) as a square PNG; without a path, an empty one. Raises NotAPicture where it can't be read."""
    from PIL import Image

    return _square(open_picture(path, SIDE) if path else Image.new("RGBA", (1, 1), (255, 255, 255, 0)))


def _square(picture) -> bytes:
    from PIL import Image

    square = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    return buffer.getvalue()


def wrap_crest(png: bytes) -> str:
    """Give a crest as PDFs have it: on white, as a JPEG, which is taken into each as it is; a PNG would be packed again for every one."""
    from PIL import Image

    crest = Image.open(io.BytesIO(png))
    paper = Image.new("RGB", crest.size, "white")
    paper.paste(crest, mask=crest.getchannel("A"))
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return wrap_picture(buffer.getvalue(), "jpeg")


def wrap_picture(content: bytes, kind: str = "png") -> str:
    """Give a picture inside an SVG, which Typst takes as text, so that nothing need be written to a disk."""
    inside = base64.b64encode(content).decode()
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><image width='1' height='1' href='data:image/{kind};base64,{inside}'/></svg>"
