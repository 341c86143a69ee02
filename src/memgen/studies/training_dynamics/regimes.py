"""Speciation and collapse of a two-Gaussian mixture, theory and simulation (arXiv:2402.18491)."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.stats import norm
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import variance_exploding_time
from memgen.measures.collapse.curves import CollapseCurves, Probes, collapse_curves
from memgen.measures.collapse.speciation import same_class_fraction
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Regimes
from memgen.statistics.crossing import crossing, crossing_place
from memgen.studies.training_dynamics.published_collapse import PUBLISHED, PUBLISHED_P
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.mixture_collapse import own_point
from memgen.theory.speciation import (
    excess_entropy,
    mixture_collapse_time,
    same_class_probability,
    speciation_time,
)

BLOCK = 1000  # points that are held at once
# First and last t, in units of the speciation's and of the collapse's.
SPECIATION_SPAN, COLLAPSE_SPAN = (0.5, 1.5), (0.7, 2.5)
HALF = 0.5  # the own weight at the collapse
PAST_COLLAPSE = 1.2  # t / t_C from which the rounding at finite N is small


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
    """Yield t_C, excess entropy over alpha and own weight for one N: theory, drawn and published.

    Theories by `model`: "published" (N to infinity without the class's entropy), "class" (with it),
    and "finite", exact at this N and P.
    """
    alpha = np.log(s.P) / N
    t_C = mixture_collapse_time(alpha)
    point: Point = {"N": N, "P": s.P}
    yield row("collapse_time", "theory", t_C, **point, model="published")
    fine = t_C * merged_span(s.points, s.times)
    for model, signal in {"published": 0.0, "class": float(N)}.items():
        curve = np.maximum(0, excess_entropy(fine, N, alpha, signal) / alpha)
        yield from theory_rows("excess_entropy", fine, curve, point, model)
    yield from finite_rows(t_C, s, point)
    t = t_C * merged_span(s.times)
    curves = [
        curves_of_draw(seeds.sequence(point, draw), N, t, s)
        for draw in tqdm(range(draws_at(N, s)), disable=None, desc=f"N = {N}")
    ]
    entropies = np.array([draw.excess_entropy / alpha for draw in curves])
    weights = np.array([draw.own_weight.mean(axis=0) for draw in curves])
    yield from curve_rows("excess_entropy", entropies, {"t": t}, **point)
    yield from curve_rows("own_weight", weights, {"t": t}, **point)
    half = crossing(t, weights, HALF, resolution="log")
    yield row("collapse_time", "simulation", half.place, half.stderr, half.n, **point)
    past = t > PAST_COLLAPSE * t_C
    expected = own_point(t[past], N, s.P, float(N)).excess_entropy
    # Times share their points: a draw's mean over t is one number.
    miss = (np.log(s.P) * entropies[:, past] - expected).mean(axis=1)
    yield mean_row("excess_entropy_miss", miss, "nats", **point)
    yield from published_rows(t_C, point)


def draws_at(N: int, s: Regimes) -> int:
    """Return the number of draws at N: as 1 / N, so that every N takes the same time."""
    return round(s.draws * max(s.N) / N)


def finite_rows(t_C: float, s: Regimes, point: Point) -> Iterator[Row]:
    """Yield the exact theory of this N and P: curves, at the times of the draws too, and t_C."""
    N, P = point["N"], point["P"]
    t = t_C * merged_span(s.finite_points, s.times)
    finite = own_point(t, N, P, float(N))
    curve = finite.excess_entropy / np.log(P)
    yield from theory_rows("excess_entropy", t, curve, point, "finite")
    yield from theory_rows("own_weight", t, finite.weight, point, "finite")
    half = crossing_place(t, norm.ppf(finite.weight), norm.ppf(HALF))
    yield row("collapse_time", "theory", half, **point, model="finite")


def merged_span(*counts: int) -> Float[np.ndarray, " places"]:
    """Return the places of several grids over the span of the collapse, in units of t_C."""
    grids = [np.linspace(*COLLAPSE_SPAN, count) for count in counts]
    return np.unique(np.round(np.concatenate(grids), 12))


def theory_rows(
    quantity: str, t: np.ndarray, curve: np.ndarray, point: Point, model: str
) -> Iterator[Row]:
    """Yield a curve of theory."""
    for time, value in zip(t, curve, strict=True):
        yield row(quantity, "theory", float(value), **point, t=time, model=model)


def published_rows(t_C: float, point: Point) -> Iterator[Row]:
    """Yield the released points of this N and P within the span, each with the theories there."""
    N, P = point["N"], point["P"]
    released = PUBLISHED.get(N, ()) if P == PUBLISHED_P else ()
    low, high = t_C * np.array(COLLAPSE_SPAN)
    kept = np.array([entry for entry in released if low <= entry[0] <= high])
    if not kept.size:
        return
    t, values, errors = kept.T
    alpha = np.log(P) / N
    theories = {
        "published": np.maximum(0, excess_entropy(t, N, alpha, 0.0) / alpha),
        "finite": own_point(t, N, P, float(N)).excess_entropy / np.log(P),
    }
    for k, time in enumerate(t):
        yield row("excess_entropy", "published", values[k], errors[k], **point, t=time)
        for model, curve in theories.items():
            there: Point = {**point, "t": time, "model": model}
            yield row("excess_entropy_at_published", "theory", float(curve[k]), **there)


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
