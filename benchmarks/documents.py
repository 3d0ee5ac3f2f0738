"""Word files and PDFs: stamped from what was compiled once, beside made from scratch with the same libraries.

Some hundred schools with decisions, names and logos of their own, all with the documents of the core (handbooks apart).
Everything that a school needs is counted: the cases looked up, the logo read, the parts stamped and packed, the PDF typeset.
From scratch means: the same Word file made with python-docx (word_from_scratch.py), and a Typst compiler of its own for each
PDF, with the fonts shared. Seconds are those of the processor, so that other work on the machine counts as little as it can;
two processes have two of them. The clock on the wall is given beside it.

    python benchmarks/documents.py [--schools 300] [--scratch 40] [--lots 2] [--json FILE]
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import tempfile
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from operator import itemgetter
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
from houserules.fleet.work import TOGETHER
from houserules.fleet.write import SiteWriter

try:
    import resource
except ImportError:  # Windows
    resource = None

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = 2


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
    parser.add_argument("--lots", type=int, default=2, help=f"of {TOGETHER} schools, whose PDFs each process sets")
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
    begin = make_begin(core)
    compile_seconds = time.perf_counter() - started
    begin(schools[0])
    clock, started, count, size = time.perf_counter(), time.process_time(), 0, 0
    for school in schools:
        filling, there, _ = begin(school)
        for forms in there.values():
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
        **measure_pdfs(begin, schools, asked.lots),
    }


def make_begin(core: Core):
    """Give what makes a school ready: what is filled in, its documents by their turn, and its handbooks."""
    bundle = compile_words(core.words, core.composed, core, "", "", Store(None), documents=True).bundle
    writer, every = SiteWriter(bundle), bundle.load("documents")

    def begin(school):
        settled = writer.settle(make_sheet(school))
        ids = {page.page.id for page in settled.pages}
        filling = make_filling(school, settled.values, settled.cases)
        return filling, {turn: forms for turn, forms in enumerate(every) if forms.page in ids}, [forms for forms in every if not forms.page]

    return begin


def measure_scratch(begin, schools, count: int, word_seconds: float) -> dict[str, float]:
    """Make some of the same Word files with python-docx, and see that they say the same."""
    bare, styled = [], []
    for school in schools[: max(1, count // 8)]:
        filling, there, _ = begin(school)
        for forms in random.Random(school.slug).sample(list(there.values()), 8):
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


def measure_pdfs(begin, schools, lots: int) -> dict[str, float]:
    """Typeset PDFs in the order in which a fleet makes them: by processes with a compiler each, in lots of schools, form by form.

    Beside it: one school alone, and a new compiler for each.
    """
    looks, fonts = ROOT / "overrides" / "documents", ROOT / "fonts"
    setter = Typesetter(fonts, looks)
    many = lots * TOGETHER
    with tempfile.TemporaryDirectory() as meeting, ProcessPoolExecutor(PROCESSES) as pool:
        asked = [([school.folder for school in schools[number * many : (number + 1) * many]], Path(meeting), number) for number in range(PROCESSES)]
        found = list(pool.map(set_lots, asked))
    made = sum(each["made"] for each in found)
    seconds = sum(each["seconds"] for each in found) / made
    rate = sum(each["made"] / each["clock"] for each in found)

    def each(some) -> float:
        started = time.process_time()
        for forms, filling in some:
            fill_pdf(forms, filling, setter)
        return (time.process_time() - started) / max(1, len(some))

    filling, there, handbooks = begin(schools[0])
    jobs = [(forms, add_code(filling, forms)) for forms in there.values()]
    each(jobs[:1])
    letters = each([job for job in jobs if job[0].page.startswith("guidance/letter-")])
    books = each([(forms, filling) for forms in handbooks])
    alone = each(jobs)
    started = time.process_time()
    kept = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    for forms, filling in jobs[:30]:
        typst.Compiler(font_paths=kept, root=str(looks)).compile(write_main(fill_source(forms, filling)), format="pdf", pdf_standards=[STANDARD])
    fresh = (time.process_time() - started) / 30
    return {
        "PDFs": made,
        f"PDF, stamped and typeset: documents a second, {PROCESSES} processes": round(PROCESSES / seconds, 1),
        "PDF, stamped and typeset: the same by the clock on the wall": round(rate, 1),
        "PDF: milliseconds of the processor": round(seconds * 1000, 1),
        "PDF: milliseconds, one school alone": round(alone * 1000, 1),
        "PDF of a letter (about 400 words), one school alone: milliseconds": round(letters * 1000, 1),
        "PDF of a handbook, one school alone: milliseconds": round(books * 1000, 1),
        "PDF, a new compiler each: documents a second, one process": round(1 / fresh, 1),
        "PDF: kB a document": round(sum(each["size"] for each in found) / made / 1000, 1),
        "PDF: MB of memory at most, a process": round(max(each["memory"] for each in found) / 1000),
    }


def set_lots(asked: tuple[list[Path], Path, int]) -> dict[str, float]:
    """Typeset the PDFs of some schools, and tell what that took.

    Each process makes ready, which isn't counted, and says so in a folder where it waits for the others.
    """
    folders, meeting, number = asked
    core = Core(ROOT)
    begin = make_begin(core)
    begun = [begin(core.school(folder)) for folder in folders]
    jobs = []
    for start in range(0, len(begun), TOGETHER):
        turns = [(turn, forms, filling) for filling, there, _ in begun[start : start + TOGETHER] for turn, forms in there.items()]
        jobs += [(forms, filling) for _, forms, filling in sorted(turns, key=itemgetter(0))]
    setter = Typesetter(ROOT / "fonts", ROOT / "overrides" / "documents")
    fill_pdf(jobs[0][0], add_code(jobs[0][1], jobs[0][0]), setter)
    (meeting / str(number)).touch()
    while len(list(meeting.iterdir())) < PROCESSES:
        time.sleep(0.01)
    clock, started = time.perf_counter(), time.process_time()
    size = sum(len(fill_pdf(forms, add_code(filling, forms), setter)) for forms, filling in jobs)
    seconds, clocked = time.process_time() - started, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0
    return {"made": len(jobs), "seconds": seconds, "clock": clocked, "size": size, "memory": memory}


if __name__ == "__main__":
    main()
