"""A Dask cluster, whose workers may be on other machines that see the same files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from houserules.problems import Place, Problem, Problems

R = TypeVar("R")


def connect(address: str) -> Executor:
    """Give what shares work among the workers of a Dask cluster. Raises Problems where Dask isn't installed, or doesn't answer."""
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
    return Cluster(client)


class Cluster(Executor):
    """A Dask cluster; its tasks may be done twice if a worker dies, which does no harm."""

    def __init__(self, client: Any) -> None:
        self._client, self._inner = client, client.get_executor(pure=False, retries=2)

    def submit(self, function: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        return self._inner.submit(function, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait)
        self._client.close()
