"""Work is done for everybody: a worker that dies, or that has to be stopped, takes nobody else's school with it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from houserules.fleet.limits import limited
from houserules.fleet.workers import Pulse, Workers
from houserules.problems import Problems

TWO = Workers(2)
WAYS = pytest.mark.parametrize("workers", [Workers(1), TWO], ids=["this process", "two processes"])
KILLS = pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that kills.")


def double(setting: int, jobs: list[int]) -> list[int]:
    return [setting * job for job in jobs]


def double_slowly(setting: float, jobs: list[int]):
    """Documents of several schools, say, that are all finished at the end."""
    for _ in jobs:
        time.sleep(setting)
        yield Pulse.BEAT
    yield from double(2, jobs)


def die_at_seven(setting: int, jobs: list[int]) -> list[int]:
    """The system's memory runs out, say."""
    if 7 in jobs:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(setting, jobs)


def die_once(mark: Path, jobs: list[int]) -> list[int]:
    """Somebody kills the wrong process."""
    if 7 in jobs and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return jobs


def sleep_at_seven(setting: float, jobs: list[int]) -> list[int]:
    """A library that waits for something that never comes."""
    for job in jobs:
        with limited(1):
            time.sleep(60 if job == 7 else 0)
    return jobs


def search_at_seven(setting: float, jobs: list[int]) -> list[int]:
    """A regular expression that would not come back in this century, and lets nothing of Python's run beside it."""
    for job in jobs:
        with limited(1):
            re.match(r"(a|a)*b", "a" * 40 if job == 7 else "a")
    return jobs


def take_memory(setting: int, jobs: list[int]) -> list[str]:
    made = []
    for job in jobs:
        try:
            made.append(f"{len(bytearray(job))}")
        except MemoryError:
            made.append("too much")
    return made


def fail_at_seven(setting: int, jobs: list[int]) -> list[int]:
    if 7 in jobs:
        raise ValueError("a fault of ours")
    return jobs


def leave_a_mark(folder: Path, jobs: list[int]) -> list[int]:
    time.sleep(0.05)
    for job in jobs:
        (folder / str(job)).touch()
    return jobs


@WAYS
@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("size", [1, 3, 16])
def test_every_job_has_its_own_result(workers, count, size):
    """However many jobs there are and however they are handed out."""
    assert {job: 3 * job for job in range(count)} == dict(workers.run(double, 3, range(count), size))


@KILLS
@pytest.mark.parametrize("size", [1, 16])
def test_a_killed_worker_takes_nobody_with_it(size):
    """Only the job at which it died has no result."""
    found = dict(TWO.run(die_at_seven, 3, range(40), size))

    assert {job: None if job == 7 else 3 * job for job in range(40)} == found


@KILLS
def test_a_worker_that_was_killed_by_chance(tmp_path):
    """What it left undone is done by another."""
    assert {job: job for job in range(20)} == dict(TWO.run(die_once, tmp_path / "mark", range(20)))


@KILLS
@pytest.mark.parametrize("task", [sleep_at_seven, search_at_seven], ids=["it sleeps", "it searches"])
def test_one_that_takes_too_long_is_stopped(task):
    """Whatever it does; the others are finished."""
    started = time.monotonic()
    found = dict(TWO.run(task, 0, [1, 2, 7, 8, 9]))

    assert {1: 1, 2: 2, 7: None, 8: 8, 9: 9} == found
    assert time.monotonic() - started < 30


@KILLS
def test_one_job_can_be_kept_apart():
    """Even with one worker, what may not come back isn't done in this process."""
    assert {7: None} == dict(Workers(1).run(die_at_seven, 3, [7], apart=True))


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems don't hold a process to it.")
def test_memory_is_limited():
    """A worker that would take all of the machine's memory is told that there is none; the next job is done by it."""
    assert {10**10: "too much", 1000: "1000"} == dict(Workers(2, memory=2 * 1024**3).run(take_memory, 0, [10**10, 1000], 2))


@pytest.mark.parametrize("count", [1, 2])
def test_somebody_who_waits_sees_life(count):
    """While nothing is finished yet, there is a pulse; it is none of the results."""
    beats = []
    workers = Workers(count, pulse=lambda: beats.append(len(found)))
    found = []
    for _, result in workers.run(double_slowly, 0.4, range(8), 4, together=True):
        found.append(result)

    assert [2 * number for number in range(8)] == sorted(found)
    assert 0 in beats


