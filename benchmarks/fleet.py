# Every figure is a ratio of things measured in the same round, one after the other, because machines differ and shared
# ones are noisy; the table gives the medians. What is asked of each is said in the table's third column.
"""How fast a fleet is built, beside plain MkDocs, beside others and beside copying; how it grows; what a change costs.

Schools are generated from a seed. The words are the fixed corpus in benchmarks/corpus (60 pages of about 1,100 words, with
8 values and 2 conditional blocks each), or the project's own with --real. Nothing makes Word files and PDFs. Output lies in
memory where the system has such a place, and the manifest is part of it.

    python benchmarks/fleet.py [--schools 300] [--runs 5] [--growth 30,300,3000] [--real] [--peers] [--json FILE]
    python benchmarks/fleet.py --england        (3,000 schools written and 24,000 made without writing; see contributing/england.md)
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.cores import FIXED, REAL, write_core
from benchmarks.measure import Failed, Run, changed, room, run, size, take_down, work_folder
from benchmarks.one_school import write_plain_tree
from benchmarks.peers import Peer, install_peers, material, write_sources
from benchmarks.schools import PLAIN, write_schools

from houserules.core import Core

SAMPLES = 3  # schools that are built one by one, in turn
OURS = (sys.executable, "-m", "houserules", "build")


@dataclass
class Row:
    """A line of the table: a figure, what is asked of it (at least or at most), and what it was worked out from."""

    what: str
    asked: str = ""
    figure: float | None = None
    reached: bool | None = None
    note: str = ""


@dataclass
class Round:
    """What one round measured: seconds (of a school, where several were built), by name; and what could not be measured."""

    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()  # files that a change should not have touched
    compiled: tuple[str, ...] | None = None


class Bench:
    """Folders to work in, and the commands that are measured."""

    def __init__(self, folder: Path, which: str, schools: int, seed: int) -> None:
        self.folder, self.which, self.count = folder, which, schools
        self.core = write_core(which, _made(folder / "core"))
        self.read, self.seed = Core(self.core), seed
        self.schools = self.write_more("schools", schools)
        self.samples = sorted(self.schools.iterdir())[:SAMPLES]
        self.sites = [self.read.site(self.read.school(school)) for school in self.samples]
        said = _said([*OURS, "--help"])
        self.has_jobs = " -j" in said
        for number, school in enumerate(self.samples):
            single = self.folder / "single" / str(number) / school.name
            shutil.copytree(school, single)
            write_plain_tree(self.sites[number], _made(self.folder / "plain" / str(number)), self.core)
        self.peers: list[Peer] = []

    def write_more(self, name: str, count: int) -> Path:
        """Write some schools into a folder of that name, and give it."""
        for _ in write_schools(self.folder / name, count, self.read, self.seed, PLAIN):
            pass
        return self.folder / name

    def add_peers(self, found: Iterable[Peer | str]) -> Iterator[str]:
        """Take the peers that could be installed, and write the samples for each; give what is said of the others."""
        assets = self.folder / "assets"
        run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", self.folder / "plain" / "0" / "mkdocs.yml", "--site-dir", self.folder / "first"])
        shutil.move(self.folder / "first" / "assets", assets)
        for peer in found:
            if isinstance(peer, str):
                yield peer
                continue
            for number, site in enumerate(self.sites):
                write_sources(peer.name, site, self.core, assets, self.folder / "peers" / peer.name / str(number))
            self.peers.append(peer)

    def ours(self, schools: Path, out: Path, kept: Path, jobs: int = 1) -> Run:
        """Run `houserules build`."""
        many = ("-j", str(jobs)) if self.has_jobs else ()
        command = [*OURS, schools, "--out", out, *many, "--no-documents"]
        return run(command, cwd=self.folder, HOUSERULES_CACHE=str(kept), HOUSERULES_CORE=str(self.core))

    def plain(self, number: int) -> Run:
        """Run plain `mkdocs build` on a sample."""
        return _one_by_one(self.folder / "plain" / str(number) / "mkdocs.yml", self.folder / "out-plain")

    def hooks(self, number: int) -> Run:
        """Run `mkdocs build` through our hooks on a sample, with nothing kept."""
        school = self.samples[number]
        return _one_by_one(self.core / "mkdocs.yml", self.folder / "out-hooks", SCHOOL=str(school), HOUSERULES_CACHE="no")

    def peer(self, peer: Peer, number: int) -> Run:
        """Run a peer on a sample."""
        source, out = self.folder / "peers" / peer.name / str(number), self.folder / f"out-{peer.name}"
        shutil.rmtree(out, ignore_errors=True)
        return run(peer.line(source, out), cwd=source)


def _one_by_one(settings: Path, out: Path, **environment: str) -> Run:
    shutil.rmtree(out, ignore_errors=True)
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", settings, "--site-dir", out], **environment)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _said(command: list[str]) -> str:
    import subprocess

    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def run_round(bench: Bench, number: int) -> Round:
    """Measure everything once, one after the other. What fails is noted, and the rest goes on."""
    done, folder = Round(), bench.folder
    kept, out, sample = folder / "kept", folder / "out", number % SAMPLES

    def measure(name: str, make: Callable[[], Run], schools: int = 1) -> None:
        try:
            made = make()
        except Failed as error:
            done.notes[name] = str(error)
            return
        done.seconds[name], done.megabytes[name] = made.seconds / schools, made.megabytes

    for name in ("kept", "kept-first", "out", "out-again", "out-two", "out-first", "copy"):
        shutil.rmtree(folder / name, ignore_errors=True)
    measure("cold", lambda: bench.ours(bench.schools, out, kept), bench.count)
    measure("plain", lambda: bench.plain(sample))
    for peer in bench.peers:
        measure(peer.name, lambda peer=peer: bench.peer(peer, sample))
    measure("compiled", lambda: bench.ours(bench.schools, folder / "out-again", kept), bench.count)
    if out.is_dir():
        sites = sorted(path for path in out.iterdir() if path.name.startswith("school-"))
        measure("copy", lambda: run(["cp", "-r", *sites, _made(folder / "copy")]), max(1, len(sites)))
        shutil.rmtree(folder / "copy", ignore_errors=True)
    shutil.rmtree(folder / "out-again", ignore_errors=True)
    if bench.has_jobs:
        measure("compiled by two", lambda: bench.ours(bench.schools, folder / "out-two", kept, 2), bench.count)
        shutil.rmtree(folder / "out-two", ignore_errors=True)
    measure("first", lambda: bench.ours(folder / "single" / str(sample), folder / "out-first", folder / "kept-first"))
    measure("first through the hooks", lambda: bench.hooks(sample))
    if out.is_dir():
        _change_a_number(bench, done, measure)
        _edit_a_text(bench, done, measure)
    return done


def _change_a_number(bench: Bench, done: Round, measure: Callable) -> None:
    """Change the telephone number of one school in the middle, build again, and look at every file."""
    school = sorted(bench.schools.iterdir())[bench.count // 2]
    profile, number = school / "school.yml", "01632 960999"
    before = profile.read_text("utf-8")
    lines = ["  phone: " + json.dumps(number) if line.startswith("  phone:") else line for line in before.split("\n")]
    if "  phone: " + json.dumps(number) not in lines:
        lines.insert(lines.index("people:"), "  phone: " + json.dumps(number))
    out, kept = bench.folder / "out", bench.folder / "kept"
    # a number of the same school's that is replaced, not the first that it has: pages in which it stands stay the same ones
    profile.write_text("\n".join(lines).replace("960999", "960998"), "utf-8")
    measure("settle", lambda: bench.ours(bench.schools, out, kept))
    was = take_down(out)
    profile.write_text("\n".join(lines), "utf-8")
    measure("one number", lambda: bench.ours(bench.schools, out, kept))
    now = take_down(out)
    done.changed = tuple(changed(was, now))
    profile.write_text(before, "utf-8")
    digits = {number.encode(), number.replace(" ", "").encode()}

    def holds_it(name: str) -> bool:
        content = (out / name).read_bytes() if (out / name).is_file() else b""
        return any(form in content for form in digits)

    known = {f"{school.name}/manifest.json"}
    published = [name for name in done.changed if not name.startswith(".houserules") and not name.startswith("report.")]
    done.astray = tuple(name for name in published if name not in known and not (name.startswith(f"{school.name}/") and holds_it(name)))
    measure("settle", lambda: bench.ours(bench.schools, out, kept))


def _edit_a_text(bench: Bench, done: Round, measure: Callable) -> None:
    """Add a sentence to one text, build again, and read in the report which pages were compiled."""
    name = "guidance/group-chats.md" if bench.which == FIXED else "clauses/contact/personal-accounts.md"
    path = bench.core / "docs" / name
    before, was = path.read_text("utf-8"), Core(bench.core).composed.nodes
    path.write_text(before.rstrip("\n") + "\n\nThis holds at weekends too.\n", "utf-8")
    now = Core(bench.core).composed.nodes
    expected = tuple(sorted(id for id in now if now[id] != was.get(id)))
    out = bench.folder / "out"
    measure("one text", lambda: bench.ours(bench.schools, out, bench.folder / "kept"))
    path.write_text(before, "utf-8")
    reports = [*out.with_name(f"{out.name}-report").glob("report.json"), *out.glob("report.json")]
    content = json.loads(reports[0].read_text("utf-8")) if reports else {}
    if "compiled" not in content:
        done.notes["one text"] = "houserules build doesn't say yet which pages it compiled"
        return
    done.compiled = tuple(sorted(content["compiled"]))
    if done.compiled != expected:
        done.notes["one text"] = f"compiled {', '.join(done.compiled)}; the text stands on {', '.join(expected)}"


def measure_growth(bench: Bench, sizes: list[int], runs: int) -> Iterator[Row]:
    """Build more and more schools with nothing kept, each folder removed as soon as it is measured; seconds and memory in the end."""
    found: dict[int, list[Run]] = {}
    a_school = 0.0
    for turn in range(runs):
        for count in sizes:
            if a_school * count * 1.2 > free_bytes(bench.folder):
                if not turn:
                    yield Row(f"{count:,} schools", note=f"left out: {a_school * count / 1e9:.0f} GB are needed, and {free_bytes(bench.folder) / 1e9:.0f} GB are free")
                continue
            schools = bench.folder / f"schools-{count}"
            if not schools.is_dir():
                bench.write_more(schools.name, count)
            out, kept = bench.folder / "out-growth", bench.folder / "kept-growth"
            try:
                made = bench.ours(schools, out, kept)
                found.setdefault(count, []).append(made)
                a_school = max(a_school, size(out) / count)
            except Failed as error:
                yield Row(f"{count:,} schools", note=str(error))
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(kept, ignore_errors=True)
    medians = {count: Run(_median(run.seconds for run in runs), _median(run.megabytes for run in runs)) for count, runs in found.items()}
    for count, made in medians.items():
        yield Row(f"{count:,} schools, nothing kept: seconds", figure=made.seconds, note=f"{made.seconds / count:.4f} s a school; {made.megabytes:.0f} MB")
    steps = [(medians[more].seconds - medians[fewer].seconds) / (more - fewer) for fewer, more in pairwise(sorted(medians))]
    if len(steps) > 1:
        note = f"{steps[0]:.4f} s for each further school, then {steps[-1]:.4f}"
        yield Row("Each further school at last, against at first", "at most 1.2", steps[-1] / steps[0], steps[-1] <= 1.2 * steps[0], note)
    if len(medians) > 1:
        *_, fewer, more = sorted(medians)
        held, growth = medians[more].megabytes, medians[more].megabytes / medians[fewer].megabytes
        yield Row(f"Memory of one process, {more:,} schools: MB", "under 200", held, held < 200)
        yield Row(f"Memory, {more:,} schools against {fewer:,}", "at most 1.15", growth, growth <= 1.15)


def free_bytes(folder: Path) -> float:
    """Give the bytes that can be written: what the folder's system has left, and what memory there is if it lies in memory."""
    free = float(room(folder))
    if folder.is_relative_to("/dev/shm") and (memory := Path("/proc/meminfo")).is_file():
        available = next(line for line in memory.read_text("utf-8").splitlines() if line.startswith("MemAvailable"))
        free = min(free, int(available.split()[1]) * 1024)
    return free


