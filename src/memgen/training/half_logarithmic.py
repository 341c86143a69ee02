"""A variance-preserving schedule half of whose noise levels are spread evenly over all scales."""

from dataclasses import dataclass

import torch

from memgen.training.schedules import VariancePreserving


@dataclass(frozen=True)
class HalfLogarithmic(VariancePreserving):
    """Half of the draws uniform in s, half with sqrt(t) log-uniform in [sigma_min, sigma_max].

    Uniform in s alone, three quarters of the draws have sqrt(t) > 1, more noise than the data's
    own unit variance; what small noise does to fine detail is then learned last. Scale and label
    are those of the variance-preserving law, so that a network trained so is sampled as any other.

    Raises
    ------
    ValueError
        Unless 0 < sigma_min < sigma_max, or as `VariancePreserving`.
    """

    sigma_min: float = 0.02
    sigma_max: float = 10.0

    def __post_init__(self):
        super().__post_init__()
        if not 0 < self.sigma_min < self.sigma_max:
            raise ValueError(
                f"sigma_min={self.sigma_min}, sigma_max={self.sigma_max}: give "
                "0 < sigma_min < sigma_max."
            )

    def times(self, u: torch.Tensor) -> torch.Tensor:
        """Return t of u: the lower half of [0, 1) uniform in s, the upper one logarithmic."""
        even = super().times(2 * u.clamp(max=0.5))
        ratio = self.sigma_max / self.sigma_min
        logarithmic = self.sigma_min**2 * ratio ** (2 * (2 * u - 1).clamp(min=0))
        return torch.where(u < 0.5, even, logarithmic)
