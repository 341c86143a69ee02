"""The generalization limit of the dense memory, and its energy beside the diffusion potential.

Points of the linear manifold are brought to |xi|^2 = N, where the memory at lambda is the empirical
diffusion model at t = 1 / lambda. Its cross-entropy with fresh points is least at lambda_g.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.patterns import on_sphere
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Limit
from memgen.statistics.minimum import minimum_with_error
from memgen.studies.manifold_capacity.landscape import landscape_rows
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import collapse_time, finite_size, generalization_time, onset_time


def table(s: Limit, seeds: Seeds) -> Iterator[Row]:
    """Yield energy and potential on a line, and lambda_g at each alpha_D."""
    yield from landscape_rows(s.landscape, seeds)
    for alpha_D in s.alpha_Ds:
        yield from limit_rows(alpha_D, s, seeds)


def limit_rows(alpha_D: float, s: Limit, seeds: Seeds) -> Iterator[Row]:
    """Yield 1 / t_g and 1 / t_c, the measured lambda_g, and its finite-size theory.

    That theory has D - 1 dimensions, which the projection to the sphere leaves.
    """
    size = {"N": s.N, "D": round(alpha_D * s.N), "P": round(np.exp(s.alpha * s.N))}
    point: Point = {"alpha": s.alpha, "alpha_D": alpha_D, **size}
    t_g, t_c = generalization_time(s.alpha, alpha_D), collapse_time(s.alpha, alpha_D)
    t = np.geomspace(t_g / 4, 4 * onset_time(s.alpha, alpha_D), s.times)
    curves = simulate(size, s.draws, s.probes, t, seeds)
    rng = seeds.stream("limit_finite_size").generator(size)
    log_P, draws = np.log(size["P"]), s.finite_size_draws
    predicted = finite_size.finite_cross_entropy(t, s.N, size["D"] - 1, log_P, draws, rng)
    yield row("generalization_limit", "theory", 1 / t_g, **point)
    yield row("collapse_limit", "theory", 1 / t_c, **point)
    for quantity, kind, entropies in (
        ("generalization_limit", "simulation", curves),
        ("generalization_limit_finite_size", "theory", predicted),
    ):
        bootstrap = seeds.stream(f"limit_{quantity}").generator(size)
        lowest = minimum_with_error(t, entropies, bootstrap)
        stderr = lowest.stderr / lowest.place**2
        yield row(quantity, kind, 1 / lowest.place, stderr, lowest.n, **point)


def simulate(
    size: Mapping[str, int], draws: int, probes: int, t: np.ndarray, seeds: Seeds
) -> Float[np.ndarray, "draws times"]:
    """Return the cross-entropy of the spherical memory with fresh points, for each draw."""
    curves = []
    for draw in tqdm(range(draws), disable=None, desc=f"D = {size['D']}"):
        rng = seeds.generator(size, draw)
        manifold = HiddenManifold(draw_matrix(size["N"], size["D"], rng))
        points = on_sphere(manifold.sample(size["P"], rng))
        fresh = on_sphere(manifold.sample(probes, rng))
        curves.append(measured_cross_entropy(fresh, points, t).per_coordinate)
    return np.array(curves)
