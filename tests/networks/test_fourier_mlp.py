"""The circle toy's network and its schedule."""

import pytest
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.networks.fourier_mlp import FourierMLP
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import Schedule
from memgen.training.uniform_variance import UniformVariance


def test_one_time_for_all_is_the_same_as_many():
    torch.manual_seed(0)
    network, x = FourierMLP(2, 16).double(), torch.randn(5, 2, dtype=torch.float64)
    one = torch.tensor(0.3, dtype=torch.float64).expand(5)
    torch.testing.assert_close(network(x, one), network(x, one.clone()))


def test_published_size():
    """Two time layers, four more, of width 128 (released code)."""
    count = sum(p.numel() for p in FourierMLP(2).parameters())
    assert count == 2 * (128 * 128 + 128) + (130 * 128 + 128) + 2 * (128 * 128 + 128) + 258


def test_frequencies_are_kept_with_the_weights():
    assert "frequencies" in FourierMLP(2, 16).state_dict()


def test_schedule():
    schedule = UniformVariance(0.1, 0.6)
    assert isinstance(schedule, Schedule)
    u = torch.tensor([0.0, 0.5, 1.0])
    torch.testing.assert_close(schedule.times(u), torch.tensor([0.1, 0.35, 0.6]))
    torch.testing.assert_close(schedule.scale(u), torch.ones(3))
    torch.testing.assert_close(schedule.label(u), u)


def test_it_learns_two_points():
    torch.manual_seed(0)
    training = Training(steps=150, batch=64, every=50, decay=0.9, device="cpu")
    points = on_circle(published_angles(2))
    losses = train(FourierMLP(2, 32), points, UniformVariance(), training, 0).losses
    assert losses[-1] < 0.75 * losses[0]


def test_what_is_refused():
    with pytest.raises(ValueError, match="even"):
        FourierMLP(2, 15)
    with pytest.raises(ValueError, match="t_min"):
        UniformVariance(1.0, 0.5)
