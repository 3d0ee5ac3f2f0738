"""The real command over a few schools: killed, stopped, started twice, shared out among runs and machines, and what it tells."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.fleet.small import ROOT, write_small_core, write_small_school, write_small_schools

NAMES = [f"oak-{number}" for number in range(16)]
# Where the tests run in the background they were told to ignore Ctrl-C, and what they start would ignore it too.
LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import houserules.__main__ as main; main.run()"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind.")


class Command:
    """`houserules` with a small core and a store that is filled already."""

    def __init__(self, folder: Path, core: Path, cache: Path) -> None:
        self.folder, self.schools, self.out = folder, folder / "schools", folder / "out"
        self.environment = {**os.environ, "HOUSERULES_CORE": str(core), "HOUSERULES_CACHE": str(cache), "PYTHONUTF8": "1"}

    def start(self, *arguments: str | Path, **more) -> subprocess.Popen[str]:
        """Start it in a session of its own, as from a window of its own."""
        said = subprocess.PIPE if "stderr" not in more else more.pop("stderr")
        command = [sys.executable, "-c", LISTENING, *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=said, stderr=subprocess.STDOUT, text=True, encoding="utf-8", start_new_session=True
        )

    def run(self, *arguments: str | Path) -> tuple[int, str]:
        """Run it to its end; give its status and what it said."""
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=240)
        assert "Traceback" not in said, said
        return process.returncode, said

    def build(self, *options: str) -> tuple[int, str]:
        """Build all schools."""
        return self.run("build", self.schools, "--out", self.out, "--no-documents", *options)

    def edit(self, old: str, new: str) -> None:
        """Change every school."""
        for path in self.schools.glob("*/school.yml"):
            text = path.read_text("utf-8")
            assert old in text
            path.write_text(text.replace(old, new), "utf-8")

    def hashes(self) -> dict[str, str]:
        """Give the hash of each site's manifest."""
        return {path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in self.out.glob("*/manifest.json")}

    def report(self) -> dict[str, str]:
        """Give each school's state, as the report says."""
        return states(self.folder / "out-report" / "report.json")


def states(path: Path) -> dict[str, str]:
    return {school["slug"]: school["state"] for school in json.loads(path.read_bytes())["schools"]}


def is_whole(site: Path) -> str:
    """Say what is wrong with a site: it has every file that its manifest names, and no other."""
    files = json.loads((site / "manifest.json").read_bytes())["files"]
    there = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}
    there.pop("manifest.json")
    return "" if files == there else str({name for name in {*files, *there} if files.get(name) != there.get(name)})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> tuple[Path, Path, Path]:
    """A core, a store that knows its words, and schools with their sites and a report."""
    folder = tmp_path_factory.mktemp("prepared")
    core = write_small_core(folder / "core")
    write_small_schools(folder / "schools", NAMES)
    status, said = Command(folder, core, folder / "cache").build("-j", "1", "--today", "2026-11-22")
    assert 0 == status, said
    return folder, core, folder / "cache"


@pytest.fixture
def command(prepared, tmp_path) -> Command:
    """The schools that were built, in a folder that a test may change; the sites too, so that there is an old one of each."""
    folder, core, cache = prepared
    for part in ("schools", "out"):
        shutil.copytree(folder / part, tmp_path / part)
    for path in (tmp_path / "out" / ".houserules" / "sites").iterdir():  # as if they had been built from here
        home = hashlib.sha256(os.fsencode((tmp_path / "schools").resolve())).hexdigest()[:16]
        path.write_text(json.dumps({**json.loads(path.read_bytes()), "home": home}))
    return Command(tmp_path, core, cache)


def test_what_the_command_tells(command):
    """Statuses, counts and the report: something published, something wrong, something to fill in, somebody overdue, somebody left."""
    write_small_school(command.schools / "new-one")
    draft, wrong = command.schools / NAMES[1] / "school.yml", command.schools / NAMES[2] / "school.yml"
    draft.write_text(draft.read_text("utf-8").replace("name: Mr Tomas Reed", "name: ''"), "utf-8")
    wrong.write_text(wrong.read_text("utf-8").replace("nation: england", "nation: englnd"), "utf-8")
    shutil.rmtree(command.schools / NAMES[3])
    late = command.schools / NAMES[4] / "school.yml"
    late.write_text(late.read_text("utf-8").replace("2027-09-30", "2026-11-30"), "utf-8")
    status, said = command.build("--today", "2026-12-01", "--verify", "1", "-j", "2")

    assert 1 == status, said
    assert "14 of 16 published" in said
    assert "Did you mean 'england'?" in said
    assert f"1 has left the folder of schools; --prune takes its site away: {NAMES[3]}." in said
    assert "1 overdue for review on 1 December 2026." in said
    assert ": the same as when it is built plainly" in said
    expected = {name: "published" for name in [*NAMES, "new-one"]} | {NAMES[1]: "draft", NAMES[2]: "failed", NAMES[3]: "left"}
    assert expected == {slug: state.replace("unchanged", "published") for slug, state in command.report().items()}
    assert "<h1>Report of 1 December 2026</h1>" in (command.folder / "out-report" / "report.html").read_text("utf-8")
    assert "" == is_whole(command.out / NAMES[2])


