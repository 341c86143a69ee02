"""Stacked networks are the networks that they are made of."""

import numpy as np
import pytest
import torch

from memgen.networks.mlp import ResidualMLP
from memgen.networks.stacked import StackedNetworks
from memgen.networks.unet import UNet
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import loss_of_batch


def members(count=3, build=lambda: ResidualMLP(4, 16, 1, 16)):
    torch.manual_seed(0)
    networks = [build() for _ in range(count)]
    for network in networks:
        for parameter in network.parameters():
            torch.nn.init.normal_(parameter, std=0.3)
    return networks


@pytest.mark.parametrize(
    "build", [lambda: ResidualMLP(4, 16, 1, 16), lambda: UNet((4, 4, 1), 8, (1,))]
)
def test_outputs_and_gradients_are_the_members(build):
    networks = members(3, build)
    stack = StackedNetworks(networks)
    N = 16 if isinstance(networks[0], UNet) else 4
    x, label = torch.randn(5, 3 * N), torch.rand(5)
    alone = torch.cat([net(x[:, m * N : (m + 1) * N], label) for m, net in enumerate(networks)], 1)
    torch.testing.assert_close(stack(x, label), alone, rtol=1e-4, atol=1e-5)
    (stack(x, label) ** 2).sum().backward()
    for m, net in enumerate(networks):
        (net(x[:, m * N : (m + 1) * N], label) ** 2).sum().backward()
        for name, parameter in net.named_parameters():
            found = stack.weights[name.replace(".", "/")].grad[m]
            torch.testing.assert_close(found, parameter.grad, rtol=1e-3, atol=1e-4)


def test_members_come_back_from_a_file_of_weights():
    networks = members()
    stack = StackedNetworks(members(3))
    stack.load_state_dict(StackedNetworks(networks).state_dict())
    x, label = torch.randn(5, 4), torch.rand(5)
    for m, net in enumerate(networks):
        again = stack.load_member(m, ResidualMLP(4, 16, 1, 16))
        torch.testing.assert_close(again(x, label), net(x, label))
    with pytest.raises(ValueError, match="number=3"):
        stack.load_member(3, ResidualMLP(4, 16, 1, 16))
    with pytest.raises(ValueError, match="empty"):
        StackedNetworks([])


def test_the_engine_trains_each_on_its_own_points():
    """One member learns a point at 3, the other one at -3: each is at home there alone."""
    points = np.repeat([[3.0, 3.0, -3.0, -3.0]], 4, axis=0)
    torch.manual_seed(0)
    stack = StackedNetworks([ResidualMLP(2, 8, 1, 8) for _ in range(2)])
    training = Training(steps=100, batch=16, learning_rate=3e-2, decay=0.5, device="cpu")
    train(stack, points, VariancePreserving(), training, 0)
    for m, place in enumerate((3.0, -3.0)):
        net = stack.load_member(m, ResidualMLP(2, 8, 1, 8))
        losses = []
        for at in (place, -place):
            generator = torch.Generator().manual_seed(1)
            with torch.no_grad():
                x = torch.full((200, 2), at)
                losses.append(float(loss_of_batch(net, VariancePreserving(), x, generator)))
        assert losses[0] < 0.5 * losses[1]
