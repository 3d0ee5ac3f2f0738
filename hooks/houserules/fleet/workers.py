# Work is handed to a concurrent.futures.Executor and to nothing else: processes on this machine, or the workers of a Dask
# cluster. Where there is one worker and nothing to protect from, it is this process.
"""Workers: run tasks, and survive it when a worker dies."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from houserules.fleet.limits import become_worker
from houserules.kept import hash_own_source
from houserules.problems import Place, Problem, Problems

if TYPE_CHECKING:
    from concurrent.futures import Future

J = TypeVar("J")
R = TypeVar("R")
_MOST = 61 if sys.platform == "win32" else 256  # processes: Windows can't wait for more at once
_BEAT = 0.5  # seconds
_DEATHS = ("KilledWorker", "BrokenProcessPool", "CancelledError", "FutureCancelledError", "CommClosedError")


class Pulse(Enum):
    """Given by a task between its results: it is still at work."""

    BEAT = "beat"


@dataclass(frozen=True)
class Workers:
    """Where work is done: `count` processes of this machine (with one, or for one job, this process), or a cluster at an address.

    `pulse` is called while work is going on, at least every second if other processes do it, so that somebody who waits sees life;
    `say` is told what else is waited for.
    """

    count: int = 1
    scheduler: str = ""
    memory: int = 4 * 1024**3
    pulse: Callable[[], object] = lambda: None
    say: Callable[[str], object] = lambda text: None

    def run(
        self, task: Callable[..., Iterable[R | Pulse]], setting: Any, jobs: Iterable[J], size: int = 16, *, apart: bool = False, together: bool = False
    ) -> Iterator[tuple[J, R | None]]:
        """Do a task for every job, in lots; give each job with its result, as they come, or None where its worker died at it.

        `task(setting, jobs)` gives one result a job, in their order, and may give pulses between. With `apart`, it isn't done in this process even if that is the only worker.
        With `together`, lots of the full size are worth more than an end at which no worker waits for another.
        """
        waiting = list(jobs)
        if not waiting:
            return
        if (self.count == 1 or len(waiting) == 1) and not self.scheduler and not apart:
            for lot in _lots(waiting, size if together else 1):
                yield from zip(lot, self._beating(task(setting, lot)), strict=True)
            return
        lots = _lots(waiting, max(1, min(size, len(waiting) // ((2 if together else 4) * self.count))))
        alone: list[J] = []
        for lot, results in self._attempt(task, setting, lots):
            if results is None:
                alone += lot
            else:
                yield from zip(lot, results, strict=True)
        # A worker that died took others' work with it. What wasn't finished is tried again, each on its own: what then still
        # dies is the school at which it dies.
        for job in alone:
            for (same,), results in self._attempt(task, setting, [[job]]):
                yield same, results[0] if results else None

    def _beating(self, results: Iterable[R | Pulse]) -> Iterator[R]:
        for result in results:
            if isinstance(result, Pulse):
                self.pulse()
            else:
                yield result

    def _attempt(self, task, setting, lots: Sequence[list[J]]) -> Iterator[tuple[list[J], list | None]]:
        from concurrent.futures import FIRST_COMPLETED, wait  # what this loads, one worker can do without
        from concurrent.futures.process import BrokenProcessPool

        source = hash_own_source() if self.scheduler else b""
        with self._open() as executor:
            futures: dict[Future, list[J]] = {}
            try:
                for lot in lots:
                    futures[executor.submit(_finish, task, setting, lot, source)] = lot
            except BrokenProcessPool:
                pass
            handed = sum(map(len, futures.values()))
            for lot in lots[len(futures) :] if handed else lots:
                yield lot, None
            try:
                while futures:
                    for future in wait(futures, _BEAT, FIRST_COMPLETED).done:
                        lot = futures.pop(future)
                        try:
                            yield lot, future.result()
                        except Exception as error:
                            if type(error).__name__ not in _DEATHS:
                                raise
                            yield lot, None
                    self.pulse()
                    if self.scheduler:
                        executor.look()
            except BaseException:  # Ctrl-C, or a fault of ours: what is under way is finished, nothing new is begun
                for future in futures:
                    future.cancel()
                raise

    def _open(self) -> Any:
        if self.scheduler:
            from houserules.fleet.cluster import connect

            return connect(self.scheduler, self.say, self.pulse)
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # Workers that were forked hold the run's lock with it: if it is killed, they end too (limits.py), and the next run can begin.
        way = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPoolExecutor(min(self.count, _MOST), multiprocessing.get_context(way), become_worker, (self.memory,))


def _finish(task: Callable[..., Iterable[R | Pulse]], setting: Any, lot: list, source: bytes) -> list[R]:
    """Do a task in a process where nobody feels its pulse; one of a cluster may have been started long ago, with another `source` of ours."""
    if source and source != hash_own_source():
        what = "A worker of the cluster was started with another version of Houserules, or of Python, than this run."
        raise Problems([Problem(Place("--scheduler"), what, "Its sites would not be the same.", "Install the same version everywhere, and start the workers again.")])
    return [result for result in task(setting, lot) if not isinstance(result, Pulse)]


def _lots(jobs: list[J], size: int) -> list[list[J]]:
    return [jobs[start : start + size] for start in range(0, len(jobs), size)]