def test_strict_builds_nothing(command):
    """One school with a problem is enough."""
    before = command.hashes()
    command.edit("01632 9604", "01632 9605")
    (command.schools / NAMES[0] / "school.yml").write_text("")
    status, said = command.build("--strict")

    assert 1 == status, said
    assert "0 of 16 published. 1 not: mend the problems above and build again. 15 held back by --strict." in said
    assert f"15 schools ({', '.join(sorted(NAMES)[1:6])} and more; the report has all): Nothing is wrong with this school." in said
    assert before == command.hashes()


@POSIX
def test_a_school_that_takes_too_long(command):
    """Five megabytes of words of its own, of which no machine makes pages in time: after the seconds that are given the school is told, and the others are published."""
    own = command.schools / NAMES[0] / "guidance"
    own.mkdir()
    for number in range(160):
        head = f"---\ntitle: Ours {number}\ndescription: Ours.\naudience: [parents]\n---\n"
        (own / f"ours-{number}.md").write_text(head + "Ours is *this*, and `that`, and **more** of it.\n\n" * 600, "utf-8")
    for path in command.schools.glob("*/school.yml"):
        path.write_text(path.read_text("utf-8").replace("01632 9604", "01632 9605"), "utf-8")
    before = command.hashes()
    status, said = command.build("--seconds", "4", "-j", "2")

    assert 1 == status, said
    assert "ended before it had finished: it took longer than 4 seconds or too much memory, or somebody stopped it. The last good one stands." in said
    assert "15 of 16 published. 1 not: mend the problems above and build again." in said
    assert {NAMES[0]} == {name for name, found in command.hashes().items() if before[name] == found}
    assert "failed" == command.report()[NAMES[0]]


@POSIX
def test_killed_at_any_moment(command):
    """Whenever the whole run is killed, each site is the old one whole or the new one whole; the next run finishes the work."""
    chance, killed, staging = random.Random(6), 0, command.out / ".houserules" / "staging"
    torn: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            for name in NAMES:
                try:
                    page = (command.out / name / "index.html").read_bytes()
                    if not page.rstrip().endswith(b"</html>"):
                        torn.append(name)
                except FileNotFoundError:
                    torn.append(f"{name} is missing")
                time.sleep(0.001)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for turn in range(5):
            command.edit(f"01632 960{4 + turn}", f"01632 960{5 + turn}")
            process = command.start("build", command.schools, "--out", command.out, "--no-documents", "-j", "2", stderr=subprocess.DEVNULL)
            while process.poll() is None and not os.listdir(staging):  # the kill is to fall into the middle of publishing
                time.sleep(0.0005)
            waited = chance.uniform(0, 0.03)
            time.sleep(waited)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            assert {name: "" for name in NAMES} == {name: is_whole(command.out / name) for name in NAMES}, f"turn {turn}, after {waited:.3f} seconds"
    finally:
        over.set()
        watcher.join()
    status, said = command.build("-j", "2")

    assert 0 == status, said
    assert killed, "it was over each time before it was killed: let there be more schools"
    assert [] == torn
    assert "16 of 16 published" in said
    assert all(f"01632 9609{number:02}".encode() in (command.out / name / "index.html").read_bytes() for number, name in enumerate(NAMES))
    assert [] == [path for part in ("staging", "replacing") for path in (command.out / ".houserules" / part).iterdir()]
    assert not [path for path in (command.out / ".houserules" / "shared").iterdir() if len(path.name) != 64]


@POSIX
def test_ctrl_c(command):
    """It stops with a sentence and status 1; every site is whole, and the next run finishes."""
    staging = command.out / ".houserules" / "staging"
    for turn in range(20):  # on a busy machine a run may be over before it hears of it: then another one is stopped
        command.edit(f"01632 960{4 + turn % 2}", f"01632 960{5 - turn % 2}")
        process = command.start("build", command.schools, "--out", command.out, "--no-documents", "-j", "2")
        while process.poll() is None and not any(staging.iterdir()):
            time.sleep(0.001)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        if process.returncode:
            break

    assert 1 == process.returncode, said
    assert "Stopped. Every published site is whole, old or new." in said
    assert "Traceback" not in said
    assert {name: "" for name in NAMES} == {name: is_whole(command.out / name) for name in NAMES}
    assert 0 == command.build("-j", "2")[0]


