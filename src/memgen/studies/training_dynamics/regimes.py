"""Speciation and collapse of a two-Gaussian mixture, theory and simulation (arXiv:2402.18491)."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import variance_exploding_time
from memgen.measures.collapse.curves import CollapseCurves, Probes, collapse_curves
from memgen.measures.collapse.speciation import same_class_fraction
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Regimes
from memgen.statistics.crossing import crossing
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.speciation import (
    mixture_collapse_time,
    same_class_probability,
    speciation_time,
)

BLOCK = 1000  # points that are held at once
# First and last t, in units of the speciation's and of the collapse's.
SPECIATION_SPAN, COLLAPSE_SPAN = (0.5, 1.5), (0.4, 1.6)


def table(s: Regimes, seeds: Seeds) -> Iterator[Row]:
    """Yield the speciation for each d, and the collapse for each N."""
    for d in s.d:
        yield from speciation_rows(d, s, seeds)
    for N in s.N:
        yield from collapse_rows(N, s, seeds)


def speciation_rows(d: int, s: Regimes, seeds: Seeds) -> Iterator[Row]:
    """Yield t_S, and the probability that two clones end in one class: integral and clones."""
    t_S = speciation_time(float(d))
    yield row("speciation_time", "theory", t_S, d=d)
    fine = t_S * np.linspace(*SPECIATION_SPAN, s.points)
    for t, value in zip(fine, same_class_probability(fine, float(d)), strict=True):
        yield row("same_class", "theory", value, d=d, t=t)
    there = same_class_probability(np.array([t_S]), float(d))[0]
    yield row("same_class_at_speciation", "theory", there, d=d)
    for ratio in np.linspace(*SPECIATION_SPAN, s.times):
        rng = seeds.stream("regimes_clones").generator({"d": d, "ratio": ratio})
        same = same_class_fraction(ratio * t_S, float(d), 1.0, s.clones, s.steps, rng)
        yield mean_row("same_class", same, d=d, t=ratio * t_S)


def collapse_rows(N: int, s: Regimes, seeds: Seeds) -> Iterator[Row]:
    """Yield t_C, excess entropy over alpha and own weight: N to infinity, and P drawn points."""
    alpha = np.log(s.P) / N
    t_C = mixture_collapse_time(alpha)
    point: Point = {"N": N, "P": s.P}
    yield row("collapse_time", "theory", t_C, **point)
    fine = t_C * np.linspace(*COLLAPSE_SPAN, s.points)
    for t, value in zip(fine, excess_entropy(fine, alpha), strict=True):
        yield row("excess_entropy", "theory", value, **point, t=t)
    t = t_C * np.linspace(*COLLAPSE_SPAN, s.times)
    curves = [
        curves_of_draw(seeds.sequence(point, draw), N, t, s)
        for draw in tqdm(range(s.draws), disable=None, desc=f"N = {N}")
    ]
    entropies = np.array([draw.excess_entropy / alpha for draw in curves])
    weights = np.array([draw.own_weight.mean(axis=0) for draw in curves])
    yield from curve_rows("excess_entropy", entropies, {"t": t}, **point)
    yield from curve_rows("own_weight", weights, {"t": t}, **point)
    half = crossing(t, weights, 0.5)
    yield row("collapse_time", "simulation", half.place, half.stderr, half.n, **point)


def excess_entropy(t: Float[np.ndarray, " times"], alpha: float) -> Float[np.ndarray, " times"]:
    """Return f(t) / alpha = max(0, 1 + log(Delta / (Delta + sigma^2 e^{-2t})) / (2 alpha)).

    For sigma = 1 the denominator is 1 (arXiv:2402.18491).
    """
    return np.maximum(0, 1 + 0.5 / alpha * np.log(-np.expm1(-2 * t)))


def curves_of_draw(
    sequence: np.random.SeedSequence, N: int, t: Float[np.ndarray, " times"], s: Regimes
) -> CollapseCurves:
    """Return the collapse seen from noised points of one draw, at Ornstein-Uhlenbeck times t."""
    of_data, of_noise = sequence.spawn(2)
    data = TwoGaussians(np.ones(N))
    probed = next(blocks(of_data, data, s.P))[: s.probes]
    noise = np.random.default_rng(of_noise).standard_normal(probed.shape)
    probes = Probes(probed, noise, np.arange(len(probed)))
    return collapse_curves(probes, blocks(of_data, data, s.P), variance_exploding_time(t))


def blocks(
    sequence: np.random.SeedSequence, data: TwoGaussians, P: int
) -> Iterator[Float[np.ndarray, "block N"]]:
    """Yield P points of the mixture in blocks, the same ones each time."""
    rng = np.random.default_rng(sequence)
    for start in range(0, P, BLOCK):
        yield data.sample(min(BLOCK, P - start), rng)
