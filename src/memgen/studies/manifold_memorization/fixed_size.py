"""Collapse time at fixed N and P against the latent dimension D: simulation beside theory."""

from collections.abc import Iterator

import numpy as np

from memgen.activations import ActivationName, get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import FixedSize
from memgen.statistics.crossing import Crossing, crossing
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.linear import collapse_time_small_alpha_D


def table(s: FixedSize, seeds: Seeds, activation: ActivationName) -> Iterator[Row]:
    """Yield t_c for N to infinity, as simulated, and for small alpha_D, for each D."""
    slope = get_activation(activation).mean_squared_slope()
    alpha = np.log(s.P) / s.N
    for D in s.D:
        t_c = collapse_time(alpha, D / s.N, activation)
        point: Point = {"N": s.N, "P": s.P, "D": D, "activation": activation}
        simulated = simulated_collapse(t_c, D, activation, s, seeds)
        small = slope * collapse_time_small_alpha_D(alpha, D / s.N)
        point |= {"alpha": alpha, "alpha_D": D / s.N}
        time, stderr, n = simulated.place, simulated.stderr, simulated.n
        yield row("collapse_time", "theory", t_c, **point)
        yield row("collapse_time", "simulation", time, stderr, n, **point)
        yield row("collapse_time_small_alpha_D", "theory", small, **point)


def simulated_collapse(
    t_c: float, D: int, activation: ActivationName, s: FixedSize, seeds: Seeds
) -> Crossing:
    """Return where the mean own weight crosses 1/2, over draws of F and of the data."""
    t = t_c * np.exp(np.linspace(-s.span, s.span, s.times))
    weights = []
    for draw in range(s.draws):
        rng = seeds.generator({"N": s.N, "P": s.P, "D": D, "activation": activation}, draw)
        points = HiddenManifold(draw_matrix(s.N, D, rng), activation).sample(s.P, rng)
        probes = draw_probes(points, min(s.probes, s.P), rng)
        weights.append(collapse_curves(probes, points, t).own_weight.mean(axis=0))
    return crossing(t, np.array(weights), 0.5)