HOLD = """
import sys, time
from pathlib import Path
from houserules.outputs.publish import open_output
from houserules.outputs.shard import read_shard
with open_output(Path(sys.argv[1]), shard=read_shard(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holding(command):
    """Give a function that lets another run be at work in the folder until the test is over."""
    processes = []

    def hold(shard: str) -> None:
        process = subprocess.Popen([sys.executable, "-c", HOLD, command.out, shard], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert "held" == process.stdout.readline().strip()

    yield hold
    for process in processes:
        process.communicate(timeout=60)


@pytest.mark.parametrize(
    ("at_work", "begins", "refused"),
    [("1/1", "1/1", True), ("1/2", "1/1", True), ("1/1", "1/2", True), ("1/2", "1/2", True), ("1/2", "2/2", False), ("1/2", "1/3", True)],
)
def test_two_runs_at_once(at_work, begins, refused, holding, command):
    """The second says so and stops, unless each builds a part of its own."""
    holding(at_work)
    before = command.hashes()
    command.edit("01632 9604", "01632 9605")
    status, said = command.build("--shard", begins)

    assert (1 if refused else 0) == status, said
    assert refused is ("Another run is publishing into this folder." in said)
    assert refused is (before == command.hashes())


def test_shards(command):
    """Two runs at once build a part each; nobody is left out or built twice, and their reports come to one."""
    command.edit("01632 9604", "01632 9605")
    shutil.rmtree(command.schools / NAMES[3])
    runs = [command.start("build", command.schools, "--out", command.out, "--no-documents", "--zip", "--shard", f"{number}/2") for number in (1, 2)]
    said = [run.communicate(timeout=240)[0] for run in runs]
    assert [0, 0] == [run.returncode for run in runs], said
    parts = [states(command.folder / "out-report" / f"{number}-of-2" / "report.json") for number in (1, 2)]
    assert not parts[0].keys() & parts[1].keys()
    assert all(len(part) > 2 for part in parts)
    status, told = command.run("report", *(command.folder / "out-report" / f"{number}-of-2" / "report.json" for number in (1, 2)), "--out", command.folder / "one")

    assert 0 == status, told
    assert {name: "left" if name == NAMES[3] else "published" for name in NAMES} == states(command.folder / "one" / "report.json")
    assert {name: "" for name in NAMES} == {name: is_whole(command.out / name) for name in NAMES}
    assert 15 == len(list(command.out.glob("*.zip")))
    status, told = command.build()
    assert "15 of 15 published, 15 of them up to date already." in told


CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
        print(cluster.scheduler_address, *(worker.pid for worker in cluster.workers.values()), flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(command):
    """A Dask cluster of two workers on this machine: its address, and the numbers of their processes."""
    pytest.importorskip("distributed", reason="Dask isn't installed: pip install 'houserules[cluster]'.")
    script = command.folder / "cluster.py"
    script.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=command.environment, cwd=ROOT
    )
    address, *workers = process.stdout.readline().split()
    assert 2 == len(workers)
    yield address, [int(worker) for worker in workers]
    process.communicate(timeout=60)


def start_on(cluster, command) -> subprocess.Popen:
    """Let the workers of a cluster make every site anew; give the run once the first is published."""
    command.edit("01632 9604", "01632 9605")
    old = command.hashes()
    process = command.start("build", command.schools, "--out", command.out, "--no-documents", "--scheduler", cluster[0])
    while process.poll() is None and command.hashes() == old:
        time.sleep(0.002)
    return process


@POSIX
def test_a_cluster_in_which_a_worker_is_killed(command, cluster):
    """Two workers of a Dask cluster share the work; one is killed in the middle, and every school is published all the same."""
    old = command.hashes()
    process = start_on(cluster, command)
    os.kill(cluster[1][0], signal.SIGKILL)
    said, _ = process.communicate(timeout=240)

    assert 0 == process.returncode, said
    assert "16 of 16 published." in said
    assert {name: "" for name in NAMES} == {name: is_whole(command.out / name) for name in NAMES}
    assert not {name for name in NAMES if command.hashes()[name] == old[name]}
    assert "16 of them up to date already" in command.build()[1]


@POSIX
def test_a_cluster_whose_run_is_killed(command, cluster):
    """Its workers go on for a while. A run that begins at once gets its own sites published, and they stay."""
    process = start_on(cluster, command)
    process.kill()
    process.communicate(timeout=60)
    command.edit("01632 9605", "01632 9606")
    status, said = command.build("-j", "1")
    assert (0, True) == (status, "16 of 16 published." in said), said
    time.sleep(2)  # for the workers, who have heard by now that nobody waits for them

    assert {name: "" for name in NAMES} == {name: is_whole(command.out / name) for name in NAMES}
    assert all(b"01632 9606" in (command.out / name / "index.html").read_bytes() for name in NAMES)
    assert "16 of them up to date already" in command.build()[1]


def test_a_cluster_with_another_version(command, cluster):
    """Workers that were started before Houserules was updated say so, instead of making sites that nobody asked for."""
    newer = command.folder / "newer"
    shutil.copytree(ROOT / "hooks", newer, ignore=shutil.ignore_patterns("__pycache__"))
    with (newer / "houserules" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("# newer\n")
    command.edit("01632 9604", "01632 9605")
    before = command.hashes()
    command.environment["PYTHONPATH"] = str(newer)
    status, said = command.build("--scheduler", cluster[0])

    assert (1, before) == (status, command.hashes()), said
    assert "started with another version of Houserules" in said
    assert "start the workers again" in said
