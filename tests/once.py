"""What takes long and is the same for every worker of a run is made by the first that asks; the others wait for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Give the folder `name` of this run of the tests, filled by `make` unless another worker has done so.

    `make` takes the folder, which isn't there yet. What fails is left out, and tried again by the next that asks.
    """
    base = factory.getbasetemp().parent if os.environ.get("PYTEST_XDIST_WORKER") else factory.getbasetemp()
    shared = base / "made-once"
    shared.mkdir(exist_ok=True)
    with FileLock(shared / f"{name}.lock"):
        whole = shared / name
        if not whole.exists():
            part = factory.mktemp(name) / "part"
            make(part)
            part.rename(whole)
    return whole
