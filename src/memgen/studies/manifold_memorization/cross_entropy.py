"""Cross-entropy of p_0 and p_t^emp at one alpha_D: theory, finite-size theory, simulation."""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.cross_entropy import measured_cross_entropy as measured_cross_entropy
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import CrossEntropy
from memgen.statistics.minimum import minimum_place, minimum_with_error
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.manifold import (
    collapse_time,
    cross_entropy,
    finite_size,
    generalization_time,
    onset_time,
)


def table(s: CrossEntropy, seeds: Seeds, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield Phi_t seen from fresh points, its minimum t_g, its fall from t_c, nearest distances."""
    P, D = round(np.exp(alpha * s.N)), max(1, round(alpha_D * s.N))
    size = {"N": s.N, "D": D, "P": P}
    point: Point = {"alpha": alpha, "alpha_D": alpha_D, **size}
    t_g, t_c = generalization_time(alpha, alpha_D), collapse_time(alpha, alpha_D)
    t = np.geomspace(t_g / 4, 4 * onset_time(alpha, alpha_D), s.times)
    fine = np.geomspace(t[0], t[-1], 200)
    for time, value in zip(fine, cross_entropy(fine, alpha, alpha_D), strict=True):
        yield row("cross_entropy", "theory", value, **point, t=time)
    yield row("generalization_time", "theory", t_g, **point)
    yield row("collapse_time", "theory", t_c, **point)
    rng = seeds.stream("cross_entropy_finite_size").generator(size)
    predicted = finite_size.finite_cross_entropy(t, s.N, D, np.log(P), s.finite_size_draws, rng)
    curves, nearest = simulate(s, size, t, seeds)
    for k, time in enumerate(t):
        finite = predicted[:, k]
        yield mean_row("cross_entropy_finite_size", finite, kind="theory", **point, t=time)
        yield mean_row("cross_entropy", curves[:, k], **point, t=time)
    best = minimum_place(t, predicted.mean(axis=0))
    for suffix, kind, draws in (
        ("_finite_size", "theory", predicted),
        ("", "simulation", curves),
    ):
        quantity = f"generalization_time{suffix}"
        bootstrap = seeds.stream(f"cross_entropy_{quantity}").generator(size)
        minimum = minimum_with_error(t, draws, bootstrap)
        yield row(quantity, kind, minimum.place, minimum.stderr, minimum.n, **point)
        gain = at(t_c, t, draws) - at(best, t, draws)
        yield mean_row(f"gain_inside{suffix}", gain, kind=kind, **point)
    yield mean_row("nearest_distance", nearest, **point)


def at(
    time: float, t: Float[np.ndarray, " t"], curves: Float[np.ndarray, "n t"]
) -> Float[np.ndarray, " n"]:
    """Return curves at one time, straight in log t between those of the grid."""
    return np.array([np.interp(np.log(time), np.log(t), curve) for curve in curves])


def simulate(
    s: CrossEntropy, size: Mapping[str, int], t: np.ndarray, seeds: Seeds
) -> tuple[Float[np.ndarray, "n t"], Float[np.ndarray, " n"]]:
    """Return -(1/N) log p_t^emp at fresh points and the nearest distance, for each draw."""
    curves, nearest = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"D = {size['D']}"):
        rng = seeds.generator(size, draw)
        manifold = HiddenManifold(draw_matrix(size["N"], size["D"], rng))
        points, fresh = manifold.sample(size["P"], rng), manifold.sample(s.probes, rng)
        measured = measured_cross_entropy(fresh, points, t)
        curves.append(measured.per_coordinate)
        nearest.append(measured.nearest.mean())
    return np.array(curves), np.array(nearest)
