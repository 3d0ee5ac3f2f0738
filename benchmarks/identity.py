"""Whether the fleet's folder of each school equals that of a plain `mkdocs build` of it, byte for byte.

The schools are generated, with awkward values, and chosen so that every pair of answers stands in some school (as far as
there are enough of them). The fleet is built by `houserules build`, the others by MkDocs one at a time. Every difference
is listed with what stands there in each; the exit status is 1 if there is any.

    python benchmarks/identity.py --schools 200 [--seed 1] [--documents] [-j 2] [--fixed] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.cores import FIXED, REAL, ROOT, write_core
from benchmarks.schools import Cover, Shares, pick_cover, write_school, write_schools

from houserules.core import Core

MOST_SHOWN = 6


def build_plainly(folder: Path, out: Path, core_folder: Path, documents: bool) -> list[str]:
    """Build one school's site with MkDocs, the choices settled first; give what it warned of."""
    from houserules.engine import build_site

    core = _core(core_folder)
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return build_site(core, core.site(core.school(folder)), out, documents=documents)


@cache
def _core(folder: Path) -> Core:
    return Core(folder)


def find_differences(one: Path, other: Path) -> Iterator[str]:
    """Give what differs between two folders: the files that only one has, and where and how the others part."""
    names = [{path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} for folder in (one, other)]
    yield from (f"{name}: only in {one}" for name in sorted(names[0] - names[1]))
    yield from (f"{name}: only in {other}" for name in sorted(names[1] - names[0]))
    for name in sorted(names[0] & names[1]):
        ours, theirs = (one / name).read_bytes(), (other / name).read_bytes()
        if ours != theirs:
            at = next((place for place, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
            shown = [content[max(0, at - 60) : at + 60].decode("utf-8", "replace") for content in (ours, theirs)]
            yield f"{name}: they part at byte {at:,}\n      {shown[0]!r}\n      {shown[1]!r}"


def build_fleet(schools: Path, out: Path, core_folder: Path, documents: bool, kept: Path) -> None:
    """Run `houserules build` on a folder of schools."""
    command = [sys.executable, "-m", "houserules", "build", str(schools), "--out", str(out), *(() if documents else ("--no-documents",))]
    env = {**os.environ, "HOUSERULES_CACHE": str(kept), "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    if core_folder != ROOT:
        env["HOUSERULES_CORE"] = str(core_folder)
    done = subprocess.run(command, env=env, check=False, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    print(done.stderr.strip()[-4000:])


def covered_pairs(facts: list[dict], core: Core) -> tuple[int, int]:
    """Count the pairs of answers (nation, phase, type and decisions) that stand in some school, and all that there can be."""
    values = {"nation": 4, "phase": 8, "type": 6} | {id: len(decision.answers) for id, decision in core.vocabulary.decisions.items()}
    seen = {(one, *each[one], other, *each[other]) for each in facts for one, other in combinations(values, 2)}
    possible = sum(values[one] * values[other] for one, other in combinations(values, 2)) - 3 * 2  # academies and free schools are English
    return len(seen), possible


def main() -> int:
    """Build, compare, and list what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", action="store_true", help="Word files and PDFs as well, which take far longer.")
    parser.add_argument("-j", type=int, default=1, help="How many processes build plainly.")
    parser.add_argument("--fixed", action="store_true", help="The fixed corpus in place of the project's own words.")
    parser.add_argument("--keep", type=Path, help="Work in this folder, and leave everything there.")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True)
        return _compare(asked, asked.keep)
    with tempfile.TemporaryDirectory() as name:
        return _compare(asked, Path(name))


def _compare(asked: argparse.Namespace, folder: Path) -> int:
    (folder / "core").mkdir()
    core = Core(write_core(FIXED if asked.fixed else REAL, folder / "core"))
    os.environ["HOUSERULES_CACHE"] = str(folder / "kept")
    shares = Shares(approved=0.5, logo=0.3)
    dozen = pick_cover(core, asked.seed)[0][: asked.schools]
    chance = random.Random(asked.seed)
    schools = [write_school(folder / "schools" / f"cover-{number:02}", facts, core, chance, shares) for number, facts in enumerate(dozen)]
    schools += list(write_schools(folder / "schools", asked.schools - len(schools), core, asked.seed, shares, pairs=True))
    facts, cover = [core.school(school).facts for school in schools], Cover(core)
    pairs, possible = covered_pairs(facts, core)
    print(f"{len(schools)} schools, {pairs:,} of {possible:,} pairs of answers, {len(frozenset().union(*map(cover.met, facts))):,} cases of choices")
    start = time.perf_counter()
    build_fleet(folder / "schools", folder / "fleet", core.folder if asked.fixed else ROOT, asked.documents, folder / "kept")
    print(f"the fleet took {time.perf_counter() - start:.1f} s")
    start, wrong = time.perf_counter(), 0
    plain_core = core.folder if asked.fixed else ROOT
    with ProcessPoolExecutor(asked.j) as pool:
        jobs = [pool.submit(build_plainly, school, folder / "plain" / school.name, plain_core, asked.documents) for school in schools]
        for school, job in zip(schools, jobs, strict=True):
            found = [f"MkDocs warned: {warning}" for warning in job.result()]
            published = folder / "fleet" / school.name
            found += find_differences(published, folder / "plain" / school.name) if published.is_dir() else ["the fleet published nothing"]
            wrong += bool(found)
            for line in found[:MOST_SHOWN]:
                print(f"  {school.name}: {line}", flush=True)
            if len(found) > MOST_SHOWN:
                print(f"  {school.name}: and {len(found) - MOST_SHOWN} more")
    print(f"{len(schools) - wrong} of {len(schools)} equal; MkDocs took {time.perf_counter() - start:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
