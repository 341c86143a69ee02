"""A residual multilayer perceptron that is told the noise level."""

import torch

from memgen.networks.time_embedding import TimeEmbedding


class ResidualMLP(torch.nn.Module):
    """Linear, blocks of (norm, SiLU, linear, + time, norm, SiLU, linear), norm, SiLU, linear.

    The network of arXiv:2410.08727 (128 wide, two blocks, time through 512). The last layer starts
    at 0, and a straight path from input to output, scaled by time, is added, since the score of a
    Gaussian is linear.

    Parameters
    ----------
    dimension : int
        N, of samples and of the result.
    width : int
        Of the hidden layers.
    blocks : int
        Residual blocks.
    time_width : int
        Of the time's hidden layers.
    """

    def __init__(self, dimension: int, width: int = 128, blocks: int = 2, time_width: int = 512):
        super().__init__()
        self.time = TimeEmbedding(min(128, time_width), time_width)
        self.enter = torch.nn.Linear(dimension, width)
        self.blocks = torch.nn.ModuleList(_Block(width, time_width) for _ in range(blocks))
        last = torch.nn.Linear(width, dimension)
        self.leave = torch.nn.Sequential(torch.nn.LayerNorm(width), torch.nn.SiLU(), last)
        self.straight = torch.nn.Linear(time_width, dimension)
        for parameter in (*last.parameters(), *self.straight.parameters()):
            torch.nn.init.zeros_(parameter)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        time = self.time(label)
        h = self.enter(x)
        for block in self.blocks:
            h = block(h, time)
        return self.leave(h) + self.straight(time) * x


class _Block(torch.nn.Module):
    def __init__(self, width: int, time_width: int):
        super().__init__()
        self.first = torch.nn.Sequential(
            torch.nn.LayerNorm(width), torch.nn.SiLU(), torch.nn.Linear(width, width)
        )
        self.time = torch.nn.Linear(time_width, width)
        self.second = torch.nn.Sequential(
            torch.nn.LayerNorm(width), torch.nn.SiLU(), torch.nn.Linear(width, width)
        )

    def forward(self, h: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        return h + self.second(self.first(h) + self.time(time))
