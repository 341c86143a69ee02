"""What training and a network's score are given by mistake is refused by its name."""

import re

import numpy as np
import pandas as pd
import pytest
import torch

from memgen.networks.mlp import ResidualMLP
from memgen.settings.training import Training
from memgen.training.doors import check_job, checkpoint_path, training_points
from memgen.training.engine import choose_device, train
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SCHEDULE = VarianceExploding(0.1, 5.0)
POINTS = np.random.default_rng(0).standard_normal((20, 3))
TRAINING = Training(steps=3, batch=4, device="cpu")


def network(N=3):
    torch.manual_seed(0)
    return ResidualMLP(N, width=8, blocks=1, time_width=8)


def with_entry(value):
    points = POINTS.copy()
    points[7, 1] = value
    return points


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (POINTS[0], ValueError, r"points has shape \(3,\); it must be \(P, N\)"),
        (POINTS[None], ValueError, r"points has shape \(1, 20, 3\)"),
        (POINTS[:0], ValueError, r"points has shape \(0, 3\)"),
        (POINTS[:, :0], ValueError, r"points has shape \(20, 0\)"),
        (with_entry(np.nan), ValueError, r"points\[7\] is not finite"),
        (with_entry(-np.inf), ValueError, r"points\[7\] is not finite"),
        (with_entry(-1e39), ValueError, r"points\[7\] holds numbers beyond 3.4e\+38.*scale"),
        (POINTS > 0, TypeError, "points has dtype bool; give real numbers"),
        (POINTS.astype(str), TypeError, "points has dtype <U"),
        (POINTS + 0j, TypeError, "points has dtype complex128"),
        (None, TypeError, "points has dtype object"),
        (np.ma.masked_array(POINTS), TypeError, "points is masked"),
        (torch.tensor(POINTS).half(), TypeError, "points has dtype torch.float16"),
        ([[1.0, 2.0], [3.0]], ValueError, "points has rows of different lengths"),
        (POINTS[:, :2], ValueError, "ResidualMLP does not take points of N=2 coordinates"),
    ],
)
def test_points_that_no_training_begins_with(points, error, message):
    with pytest.raises(error, match=message):
        train(network(), points, SCHEDULE, TRAINING, 0)


@pytest.mark.parametrize(
    "given",
    [
        POINTS.tolist(),
        pd.DataFrame(POINTS),
        torch.tensor(POINTS),
        np.asfortranarray(POINTS),
        POINTS.astype(">f8"),
    ],
    ids=["list", "frame", "tensor", "fortran", "big-endian"],
)
def test_points_of_any_kind_train_alike(given):
    expected = train(network(), POINTS, SCHEDULE, TRAINING, 0)
    np.testing.assert_array_equal(
        train(network(), given, SCHEDULE, TRAINING, 0).losses, expected.losses
    )


def test_pictures_of_whole_numbers_train():
    pictures = (255 * np.abs(np.tanh(POINTS))).astype(np.uint8)
    assert np.isfinite(train(network(), pictures, SCHEDULE, TRAINING, 0).losses).all()
    assert training_points(pictures).dtype == np.float64
    assert training_points(POINTS.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"network": "mlp"}, TypeError, "network='mlp' is no torch.nn.Module"),
        ({"network": torch.nn.Identity()}, ValueError, "Identity has no parameters"),
        ({"schedule": 0.1}, TypeError, "schedule=0.1 is no noise schedule"),
        ({"training": {"steps": 3}}, TypeError, r"training=\{'steps': 3\} is no Training"),
        ({"seed": 1.5}, TypeError, "seed=1.5 is no whole number"),
        ({"seed": True}, TypeError, "seed=True is no whole number"),
        ({"seed": -1}, ValueError, "seed=-1 must not be negative"),
    ],
)
def test_arguments_of_another_kind(changed, error, message):
    given = {"network": network(), "schedule": SCHEDULE, "training": TRAINING, "seed": 0}
    with pytest.raises(error, match=message):
        check_job(**(given | changed))


def test_a_checkpoint_is_a_file():
    with pytest.raises(TypeError, match="checkpoint=3 is no path"):
        checkpoint_path(3)
    with pytest.raises(ValueError, match=re.escape("checkpoint='.' is a folder")):
        train(network(), POINTS, SCHEDULE, TRAINING, 0, checkpoint=".")


