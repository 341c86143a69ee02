"""Locks of dead runs are taken away, and of no other."""

import socket
import subprocess
import sys

import pytest

from memgen.declared.living_runs import FOLDER, LOCKS, hold, living, release

HOLD = "from pathlib import Path; from memgen.declared.living_runs import hold; hold(Path())"


def _lock(directory):
    (directory / LOCKS).mkdir(parents=True, exist_ok=True)
    (directory / LOCKS / "0.output.lock").write_text("results/a.csv\n")


@pytest.fixture
def locked(tmp_path):
    """A working directory with locks of Snakemake's."""
    _lock(tmp_path)
    yield tmp_path
    release(tmp_path)


@pytest.fixture
def other_run(locked, root):
    """Another process that has entered itself as a run there, and waits for its end."""
    with subprocess.Popen(
        [sys.executable, "-c", f"{HOLD}; print(flush=True); input()"],
        cwd=locked,
        env={"PYTHONPATH": str(root / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline()
        _lock(locked)
        yield process
        process.kill()


def test_a_lock_that_nobody_holds_is_taken_away(locked):
    assert "has ended without unlocking it: this one goes on" in hold(locked)
    assert not (locked / LOCKS).exists()


def test_the_lock_of_a_killed_run_is_taken_away(locked, other_run):
    other_run.kill()
    other_run.wait()
    assert list((locked / FOLDER).iterdir())
    assert "goes on" in hold(locked)
    assert not (locked / LOCKS).exists()
    assert living(locked) == []
    assert len(list((locked / FOLDER).iterdir())) == 1


def test_the_lock_of_a_living_run_stays(locked, other_run):
    name = f"{socket.gethostname()}.{other_run.pid}"
    assert f"Another run works in {locked}" in (said := hold(locked))
    assert name in said
    assert (locked / LOCKS / "0.output.lock").is_file()
    assert living(locked) == [name]


def test_a_run_on_another_host_may_live(locked):
    (locked / FOLDER).mkdir(parents=True)
    (locked / FOLDER / "node7.cluster.4711").touch()
    assert "node7.cluster.4711" in hold(locked)
    assert (locked / LOCKS / "0.output.lock").is_file()
    release(locked)
    (locked / FOLDER / "node7.cluster.4711").unlink()
    assert "goes on" in hold(locked)


def test_without_locks_nothing_is_said(tmp_path):
    assert hold(tmp_path) is None
    assert living(tmp_path) == []
    release(tmp_path)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_folder_that_cannot_be_written_in_is_left_alone(tmp_path):
    (tmp_path / ".snakemake").write_text("no folder")
    assert hold(tmp_path) is None
