"""Training: its optimum, its resumption after a kill, what it refuses."""

import runpy
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import torch

from memgen.networks.mlp import ResidualMLP
from memgen.settings.training import Training
from memgen.training import checkpoints
from memgen.training.engine import _Run, choose_device, train
from memgen.training.schedules import VarianceExploding, VariancePreserving
from memgen.training.score_matching import NetworkScore, gaussian_optimum, loss_of_batch

FAST = {"steps": 30, "batch": 16, "every": 10, "device": "cpu"}
SCHEDULE = VarianceExploding(0.1, 10.0)


def fast(**changes):
    return Training(**(FAST | changes))


def network(seed=0):
    torch.manual_seed(seed)
    return ResidualMLP(3, width=16, blocks=1, time_width=16)


def points(seed=0):
    return np.random.default_rng(seed).standard_normal((50, 3)) * np.array([1.0, 0.5, 0.1])


def weights(trained):
    return torch.cat([p.detach().ravel() for p in trained.network.parameters()])


@pytest.mark.parametrize("schedule", [SCHEDULE, VariancePreserving()])
def test_the_optimum_is_that_of_the_exact_score(schedule):
    """The exact noise estimate of Gaussian data has the least loss; scaling it is worse."""
    variances = torch.tensor([1.0, 0.25, 0.01], dtype=torch.float64)
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(200000, 3, generator=generator, dtype=torch.float64) * variances.sqrt()

    class Exact(torch.nn.Module):
        factor = 1.0

        def forward(self, noisy, _label):
            # t from the label, x from the scaled sample
            t = seen["t"]
            return (
                self.factor
                * t.sqrt()[:, None]
                * (noisy * (1 + t).sqrt()[:, None])
                / (variances + t[:, None])
            )

    seen = {}

    class Watching:
        def times(self, u):
            seen["t"] = schedule.times(u)
            return seen["t"]

        scale, label = schedule.scale, schedule.label

    exact = float(loss_of_batch(Exact(), Watching(), x, generator))
    optimum = gaussian_optimum(variances.numpy(), schedule)
    assert exact == pytest.approx(optimum, rel=0.01)
    Exact.factor = 1.1
    assert float(loss_of_batch(Exact(), Watching(), x, generator)) > exact * 1.005


def test_a_trained_network_comes_near_the_optimum_and_the_exact_score():
    variances = np.array([1.0, 0.25])
    data = np.random.default_rng(1).standard_normal((20000, 2)) * np.sqrt(variances)
    torch.manual_seed(0)
    schedule = VarianceExploding(0.05, 5.0)
    training = fast(steps=1500, batch=256, learning_rate=3e-3, every=500, decay=0.99)
    trained = train(ResidualMLP(2, 32, 1, 32), data, schedule, training, seed=0)
    optimum = gaussian_optimum(variances, schedule)
    assert trained.losses[-1] == pytest.approx(optimum, rel=0.03)
    score = NetworkScore(trained.network, schedule)
    x = np.random.default_rng(2).standard_normal((500, 2)) * np.sqrt(variances + 0.5)
    exact = -x / (variances + 0.5)
    with torch.no_grad():
        error = np.mean((score(x, 0.5) - exact) ** 2) / np.mean(exact**2)
    assert error < 0.02


def test_labels_and_times_of_the_schedules():
    u = torch.linspace(0, 0.999, 50, dtype=torch.float64)
    exploding, preserving = VarianceExploding(0.01, 50.0), VariancePreserving()
    assert float(exploding.times(u[:1])) == pytest.approx(1e-4)
    s = preserving.label(preserving.times(u))
    torch.testing.assert_close(s, 1e-3 + 0.999 * u, rtol=1e-9, atol=1e-12)
    # alpha-bar of a thousand discrete steps
    beta = np.linspace(1e-4, 2e-2, 1000)
    alpha_bar = np.cumprod(1 - beta)[499]
    t = float(preserving.times(torch.tensor([(0.5 - 1e-3) / 0.999], dtype=torch.float64)))
    assert 1 / (1 + t) == pytest.approx(alpha_bar, rel=0.02)


@pytest.mark.parametrize("optimizer", ["adam", "radam", "sgd"])
def test_an_interrupted_run_ends_where_the_whole_one_does(tmp_path, optimizer, monkeypatch):
    training = fast(optimizer=optimizer, warmup=5)
    whole = train(network(), points(), SCHEDULE, training, seed=3)
    path = tmp_path / "run.safetensors"
    saves = []

    def save_and_stop(*arguments):
        real(*arguments)
        saves.append(1)
        if len(saves) == 17:
            raise KeyboardInterrupt

    real = checkpoints.save
    monkeypatch.setattr(checkpoints, "save", save_and_stop)
    with pytest.raises(KeyboardInterrupt):
        train(network(), points(), SCHEDULE, training, 3, path, seconds=-1)
    monkeypatch.setattr(checkpoints, "save", real)
    resumed = train(network(seed=9), points(), SCHEDULE, training, 3, path, seconds=1e9)
    assert torch.equal(weights(resumed), weights(whole))
    np.testing.assert_array_equal(resumed.losses, whole.losses)
    np.testing.assert_array_equal(resumed.steps, [10, 20, 30])
    assert not path.exists()


