"""A plain perceptron told the time by random Fourier features: the network of the circle toy."""

import math
from itertools import pairwise

import torch


class FourierMLP(torch.nn.Module):
    """Linear layers with SiLU of the sample beside an embedding of its time.

    The time enters as cos and sin of 2 pi f t at random frequencies f ~ N(0, scale^2), fixed, and
    two layers; joined with the sample, four layers lead to the estimate of the noise
    (arXiv:2505.21777, released code: width 128, scale 16; its division by sqrt(t) is
    `memgen.training.score_matching.NetworkScore`'s).

    Parameters
    ----------
    dimension : int
        N, of samples and of the result.
    width : int
        Of every layer, even: half as many frequencies.
    scale : float
        Standard deviation of the frequencies.

    Raises
    ------
    ValueError
        If the width is not even.
    """

    frequencies: torch.Tensor

    def __init__(self, dimension: int, width: int = 128, scale: float = 16.0):
        super().__init__()
        if width % 2:
            raise ValueError(f"width={width} must be even.")
        self.register_buffer("frequencies", scale * torch.randn(width // 2))
        self.time = _layers(width, width, width)
        self.time.append(torch.nn.SiLU())
        self.layers = _layers(width + dimension, width, width, width, dimension)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        if label.stride(0) == 0:
            # one time for all samples, expanded: it is embedded once
            label = label[:1]
        phase = 2 * math.pi * label[:, None] * self.frequencies
        time = self.time(torch.cat((phase.cos(), phase.sin()), dim=1))
        return self.layers(torch.cat((x, time.expand(len(x), -1)), dim=1))


def _layers(*widths: int) -> torch.nn.Sequential:
    """Linear layers with SiLU between them."""
    layers: list[torch.nn.Module] = []
    for before, after in pairwise(widths):
        layers += [torch.nn.Linear(before, after), torch.nn.SiLU()]
    return torch.nn.Sequential(*layers[:-1])