@WAYS
def test_a_fault_of_ours_is_no_death(workers):
    """It is raised, for whoever called has to know of it."""
    with pytest.raises(ValueError, match="a fault of ours"):
        list(workers.run(fail_at_seven, 0, range(20)))


def test_nothing_new_is_begun_after_ctrl_c(tmp_path):
    """What is under way is finished, the rest is left."""
    running = TWO.run(leave_a_mark, tmp_path, range(200), 1)
    next(running)
    with pytest.raises(KeyboardInterrupt):
        running.throw(KeyboardInterrupt)

    assert 1 <= len(list(tmp_path.iterdir())) < 50


@KILLS
def test_workers_do_not_hear_ctrl_c():
    """Whoever presses it reaches every process of the command; only the run itself is to decide what then happens."""
    assert {signal.SIG_IGN: 2} == {found: 2 for _, found in TWO.run(what_of_ctrl_c, 0, range(2), 1)}


def what_of_ctrl_c(setting: int, jobs: list[int]) -> list:
    return [signal.getsignal(signal.SIGINT) for _ in jobs]


def test_in_this_process_nothing_is_limited():
    """There a person is watching."""
    with limited(0):
        time.sleep(0.01)


def test_no_scheduler_answers():
    """A message says so, in time, and how one is started."""
    pytest.importorskip("distributed", reason="Dask isn't installed.")
    with pytest.raises(Problems) as raised:
        list(Workers(1, "nonsense://127.0.0.1:1").run(double, 1, [1]))

    assert "nonsense://127.0.0.1:1" in str(raised.value)
    assert "dask scheduler" in str(raised.value)


@pytest.fixture
def scheduler(monkeypatch):
    """A Dask scheduler on this machine that has no workers, and for which nobody waits long."""
    distributed = pytest.importorskip("distributed", reason="Dask isn't installed.")
    monkeypatch.setattr("houserules.fleet.cluster._PATIENCE", 2)
    monkeypatch.setattr("houserules.fleet.cluster._LOOK", 0.1)
    with distributed.LocalCluster(n_workers=0, threads_per_worker=1, processes=False, protocol="tcp://", dashboard_address=":0", host="127.0.0.1") as cluster:
        yield cluster


def test_a_scheduler_without_workers(scheduler):
    """It would take every task, and nobody would ever do it: so it is said what is waited for, and then that nobody came."""
    said: list[str] = []
    with pytest.raises(Problems) as raised:
        list(Workers(1, scheduler.scheduler_address, say=said.append).run(double, 1, [1]))

    assert [f"Waiting for a worker of the cluster at {scheduler.scheduler_address}, for 2 seconds. Start one with: dask worker {scheduler.scheduler_address}"] == said
    assert "has had no worker for 2 seconds: none came." in str(raised.value)
    assert f"dask worker {scheduler.scheduler_address}" in str(raised.value)


def test_a_worker_that_comes_later(scheduler):
    """What was waited for is there, and the work is done."""
    workers = Workers(1, scheduler.scheduler_address, say=lambda text: scheduler.scale(1))

    assert {1: 3, 2: 6} == dict(workers.run(double, 3, [1, 2]))


def test_workers_that_all_end(scheduler):
    """In the middle of the work, and none comes back."""
    scheduler.scale(1)
    running = Workers(1, scheduler.scheduler_address).run(sleep_at_all_but_the_first, 1, range(40), 1)
    next(running)
    scheduler.scale(0)
    with pytest.raises(Problems, match="they have all ended"):
        list(running)


def sleep_at_all_but_the_first(setting: float, jobs: list[int]) -> list[int]:
    time.sleep(setting if jobs[0] else 0)
    return jobs


def test_no_cluster_is_installed(monkeypatch):
    """A message says how it is installed."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Problems, match=re.escape("pip install 'houserules[cluster]'")):
        list(Workers(1, "tcp://127.0.0.1:1").run(double, 1, [1]))


_RUN_THAT_IS_KILLED = """
import time
from houserules.fleet.workers import Workers

def task(setting, jobs):
    yield from jobs

if __name__ == "__main__":
    results = Workers(2).run(task, None, range(40), size=1)
    for _ in range(30):
        next(results)
    print("ready", flush=True)
    time.sleep(60)
"""


@KILLS
def test_idle_workers_end_with_their_run(tmp_path):
    program = tmp_path / "run.py"
    program.write_text(_RUN_THAT_IS_KILLED, "utf-8")
    run = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert run.stdout and run.stdout.readline() == "ready\n"
    run.kill()
    # the workers have the run's output too: it ends when the last of them has ended, or communicate raises
    run.communicate(timeout=20)