def _median(values) -> float:
    return statistics.median(list(values))


def list_rows(bench: Bench, rounds: list[Round]) -> Iterator[Row]:
    """Give the table's lines from all rounds."""

    def ratio(one: str, other: str) -> tuple[float | None, str]:
        """Give the median of the ratios round by round, and the medians that it stands for."""
        pairs = [(made.seconds[one], made.seconds[other]) for made in rounds if one in made.seconds and other in made.seconds]
        if not pairs:
            why = next((made.notes[name] for made in rounds for name in (one, other) if name in made.notes), "not measured")
            return None, why
        spread = [first / second for first, second in pairs]
        return _median(spread), f"{_median(a for a, _ in pairs):.4f} s against {_median(b for _, b in pairs):.4f} s; {min(spread):.2f} to {max(spread):.2f}"

    def line(what: str, asked: str, one: str, other: str, reached: Callable[[float], bool]) -> Row:
        figure, note = ratio(one, other)
        return Row(what, asked, figure, None if figure is None else reached(figure), note)

    some = f"{bench.count:,} schools"
    yield line(f"Plain mkdocs build, against a school of {some}, nothing kept", "at least 150", "plain", "cold", lambda figure: figure >= 150)
    for peer in bench.peers:
        asked = 8 if peer.name == "Hugo" else 0
        row = line(f"{peer.name} {peer.version}, against the same", f"at least {asked}" if asked else "", peer.name, "cold", lambda figure, asked=asked: figure >= asked)
        yield Row(row.what, row.asked, row.figure, row.reached if asked else None, row.note)
    yield line("A school once compiled, against cp -r of its site", "at most 1.5", "compiled", "copy", lambda figure: figure <= 1.5)
    if bench.has_jobs:
        yield line("The same with two processes", "at most 1.0", "compiled by two", "copy", lambda figure: figure <= 1.0)
        yield line("One process, against two, compiled", "at least 1.7", "compiled", "compiled by two", lambda figure: figure >= 1.7)
    else:
        yield Row("Two processes", "at least 1.7", note="houserules build has no -j yet")
    yield line("First build of one school, against plain mkdocs build", "at most 1.3", "first", "plain", lambda figure: figure <= 1.3)
    yield line("The same by mkdocs build with our hooks", "at most 1.3", "first through the hooks", "plain", lambda figure: figure <= 1.3)
    figures = [made.seconds["one number"] for made in rounds if "one number" in made.seconds]
    astray = sorted({name for made in rounds for name in made.astray})
    written = rounds[-1].changed
    note = f"{len(written)} files written" + (f", {len(astray)} of them without need: {', '.join(astray[:4])}" if astray else ", all with need")
    figure = _median(figures) if figures else None
    yield Row(f"One telephone number changed among {some}: seconds", "under 0.5", figure, None if figure is None else figure < 0.5 and not astray, note if figures else _why(rounds, "one number"))
    figures = [made.seconds["one text"] for made in rounds if "one text" in made.seconds]
    compiled = next((made.compiled for made in rounds if made.compiled is not None), None)
    wrong = _why(rounds, "one text")
    note = wrong or f"compiled again: {', '.join(compiled or ())}"
    yield Row(f"One text edited, {some}: seconds", "only its pages", _median(figures) if figures else None, None if compiled is None else not wrong, note)
    yield Row("Memory of one process, nothing kept: MB", "under 200", *_held(rounds))


