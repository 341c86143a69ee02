"""The own weight at alpha_1, and the load at which it is 1/2, against lambda, for one ensemble."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import EnsembleName, HalfLoads
from memgen.studies.manifold_capacity.controlled import controlled_weights, same_targets
from memgen.studies.manifold_capacity.ladder import ensemble_of
from memgen.studies.manifold_capacity.retrieval import whole_numbers
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.capacity.finite import mean_half_load


def table(s: HalfLoads, seeds: Seeds, ensemble: EnsembleName) -> Iterator[Row]:
    """Yield alpha_1, and the own weight about it at one N, for each lambda."""
    for law in dict.fromkeys(ensemble_of(ensemble, alpha_D) for alpha_D in s.alpha_Ds):
        lams = s.lams
        if law.alpha_D is not None:
            lams = [fraction * law.saturation().lam for fraction in s.lam_fractions]
        for lam in lams:
            at: Point = law.coordinates() | {"lam": lam}
            yield row("retrieval_capacity", "theory", law.capacity(lam), **at)
            yield from size_rows(law, lam, law.size(s.P, lam), s, seeds)


def size_rows(law: Ensemble, lam: float, N: int, s: HalfLoads, seeds: Seeds) -> Iterator[Row]:
    """Yield theory and simulation at one N."""
    at: Point = law.coordinates() | {"lam": lam, "N": N}
    alpha_1 = law.capacity(lam)
    rng = seeds.stream("half_loads_theory").generator(at)
    theory = law.own_weight(lam, N, s.theory_draws, rng)
    half = mean_half_load(theory, N)
    yield row("half_load_own_weight", "theory", half.load, half.stderr, half.n, **at)
    yield mean_row("weight_at_capacity", theory(alpha_1 * N), kind="theory", **at)
    alphas = np.append(np.linspace(half.load - 2.5 / N, half.load + 1.0 / N, s.loads), alpha_1)
    sizes = whole_numbers(alphas, N, s.probes)
    index, weights, expected = np.arange(s.probes), [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"{law.name}, N = {N}"):
        drawn = law.drawn(int(sizes[-1]), N, s.probes, seeds.generator(at, draw))
        weight = own_weights(drawn.patterns[index], index, drawn.patterns, np.array([lam]), sizes)
        weights.append(weight[0].mean(axis=1))
        rng = seeds.stream("half_loads_targets").generator(at, draw)
        expected.append(same_targets(drawn, lam, sizes, rng))
    yield from controlled_weights(np.array(weights), np.array(expected), sizes, theory, alpha_1, at)
