# Whatever a school gives is published as a small PNG with nothing in it but dots: no script, no address, no place where a
# photograph was taken. An SVG is drawn. The library that draws would read pictures from this machine's disk where an SVG
# names them, so what an SVG names outside itself is taken out first, by a parser that knows what its entities come to.
"""The logo: a school's picture, made fit to be published."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 20_000  # of the logo that a reader loads with the first page
SIDES = (224, 168, 112, 84, 56)  # dots; it is shown 56 wide, so the first is sharp on any screen
ICON_SIDE = 64
_MOST_DOTS = 50_000_000
_MOST_SHAPE = 16  # times as long as wide, or as wide as long
_SVG_WIDTH = 640
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")  # the library knows others, which start programs


class NotAPicture(Exception):
    """A logo can't be used; its text says why, in words for a school."""


def open_picture(path: Path, side: int = SIDES[0]) -> Image:
    """Give a PNG, JPEG, WebP, GIF or SVG as dots with their own transparency, for a square of `side` dots. Raises NotAPicture."""
    from PIL import Image, ImageOps

    try:
        content = _draw(path.read_bytes()) if path.suffix.lower() == ".svg" else path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > _MOST_DOTS:
                raise NotAPicture(f"it is {picture.width} by {picture.height} dots, which is too large")
            picture.draft("RGB", (side * 2, side * 2))
            picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except NotAPicture:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise NotAPicture(f"it has more than {_MOST_DOTS // 1_000_000} million dots, which is too large") from None
    except Exception as error:  # each library has its own way to say that a file isn't a picture
        raise NotAPicture("it can't be read as a picture") from error
    picture.info.clear()
    picture.thumbnail((side, side))
    return picture


def make_logo(path: Path) -> bytes:
    """Give the PNG that is published, of at most 20,000 bytes. Raises NotAPicture."""
    picture = open_picture(path)
    made = _png(picture)
    for side in SIDES:
        if len(made) <= MOST_BYTES:
            break
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        made = _png(smaller.quantize(256, method=2))  # fewer colours, and then fewer dots
    return made


def make_icon(path: Path) -> bytes:
    """Give the PNG that a browser shows beside the page's title. Raises NotAPicture."""
    from PIL import Image

    picture = open_picture(path, ICON_SIDE)
    square = Image.new("RGBA", (ICON_SIDE, ICON_SIDE), (255, 255, 255, 0))
    square.paste(picture, ((ICON_SIDE - picture.width) // 2, (ICON_SIDE - picture.height) // 2))
    return _png(square)


def find_left_out(path: Path) -> tuple[str, ...]:
    """Give what is left out of an SVG: scripts, and whatever it names outside itself. Raises NotAPicture."""
    return tuple(_clean(path.read_bytes())[1]) if path.suffix.lower() == ".svg" else ()


def _png(picture: Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw(content: bytes) -> bytes:
    import resvg_py

    root, _ = _clean(content)
    _check_shape(root)
    text = ElementTree.tostring(root, "unicode")
    fonts = [str(font) for font in _fonts()] if "text" in text else []
    families = dict.fromkeys((f"{kind}_family" for kind in ("font", "serif", "sans_serif", "cursive", "fantasy", "monospace")), "Noto Sans")
    return bytes(resvg_py.svg_to_bytes(svg_string=text, width=_SVG_WIDTH, skip_system_fonts=True, font_files=fonts, **families))


def _clean(content: bytes) -> tuple[ElementTree.Element, list[str]]:
    """Give an SVG without scripts and without addresses outside itself, and what was left out."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotAPicture("it can't be read as an SVG picture") from error
    found: dict[str, None] = {}
    for element in root.iter():
        for above in [inner for inner in element if _name(inner.tag) == "script"]:
            element.remove(above)
            found["a script"] = None
        for key, value in list(element.attrib.items()):
            if _name(key).startswith("on"):
                del element.attrib[key]
                found["a script"] = None
            elif _name(key) == "href" and not value.strip().startswith(("#", "data:image/")):
                del element.attrib[key]
                found["an address outside the picture"] = None
    return root, list(found)


def _name(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _check_shape(root: ElementTree.Element) -> None:
    """Refuse an SVG that is so long that drawing it would fill the memory."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    sizes = [float(found[0]) for name in ("width", "height") if (found := re.match(r"\d+(?:\.\d+)?", root.get(name, "")))]
    for wide, high in (pair for pair in (numbers[2:4], sizes) if len(pair) == 2):
        if min(wide, high) <= 0 or max(wide, high) / min(wide, high) > _MOST_SHAPE:
            raise NotAPicture("it is too long and narrow")


def _fonts() -> list[Path]:
    """Give the fonts that come with us: with those of the machine, a logo would look different on another one."""
    package = Path(__file__).resolve().parents[1]
    folders = (package.parents[1] / "fonts", package / "shipped" / "fonts")
    return sorted(font for folder in folders if folder.is_dir() for font in folder.glob("NotoSans-*.ttf"))
