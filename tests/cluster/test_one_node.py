"""Runs through profiles/slurm on a real one-node Slurm, against runs without it.

Not part of `make test`: `make test-slurm` runs them (as root, where Slurm is installed), and says
so where they cannot be run.
"""

import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cluster.one_node import OneNode, missing
from project_files import project_files

from memgen.cluster.queue import read_queue

pytestmark = [
    pytest.mark.slurm,
    pytest.mark.skipif(missing() is not None, reason=f"no Slurm to test on: {missing()}"),
]
# Of two sources: tables in parts and whole, arrays, networks and what probes them.
FIGURES = ("fig1_hidden_manifold", "fig1_phases", "fig3_trained_spectra")
ENTRY = "from memgen.cli import main; main()"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    node = OneNode(tmp_path_factory.mktemp("slurm"))
    yield node
    node.close()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory, root):
    """A copy of the project, with its own package."""
    copy = tmp_path_factory.mktemp("checkout") / "memgen"
    for name in project_files(root):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, copy / name)
    return copy


def start(checkout: Path, cluster: OneNode, *words: str) -> "subprocess.Popen[str]":
    """Start `memgen` with these words in the checkout."""
    return subprocess.Popen(
        [sys.executable, "-c", ENTRY, *words],
        cwd=checkout,
        env={**cluster.environment, "PYTHONPATH": str(checkout / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def call(checkout: Path, cluster: OneNode, *words: str, timeout: float = 1800) -> str:
    """Run `memgen` with these words, and return what it printed."""
    process = start(checkout, cluster, *words)
    text = process.communicate(timeout=timeout)[0]
    assert process.returncode == 0, text
    return text


def files(folder: Path) -> dict[str, bytes]:
    """Return tables, arrays, weights and figures below a folder by their paths."""
    endings = (".csv", ".npz", ".safetensors", ".png")
    paths = [path.relative_to(folder) for path in sorted(folder.rglob("*"))]
    return {
        str(path): (folder / path).read_bytes()
        for path in paths
        if path.suffix in endings and path.parts[0] not in (".requests", "benchmarks")
    }


def test_two_sources_are_the_same_with_it_also_when_a_job_is_killed(checkout, cluster):
    words = [*FIGURES, "--configfile", "config/tiny.yaml"]
    process = start(checkout, cluster, "slurm", "run=queued", *words)
    first = first_job(process, cluster)
    cluster.command("scancel", first)
    call(checkout, cluster, "run", "run=direct", *words)
    text = process.communicate(timeout=1800)[0]
    assert process.returncode == 0, text
    for folder in ("results", "figures"):
        queued, direct = (files(checkout / folder / run) for run in ("queued", "direct"))
        assert queued.keys() == direct.keys()
        assert len(queued) > 2
        different = [name for name, content in queued.items() if content != direct[name]]
        assert not different
    states = {job: state for job, state, _ in cluster.jobs()}
    assert states[first] == "CANCELLED"
    assert "COMPLETED" in states.values()
    # Short jobs have travelled together.
    assert 3 < len(states) < 12


def test_a_controller_that_restarts_loses_no_run(checkout, cluster):
    known = {job for job, *_ in cluster.jobs()}
    words = ["slurm", "run=restarted", "fig1_phases", "--configfile", "config/tiny.yaml"]
    words += ["--patience", "0.7"]
    process = start(checkout, cluster, *words)
    first_job(process, cluster, known)
    cluster.stop_controller()
    with pytest.MonkeyPatch.context() as patched:
        for name, value in cluster.environment.items():
            patched.setenv(name, value)
        assert read_queue("memgen") is None
    time.sleep(20)
    cluster.start_controller()
    text = process.communicate(timeout=1800)[0]
    assert process.returncode == 0, text
    assert (checkout / "figures/restarted/spectral_gaps/fig1_phases.png").is_file()


def first_job(process: "subprocess.Popen[str]", cluster: OneNode, known=(), seconds=600) -> str:
    """Return the first job of a run that is running, other than those known."""
    for _ in range(int(4 * seconds)):
        # A question that a busy machine does not answer is asked again.
        with suppress(subprocess.SubprocessError):
            for job, *_ in cluster.jobs("running"):
                if job not in known:
                    return job
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.25)
    raise AssertionError(f"no job in {seconds} s")
