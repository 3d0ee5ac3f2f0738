# A scheduler without workers takes every task, and never says that nobody does it. So workers are waited for, but not for ever.
"""A Dask cluster, whose workers may be on other machines that see the same files."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any, TypeVar

from houserules.problems import Place, Problem, Problems

R = TypeVar("R")


_PATIENCE = 60  # seconds without any worker
_LOOK, _STEP = 5, 0.5  # seconds


def connect(address: str, say: Callable[[str], object] = lambda text: None, pulse: Callable[[], object] = lambda: None) -> Cluster:
    """Give what shares work among the workers of a Dask cluster, once it has one; `say` is told what is waited for.

    Raises Problems where Dask isn't installed, its scheduler doesn't answer, or no worker comes.
    """
    place = Place("--scheduler")
    try:
        from distributed import Client
    except ImportError:
        fix = "Install it with: pip install 'houserules[cluster]'"
        raise Problems([Problem(place, "Dask isn't installed, with which work is shared among machines.", fix=fix)]) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"There is no Dask scheduler at '{address}' that answers: {error}."
        raise Problems([Problem(place, what, fix="Start it with 'dask scheduler', and workers with 'dask worker'.")]) from None
    cluster = Cluster(client, address)
    try:
        cluster.wait_for_worker(say, pulse)
    except BaseException:
        cluster.shutdown()
        raise
    return cluster


class Cluster(Executor):
    """A Dask cluster; its tasks may be done twice if a worker dies, which does no harm."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._inner, self._address = client, client.get_executor(pure=False, retries=2), address
        self._had_worker = self._looked = time.monotonic()

    def wait_for_worker(self, say: Callable[[str], object], pulse: Callable[[], object]) -> None:
        """Wait for the first worker, if there is none. Raises Problems where none comes."""
        said = False
        while not self._client.nthreads():
            if not said:
                say(f"Waiting for a worker of the cluster at {self._address}, for {_PATIENCE} seconds. Start one with: dask worker {self._address}")
                said = True
            self._refuse_if_too_long("none came")
            pulse()
            time.sleep(_STEP)
        self._had_worker = time.monotonic()

    def look(self) -> None:
        """Look now and then whether there still is a worker. Raises Problems where there was none for long."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        with suppress(OSError):  # the scheduler itself is gone: that is told by the tasks
            if self._client.nthreads():
                self._had_worker = now
        self._refuse_if_too_long("they have all ended")

    def _refuse_if_too_long(self, how: str) -> None:
        if time.monotonic() - self._had_worker >= _PATIENCE:
            what = f"The cluster at '{self._address}' has had no worker for {_PATIENCE} seconds: {how}."
            fix = f"Start workers with 'dask worker {self._address}', on machines that see the same files, and build again."
            raise Problems([Problem(Place("--scheduler"), what, "So nobody does the work. What is published stays as it is.", fix)])

    def submit(self, function: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        return self._inner.submit(function, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait)
        self._client.close()
