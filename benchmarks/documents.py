"""Word files and PDFs: stamped from what was compiled once, beside made from scratch with the same libraries.

Some hundred schools with decisions, names and logos of their own, all with the documents of the core. Everything that a
school needs is counted: the cases looked up, the logo read, the parts stamped and packed, the PDF typeset. From scratch
means: the page's own HTML read, the Word file made with python-docx or the PDF's source written, and nothing kept from one
document to the next (a Typst compiler of its own, with the fonts shared). Rendering the page itself is counted for neither.
Seconds are those of the processor, so that other work on the machine doesn't count; two threads have two of them.

    python benchmarks/documents.py [--schools 300] [--scratch 40] [--pdfs 600] [--json FILE]
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import random
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import typst
import yaml
from PIL import Image, ImageDraw

from houserules.core import Core
from houserules.documents.fill import add_code, fill_docx, fill_pdf, make_filling
from houserules.documents.fill_cut import fill_cut
from houserules.documents.model import Block, Heading, Items, Link, Panel, Paragraph, Table, Text
from houserules.documents.read_html import read_blocks
from houserules.documents.typeset import STANDARD, Typesetter
from houserules.documents.typst_source import escape_typst
from houserules.documents.word_skeleton import start_document
from houserules.engine import render_everything
from houserules.fleet.assemble import assemble_bodies, make_filler
from houserules.fleet.compile import compile_everything
from houserules.outputs.stamp import cut_text, escape_html, fill_text
from houserules.pages.everything import hold_everything
from houserules.pages.standing import find_standings
from houserules.pages.version import VersionFinder

ROOT = Path(__file__).resolve().parents[1]
THREADS = 2


def write_schools(core: Core, folder: Path, count: int) -> list[Path]:
    """Write schools that differ in their decisions, names and logos."""
    chance = random.Random(7)
    base = yaml.safe_load((ROOT / "schools" / "alder-lane-primary" / "school.yml").read_text("utf-8"))
    base.pop("authority", None)
    made = []
    for number in range(count):
        school = folder / f"school-{number:03}"
        school.mkdir(parents=True)
        profile = json.loads(json.dumps(base, default=str))
        profile["school"]["name"] = f"Saint Example's School number {number}"
        profile["school"]["short_name"] = f"Saint Example's {number}"
        profile["brand"] = {"colour": f"#{chance.randrange(0x20, 0x90):02x}{chance.randrange(0x20, 0x90):02x}{chance.randrange(0x20, 0x90):02x}", "logo": "crest.png"}
        draw_crest(school / "crest.png", chance)
        for _ in range(20):  # until the answers don't contradict each other
            for id, decision in core.vocabulary.decisions.items():
                if id not in ("official_accounts", "account_approval", "account_access"):
                    profile["decisions"][id] = chance.choice(list(decision.answers))
            (school / "school.yml").write_text(yaml.safe_dump(profile, sort_keys=False, allow_unicode=True), "utf-8")
            try:
                core.school(school)
            except Exception:  # noqa: BLE001, S112 - another draw
                continue
            made.append(school)
            break
    return made


def draw_crest(path: Path, chance: random.Random) -> None:
    """Draw a crest of a few shapes."""
    crest = Image.new("RGBA", (400, 400), (255, 255, 255, 0))
    pen = ImageDraw.Draw(crest)
    for _ in range(7):
        x, y, side = chance.randrange(300), chance.randrange(300), chance.randrange(40, 200)
        pen.ellipse((x, y, x + side, y + side), fill=tuple(chance.randrange(256) for _ in range(3)))
    crest.save(path)


def make_from_scratch(blocks: tuple[Block, ...]) -> bytes:
    """Make a Word file with python-docx, as a script would."""
    document = start_document()

    def words(inlines, paragraph) -> None:
        for inline in inlines:
            if isinstance(inline, Text):
                paragraph.add_run(inline.text).bold = inline.look == "strong" or None
            elif isinstance(inline, Link):
                words(inline.inlines, paragraph)

    def write(parts) -> None:
        for block in parts:
            match block:
                case Heading():
                    words(block.inlines, document.add_heading(level=min(block.level, 4)))
                case Paragraph():
                    words(block.inlines, document.add_paragraph())
                case Items():
                    for item in block.items:
                        for inner in getattr(item, "blocks", ()):
                            if isinstance(inner, Paragraph):
                                words(inner.inlines, document.add_paragraph(style="List Bullet"))
                            else:
                                write([inner])
                case Panel():
                    write(block.blocks)
                case Table():
                    rows = [*block.head, *(row for row in block.rows if hasattr(row, "cells"))]
                    table = document.add_table(len(rows), len(block.widths), "Table Grid")
                    for row, cells in zip(rows, table.rows, strict=True):
                        for cell, place in zip(row.cells, cells.cells, strict=False):
                            for inner in cell.blocks:
                                if isinstance(inner, Paragraph):
                                    words(inner.inlines, place.paragraphs[0])

    write(blocks)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--scratch", type=int, default=40)
    parser.add_argument("--pdfs", type=int, default=600)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measure(Path(name), asked)
    for what, value in figures.items():
        print(f"{what:60}{value:>12}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measure(folder: Path, asked) -> dict[str, float]:
    """Make the documents of the schools in each way."""
    core = Core(ROOT)
    schools = [core.school(path) for path in write_schools(core, folder / "schools", asked.schools)]
    started = time.perf_counter()
    everything = hold_everything(core.composed, core.vocabulary)
    render_everything(core, everything, folder / "assets", documents=True)
    compiled = compile_everything(everything, {})
    compile_seconds = time.perf_counter() - started
    versions = VersionFinder(core.words)

    def begin(school):
        standings = find_standings(school, core.words, core.words.policies.values(), versions)
        filler = make_filler(compiled, {**school.facts, **standings.facts}, {**school.values, **standings.values}, school.lists)
        there = [forms for forms in compiled.documents if compiled.whens[forms.page].holds(school.facts)]
        return filler, make_filling(school, filler.values, filler.cases), there

    started, count, size = time.process_time(), 0, 0
    for school in schools:
        _, filling, there = begin(school)
        for forms in there:
            size += len(fill_docx(forms, add_code(filling, forms)))
            count += 1
    word_seconds = (time.process_time() - started) / count
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(ROOT / "fonts")])
    looks = ROOT / "overrides" / "documents"
    setters = [Typesetter(ROOT / "fonts", looks) for _ in range(THREADS)]
    for setter in setters:
        setter.set('#import "/document.typ": *\n#show: paper.with(title: "x", school: "x", link-colour: black, own-colour: black)\n#words(none)[#"x"]')
    jobs = [(forms, add_code(filling, forms)) for _, filling, there in map(begin, schools) for forms in there]
    random.Random(3).shuffle(jobs)
    jobs = jobs[: asked.pdfs]
    small = [job for job in jobs if job[0].page.startswith("guidance/letter-")]

    def run(pair):
        setter, mine = pair
        return [len(fill_pdf(forms, filling, setter)) for forms, filling in mine]

    started = time.process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        sizes = list(itertools.chain(*pool.map(run, zip(setters, (jobs[number::THREADS] for number in range(THREADS)), strict=True))))
    pdf_seconds = (time.process_time() - started) / len(jobs)
    started = time.process_time()
    for forms, filling in small[:20]:
        fill_pdf(forms, filling, setters[0])
    small_seconds = (time.process_time() - started) / max(1, len(small[:20]))

    scratch, fresh = [], []
    for school in schools[: max(1, asked.scratch // 8)]:
        filler, filling, there = begin(school)
        bodies = assemble_bodies(filler, school)
        meanings = compiled.alphabet.meanings()
        for forms in random.Random(1).sample(there, 8):
            html = fill_text(cut_text(bodies[forms.page], meanings), filler.values, school.lists, escape_html)
            started = time.process_time()
            make_from_scratch(read_blocks(html, lambda href: (href, False)))
            scratch.append(time.process_time() - started)
            source = fill_cut(forms.typst, filling.choices, add_code(filling, forms).values, filling.lists, escape_typst, {})
            started = time.process_time()
            typst.Compiler(font_paths=fonts, root=str(looks)).compile(source.encode(), format="pdf", pdf_standards=[STANDARD])
            fresh.append(time.process_time() - started)
    return {
        "schools": len(schools),
        "documents of each kind, all schools": count,
        "compile once: seconds, the pages included": round(compile_seconds, 1),
        "Word, stamped: documents a second, one process": round(1 / word_seconds),
        "Word, from scratch with python-docx: documents a second": round(1 / statistics.mean(scratch), 1),
        "Word: stamped is so many times as fast": round(statistics.mean(scratch) / word_seconds),
        "Word: kB a document": round(size / count / 1000, 1),
        f"PDF, stamped and typeset: documents a second, {THREADS} threads": round(THREADS / pdf_seconds, 1),
        "PDF of a letter (about 400 words), one thread: milliseconds": round(small_seconds * 1000, 1),
        "PDF, a new compiler each: documents a second, one thread": round(1 / statistics.mean(fresh), 1),
        "PDF: kB a document": round(statistics.mean(sizes) / 1000, 1),
    }


if __name__ == "__main__":
    main()
