"""Noise variances uniform in t: the schedule of the circle toy of arXiv:2505.21777."""

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class UniformVariance:
    """t uniform in [t_min, t_max]; samples enter as they are, and the network is told t itself.

    The process dx = dw for t in (0, 1], with marginal variance t (released code: t from 1e-5).

    Raises
    ------
    ValueError
        Unless 0 < t_min < t_max.
    """

    t_min: float = 1e-5
    t_max: float = 1.0

    def __post_init__(self):
        if not 0 < self.t_min < self.t_max:
            raise ValueError(f"t_min={self.t_min}, t_max={self.t_max}: give 0 < t_min < t_max.")

    def times(self, u: torch.Tensor) -> torch.Tensor:
        """Return t_min + (t_max - t_min) u."""
        return self.t_min + (self.t_max - self.t_min) * u

    def scale(self, t: torch.Tensor) -> torch.Tensor:
        """Return 1."""
        return torch.ones_like(t)

    def label(self, t: torch.Tensor) -> torch.Tensor:
        """Return t."""
        return t
