"""The random energy model at finite N: Gaussian levels, and the energies of a diffusion model."""

from collections.abc import Iterator

import numpy as np

from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import RandomEnergy
from memgen.studies.memorization_as_generalization import diffusion_levels, gaussian_levels
from memgen.tables.rows import Row
from memgen.theory.manifold import collapse_time


def table(s: RandomEnergy, seeds: Seeds) -> Iterator[Row]:
    """Yield, for either kind of energies, N to infinity, all levels drawn, and the highest ones.

    Free energies, participation and condensation are against the temperature t.
    """
    # The Gaussian model condenses at 1 / sqrt(2 alpha).
    t = np.linspace(0.1, 2.2, s.temperatures) * (1 / np.sqrt(2 * s.gaussian.alpha))
    yield from gaussian_levels.limit_rows(s.gaussian.alpha, t)
    yield from gaussian_levels.finite_rows(s.gaussian, t, s.levels)
    yield from gaussian_levels.drawn_rows(s.gaussian, t, seeds)
    for N in s.gaussian.N:
        yield from gaussian_levels.highest_rows(s.gaussian, t, N, s.levels, seeds)
    alpha, alpha_D = s.diffusion.alpha, s.diffusion.alpha_D
    t = collapse_time(alpha, alpha_D) * np.geomspace(0.1, 4.0, s.temperatures)
    yield from diffusion_levels.limit_rows(alpha, alpha_D, t)
    yield from diffusion_levels.drawn_rows(s.diffusion, t, seeds)
    for N in s.diffusion.N:
        yield from diffusion_levels.highest_rows(s.diffusion, t, N, s.levels, seeds)
