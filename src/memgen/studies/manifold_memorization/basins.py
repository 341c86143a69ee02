"""Basins of attraction at one N: the measured probability to return, on a grid of (t, R)."""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.curves import draw_probes
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Basins
from memgen.statistics.crossing import Crossing, crossing
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.manifold import collapse_time, onset_time

TOLERANCE = 1e-4


def table(s: Basins, seeds: Seeds, alpha: float, alpha_D: float, N: int) -> Iterator[Row]:
    """Yield for each t the return probability against R, and the radius of half return."""
    size = {"N": N, "D": max(1, round(alpha_D * N)), "P": round(np.exp(alpha * N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    t = np.geomspace(t_c / 3, 2 * t_o, s.t_cells)
    R = np.geomspace(t_c / 30, 6 * t_c, s.R_cells)
    draws = [
        returns_of_draw(seeds.generator(size, k), size, s.probes, t, R)
        for k in tqdm(range(s.draws), disable=None)
    ]
    back, moving = (np.array(part) for part in zip(*draws, strict=True))
    for i, time in enumerate(t):
        point: Point = {"alpha": alpha, "alpha_D": alpha_D, **size, "t": time}
        yield from curve_rows("return_probability", back[:, i], {"R": R}, **point)
        yield mean_row("unconverged_fraction", moving[:, i], **point)
        radius = half_return(R, back[:, i])
        if radius is not None:
            value, stderr, n = radius.place, radius.stderr, radius.n
            yield row("half_return_radius", "simulation", value, stderr, n, **point)


def returns_of_draw(
    rng: np.random.Generator, size: Mapping[str, int], probes: int, t: np.ndarray, R: np.ndarray
) -> tuple[Float[np.ndarray, "t R"], Float[np.ndarray, " t"]]:
    """Return the return probability on the grid (t, R) in one draw, and the fraction moving."""
    N, D, P = size["N"], size["D"], size["P"]
    points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
    empirical = EmpiricalScore(points)
    chosen = draw_probes(points, min(probes, P), rng)
    n = len(chosen.own)
    patterns, noise = np.tile(chosen.own, (R.size, 1)), np.tile(chosen.noise, (R.size, 1))
    back, moving = np.empty((t.size, R.size)), np.empty(t.size)
    for k, time in enumerate(t):
        returns = return_to_pattern(
            empirical, patterns, noise, np.repeat(R, n), float(time), tolerance=TOLERANCE
        )
        back[k] = returns.returned.reshape(R.size, n).mean(axis=1)
        moving[k] = returns.unconverged / len(patterns)
    return back, moving


def half_return(R: np.ndarray, draws: Float[np.ndarray, "n R"]) -> Crossing | None:
    """Return where the mean return probability falls through 1/2; None if below from the start."""
    mean = draws.mean(axis=0)
    if mean[0] <= 0.5:
        return None
    # A mean that wavers about 1/2 is read at its first fall: the envelope falls only once.
    return crossing(R, draws + np.minimum.accumulate(mean) - mean, 0.5)
