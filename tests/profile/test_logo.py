"""The logo: whatever a school gives, what is published is a small picture and nothing else; or it is said why not."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from houserules.problems import Problems
from houserules.profile.logo import ICON_SIDE, MOST_BYTES, SIDES, NotAPicture, find_left_out, make_icon, make_logo, open_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{}</svg>'
GREEN = '<rect width="10" height="10" fill="#00ff00"/>'


def encode(kind: str, picture: Image.Image, **options) -> bytes:
    """Give a picture as a file of some kind."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(side: int) -> Image.Image:
    """Give a picture that can hardly be packed: each dot is another colour."""
    return Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))


def place_of_taking() -> Image.Exif:
    """Give what a telephone writes into a photograph: the way it was held, and a name."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Grace Turner"
    return exif


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", encode("PNG", Image.new("RGB", (40, 40), "navy"))),
        ("a.png", encode("PNG", noise(600))),
        ("a.png", encode("PNG", Image.new("P", (300, 200)))),
        ("a.jpg", encode("JPEG", noise(3000), quality=95)),
        ("a.jpg", encode("JPEG", Image.new("CMYK", (300, 200)))),
        ("a.webp", encode("WEBP", noise(400))),
        ("a.svg", SVG.format(GREEN).encode()),
        ("a.svg", SVG.format(GREEN * 9000).encode()),
    ],
)
def test_published_logo_is_a_small_png(tmp_path, name, content):
    """At most 20 kB, at most as many dots as are shown, the same each time; and an icon beside it."""
    path = tmp_path / name
    path.write_bytes(content)
    made, icon = make_logo(path), make_icon(path)
    picture = Image.open(io.BytesIO(made))

    assert len(made) <= MOST_BYTES
    assert ("PNG", True) == (picture.format, max(picture.size) <= SIDES[0])
    assert made == make_logo(path)
    assert (ICON_SIDE, ICON_SIDE) == Image.open(io.BytesIO(icon)).size


def test_logo_of_twenty_megabytes(tmp_path):
    """The largest that is allowed is scaled down like any other."""
    path = tmp_path / "a.png"
    path.write_bytes(encode("PNG", noise(2580)))

    assert 19_000_000 < path.stat().st_size <= 20 * 1024 * 1024
    assert len(make_logo(path)) <= MOST_BYTES


def test_nothing_but_dots_comes_through(tmp_path):
    """A photograph's place and its author stay at home, and it stands upright."""
    path = tmp_path / "a.jpg"
    path.write_bytes(encode("JPEG", Image.new("RGB", (200, 100), "navy"), exif=place_of_taking()))
    made = make_logo(path)

    assert b"Grace Turner" in path.read_bytes()
    assert b"Grace Turner" not in made
    assert (100, 200) == Image.open(io.BytesIO(made)).size


def test_transparency_is_kept(tmp_path):
    """A crest that was cut out stays cut out."""
    path = tmp_path / "a.png"
    path.write_bytes(encode("PNG", Image.new("RGBA", (50, 50), (0, 0, 0, 0))))

    assert (0, 0, 0, 0) == Image.open(io.BytesIO(make_logo(path))).convert("RGBA").getpixel((25, 25))


ACTIVE = {
    "a script": (f"<script>alert(1)</script>{GREEN}", ("a script",)),
    "an event": (GREEN.replace("<rect", '<rect onload="alert(1)"'), ("a script",)),
    "another host": (f'{GREEN}<image width="9" height="9" xlink:href="https://elsewhere.example/x.png"/>', ("an address outside the picture",)),
    "nothing": (GREEN, ()),
}


@pytest.mark.parametrize(("inside", "left_out"), ACTIVE.values(), ids=ACTIVE)
def test_what_is_left_out_of_an_svg_is_said(tmp_path, inside, left_out):
    """A script and an address of another host are left out, and the rest is drawn."""
    path = tmp_path / "a.svg"
    path.write_text(SVG.format(inside))

    assert left_out == find_left_out(path)
    assert (0, 255, 0, 255) == open_picture(path).getpixel((5, 5))


FILES = {
    "a path": ("", '<image width="10" height="10" href="{}"/>'),
    "an older link": ("", '<image width="10" height="10" xlink:href="{}"/>'),
    "an entity": ('<!DOCTYPE svg [<!ENTITY a "{}">]>', '<image width="10" height="10" href="&a;"/>'),
    "markup in an entity": ("""<!DOCTYPE svg [<!ENTITY a "<image width='10' height='10' hr&#101;f='{}'/>">]>""", "&a;"),
    "a filter": ("", '<filter id="f"><feImage href="{}"/></filter><rect width="10" height="10" filter="url(#f)"/>'),
}


@pytest.mark.parametrize(("before", "inside"), FILES.values(), ids=FILES)
def test_an_svg_reads_no_file_of_this_machine(tmp_path, before, inside):
    """A school's logo can't show a picture that lies elsewhere on the disk of whoever builds its site."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(encode("PNG", Image.new("RGB", (10, 10), "#ff0000")))
    path = tmp_path / "a.svg"
    path.write_text(before.replace("{}", str(secret)) + SVG.format(inside.replace("{}", str(secret))))
    red = [colour for _, colour in open_picture(path).convert("RGB").getcolors(100_000) if colour[0] > 200 and colour[1] < 50]

    assert [] == red


def test_lettering_in_an_svg_is_drawn_with_our_own_font(tmp_path):
    """It looks the same on every machine, whatever fonts that has."""
    path = tmp_path / "a.svg"
    path.write_text(SVG.format('<text y="9" font-size="12" font-family="Comic Sans MS">M</text>'))

    assert open_picture(path).getbbox()


BROKEN = {
    "no picture": ("a.png", b"not a picture"),
    "torn": ("a.png", encode("PNG", Image.new("RGB", (9, 9)))[:40]),
    "another kind": ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    "no svg": ("a.svg", b"<svg"),
    "too narrow": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 100000"><rect width="9" height="9"/></svg>'),
    "a bomb": ("a.svg", ("<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)) + "]>" + SVG.format("<text>&j;</text>")).encode()),
    "huge": ("a.png", encode("PNG", Image.new("1", (20_000, 12_000)))),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_picture_is_refused(tmp_path, name, content):
    """It is said in words for a school, and before it fills the memory."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(NotAPicture, match="^it "):
        make_logo(tmp_path / name)


@pytest.mark.parametrize("side", [7_200, 10_000, 14_000])
def test_picture_of_too_many_dots_is_said_to_be_too_large(tmp_path, side):
    """Not to be no picture, however many dots there are, and before they fill the memory."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    (tmp_path / "crest.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))

    with pytest.raises(NotAPicture, match="^it .* dots, which is too large$"):
        make_logo(tmp_path / "crest.png")


def test_logo_that_is_no_picture_is_a_problem_of_the_profile(school_folder, read):
    """`check` and `build` say so at the line where the logo is named, and what to do."""
    with pytest.raises(Problems) as caught:
        read(school_folder(files={"crest.png": b"not a picture"}))
    (problem,) = caught.value.problems

    assert "The logo 'crest.png' can't be used: it can't be read as a picture. Save it again as a PNG picture" in str(problem)
