# A worker that has been at one school for too long ends itself: nothing else can stop a regular expression or a library that
# doesn't come back. Nor could a thread of Python's: a regular expression lets no other one run. So the watch is faulthandler's,
# which needs nothing of the interpreter, and is there on every system. The run notices, and says which school it was. In the
# run's own process nothing is limited, for there a person is watching, and Ctrl-C stops it.
"""Limits of time and memory for the work on one school."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SELDOM = (50_000, 20, 50)  # how often rubbish is looked for: a site is made of many small texts, and no rings of them
_in_worker = False
_nowhere = None  # where the watch would write at which line it was


def become_worker(memory: int) -> None:
    """Make this process a worker: limits hold in it, and Ctrl-C is for the run alone to hear."""
    global _in_worker, _nowhere
    _in_worker, _nowhere = True, open(os.devnull, "w")  # noqa: SIM115 - for the life of the worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)
    threading.Thread(target=_end_with_run, daemon=True).start()
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit, and some systems don't let us set it
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))


def _end_with_run() -> None:
    """End this worker when its run has ended: one that is idle would wait for work for ever, and hold the run's lock."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if run := parent_process():
        wait([run.sentinel])
        os._exit(1)  # what it publishes may be stopped at any moment: the next run finishes it


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Do something that must not take longer than some seconds; a worker ends if it does."""
    if not _in_worker:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
