# Whatever a school gives becomes a small square PNG without anything but its dots: no script, no address, no metadata can
# come through, and every document has room for it in the same place.
"""The crest: a school's logo, made fit for documents."""

from __future__ import annotations

import base64
import io
import warnings
from pathlib import Path

SIDE = 320  # dots: 14 mm at 580 to the inch
_MOST_DOTS = 50_000_000


class NotAPicture(Exception):
    """A logo can't be used; its text says why, in words for a school."""


def read_crest(path: Path | None) -> bytes:
    """Give a logo (PNG, JPEG, GIF, WebP or SVG) as a square PNG; without a path, an empty one. Raises NotAPicture where it can't be read."""
    from PIL import Image

    if path is None:
        return _square(Image.new("RGBA", (1, 1), (255, 255, 255, 0)))
    try:
        content = _draw(path) if path.suffix.lower() == ".svg" else path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            if picture.width * picture.height > _MOST_DOTS:
                raise NotAPicture(f"it is {picture.width} by {picture.height} dots, which is too large")
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            picture = picture.convert("RGBA")
    except NotAPicture:
        raise
    except Exception as error:  # each library has its own way to say that a file isn't a picture
        raise NotAPicture("it can't be read as a picture") from error
    return _square(picture)


def _square(picture) -> bytes:
    from PIL import Image

    picture.thumbnail((SIDE, SIDE))
    square = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    return buffer.getvalue()


def _draw(path: Path) -> bytes:
    """Draw an SVG; scripts and whatever lies elsewhere are left out by the library, which knows neither."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=path.read_text("utf-8"), width=SIDE * 2))


def wrap_picture(png: bytes) -> str:
    """Give a PNG inside an SVG, which Typst takes as text, so that nothing need be written to a disk."""
    inside = base64.b64encode(png).decode()
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><image width='1' height='1' href='data:image/png;base64,{inside}'/></svg>"
