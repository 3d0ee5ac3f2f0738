"""Workers of a cluster may outlive their run, which held the lock: what they do then harms no later run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.outputs.conftest import SLUG, WAYS, left_over, read_site, said, write_site

from houserules.outputs.exchange import Moves
from houserules.outputs.publish import open_output
from houserules.outputs.shard import Shard
from houserules.outputs.sites import OURS, RunMark, Sites


class KilledRun:
    """A run on a cluster that was killed; a worker of it is still at work."""

    def __init__(self, out: Path, moves: Moves, shard: Shard | None = None) -> None:
        output = open_output(out, moves, shard)
        self.worker = Sites(out, "out", moves, output.mark())
        output._lock.release()  # as the system does
        output._lock = None


@WAYS
def test_a_worker_publishes_while_its_run_lasts(published: Path, moves: Moves):
    """Each time in a folder of its own, of which nothing is left."""
    with open_output(published, moves) as output:
        worker = Sites(published, "out", moves, output.mark())
        first, second = (worker.stage(SLUG) for _ in range(2))
        assert first != second
        write_site(first, "of a worker that was taken for dead")
        write_site(second, "new")
        worker.publish(SLUG)
        assert "new" == read_site(published / SLUG)
        write_site(worker.stage("oakhollow-special"), "first")
        worker.publish("oakhollow-special")

    assert ("new", "first", []) == (read_site(published / SLUG), read_site(published / "oakhollow-special"), left_over(published))


@WAYS
def test_two_at_one_site_do_not_mix(published: Path, moves: Moves):
    """What a worker of a killed run still writes comes into no site of the next run."""
    killed = KilledRun(published, moves)
    old = killed.worker.stage(SLUG)
    (old / "index.html").write_text("old: index.html")
    with open_output(published, moves) as output:
        new = output.stage(SLUG)
        write_site(new, "new")
        assert not old.exists()
        with pytest.raises(FileNotFoundError):
            (old / "another.html").write_text("old: another.html")
        output.publish(SLUG)

    assert ("new", []) == (read_site(published / SLUG), left_over(published))


@WAYS
def test_the_later_run_wins(published: Path, moves: Moves):
    """A site that is finished too late is not put in place of a newer one, whether the newer run lasts or is over."""
    killed = KilledRun(published, moves)
    with open_output(published, moves) as output:
        write_site(killed.worker.stage(SLUG), "old")
        assert "Another run has begun" in said(lambda: killed.worker.publish(SLUG))
        write_site(output.stage(SLUG), "new")
        output.publish(SLUG)
    write_site(killed.worker.stage(SLUG), "old")
    assert "Another run has begun" in said(lambda: killed.worker.publish(SLUG))

    assert ("new", []) == (read_site(published / SLUG), left_over(published))


@pytest.mark.parametrize(
    ("killed", "begins", "stands"),
    [(Shard(1, 2), Shard(2, 2), True), (Shard(1, 2), Shard(1, 2), False), (Shard(1, 2), Shard(), False), (Shard(), Shard(1, 2), False), (Shard(1, 2), Shard(2, 3), False)],
    ids=["another part", "the same part", "all", "a part of all", "shared out otherwise"],
)
def test_runs_that_build_a_part(out: Path, killed: Shard, begins: Shard, stands: bool):
    """Only a run for the same schools ends another."""
    run = KilledRun(out, Moves(), killed)
    with open_output(out, shard=begins):
        assert stands == run.worker._run.stands(out / OURS)


@pytest.mark.parametrize("content", [b"", b"another", b"\xff\xfe", None])
def test_a_mark_that_is_not_ours(tmp_path: Path, content: bytes | None):
    """Whatever stands there, it isn't the mark of this run."""
    mark = RunMark("run", "token")
    if content is not None:
        (tmp_path / "run").write_bytes(content)

    assert not mark.stands(tmp_path)
    mark.write(tmp_path)
    assert mark.stands(tmp_path)