def test_a_run_killed_without_warning(tmp_path):
    """SIGKILL in another process, right after a save; then the same call again."""
    script = tmp_path / "run.py"
    script.write_text(
        textwrap.dedent(
            """
            import os, signal, sys
            from pathlib import Path
            import numpy as np, torch
            from memgen.networks.mlp import ResidualMLP
            from memgen.settings.training import Training
            from memgen.training import checkpoints
            from memgen.training.engine import train
            from memgen.training.schedules import VarianceExploding

            def run(checkpoint, seed=0):
                torch.manual_seed(seed)
                data = np.random.default_rng(0).standard_normal((40, 3))
                training = Training(steps=300, batch=16, every=20, device="cpu")
                network, schedule = ResidualMLP(3, 16, 1, 16), VarianceExploding(0.1, 10.0)
                trained = train(network, data, schedule, training, 1, checkpoint, seconds=-1)
                weights = [p.detach().ravel() for p in trained.network.parameters()]
                return np.concatenate([torch.cat(weights).numpy(), trained.losses])

            def save_and_die(*arguments, save=checkpoints.save, saved=[]):
                save(*arguments)
                saved.append(1)
                if len(saved) == 130:
                    os.kill(os.getpid(), signal.SIGKILL)

            if __name__ == "__main__":
                checkpoints.save = save_and_die
                run(Path(sys.argv[1]))
            """
        )
    )
    checkpoint = tmp_path / "run.safetensors"
    killed = subprocess.run([sys.executable, str(script), str(checkpoint)])
    assert killed.returncode == -signal.SIGKILL
    assert checkpoint.exists()
    run = runpy.run_path(str(script))["run"]
    resumed = run(checkpoint, seed=9)
    np.testing.assert_array_equal(resumed, run(None))


class StoppedError(Exception):
    """Raised in the middle of a run."""


def left_checkpoint(path, monkeypatch):
    """Leave the checkpoint of a run that was stopped after its first save."""
    save = checkpoints.save

    def save_and_stop(*arguments):
        save(*arguments)
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "save", save_and_stop)
        with pytest.raises(StoppedError):
            train(network(), points(), SCHEDULE, fast(), 0, path, seconds=-1)


OTHERS = {
    "points": {"points": points(seed=1)},
    "schedule": {"schedule": VarianceExploding(0.1, 11.0)},
    "network": {"network": ResidualMLP(3, width=24, blocks=1, time_width=16)},
    "seed": {"seed": 1},
    "learning_rate": {"training": fast(learning_rate=2e-3)},
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_checkpoint_of_another_job_is_refused_by_name(tmp_path, monkeypatch, name):
    path = tmp_path / "run.safetensors"
    left_checkpoint(path, monkeypatch)
    job = {
        "network": network(),
        "points": points(),
        "schedule": SCHEDULE,
        "training": fast(),
        "seed": 0,
    }
    with pytest.raises(ValueError, match=rf"another job \(.*{name}"):
        train(**(job | OTHERS[name]), checkpoint=path)
    assert path.exists()
    assert len(train(**job, checkpoint=path).losses) == 3


def test_broken_checkpoints_are_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    path.write_bytes(b"half a file")
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        train(network(), points(), SCHEDULE, fast(), 0, path)


@pytest.mark.parametrize(
    ("steps", "warmup", "every"), [(30, 3, 1), (1000, 100, 16), (60000, 200, 1000)]
)
def test_warmup_and_records_follow_from_the_steps(steps, warmup, every):
    """A tenth of the steps, 200 at most; sixty records."""
    run = _Run(network(), Training(steps=steps, device="cpu"), torch.Generator())
    assert (run.warmup, run.every) == (warmup, every)
    given = Training(steps=steps, warmup=0, every=7, device="cpu")
    assert _Run(network(), given, torch.Generator()).every == 7
    assert _Run(network(), given, torch.Generator()).warmup == 0


def test_seeds_decide():
    one, same = (train(network(), points(), SCHEDULE, fast(), 5) for _ in range(2))
    other = train(network(), points(), SCHEDULE, fast(), 6)
    assert torch.equal(weights(one), weights(same))
    assert not torch.equal(weights(one), weights(other))


def test_a_loss_that_explodes_is_said():
    training = fast(optimizer="sgd", learning_rate=1e30, clip=1e300)
    with pytest.raises(ValueError, match="learning_rate"):
        train(network(), points(), SCHEDULE, training, 0)


@pytest.mark.parametrize("bad", [{"steps": 0}, {"learning_rate": 0.0}, {"warmup": 31}])
def test_settings_that_are_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        fast(**bad)


def test_devices():
    assert choose_device("cpu").type == "cpu"
    if not torch.cuda.is_available():
        assert choose_device("auto").type == "cpu"
        with pytest.raises(ValueError, match="auto"):
            choose_device("cuda")
