"""Own-pattern weight, participation and excess entropy: some draws at one N of the ladder.

The points stream by in blocks, so P = exp(alpha N) may exceed the memory.
"""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import CollapseCurves, Probes, collapse_curves
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Collapse
from memgen.studies.made import Made
from memgen.theory.manifold import collapse_time

BLOCK = 2**16


def table(
    s: Collapse, seeds: Seeds, alpha: float, alpha_D: float, N: int, first: int, last: int
) -> Made:
    """Return the curves of draws `first` to `last` (excluded), each averaged over its probes."""
    D, P = max(1, round(alpha_D * N)), round(np.exp(alpha * N))
    span = s.width / np.sqrt(N)
    t = collapse_time(alpha, alpha_D) * np.exp(np.linspace(-span, span, s.times))
    point = {"N": N, "D": D, "P": P}
    kept = {"own_weight": [], "participation": [], "excess_entropy": []}
    # A draw's numbers are those of the whole ladder, however it is cut into jobs.
    ladder = seeds.stream("collapse")
    for draw in tqdm(range(first, last), disable=None, desc=f"N = {N}"):
        curves = curves_of_draw(ladder.sequence(point, draw), N, D, P, min(s.probes, P), t)
        kept["own_weight"].append(curves.own_weight.mean(axis=0))
        kept["participation"].append(curves.participation.mean(axis=0))
        kept["excess_entropy"].append(curves.excess_entropy)
    arrays = {"t": t, "first": np.array(first)}
    arrays |= {name: np.array(value) for name, value in point.items()}
    arrays |= {name: np.array(draws) for name, draws in kept.items()}
    return Made(arrays={"draws": arrays})


def curves_of_draw(
    seed: np.random.SeedSequence, N: int, D: int, P: int, probes: int, t: np.ndarray
) -> CollapseCurves:
    """Return the curves of one independent draw of F, of the data and of the noise."""
    of_matrix, of_data, of_noise = seed.spawn(3)
    manifold = HiddenManifold(draw_matrix(N, D, np.random.default_rng(of_matrix)))
    # The first points of a stream are the same whatever its length: they are the probes' own.
    clean = manifold.sample(probes, np.random.default_rng(of_data))
    noise = np.random.default_rng(of_noise).standard_normal(clean.shape)
    stream = manifold.blocks(P, BLOCK, np.random.default_rng(of_data))
    return collapse_curves(Probes(clean, noise, np.arange(probes)), stream, t)
