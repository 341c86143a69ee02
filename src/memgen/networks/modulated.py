"""A perceptron beside a full matrix that the noise level modulates, which holds linear scores."""

import torch

from memgen.networks.mlp import ResidualMLP
from memgen.networks.time_embedding import TimeEmbedding


class ModulatedMLP(torch.nn.Module):
    """ResidualMLP(x, t) + U diag(exp g(t)) V x, U of N x channels and V of channels x N.

    The noise in a point of a Gaussian of covariance C is sqrt(t) (C + t)^{-1} x: a matrix whose
    factors along the eigenvectors of C change with t each in its own way, over a range of
    1 / sqrt(t). Within a few hidden layers behind a norm that is hard to learn; here it is a sum
    over channels, whose rates g(t) are linear in the features of t and start spread out, so that
    channels differ from the outset. U starts at 0.

    Parameters
    ----------
    dimension : int
        N, of samples and of the result.
    width, blocks, time_width : int
        Of the perceptron; `time_width` of the time's hidden layers too.
    channels : int
        Of the modulated matrix.
    spread : float
        Factor of the first rates beside those of a linear layer's usual weights.
    """

    def __init__(
        self,
        dimension: int,
        width: int,
        blocks: int,
        time_width: int,
        channels: int,
        spread: float = 30.0,
    ):
        super().__init__()
        self.perceptron = ResidualMLP(dimension, width, blocks, time_width)
        self.time = TimeEmbedding(min(128, time_width), time_width)
        self.enter = torch.nn.Linear(dimension, channels, bias=False)
        self.rates = torch.nn.Linear(time_width, channels)
        self.leave = torch.nn.Linear(channels, dimension, bias=False)
        torch.nn.init.zeros_(self.leave.weight)
        torch.nn.init.zeros_(self.rates.bias)
        with torch.no_grad():
            self.rates.weight.mul_(spread)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        modulated = self.enter(x) * self.rates(self.time(label)).exp()
        return self.perceptron(x, label) + self.leave(modulated)
