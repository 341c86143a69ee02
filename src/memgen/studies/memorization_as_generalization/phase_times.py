"""The three times of the linear manifold at finite N: finite-size theory and simulation."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import PhaseTimes
from memgen.statistics.crossing import crossing
from memgen.statistics.minimum import minimum_with_error
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import times
from memgen.theory.manifold.finite_size import finite_cross_entropy, own_pattern
from memgen.theory.manifold.mean_shift import trap_fraction

TOLERANCE = 1e-4
# From and to where each time is looked for, over its limit: finite N shifts it.
SPAN = {"collapse": (0.2, 6.0), "generalization": (0.3, 8.0), "onset": (0.06, 3.0)}

Draws = Float[np.ndarray, "draws times"]


def table(s: PhaseTimes, seeds: Seeds, alpha: float, alpha_D: float, along: str) -> Iterator[Row]:
    """Yield t_c, t_g and the time at which half of the data points are traps, along one axis."""
    if along == "alpha_D":
        theory = [(alpha, D) for D in sorted({*s.D, *s.theory_D})]
        simulated = [(alpha, D) for D in s.D]
    else:
        D = round(alpha_D * s.N)
        theory = [(load, D) for load in sorted({*s.alphas, *s.theory_alphas})]
        simulated = [(load, D) for load in s.alphas]
    for load, D in tqdm(theory, disable=None, desc="theory"):
        yield from time_rows(s, seeds, along, load, D, "theory", predicted(s, seeds, load, D))
    for load, D in tqdm(simulated, disable=None, desc="simulation"):
        yield from time_rows(s, seeds, along, load, D, "simulation", measured(s, seeds, load, D))


def grids(s: PhaseTimes, alpha: float, D: int) -> dict[str, Float[np.ndarray, " times"]]:
    """Return where each time is looked for."""
    limit = times(alpha, D / s.N)
    grid = {}
    for name, (low, high) in SPAN.items():
        first = limit.collapse if name == "onset" else getattr(limit, name)
        grid[name] = np.geomspace(low * first, high * getattr(limit, name), s.times)
    return grid


def time_rows(
    s: PhaseTimes,
    seeds: Seeds,
    along: str,
    alpha: float,
    D: int,
    kind: str,
    curves: dict[str, Draws],
) -> Iterator[Row]:
    """Yield where the weight and the fraction of traps are 1/2, and the cross-entropy is least."""
    grid = grids(s, alpha, D)
    point: Point = {"along": along, "alpha": alpha, "alpha_D": D / s.N, "N": s.N, "D": D}
    for name in ("collapse", "onset"):
        mean = curves[name].mean(axis=0)
        # A mean that wavers about 1/2 is read at its first fall.
        envelope = curves[name] + np.minimum.accumulate(mean) - mean
        half = crossing(grid[name], envelope, 0.5, of=f"{name} at alpha={alpha:g}, D={D}")
        yield row(f"{name}_time", kind, half.place, half.stderr, half.n, **point)
    rng = seeds.stream("phase_times_bootstrap").generator({"alpha": alpha, "D": D, "kind": kind})
    lowest = minimum_with_error(grid["generalization"], curves["generalization"], rng)
    yield row("generalization_time", kind, lowest.place, lowest.stderr, lowest.n, **point)


def predicted(s: PhaseTimes, seeds: Seeds, alpha: float, D: int) -> dict[str, Draws]:
    """Return the finite-size theory's curves, draw by draw of F and of what is seen from."""
    grid, log_P = grids(s, alpha, D), np.log(round(np.exp(alpha * s.N)))
    size = (s.N, D, log_P, s.theory_draws)
    # The same draws at each alpha: the curve along alpha is as smooth as its law.
    rng = seeds.stream("phase_times_theory").generator({"D": D})
    return {
        "collapse": own_pattern(grid["collapse"], *size, rng).weight,
        "generalization": finite_cross_entropy(grid["generalization"], *size, rng),
        "onset": trap_fraction(grid["onset"], *size, s.neighbours, rng).astype(float),
    }


def measured(s: PhaseTimes, seeds: Seeds, alpha: float, D: int) -> dict[str, Draws]:
    """Return the simulated curves, draw by draw of F and of the data."""
    grid, P = grids(s, alpha, D), round(np.exp(alpha * s.N))
    curves: dict[str, list[np.ndarray]] = {name: [] for name in SPAN}
    for draw in range(s.draws):
        rng = seeds.generator({"alpha": alpha, "D": D}, draw)
        manifold = HiddenManifold(draw_matrix(s.N, D, rng))
        points, fresh = manifold.sample(P, rng), manifold.sample(s.probes, rng)
        probes = draw_probes(points, min(s.probes, P), rng)
        weight = collapse_curves(probes, points, grid["collapse"]).own_weight
        curves["collapse"].append(weight.mean(axis=0))
        entropy = measured_cross_entropy(fresh, points, grid["generalization"])
        curves["generalization"].append(entropy.per_coordinate)
        t, n = grid["onset"], len(probes.own)
        starts = np.tile(probes.own, (t.size, 1))
        returns = return_to_pattern(
            EmpiricalScore(points), starts, 0 * starts, 0.0, np.repeat(t, n), tolerance=TOLERANCE
        )
        curves["onset"].append(returns.returned.reshape(t.size, n).mean(axis=1))
    return {name: np.array(draws) for name, draws in curves.items()}
