"""A perceptron beside a full matrix that the noise level modulates, which holds linear scores."""

import torch

from memgen.networks.time_embedding import TimeEmbedding

FEATURES = 32  # of the time embedding
HIGHEST = 5.0  # its largest frequency: scores change slowly with log t


class ModulatedMLP(torch.nn.Module):
    """U diag(exp g(t)) V x + perceptron(x, t), U of N x channels and V of channels x N.

    The noise in a point of a Gaussian of covariance C is sqrt(t) (C + t)^{-1} x: a matrix whose
    factors along the eigenvectors of C change with t each in its own way, over a range of
    1 / sqrt(t). Within a few hidden layers behind a norm that is hard to learn; here it is a sum
    over channels, whose rates g(t) are linear in the features of t and start spread out, so that
    channels differ from the outset. At the start U V = 1: a product that starts at 0, beside a
    straight path of one factor for all directions, would leave at that factor every direction
    whose own is near it, since there its gradient vanishes.

    Parameters
    ----------
    dimension : int
        N, of samples and of the result.
    width, blocks, time_width : int
        Of the perceptron; `time_width` of the time's hidden layers too.
    channels : int
        Of the modulated matrix, N or more.
    spread : float
        Factor of the first rates beside those of a linear layer's usual weights.

    Raises
    ------
    ValueError
        If there are fewer channels than dimensions.
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
        if channels < dimension:
            raise ValueError(f"channels={channels}: give {dimension} or more, one a dimension.")
        self.time = TimeEmbedding(FEATURES, time_width, HIGHEST)
        self.inner = torch.nn.Linear(dimension, width)
        self.blocks = torch.nn.ModuleList(_Block(width, time_width) for _ in range(blocks))
        last = torch.nn.Linear(width, dimension)
        self.outer = torch.nn.Sequential(torch.nn.LayerNorm(width), torch.nn.SiLU(), last)
        self.enter = torch.nn.Linear(dimension, channels, bias=False)
        self.rates = torch.nn.Linear(time_width, channels)
        self.leave = torch.nn.Linear(channels, dimension, bias=False)
        torch.nn.init.zeros_(self.rates.bias)
        torch.nn.init.zeros_(last.weight)
        torch.nn.init.zeros_(last.bias)
        share = channels / dimension
        with torch.no_grad():
            self.rates.weight.mul_(spread)
            frame = torch.linalg.qr(torch.randn(channels, dimension))[0]
            self.enter.weight.copy_(share**0.5 * frame)
            self.leave.weight.copy_(share**-0.5 * frame.T)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        time = self.time(label)
        h = self.inner(x)
        for block in self.blocks:
            h = block(h, time)
        return self.outer(h) + self.leave(self.enter(x) * self.rates(time).exp())


class _Block(torch.nn.Module):
    def __init__(self, width: int, time_width: int):
        super().__init__()
        self.first = _layer(width)
        self.time = torch.nn.Linear(time_width, width)
        self.second = _layer(width)

    def forward(self, h: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        return h + self.second(self.first(h) + self.time(time))


def _layer(width: int) -> torch.nn.Sequential:
    return torch.nn.Sequential(
        torch.nn.LayerNorm(width), torch.nn.SiLU(), torch.nn.Linear(width, width)
    )
