# A school has ten codes or so in some sixty documents. Drawn in Python they took longer than everything else about its Word
# files: so a library in C++ makes them. It gives a byte for each dot; the few records of a PNG (RFC 2083) we write ourselves,
# as a picture of two colours, in a quarter of the time that a library for pictures of all kinds takes.
"""The code on a slip: a picture that a telephone reads as the address of a page, with the version that is signed."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

from houserules.documents.crest import wrap_picture

_DOT, _FRAME = 4, 2  # in points of the picture, and in dots
_TO_DIGITS = bytes.maketrans(b"\x00\xff", b"0f")  # four points that are black or white


@dataclass(frozen=True)
class Code:
    """A code as a PNG picture and as an SVG one."""

    png: bytes
    svg: str


@lru_cache(maxsize=32)  # an agreement and its large print have the same
def make_code(address: str) -> Code:
    """Give the code of an address."""
    import zxingcpp  # only slips need it

    # Trying all eight masks takes four times as long as all the rest, and any of them can be read.
    made = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=3)
    dots = made.to_image(scale=1, add_quiet_zones=False)
    side = dots.shape[0]
    png = _write_png(bytes(memoryview(dots)).translate(_TO_DIGITS).decode(), side)
    return Code(png, wrap_picture(png))


def _write_png(digits: str, side: int) -> bytes:
    """Give the picture of a square with its frame, from a digit for each of its dots, row by row."""
    frame, odd = "f" * _FRAME, "f" * (side % 2)  # each row ends with a whole byte
    white = b"\0" + bytes.fromhex("f" * (side + side % 2) + frame * 2)
    rows = [b"\0" + bytes.fromhex(frame + digits[start : start + side] + frame + odd) for start in range(0, side * side, side)]
    framed = [white] * _FRAME + rows + [white] * _FRAME
    points = (side + 2 * _FRAME) * _DOT
    head = struct.pack(">IIBBBBB", points, points, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _record(b"IHDR", head) + _record(b"IDAT", zlib.compress(b"".join(row * _DOT for row in framed), 1)) + _record(b"IEND", b"")


def _record(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def address_of(site: str, page: str, version: str) -> str:
    """Give the address of a page of a site, with the version that somebody signs in it."""
    return f"{site.rstrip('/')}/{page}/?version={version}"
