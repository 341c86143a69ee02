"""From settings to a network in a file."""

import numpy as np
import torch
from safetensors.torch import load_file

from memgen.networks.mlp import ResidualMLP
from memgen.training.recipe import loss_rows, train_to_file, training_settings
from memgen.training.schedules import VarianceExploding

SETTINGS = {"steps": 30, "batch": 8, "learning_rate": 1e-3, "device": "cpu", "seed": 4}


def build():
    return ResidualMLP(3, 8, 1, 8)


def test_the_file_holds_the_trained_weights(tmp_path):
    path = tmp_path / "results" / "tiny" / "network.safetensors"
    points = np.random.default_rng(0).standard_normal((20, 3))
    arguments = (build, points, VarianceExploding(0.1, 1.0), SETTINGS)
    found = [
        train_to_file(*arguments, np.random.default_rng(1), path, "rule", "code") for _ in range(2)
    ]
    kept = build()
    kept.load_state_dict(load_file(path))
    for one, other, again in zip(
        kept.parameters(), *(trained.network.parameters() for trained in found), strict=True
    ):
        assert torch.equal(one, other)
        assert torch.equal(one, again)
    rows = loss_rows(found[0], law="x")
    assert [r["step"] for r in rows] == list(range(1, 31))
    assert {r["law"] for r in rows} == {"x"}


def test_settings():
    assert training_settings(SETTINGS).warmup == 3
    assert not training_settings(SETTINGS).mixed_precision
    assert training_settings(SETTINGS | {"mixed_precision": True, "steps": 60000}).every == 1000
