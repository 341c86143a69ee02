"""A run that is killed at any moment goes on by the same command, to the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from workflow.conftest import RUN, SOURCE

pytestmark = pytest.mark.workflow
TABLES = f"results/{RUN}/{SOURCE}"
TARGETS = [f"{TABLES}/{name}" for name in ("times.csv", "recipe.npz", "collapse.csv")]
# Seconds after the first job has begun; a whole run of these targets takes about ten.
MOMENTS = [random.Random(18).uniform(0, 6) for _ in range(3)]


def begin(project):
    """Start the run in a process group of its own, and return it with the file of its words."""
    log = project.root / "log.txt"
    command = [sys.executable, "-m", "snakemake", "--cores", "2", *TARGETS]
    with log.open("w") as stream:
        run = subprocess.Popen(
            [*command, "--configfile", "config/tiny.yaml", "--config", f"run={RUN}"],
            cwd=project.root,
            env=os.environ | {"PYTHONPATH": str(project.root / "src")},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A closed terminal ends a run, also where these tests run under nohup.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
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


def whole(project, undisturbed):
    """Compare all that has its final name with an undisturbed run, and return how much it is."""
    made = [
        path for ending in ("csv", "npz") for path in project.root.glob(f"{TABLES}/**/*.{ending}")
    ]
    for path in made:
        assert path.read_bytes() == (undisturbed.root / path.relative_to(project.root)).read_bytes()
    return len(made)


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
        whole(project, undisturbed)
    run, log = begin(project)
    assert run.wait() == 0, log.read_text()
    locked += "has ended without unlocking it: this one goes on" in log.read_text()
    assert locked
    assert whole(project, undisturbed) >= len(TARGETS)
    assert all((project.root / target).is_file() for target in TARGETS)
    assert not list((project.root / ".snakemake/locks").glob("*"))
