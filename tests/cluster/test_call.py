"""The call of Snakemake on a cluster, and how it is watched."""

import sys

import pytest

from memgen.cluster import call
from memgen.cluster.call import require_slurm, run_watched, slurm_options
from memgen.cluster.queue import Queue
from memgen.cluster.watch import Watch


def test_account_and_partition_may_be_left_out(tmp_path):
    assert "--default-resources" not in slurm_options(tmp_path, None, None, "m")
    assert slurm_options(tmp_path, None, "long", "m")[-2:] == [
        "--default-resources",
        "slurm_partition=long",
    ]
    options = slurm_options(tmp_path, "physics", "long", "m")
    assert options[-2:] == ["slurm_account=physics", "slurm_partition=long"]
    assert options[:2] == ["--workflow-profile", str(tmp_path)]


def test_without_slurm_the_other_command_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match=r"sbatch is not on the PATH.*memgen run"):
        require_slurm()


def test_without_the_plugin_its_installation_is_named(monkeypatch, tmp_path):
    for name in ("sbatch", "squeue"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(call, "PLUGIN", "no_such_plugin")
    with pytest.raises(ValueError, match=r"pip install .*slurm"):
        require_slurm()


@pytest.fixture
def snakemake(tmp_path, monkeypatch):
    """A package snakemake whose run is a text of Python, in place of the real one."""

    def become(text):
        package = tmp_path / "snakemake"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.chdir(tmp_path)

    return become


def test_the_exit_status_is_that_of_the_call(snakemake):
    snakemake("import sys; sys.exit(3 if 'target' in sys.argv else 4)")
    assert run_watched(["target"], "m", ask=lambda _: None) == 3


def test_a_call_that_waits_in_vain_is_started_again(snakemake, capfd):
    """The first waits for ever; the second finds the mark that it left."""
    snakemake(
        "import pathlib, sys, time\n"
        "mark = pathlib.Path('mark')\n"
        "if mark.exists():\n"
        "    sys.exit(0)\n"
        "mark.touch()\n"
        "time.sleep(60)\n"
    )
    watch = Watch(stalled_after=0.2)
    status = run_watched(
        ["target"], "m", ask=lambda _: Queue(0, 0, {}), watch=lambda: watch, step=0.3
    )
    assert status == 0
    said = capfd.readouterr().out
    assert "holds no job of this run" in said
    assert "Started again" in said


def test_a_cluster_that_always_loses_jobs_ends_the_run(snakemake, monkeypatch, capfd):
    snakemake("import time; time.sleep(60)")
    monkeypatch.setattr(call, "RESTARTS", 1)
    status = run_watched(
        [], "m", ask=lambda _: Queue(0, 0, {}), watch=lambda: Watch(stalled_after=0.1), step=0.2
    )
    assert status == 1
    assert "after 1 restarts" in capfd.readouterr().out


def test_the_interpreter_is_this_one(snakemake):
    snakemake(f"import sys; sys.exit(sys.executable != {sys.executable!r})")
    assert run_watched([], "m", ask=lambda _: None) == 0
