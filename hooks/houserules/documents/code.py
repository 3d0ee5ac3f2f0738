"""The code on a slip: a picture that a telephone reads as the address of a page, with the version that is signed."""

from __future__ import annotations

import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A code as a PNG picture and as an SVG one."""

    png: bytes
    svg: str


def make_code(address: str) -> Code:
    """Give the code of an address."""
    import segno  # only slips need it

    made = segno.make(address, error="m", micro=False)
    buffer = io.BytesIO()
    made.save(buffer, kind="png", scale=6, border=2)
    drawing = io.BytesIO()
    made.save(drawing, kind="svg", border=2, xmldecl=False, nl=False)
    return Code(buffer.getvalue(), drawing.getvalue().decode())


def address_of(site: str, page: str, version: str) -> str:
    """Give the address of a page of a site, with the version that somebody signs in it."""
    return f"{site.rstrip('/')}/{page}/?version={version}"
