"""Noise schedules: which noise a network is trained at, and how it sees its input.

All of them live in the variance-exploding picture x_t = x + sqrt(t) w, t the noise variance; the
variance-preserving process is the same one in other clothes, x_VP = x_t / sqrt(1 + t)
(`memgen.diffusion.processes`). A network is given the scaled sample and a label, and returns an
estimate of w, so that its score is -w / sqrt(t).
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import torch


@runtime_checkable
class Schedule(Protocol):
    """What a schedule provides."""

    def times(self, u: torch.Tensor) -> torch.Tensor:
        """Return the noise variances t of u, uniform in [0, 1)."""
        ...

    def scale(self, t: torch.Tensor) -> torch.Tensor:
        """Return the factor by which a sample at t is multiplied before it enters the network."""
        ...

    def label(self, t: torch.Tensor) -> torch.Tensor:
        """Return what the network is told of t, of order 1."""
        ...


@dataclass(frozen=True)
class VarianceExploding:
    """sqrt(t) log-uniform in [sigma_min, sigma_max] (Song et al., arXiv:2011.13456).

    Samples enter as x / sqrt(1 + t), of order 1 for data of order 1; the label is log(t) / 8.

    Raises
    ------
    ValueError
        Unless 0 < sigma_min < sigma_max.
    """

    sigma_min: float = 0.01
    sigma_max: float = 50.0

    def __post_init__(self):
        if not 0 < self.sigma_min < self.sigma_max:
            raise ValueError(
                f"sigma_min={self.sigma_min}, sigma_max={self.sigma_max}: give "
                "0 < sigma_min < sigma_max."
            )

    def times(self, u: torch.Tensor) -> torch.Tensor:
        """Return t = sigma_min^2 (sigma_max / sigma_min)^{2u}."""
        ratio = self.sigma_max / self.sigma_min
        return self.sigma_min**2 * ratio ** (2 * u)

    def scale(self, t: torch.Tensor) -> torch.Tensor:
        """Return 1 / sqrt(1 + t)."""
        return torch.rsqrt(1 + t)

    def label(self, t: torch.Tensor) -> torch.Tensor:
        """Return log(t) / 8."""
        return torch.log(t) / 8


@dataclass(frozen=True)
class VariancePreserving:
    """beta rising linearly in s in (0, 1] from beta_min to beta_max (Ho et al., arXiv:2006.11239).

    1 + t = exp(integral of beta), the inverse of alpha-bar; a thousand steps from 1e-4 to 2e-2 are
    beta from 0.1 to 20. Samples enter as x_t / sqrt(1 + t) = x_VP; the label is s.

    Raises
    ------
    ValueError
        Unless 0 < beta_min < beta_max and s_min is in (0, 1).
    """

    beta_min: float = 0.1
    beta_max: float = 20.0
    s_min: float = 1e-3

    def __post_init__(self):
        if not (0 < self.beta_min < self.beta_max and 0 < self.s_min < 1):
            raise ValueError(
                f"beta_min={self.beta_min}, beta_max={self.beta_max}, s_min={self.s_min}: give "
                "0 < beta_min < beta_max and s_min in (0, 1)."
            )

    def times(self, u: torch.Tensor) -> torch.Tensor:
        """Return t at s = s_min + (1 - s_min) u."""
        s = self.s_min + (1 - self.s_min) * u
        return torch.expm1(self.beta_min * s + (self.beta_max - self.beta_min) * s**2 / 2)

    def scale(self, t: torch.Tensor) -> torch.Tensor:
        """Return 1 / sqrt(1 + t)."""
        return torch.rsqrt(1 + t)

    def label(self, t: torch.Tensor) -> torch.Tensor:
        """Return s, the root of beta_min s + (beta_max - beta_min) s^2 / 2 = log(1 + t)."""
        slope, log = self.beta_max - self.beta_min, torch.log1p(t)
        # without the difference of nearly equal numbers at small t
        return 2 * log / (self.beta_min + torch.sqrt(self.beta_min**2 + 2 * slope * log))
