"""The perceptron beside a modulated matrix: its start, and what is refused."""

import pytest
import torch

from memgen.networks.modulated import ModulatedMLP


def test_at_the_start_every_direction_has_a_factor_of_its_own_about_that_of_its_channels():
    """U V = 1, so that with all rates 0 the network is the identity."""
    torch.manual_seed(0)
    network = ModulatedMLP(6, 8, 2, 16, 10)
    product = network.leave.weight @ network.enter.weight
    torch.testing.assert_close(product, torch.eye(6), atol=1e-5, rtol=0)
    x = torch.randn(5, 6)
    with torch.no_grad():
        network.rates.weight.zero_()
        torch.testing.assert_close(network(x, torch.zeros(5)), x, atol=1e-5, rtol=0)


def test_the_noise_level_modulates_the_matrix():
    torch.manual_seed(0)
    network, x = ModulatedMLP(4, 8, 1, 16, 4), torch.randn(3, 4)
    low, high = (network(x, torch.full((3,), label)) for label in (-0.5, 0.5))
    assert not torch.allclose(low, high)
    # linear in x before the perceptron's last layer is trained
    torch.testing.assert_close(network(2 * x, torch.full((3,), 0.5)), 2 * high)


def test_too_few_channels_are_refused():
    with pytest.raises(ValueError, match="channels=3"):
        ModulatedMLP(4, 8, 1, 16, 3)