def _held(rounds: list[Round]) -> tuple[float | None, bool | None]:
    held = [made.megabytes["cold"] for made in rounds if "cold" in made.megabytes]
    return (_median(held), _median(held) < 200) if held else (None, None)


def _why(rounds: list[Round], name: str) -> str:
    return next((made.notes[name] for made in rounds if name in made.notes), "")


def sizes_of_pages(bench: Bench) -> dict[str, int]:
    """Give the mean bytes of a page as each made it, so that one sees whether they made comparable pages."""
    first = next((path for path in sorted((bench.folder / "out").glob("school-*")) if path.is_dir()), None)
    folders = {"houserules": first, "mkdocs": bench.folder / "out-plain"} | {peer.name: bench.folder / f"out-{peer.name}" for peer in bench.peers}
    if (bench.folder / "peers" / "Zensical").is_dir():
        folders["Zensical"] = bench.folder / "peers" / "Zensical" / "0" / "site"
    means = {}
    for name, folder in folders.items():
        pages = [path.stat().st_size for path in folder.rglob("*.html")] if folder and folder.is_dir() else []
        if pages:
            means[name] = round(statistics.mean(pages))
    return means


def show(rows: list[Row]) -> str:
    """Write the rows as a table."""
    lines = []
    for row in rows:
        figure = "" if row.figure is None else f"{row.figure:,.2f}" if row.figure < 1000 else f"{row.figure:,.0f}"
        verdict = {True: "yes", False: "NO", None: ""}[row.reached]
        lines.append(f"{row.what:<64}{figure:>10}  {row.asked:<16}{verdict:<5}{row.note.splitlines()[0] if row.note else ''}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print a table, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--growth", default="30,300,3000", help="How many schools, with commas; empty for none.")
    parser.add_argument("--growth-runs", type=int, help="How often the growth is measured, if not as often as the rest.")
    parser.add_argument("--real", action="store_true", help="The project's own words in place of the fixed corpus.")
    parser.add_argument("--peers", action="store_true", help="Install other generators into a temporary folder and measure them too.")
    parser.add_argument("--england", action="store_true", help="Measure what every school in England would take, and nothing else.")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with work_folder() as name, tempfile.TemporaryDirectory() as tools:
        os.environ["HOUSERULES_CACHE"] = "no"  # but for the commands that are given a folder of their own
        which = REAL if asked.real else FIXED
        if asked.england:
            from benchmarks.england import measure_england

            rows, pages = list(measure_england(Path(name), which, asked.seed)), {}
        else:
            bench = Bench(Path(name), which, asked.schools, asked.seed)
            others = [material(), *(install_peers(Path(tools)) if asked.peers else ())]
            for sentence in bench.add_peers(others):
                print(sentence, file=sys.stderr)
            rounds = []
            for number in range(asked.runs):
                rounds.append(run_round(bench, number))
                print(f"round {number + 1} of {asked.runs}", file=sys.stderr, flush=True)
            pages = sizes_of_pages(bench)
            rows = list(list_rows(bench, rounds))
            shutil.rmtree(bench.folder / "out", ignore_errors=True)
            growth = [int(count) for count in asked.growth.split(",") if count]
            rows += measure_growth(bench, growth, asked.growth_runs or asked.runs)
    print(f"{'the fixed corpus' if which == FIXED else 'the project’s own words'}; {'one run' if asked.england else f'{asked.runs} rounds, medians'}")
    print(show(rows))
    for maker, bytes_ in pages.items():
        print(f"bytes a page, {maker}: {bytes_:,}")
    if asked.json:
        asked.json.write_text(json.dumps({"words": which, "runs": asked.runs, "rows": [asdict(row) for row in rows], "bytes a page": pages}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
