"""Word files and PDFs: stamped from what was compiled once, beside made from scratch with the same libraries.

Some hundred schools with decisions, names and logos of their own, all with the documents of the core (handbooks apart).
Everything that a school needs is counted: the cases looked up, the logo read, the parts stamped and packed, the PDF typeset.
From scratch means: the same Word file made with python-docx (word_from_scratch.py), and a Typst compiler of its own for each
PDF, with the fonts shared. Seconds are those of the processor, so that other work on the machine counts as little as it can;
two threads have two of them. The clock on the wall is given beside it.

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
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import typst
import yaml
from PIL import Image, ImageDraw
from word_from_scratch import make_from_scratch, make_template, read_plan

from houserules.core import Core
from houserules.documents.fill import add_code, fill_docx, fill_pdf, fill_source, make_filling
from houserules.documents.typeset import STANDARD, Typesetter, write_main
from houserules.documents.word_skeleton import start_document
from houserules.fleet.compile import compile_words
from houserules.fleet.sheet import make_sheet
from houserules.fleet.store import Store
from houserules.fleet.write import SiteWriter

try:
    import resource
except ImportError:  # Windows
    resource = None

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
        print(f"{what:75}{value:>10}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measure(folder: Path, asked) -> dict[str, float]:
    """Make the documents of the schools in each way."""
    core = Core(ROOT)
    schools = [core.school(path) for path in write_schools(core, folder / "schools", asked.schools)]
    started = time.perf_counter()
    bundle = compile_words(core.words, core.composed, core, "", "", Store(None), documents=True).bundle
    compile_seconds = time.perf_counter() - started
    writer, every = SiteWriter(bundle), bundle.load("documents")
    sheets = {school.slug: make_sheet(school) for school in schools}

    def begin(school):
        settled = writer.settle(sheets[school.slug])
        there = {page.page.id for page in settled.pages}
        filling = make_filling(school, settled.values, settled.cases)
        return filling, [forms for forms in every if forms.page in there], [forms for forms in every if not forms.page]

    begin(schools[0])
    clock, started, count, size = time.perf_counter(), time.process_time(), 0, 0
    for school in schools:
        filling, there, _ = begin(school)
        for forms in there:
            size += len(fill_docx(forms, add_code(filling, forms)))
            count += 1
    word_seconds, word_clock = (time.process_time() - started) / count, (time.perf_counter() - clock) / count
    return {
        "schools": len(schools),
        "documents of each kind, all schools": count,
        "compile once: seconds, the pages included": round(compile_seconds, 1),
        "Word, stamped: documents a second, one process": round(1 / word_seconds),
        "Word, stamped: the same by the clock on the wall": round(1 / word_clock),
        **measure_scratch(begin, schools, asked.scratch, word_seconds),
        "Word: kB a document": round(size / count / 1000, 1),
        **measure_pdfs(begin, schools, asked.pdfs),
    }


def measure_scratch(begin, schools, count: int, word_seconds: float) -> dict[str, float]:
    """Make some of the same Word files with python-docx, and see that they say the same."""
    bare, styled = [], []
    for school in schools[: max(1, count // 8)]:
        filling, there, _ = begin(school)
        for forms in random.Random(school.slug).sample(there, 8):
            ours = fill_docx(forms, add_code(filling, forms))
            plan, large = read_plan(ours), forms.variant == "large-print"
            template = make_template(large=large)
            started = time.process_time()
            made = make_from_scratch(plan, template)
            bare.append(time.process_time() - started)
            started = time.process_time()
            start_document(large=large)
            styled.append(bare[-1] + time.process_time() - started)
            if words_of(made) != words_of(ours):
                raise SystemExit(f"{forms.path}: the two Word files don't say the same")
    return {
        "Word, from scratch with python-docx and a template: documents a second": round(1 / statistics.mean(bare), 1),
        "Word, from scratch, the styles set each time: documents a second": round(1 / statistics.mean(styled), 1),
        "Word: stamped is so many times as fast as with a template": round(statistics.mean(bare) / word_seconds),
        "Word: stamped is so many times as fast as with the styles set": round(statistics.mean(styled) / word_seconds),
    }


def words_of(content: bytes) -> list[str]:
    """Give the texts of a Word file's body."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return [element.text or "" for element in body.iter() if element.tag.endswith("}t")]


def measure_pdfs(begin, schools, count: int) -> dict[str, float]:
    """Typeset PDFs in the order in which a fleet makes them, school by school: with compilers that are kept, and with a new one for each."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(ROOT / "fonts")])
    looks = ROOT / "overrides" / "documents"
    setters = [Typesetter(ROOT / "fonts", looks) for _ in range(THREADS)]
    begun = list(map(begin, schools[: count // 20 + 1]))
    jobs = [(forms, add_code(filling, forms)) for filling, there, _ in begun for forms in there][:count]
    for setter in setters:
        fill_pdf(*jobs[0], setter)

    def run(pair):
        setter, mine = pair
        return [len(fill_pdf(forms, filling, setter)) for forms, filling in mine]

    half = len(jobs) // THREADS
    parts = [jobs[number * half : (number + 1) * half] for number in range(THREADS)]
    clock, started = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        sizes = list(itertools.chain(*pool.map(run, zip(setters, parts, strict=True))))
    seconds, clocked = (time.process_time() - started) / len(sizes), (time.perf_counter() - clock) / len(sizes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0

    def each(some) -> float:
        started = time.process_time()
        for forms, filling in some:
            fill_pdf(forms, filling, setters[0])
        return (time.process_time() - started) / max(1, len(some))

    letters = each([job for job in jobs if job[0].page.startswith("guidance/letter-")][:20])
    books = each([(forms, filling) for filling, _, handbooks in begun[:1] for forms in handbooks])
    started = time.process_time()
    for forms, filling in jobs[:30]:
        typst.Compiler(font_paths=fonts, root=str(looks)).compile(write_main(fill_source(forms, filling)), format="pdf", pdf_standards=[STANDARD])
    fresh = (time.process_time() - started) / 30
    return {
        f"PDF, stamped and typeset: documents a second, {THREADS} threads": round(THREADS / seconds, 1),
        "PDF, stamped and typeset: the same by the clock on the wall": round(1 / clocked, 1),
        "PDF: milliseconds of the processor": round(seconds * 1000, 1),
        "PDF of a letter (about 400 words): milliseconds": round(letters * 1000, 1),
        "PDF of a handbook: milliseconds": round(books * 1000, 1),
        "PDF, a new compiler each: documents a second, one thread": round(1 / fresh, 1),
        "PDF: kB a document": round(statistics.mean(sizes) / 1000, 1),
        "PDF: MB of memory at most": round(memory / 1000),
    }


if __name__ == "__main__":
    main()
