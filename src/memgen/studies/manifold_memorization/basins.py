"""Basins of attraction at one N, simulated: which data points are traps, and who comes back."""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Basins
from memgen.studies.manifold_memorization.trap_grids import (
    basin_rows,
    cut_times,
    radii,
    trap_times,
)
from memgen.tables.rows import Point, Row

TOLERANCE = 1e-4


def table(s: Basins, seeds: Seeds, alpha: float, alpha_D: float, N: int) -> Iterator[Row]:
    """Yield how often a data point is a trap against t, and who returns from R in two cuts."""
    size = {"N": N, "D": max(1, round(alpha_D * N)), "P": round(np.exp(alpha * N))}
    t, R = trap_times(alpha, alpha_D, s.t_cells), radii(alpha, alpha_D, s.R_cells)
    cuts = cut_times(alpha, alpha_D)
    traps = np.empty((s.draws, t.size))
    returns = {regime: np.empty((s.draws, R.size)) for regime in cuts}
    for draw in tqdm(range(s.draws), disable=None):
        rng = seeds.generator(size, draw)
        points = latent_points(size, rng)
        empirical = EmpiricalScore(points)
        own = points[: s.probes]
        noise = rng.standard_normal(own.shape)
        traps[draw] = fraction_back(empirical, own, 0 * noise, np.ones_like(t), t)
        for regime, time in cuts.items():
            returns[regime][draw] = fraction_back(empirical, own, noise, R, np.full(R.size, time))
    point: Point = {"alpha": alpha, "alpha_D": alpha_D, **size}
    yield from basin_rows(t, traps, R, returns, cuts, "simulation", **point)


def latent_points(size: Mapping[str, int], rng: np.random.Generator) -> Float[np.ndarray, "P rank"]:
    """Return points F z in the axes of F, where their distances are those in N dimensions.

    Of a noise only the components along these axes move the mean shift: the others are the same to
    every point, and are gone after a step.
    """
    _, scales, axes = np.linalg.svd(draw_matrix(size["N"], size["D"], rng), full_matrices=False)
    latents = rng.standard_normal((size["P"], size["D"]))
    return latents @ (axes.T * scales)


def fraction_back(
    empirical: EmpiricalScore,
    own: Float[np.ndarray, "probes rank"],
    noise: Float[np.ndarray, "probes rank"],
    R: Float[np.ndarray, " cells"],
    t: Float[np.ndarray, " cells"],
) -> Float[np.ndarray, " cells"]:
    """Return for each pair (R, t) the fraction of starts own + sqrt(R) noise that come back."""
    n, cells = len(own), len(t)
    starts = (np.tile(own, (cells, 1)), np.tile(noise, (cells, 1)))
    returns = return_to_pattern(
        empirical, *starts, np.repeat(R, n), np.repeat(t, n), tolerance=TOLERANCE
    )
    return returns.returned.reshape(cells, n).mean(axis=1)
