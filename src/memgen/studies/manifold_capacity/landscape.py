"""The memory's energy beside the diffusion potential on a line through two patterns.

For patterns of one norm the two are one up to a constant, at lambda = 1 / t.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from memgen.data.patterns import PatternName, draw_patterns
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Landscape
from memgen.tables.rows import Point, Row, mean_row, row

PATTERNS: tuple[PatternName, ...] = ("spherical", "gaussian")
# Places on the line, whose patterns lie at 0 and 1.
POSITIONS = np.linspace(-0.3, 1.3, 81)


def landscape_rows(s: Landscape, seeds: Seeds) -> Iterator[Row]:
    """Yield both curves of the first draw, and the largest difference averaged over draws."""
    for patterns in PATTERNS:
        gaps = []
        for draw in range(s.draws):
            rng = seeds.stream("limit_landscape").generator({"patterns": patterns}, draw)
            xi = draw_patterns(patterns, s.P, s.N, rng)
            curves = {t: energy_and_potential(xi, t) for t in s.times}
            gaps.append(max(np.abs(energy - other).max() for energy, other in curves.values()))
            if draw == 0:
                yield from curves_rows(curves, patterns)
        yield mean_row("energy_difference", np.array(gaps), patterns=patterns)


def energy_and_potential(
    patterns: Float[np.ndarray, "P N"], t: float
) -> tuple[Float[np.ndarray, " places"], Float[np.ndarray, " places"]]:
    """Return E / N and -t log p_t / N on the line, each less its mean, at lambda = 1 / t.

    The energy E = -t log sum_mu exp(xi^mu.x / t) + |x|^2 / 2 is summed as it stands, and not
    through the kernel that memory and diffusion share.
    """
    N = patterns.shape[1]
    line = patterns[:1] + POSITIONS[:, None] * (patterns[1:2] - patterns[:1])
    energy = -t * logsumexp(line @ patterns.T / t, axis=1) / N + (line**2).mean(axis=1) / 2
    potential = -t * EmpiricalScore(patterns).log_density(line, t) / N
    return energy - energy.mean(), potential - potential.mean()


def curves_rows(
    curves: dict[float, tuple[np.ndarray, np.ndarray]], patterns: PatternName
) -> Iterator[Row]:
    """Yield the two curves at each t."""
    for t, (energies, potentials) in curves.items():
        for position, energy, potential in zip(POSITIONS, energies, potentials, strict=True):
            point: Point = {"patterns": patterns, "t": t, "position": position}
            yield row("memory_energy", "theory", energy, **point)
            yield row("diffusion_potential", "theory", potential, **point)
