"""`memgen run`: what it makes of its words, and how it ends."""

import os
import signal
import subprocess
import sys
import time

import pytest

from memgen import running
from memgen.running import STOPPED, run, snakemake_call


@pytest.fixture
def call(root, monkeypatch):
    """The call of Snakemake that some words make, in the checkout."""
    monkeypatch.chdir(root)

    def make(*words, overlays=(), cores="2", rest=()):
        return snakemake_call(root, words, overlays, cores, rest)

    return make


def test_settings_and_figures_become_one_call(call):
    words = ("manifold_memorization.alpha=3e-1", "fig2_collapse_time", "seed=4")
    assert call(*words, overlays=["config/tiny.yaml"], rest=["-n"]) == [
        "fig2_collapse_time",
        "--cores",
        "2",
        "--configfile",
        "config/tiny.yaml",
        "--config",
        "manifold_memorization={alpha: 3e-1}",
        "seed=4",
        "run=tiny-manifold_memorization-alpha-3e-1-seed-4",
        "-n",
    ]


def test_without_settings_it_is_the_run_itself(call):
    assert call() == ["--cores", "2"]
    assert call("run=mine", "results/mine/claims.csv")[-1] == "run=mine"


def test_an_empty_overlay_is_not_handed_on(call, tmp_path):
    (tmp_path / "empty.yaml").write_text("# nothing yet\n")
    assert call("fig7_times", overlays=[str(tmp_path / "empty.yaml")]) == [
        "fig7_times",
        "--cores",
        "2",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["fig7_time"], "no such figure, source or table. Did you mean fig7_times"),
        (["manifold_memorisation"], "Did you mean manifold_memorization"),
        (["xyzzy"], "`snakemake --list` names them all"),
        (["fig5b_latent_diffusion"], "checkpoint is not given"),
        (["manifold_memorization.alpah=0.3"], "Did you mean 'alpha'"),
        (["manifold_memorization.alpha=yes"], "a number is asked for"),
        (["manifold_memorization=yes"], "this is a section"),
        (["manifold_memorization.points.file=no.npy"], "points.file = 'no.npy': there is no such"),
        (["run=gallery"], "kept for the committed figures"),
    ],
)
def test_what_cannot_be_stops_before_snakemake(call, words, told):
    with pytest.raises(ValueError, match=told):
        call(*words)


@pytest.fixture
def snakemake(tmp_path, monkeypatch):
    """A stand-in of Snakemake, which a `memgen run` calls."""

    def write(text):
        (tmp_path / "snakemake.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return write


@pytest.mark.parametrize("status", [0, 1, 3])
def test_the_call_is_printed_and_its_status_kept(snakemake, capfd, status):
    snakemake(f"import sys; print(sys.argv[1:], flush=True); sys.exit({status})")
    assert run(["--config", "a={b: 1}"]) == status
    assert capfd.readouterr().out == "$ snakemake --config 'a={b: 1}'\n['--config', 'a={b: 1}']\n"


def test_an_interrupt_ends_with_a_word(snakemake, tmp_path, root):
    """Ctrl-C reaches the whole group: Snakemake ends as it does, and what it keeps is said."""
    snakemake(
        "import sys, time\n"
        "try:\n    print('begun', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print('finishing', flush=True); sys.exit(1)\n"
    )
    path = os.pathsep.join([str(tmp_path), str(root / "src")])
    code = f"import sys; from {running.__name__} import run; sys.exit(run([]))"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "begun\n":
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        text = process.stdout.read()
        assert process.wait() == 130
    assert text == f"finishing\n{STOPPED}\n"
