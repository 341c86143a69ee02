"""The times of a diffusion model on the hidden manifold xi = sigma(F z), and its energy landscape.

`memgen.theory.manifold.times` says what they are. The linear manifold is solved in `linear`, the
others in `curved`; `finite_size`, `sampled_levels` (any activation) and `level_density` predict
simulations at finite N, `tangent` the score along a curved manifold.
"""

from memgen.theory.manifold.tangent import tangent_spectrum
from memgen.theory.manifold.times import (
    basin_radius,
    collapse_time,
    condensation_time,
    cross_entropy,
    energy_cumulant,
    generalization_time,
    onset_time,
    times,
)

__all__ = [
    "basin_radius",
    "collapse_time",
    "condensation_time",
    "cross_entropy",
    "energy_cumulant",
    "generalization_time",
    "onset_time",
    "tangent_spectrum",
    "times",
]
