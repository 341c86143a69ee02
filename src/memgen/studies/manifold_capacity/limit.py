"""The linear manifold at one norm, where the dense memory is the empirical diffusion model.

Its points have |xi|^2 = N, so that the memory at lambda has the weights of the diffusion model at
t = 1 / lambda. Measured are lambda_g, where its cross-entropy with fresh points is least, and 1 / t
at which a pattern's own weight falls to 1/2, beside the exact averages at the same N.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.spherical_manifold import SphericalManifold
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.measures.memories.dense_retrieval import own_weights
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Limit
from memgen.statistics.crossing import crossing
from memgen.statistics.minimum import minimum_with_error
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.capacity.finite import linear_manifold_own_weight
from memgen.theory.capacity.normed_levels import normed_cross_entropy, normed_own_weight
from memgen.theory.capacity.spherical_manifold import (
    normed_generalization_time,
    normed_onset_time,
)
from memgen.theory.manifold import finite_size, onset_time

ONSET_TIMES = 21


def table(s: Limit, seeds: Seeds) -> Iterator[Row]:
    """Yield the cross-entropy and lambda_g at each alpha_D, and t_o against alpha."""
    for alpha_D in s.alpha_Ds:
        yield from generalization_rows(alpha_D, s, seeds)
    for alpha in s.onset_alphas:
        yield from onset_rows(alpha, s, seeds)


def generalization_rows(alpha_D: float, s: Limit, seeds: Seeds) -> Iterator[Row]:
    """Yield the cross-entropy against t, and lambda_g = 1 / t_g, measured and exact at this N."""
    size = {"N": s.N, "D": round(alpha_D * s.N), "P": round(np.exp(s.alpha * s.N))}
    point: Point = {"alpha": s.alpha, "alpha_D": alpha_D, **size}
    t_g = normed_generalization_time(s.alpha, alpha_D)
    t = np.geomspace(t_g / 4, 8 * normed_onset_time(s.alpha, alpha_D), s.times)
    rng = seeds.stream("limit_finite_size").generator(size)
    log_P, draws = float(np.log(size["P"])), s.finite_size_draws
    yield row("generalization_limit", "theory", 1 / t_g, **point)
    for quantity, kind, entropies in (
        ("generalization_limit", "simulation", simulate(size, s.draws, s.probes, t, seeds)),
        (
            "generalization_limit_finite_size",
            "theory",
            normed_cross_entropy(t, s.N, size["D"], log_P, draws, rng),
        ),
    ):
        bootstrap = seeds.stream(f"limit_{quantity}").generator(size)
        lowest = minimum_with_error(t, entropies, bootstrap)
        stderr = lowest.stderr / lowest.place**2
        yield row(quantity, kind, 1 / lowest.place, stderr, lowest.n, **point)
        yield from curve_rows("cross_entropy", entropies, {"t": t}, kind=kind, **point)


def simulate(
    size: Mapping[str, int], draws: int, probes: int, t: np.ndarray, seeds: Seeds
) -> Float[np.ndarray, "draws times"]:
    """Return the cross-entropy of the spherical memory with fresh points, for each draw."""
    curves = []
    for draw in tqdm(range(draws), disable=None, desc=f"D = {size['D']}"):
        rng = seeds.generator(size, draw)
        manifold = SphericalManifold(draw_matrix(size["N"], size["D"], rng))
        points = manifold.sample(size["P"], rng)
        fresh = manifold.sample(probes, rng)
        curves.append(measured_cross_entropy(fresh, points, t).per_coordinate)
    return np.array(curves)


def onset_rows(alpha: float, s: Limit, seeds: Seeds) -> Iterator[Row]:
    """Yield t where the own weight at a pattern is 1/2, by ensemble and model.

    Points of one norm, where memory and diffusion are one; and the Gaussian manifold, whose norms
    part the memory from the diffusion model.
    """
    D = round(s.onset_alpha_D * s.onset_N)
    size = {"N": s.onset_N, "D": D, "P": round(np.exp(alpha * s.onset_N))}
    point: Point = {"alpha": alpha, "alpha_D": s.onset_alpha_D, **size}
    centre = onset_time(alpha, s.onset_alpha_D)
    t = np.geomspace(centre / 5, 5 * centre, ONSET_TIMES)
    log_P, draws, many = float(np.log(size["P"])), s.finite_size_draws, s.onset_theory_draws
    rng = seeds.stream("limit_onset_theory").generator(size)
    theory = {
        "sphere": normed_own_weight(t, s.onset_N, D, log_P, draws, rng),
        "diffusion": finite_size.pattern_weight(t, s.onset_N, D, log_P, many, rng),
        "memory": np.array(
            [
                # the same draws for every t
                linear_manifold_own_weight(
                    1 / time, s.onset_N, D, many, seeds.stream("limit_onset_theory").generator(size)
                )(log_P)
                for time in t
            ]
        ).T,
    }
    measured = onset_weights(size, t, s, seeds)
    for model, curves in theory.items():
        for kind, weights in (("theory", curves), ("simulation", measured[model])):
            at = crossing(t, weights, 0.5, of=f"own weight, {model}, alpha = {alpha}")
            yield row("onset", kind, at.place, at.stderr, at.n, **point, model=model)


def onset_weights(
    size: Mapping[str, int], t: np.ndarray, s: Limit, seeds: Seeds
) -> dict[str, Float[np.ndarray, "draws times"]]:
    """Return the own weight at patterns, of the memory at 1 / t and of the diffusion model at t."""
    weights: dict[str, list] = {"sphere": [], "diffusion": [], "memory": []}
    for draw in tqdm(range(s.onset_draws), disable=None, desc=f"P = {size['P']}"):
        rng = seeds.stream("limit_onset").generator(size, draw)
        F = draw_matrix(size["N"], size["D"], rng)
        normed = SphericalManifold(F).sample(size["P"], rng)
        points = HiddenManifold(F).sample(size["P"], rng)
        for model, patterns in (("sphere", normed), ("memory", points)):
            weights[model].append(pattern_weights(patterns, patterns, t, s.onset_probes))
        weights["diffusion"].append(pattern_weights(*lifted(points), t, s.onset_probes))
    return {model: np.array(of_draws) for model, of_draws in weights.items()}


def lifted(
    points: Float[np.ndarray, "P N"],
) -> tuple[Float[np.ndarray, "P lifted"], Float[np.ndarray, "P lifted"]]:
    """Return states (x, 1) and patterns (xi, -|xi|^2 / 2), whose memory is the diffusion model.

    Their overlap x.xi - |xi|^2 / 2 is -|x - xi|^2 / 2 up to what all patterns share.
    """
    square = np.einsum("pn,pn->p", points, points)
    return np.column_stack([points, np.ones(len(points))]), np.column_stack([points, -square / 2])


def pattern_weights(
    states: Float[np.ndarray, "P N"], patterns: Float[np.ndarray, "P N"], t: np.ndarray, probes: int
) -> Float[np.ndarray, " times"]:
    """Return the mean weight at lambda = 1 / t of the first patterns, each at its own state."""
    index = np.arange(min(probes, len(patterns)))
    sizes = np.array([len(patterns)])
    return own_weights(states[index], index, patterns, 1 / t, sizes)[:, 0].mean(axis=1)
