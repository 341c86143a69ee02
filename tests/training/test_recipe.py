"""From a task to weights, losses and split in files."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from memgen.fingerprint import recorded
from memgen.networks.mlp import ResidualMLP
from memgen.settings.training import Training
from memgen.tables.files import sidecar
from memgen.tables.read import read_arrays, read_table, select
from memgen.tables.rows import row
from memgen.training.recipe import train_task, train_to_files
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task


def build():
    return ResidualMLP(3, 8, 1, 8)


def task(seed=4):
    points = np.random.default_rng(0).standard_normal((24, 3))
    return Task(
        build,
        points[:20],
        VarianceExploding(0.1, 1.0),
        Training(steps=30, batch=8, device="cpu"),
        seed,
        split={"training": points[:20], "held_out": points[20:]},
        coordinates={"law": "x"},
        rows=[row("optimum", "theory", 0.25, law="x")],
    )


def weights(network):
    return torch.cat([parameter.detach().ravel() for parameter in network.parameters()])


@pytest.fixture
def files(tmp_path):
    names = ("net.safetensors", "net_losses.csv", "net_split.npz")
    return tuple(str(tmp_path / "results" / "tiny" / name) for name in names)


def test_weights_losses_and_split_are_written_with_their_fingerprint(tmp_path, files):
    told = {"fingerprint": "f" * 32}
    trained = train_to_files(task(), files, tmp_path / "checkpoint.safetensors", lambda: told)
    network, losses, split = files
    kept = build()
    kept.load_state_dict(load_file(network))
    assert torch.equal(weights(kept), weights(trained.network))
    table = read_table(losses)
    assert select(table, quantity="optimum").value.item() == 0.25
    recorded_losses = select(table, quantity="loss", law="x")
    assert list(recorded_losses.step) == list(range(1, 31))
    np.testing.assert_allclose(recorded_losses.value, trained.losses, rtol=1e-9)
    for name, points in task().split.items():
        np.testing.assert_array_equal(read_arrays(split)[name], points)
    for path in files:
        assert recorded(path) == "f" * 32
        assert json.loads(sidecar(path).read_text()) == told
    assert sorted(path.name for path in Path(network).parent.iterdir()) == sorted(
        [Path(path).name for path in files] + [sidecar(path).name for path in files]
    )


def test_two_runs_give_identical_weights_and_the_seed_decides():
    first, second, other = train_task(task()), train_task(task()), train_task(task(seed=5))
    assert torch.equal(weights(first.network), weights(second.network))
    np.testing.assert_array_equal(first.losses, second.losses)
    assert not torch.equal(weights(first.network), weights(other.network))


def test_the_weights_before_training_follow_from_the_seed():
    """Whatever torch's global generator is at."""
    built = []

    def remembered():
        network = build()
        built.append(weights(network).clone())
        return network

    for global_seed in (0, 1):
        torch.manual_seed(global_seed)
        train_task(replace(task(), build=remembered))
    assert torch.equal(*built)


def test_the_global_generator_stays_as_it_was():
    torch.manual_seed(11)
    before = torch.random.get_rng_state()
    train_task(task())
    assert torch.equal(torch.random.get_rng_state(), before)
