"""The load at which the own weight at a pattern crosses 1/2, against lambda, for one ensemble."""

from collections.abc import Iterator, Sequence

import numpy as np
from tqdm import tqdm

from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import EnsembleName, HalfLoads
from memgen.statistics.extrapolation import Limit, extrapolate, extrapolate_with_bias
from memgen.studies.manifold_capacity.ladder import (
    LoadCurve,
    draws_behind,
    ensemble_of,
    half_loads,
    ladder_of,
)
from memgen.tables.rows import Point, Row, row
from memgen.theory.capacity.finite import half_load


def table(s: HalfLoads, seeds: Seeds, ensemble: EnsembleName) -> Iterator[Row]:
    """Yield alpha_1, the half load at each N of a ladder, and its limit, for each lambda."""
    laws = dict.fromkeys(ensemble_of(ensemble, alpha_D) for alpha_D in s.alpha_Ds)
    for law in laws:
        lams = s.lams
        if law.alpha_D is not None:
            lams = [fraction * law.saturation().lam for fraction in s.lam_fractions]
        for lam in lams:
            point: Point = law.coordinates() | {"lam": lam}
            yield row("retrieval_capacity", "theory", law.capacity(lam), **point)
            ladder = ladder_of(law, lam, s.P, 3, "half_loads")
            curves = [simulate(law, lam, N, s, seeds) for N in ladder]
            for N, curve in zip(ladder, curves, strict=True):
                half = curve.half
                measured = (half.place, half.stderr, half.n)
                yield row("half_load", "simulation", *measured, **point, N=N)
            limit = limit_of(law, lam, ladder, curves, s.finite_size_draws, seeds)
            n = draws_behind(curves)
            yield row("half_load_limit", "simulation", limit.value, limit.stderr, n, **point)


def simulate(ensemble: Ensemble, lam: float, N: int, s: HalfLoads, seeds: Seeds) -> LoadCurve:
    """Return the own weight against the load at one N, averaged over the probes.

    The window about alpha_1 in which it falls is of order 1/N wide: a factor of order 1 in P.
    """
    alpha_1 = ensemble.capacity(lam)
    alphas = np.linspace(0.6 * alpha_1, alpha_1 + 2.0 / N, s.loads)
    sizes = np.unique(np.maximum(np.round(np.exp(alphas * N)), s.probes).astype(int))
    index, curves = np.arange(s.probes), []
    point = ensemble.coordinates() | {"lam": lam, "N": N}
    for draw in tqdm(range(s.draws), disable=None, desc=f"{ensemble.name}, N = {N}"):
        patterns = ensemble.draw(int(sizes[-1]), N, seeds.generator(point, draw))
        weights = own_weights(patterns[index], index, patterns, np.array([lam]), sizes)
        curves.append(weights[0].mean(axis=1))
    what = f"own weight of {ensemble.name}, lambda = {lam:.3g}, N = {N}"
    return LoadCurve.of(np.log(sizes) / N, np.array(curves), what)


def limit_of(
    ensemble: Ensemble,
    lam: float,
    ladder: Sequence[int],
    curves: Sequence[LoadCurve],
    draws: int,
    seeds: Seeds,
) -> Limit:
    """Return the half load for 1/N to 0, with what the extrapolation may miss in its error.

    Where theory knows the half load at each N (by `draws` of F and a pattern), the ratio to it is
    extrapolated, which is flat. Else the difference that leaving out the smallest size makes is
    part of the error.
    """
    x = 1 / np.array(ladder, dtype=float)
    loads, errors = half_loads(curves)
    exact = []
    for N in ladder:
        rng = seeds.stream("half_loads_theory").generator(ensemble.coordinates() | {"N": N})
        weight = ensemble.own_weight(lam, N, draws, rng)
        if weight is None:
            return extrapolate_with_bias(x, loads, errors)
        exact.append(half_load(lambda log_P, w=weight: float(w(log_P).mean()), N))
    ratio = extrapolate(x, loads / np.array(exact), errors / np.array(exact))
    alpha_1 = ensemble.capacity(lam)
    return Limit(alpha_1 * ratio.value, alpha_1 * ratio.stderr)
