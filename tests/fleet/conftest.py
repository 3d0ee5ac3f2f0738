"""What the tests of the fleet share: a small core, and the setting of a run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fleet.small import write_small_core

from houserules.fleet.setting import Setting, make_setting
from houserules.fleet.store import Store


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """A small core, which no test may change."""
    return write_small_core(tmp_path_factory.mktemp("small") / "core")


@pytest.fixture
def setting(small: Path, tmp_path: Path) -> Callable[..., Setting]:
    """Give a function that makes the setting of a run over `<tmp_path>/schools` into `<tmp_path>/out`, with a store of its own."""

    def make(**options) -> Setting:
        return make_setting(small, tmp_path / "out", Store(tmp_path / "store"), tmp_path / "schools", documents=False, **options)

    return make
