"""Networks that tell the noise of images, by name."""

from collections.abc import Sequence
from typing import Literal

import torch

from memgen.networks.mlp import ResidualMLP
from memgen.networks.recall import RecallNetwork
from memgen.networks.unet import UNet

# The same for all widths, so that networks of different widths are told the time alike.
TIME_WIDTH = 64


def build_network(
    network: Literal["recall", "mlp", "unet"],
    shape: tuple[int, int, int],
    width: int,
    blocks: int,
    channels: int,
    multipliers: Sequence[int],
) -> torch.nn.Module:
    """Return an untrained network for images of a shape (height, width, channels)."""
    if network == "recall":
        return RecallNetwork(shape, width, blocks, channels, TIME_WIDTH)
    if network == "unet":
        return UNet(shape, width, tuple(multipliers))
    N = shape[0] * shape[1] * shape[2]
    return ResidualMLP(N, width, blocks, TIME_WIDTH)
