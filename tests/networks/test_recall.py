"""The network that recalls and refines: patches, what each part sees, what it refuses."""

import pytest
import torch

from memgen.networks.recall import RecallNetwork, patch_side
from memgen.networks.stacked import StackedNetworks


@pytest.mark.parametrize(
    ("height", "breadth", "patch"), [(8, 8, 1), (16, 12, 1), (28, 28, 2), (64, 64, 4), (8, 40, 4)]
)
def test_patches_leave_sixteen_along_a_side(height, breadth, patch):
    assert patch_side(height, breadth) == patch


def filled(network):
    """Fill the layers that start at zero."""
    for parameter in network.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    return network


def test_the_estimate_is_a_sum_of_the_image_the_recalled_one_and_the_refined():
    torch.manual_seed(0)
    network, x = RecallNetwork((4, 6, 2), 5, 1, 8), torch.randn(3, 48)
    label = torch.full((3,), 0.3)
    torch.nn.init.constant_(network.straight.bias, 0.5)
    time = network.time(label)
    h = network.enter(x)
    recalled = network.recall(h + network.recalling[0](h, time), time)
    torch.testing.assert_close(network(x, label), 0.5 * x + 0.5 * recalled)
    torch.nn.init.zeros_(network.straight.bias)
    torch.nn.init.constant_(network.unfold[2].bias, 2.0)
    torch.testing.assert_close(network(x, label), torch.full_like(x, 2.0))


def test_a_pixel_that_is_folded_comes_back_to_its_own_place():
    network, x = RecallNetwork((24, 20, 3), 4, 1, 8), torch.arange(2 * 24 * 20 * 3.0).reshape(2, -1)

    class Noisy(torch.nn.Module):
        def forward(self, h):
            return h[:, : h.shape[1] // 2]

    class Nothing(torch.nn.Module):
        def forward(self, h, _time):
            return torch.zeros_like(h)

    network.fold, network.unfold = torch.nn.Identity(), Noisy()
    network.refining = torch.nn.ModuleList([Nothing()])
    assert torch.equal(network(x, torch.zeros(2)), x)


def test_a_stack_of_them_gives_what_they_give():
    torch.manual_seed(1)
    members = [filled(RecallNetwork((20, 20, 1), 6, 2, 8)) for _ in range(2)]
    x, label = torch.randn(3, 2, 400), torch.rand(3)
    together = StackedNetworks(members)(x.reshape(3, -1), label).reshape(3, 2, 400)
    for number, member in enumerate(members):
        torch.testing.assert_close(together[:, number], member(x[:, number], label))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(((8, 8, 1), 16, 1, 12), "multiple of 8"), (((27, 28, 1), 16), "multiples of 2")],
)
def test_refusals(arguments, message):
    with pytest.raises(ValueError, match=message):
        RecallNetwork(*arguments)
