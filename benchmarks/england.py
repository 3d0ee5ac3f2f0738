"""What every school in England would take: a part of them built and written, and all of them made without being written."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cores import ROOT, write_core
from benchmarks.measure import Failed, run, size
from benchmarks.schools import PLAIN, draw_facts, possible, write_school

from houserules.core import Core

SCHOOLS, WRITTEN = 24_000, 3_000
LOT = 500
# Roughly England's shares: they only have to be of the right order.
PHASES = ("primary",) * 68 + ("secondary",) * 14 + ("special",) * 5 + ("nursery", "nursery", "all-through", "alternative-provision", "middle", "sixth-form")
TYPES = ("maintained",) * 45 + ("academy",) * 43 + ("free-school",) * 4 + ("independent",) * 10


def measure_england(folder: Path, which: str, seed: int, schools: int = SCHOOLS, written: int = WRITTEN) -> Iterator:
    """Give the lines of the table: time, size and memory of a run with writing, and of one that only makes the files."""
    from benchmarks.fleet import OURS, Row

    core = write_core(which, folder / "core")
    read = Core(core)
    written = min(written, _how_many_fit(folder, core, read, seed))
    names = list(write_english(folder / "schools", written, read, seed))
    out, kept = folder / "out", folder / "kept"
    for processes in (1, 2):  # the second finds everything compiled
        try:
            command = [*OURS, folder / "schools", "--out", out, "--no-documents", "-j", str(processes)]
            made = run(command, HOUSERULES_CACHE=str(kept), HOUSERULES_CORE=str(core))
            note = f"{made.seconds / written:.4f} s a school; {made.megabytes:.0f} MB of memory for a process"
            yield Row(f"{written:,} schools written by {processes}: seconds", figure=made.seconds, note=note)
            if processes == 1:
                bytes_, files = size(out), sum(1 for path in out.rglob("*") if path.is_file())
                note = f"{bytes_ / written / 1e3:.0f} kB and {files / written:.0f} files a school; all of England {bytes_ / written * SCHOOLS / 1e9:.1f} GB"
                yield Row(f"{written:,} schools: GB on the disk", figure=bytes_ / 1e9, note=note)
        except Failed as error:
            yield Row(f"{written:,} schools written by {processes}", note=str(error))
        shutil.rmtree(out, ignore_errors=True)
    for name in names:
        shutil.rmtree(name)
    yield from _only_made(folder, read, kept, seed, schools)


def _how_many_fit(folder: Path, core: Path, read: Core, seed: int, tried: int = 20) -> int:
    """Give how many schools' sites the folder has room for, in hundreds: by the size of some, with a fifth to spare."""
    from benchmarks.fleet import OURS, free_bytes

    list(write_english(folder / "tried", tried, read, seed))
    run([*OURS, folder / "tried", "--out", folder / "out", "--no-documents"], HOUSERULES_CACHE="no", HOUSERULES_CORE=str(core))
    a_site = size(folder / "out") / tried
    for name in ("tried", "out", "out-report"):
        shutil.rmtree(folder / name)
    return int(free_bytes(folder) / a_site / 1.2 // 100 * 100)


def write_english(folder: Path, count: int, core: Core, seed: int, first: int = 0) -> Iterator[Path]:
    """Write schools as England has them: its nation, and its shares of phases and types."""
    for number in range(first, first + count):
        chance = random.Random(f"england {seed} {number}")
        facts = dict(draw_facts(core.vocabulary, chance))
        facts |= {"nation": frozenset({"england"}), "phase": frozenset({chance.choice(PHASES)}), "type": frozenset({chance.choice(TYPES)})}
        facts["trust"] = frozenset({"yes" if facts["type"] <= {"academy", "free-school"} and chance.random() < 0.9 else "no"})
        yield write_school(folder / f"school-{number:05}", possible(facts, core.vocabulary, chance), core, chance, PLAIN)


def _only_made(folder: Path, core: Core, kept: Path, seed: int, schools: int) -> Iterator:
    """Read, check and make every school's files in this process, lot by lot, and throw them away; count the variants on the way."""
    from benchmarks.fleet import Row

    from houserules.fleet.check import check_school, find_sheet
    from houserules.fleet.setting import make_setting
    from houserules.fleet.store import Store
    from houserules.fleet.work import compile_bundle
    from houserules.fleet.write import SiteWriter

    os.environ["HOUSERULES_CORE"] = str(core.folder)
    store = Store(kept / "fleet")
    lot = folder / "lot"
    setting = make_setting(core.folder, folder / "nowhere", store, lot, documents=False)
    reading = making = 0.0
    total, writer, cases = 0, None, Counter()
    for first in range(0, schools, LOT):
        folders = list(write_english(lot, min(LOT, schools - first), core, seed, first))
        start = time.perf_counter()
        checked = [check_school(setting, school) for school in folders]
        if wrong := [problem for found in checked for problem in found.problems]:
            raise SystemExit(f"a generated school isn't valid: {wrong[0]}")
        if writer is None:
            bundle = store.load("bundles", checked[0].words)
            if bundle is None:
                compile_bundle(setting, checked[0])
                bundle = store.load("bundles", checked[0].words)
            writer = SiteWriter(bundle)
        sheets = [find_sheet(setting, found.folder, found.profile) for found in checked]
        reading += time.perf_counter() - start
        start = time.perf_counter()
        for sheet in sheets:
            settled = writer.settle(sheet)
            files = writer.make(settled, {})
            total += sum(map(len, files.own.values()))
            cases.update(page.page.id for page in settled.pages)
        making += time.perf_counter() - start
        shutil.rmtree(lot)
        shutil.rmtree(kept / "fleet" / "profiles", ignore_errors=True)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    yield Row(f"{schools:,} schools: reading and checking the profiles, seconds", figure=reading, note=f"{reading / schools * 1000:.1f} ms a school")
    yield Row(f"{schools:,} schools: making all files, seconds", figure=making, note=f"{making / schools * 1000:.1f} ms a school; {total / 1e9:.1f} GB made and thrown away; {held:.0f} MB of memory with the generator")
    yield Row("Pages of all schools", figure=float(sum(cases.values())), note=f"of {len(cases)} different ones; {len(writer.bundle.choices):,} choices with {sum(map(len, writer.bundle.choices.values())):,} cases")


if __name__ == "__main__":
    print(f"Run: python {Path(__file__).with_name('fleet.py').relative_to(ROOT)} --england")
