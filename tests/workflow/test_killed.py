"""A run that is killed at any moment goes on by the same command, to the same bytes.

`python tests/kills.py` does the same with more targets and as many kills as one has time for.
"""

import os
import random
import shutil
import signal
import sys
import time

import pytest
from workflow.conftest import RUN, SOURCE
from workflow.killing import locks, require_same, started

pytestmark = pytest.mark.workflow
TABLES = f"results/{RUN}/{SOURCE}"
TARGETS = [f"{TABLES}/{name}" for name in ("times.csv", "recipe.npz", "collapse.csv")]
# Seconds after the first job has begun; a whole run of these targets takes about ten.
MOMENTS = [random.Random(18).uniform(0, 6) for _ in range(3)]


def begin(project):
    """Start the run, and return it with the file of its words when its first job has begun."""
    command = [sys.executable, "-m", "snakemake", "--cores", "2", *TARGETS]
    run, log = started(
        [*command, "--configfile", "config/tiny.yaml", "--config", f"run={RUN}"], project.root
    )
    deadline = time.monotonic() + 300
    while "\nJob " not in log.read_text() and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return run, log


@pytest.fixture(scope="module")
def undisturbed(fresh):
    """The same run, which nobody stops."""
    project = fresh()
    run, log = begin(project)
    assert run.wait() == 0, log.read_text()
    return project


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP], ids=["killed", "terminal"])
def test_the_same_command_goes_on(undisturbed, fresh, number):
    """SIGKILL as out of memory or power, SIGHUP as a closed terminal, to the whole group."""
    project, locked = fresh(), 0
    for moment in MOMENTS if number == signal.SIGKILL else MOMENTS[:1]:
        run, log = begin(project)
        locked += "has ended without unlocking it: this one goes on" in log.read_text()
        time.sleep(moment)
        os.killpg(run.pid, number)
        run.wait()
        require_same(project.root, undisturbed.root)
    run, log = begin(project)
    assert run.wait() == 0, log.read_text()
    locked += "has ended without unlocking it: this one goes on" in log.read_text()
    assert locked
    assert require_same(project.root, undisturbed.root) >= len(TARGETS)
    assert all((project.root / target).is_file() for target in TARGETS)
    assert not locks(project.root)


def test_two_runs_at_once(undisturbed, fresh):
    """A run that still lives keeps its files; beside it another run's are made."""
    project = fresh()
    run, log = begin(project)
    os.killpg(run.pid, signal.SIGSTOP)
    try:
        told = project.toy(*TARGETS, "--cores", "1", check=False)
        assert "Another run works in" in told
        assert "LockException" in told
        require_same(project.root, undisturbed.root)
        beside = f"results/other/{SOURCE}/recipe.npz"
        own = ("--configfile", "config/tiny.yaml", "--config", "run=other")
        project.snakemake(beside, "--cores", "1", *own)
    finally:
        os.killpg(run.pid, signal.SIGCONT)
    assert run.wait() == 0, log.read_text()
    whole = (undisturbed.root / TARGETS[1]).read_bytes()
    assert (project.root / beside).read_bytes() == whole
    shutil.rmtree(project.root / "results/other")
    assert require_same(project.root, undisturbed.root) >= len(TARGETS)
    assert not locks(project.root)