class Summed(ResidualMLP):
    """A network of which each sample is one number."""

    def forward(self, x, label):
        return super().forward(x, label).sum(1)


def test_a_network_that_returns_another_shape():
    with pytest.raises(ValueError, match=r"Summed returns \(1,\) for samples \(1, 3\)"):
        train(Summed(3, width=8, blocks=1, time_width=8), POINTS, SCHEDULE, TRAINING, 0)


def test_a_look_at_the_network_leaves_it_alone():
    """Training draws the same numbers, and a network goes on in the mode it was in."""
    one = torch.nn.Dropout(0.5)
    probe = network()
    probe.add_module("extra", one)
    state = torch.get_rng_state()
    train(probe, POINTS, SCHEDULE, Training(steps=1, batch=4, device="cpu"), 0)
    assert torch.equal(state, torch.get_rng_state())
    assert not one.training


def test_a_checkpoint_as_text(tmp_path):
    path = tmp_path / "here.safetensors"
    whole = train(network(), POINTS, SCHEDULE, TRAINING, 0, checkpoint=str(path))
    expected = train(network(), POINTS, SCHEDULE, TRAINING, 0)
    np.testing.assert_array_equal(whole.losses, expected.losses)


@pytest.mark.parametrize("device", ["mps", "gpu", "CPU", ""])
def test_devices_that_no_setting_names(device):
    with pytest.raises(ValueError, match=r"device=.*'auto', 'cpu', 'cuda'"):
        choose_device(device)


@pytest.mark.parametrize(
    ("x", "t", "error", "message"),
    [
        (POINTS[0], 1.0, ValueError, r"x has shape \(3,\); it must be \(batch, N\).*x\[None\]"),
        (POINTS[None], 1.0, ValueError, r"x has shape \(1, 20, 3\)"),
        (torch.tensor(POINTS[0]), 1.0, ValueError, r"x has shape \(3,\)"),
        (with_entry(np.nan), 1.0, ValueError, r"x\[7\] is not finite"),
        (POINTS.astype(int), 1.0, TypeError, "x has dtype int64; give an array of float64"),
        (torch.tensor(POINTS).long(), 1.0, TypeError, "x has dtype int64"),
        (POINTS.astype(np.float16), 1.0, TypeError, "x has dtype float16"),
        (torch.tensor(POINTS).half(), 1.0, TypeError, "x has dtype float16"),
        (POINTS.tolist(), 1.0, TypeError, "x has dtype list"),
        (np.ma.masked_array(POINTS), 1.0, TypeError, "x is masked"),
        (POINTS, 0.0, ValueError, "t=0.* must be positive"),
        (POINTS, -1, ValueError, "t=-1.* must be positive"),
        (POINTS, np.nan, ValueError, "t=nan must be positive"),
        (POINTS, "1", TypeError, "t='1' is no real number"),
        (POINTS, None, TypeError, "t=None is no real number"),
        (POINTS, True, TypeError, "t=True is no real number"),
        (POINTS, np.ones((20, 1)), ValueError, r"t has shape \(20, 1\)"),
        (POINTS, np.ones(3), ValueError, r"t has shape \(3,\)"),
        (torch.tensor(POINTS), torch.ones(20, 1), ValueError, r"t has shape \(20, 1\)"),
    ],
)
def test_what_a_score_refuses(x, t, error, message):
    with pytest.raises(error, match=message):
        NetworkScore(network(), SCHEDULE)(x, t)


@pytest.mark.parametrize("weights", [torch.float32, torch.float64])
@pytest.mark.parametrize("given", [torch.float32, torch.float64])
def test_samples_of_either_precision_pass_through_a_network_of_either(weights, given):
    score = NetworkScore(network().to(weights), SCHEDULE)
    x = torch.tensor(POINTS, dtype=given)
    found = score(x, 0.5)
    assert found.dtype == given
    assert score(x.numpy(), 0.5).dtype == x.numpy().dtype
    expected = NetworkScore(network().double(), SCHEDULE)(POINTS, 0.5)
    np.testing.assert_allclose(found.detach().numpy(), expected, rtol=2e-4, atol=1e-5)
    for t in (np.float32(0.5), np.full(20, 0.5), torch.full((20,), 0.5), torch.tensor(0.5), [0.5]):
        np.testing.assert_allclose(score(POINTS, t), expected, rtol=2e-4, atol=1e-5)
    assert score(x[:0], 0.5).shape == (0, 3)
