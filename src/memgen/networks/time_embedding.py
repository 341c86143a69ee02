"""A number, the noise label, as a vector that a network can use."""

import math

import torch


class TimeEmbedding(torch.nn.Module):
    """Sines and cosines of the label at frequencies from 1 to `highest`, and two linear layers.

    Parameters
    ----------
    width : int
        Of the sines and cosines, even.
    out : int
        Of the result.
    highest : float
        Largest frequency, for labels of order 1.
    """

    frequencies: torch.Tensor

    def __init__(self, width: int, out: int, highest: float = 100.0):
        super().__init__()
        frequencies = torch.exp(torch.linspace(0, math.log(highest), width // 2))
        self.register_buffer("frequencies", frequencies)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(width, out), torch.nn.SiLU(), torch.nn.Linear(out, out)
        )

    def forward(self, label: torch.Tensor) -> torch.Tensor:
        """Return (batch, out) of labels (batch,)."""
        phase = label[:, None] * self.frequencies
        return self.layers(torch.cat((phase.sin(), phase.cos()), dim=1))
