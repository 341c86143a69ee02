"""Number of active samples on a slice of x at several t, and the theory's contour."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import ActiveSamples
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import Model, local_condensation_time

MODELS: tuple[Model, ...] = ("exact", "gaussian")


def table(
    s: ActiveSamples, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]
) -> Iterator[Row]:
    """Yield Y2 at x = x1 e_1 + x2 e_N for each t, e_1 of the larger, e_N of the smaller variance.

    The four quadrants are the same in theory, which is given in one of them: the mean Y2 at finite
    P, and t_c(x) of the random energy models.
    """
    variances = direction_variances(sum(counts), counts, stds)
    axis = np.linspace(-s.reach, s.reach, s.grid)
    x1, x2 = (grid.ravel() for grid in np.meshgrid(axis, axis))
    x = np.zeros((x1.size, variances.size))
    x[:, 0], x[:, -1] = x1, x2
    quadrant = np.flatnonzero((x1 >= 0) & (x2 >= 0))
    for t in s.times:
        drawn = drawn_participation(x, t, variances, s, seeds)
        for k in range(x1.size):
            point: Point = {"t": t, "x1": x1[k], "x2": x2[k], "P": s.P}
            yield mean_row("participation", drawn[:, k], **point)
            if k in quadrant:
                exact = finite_participation(t, x[k], variances, s.P)
                yield row("participation", "theory", exact, **point)
        for model in MODELS:
            for k in quadrant:
                point = {"t": t, "x1": x1[k], "x2": x2[k], "P": s.P, "model": model}
                t_c = local_condensation_time(x[k], variances, s.P, model)
                yield row("condensation_time", "theory", t_c, **point)


def drawn_participation(
    x: Float[np.ndarray, "places N"],
    t: float,
    variances: Float[np.ndarray, " N"],
    s: ActiveSamples,
    seeds: Seeds,
) -> Float[np.ndarray, "draws places"]:
    """Return Y2 at each x for each draw of the points."""
    draws = []
    for draw in tqdm(range(s.draws), disable=None, desc=f"t = {t}"):
        rng = seeds.generator({"t": t, "P": s.P}, draw)
        draws.append(EmpiricalScore(draw_directions(variances, s.P, rng)).participation(x, t))
    return np.array(draws)
