"""Own-pattern weight, participation and excess entropy: some draws at one N of the ladder.

The points stream by in blocks, so P = exp(alpha N) may exceed the memory.
"""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.seeds import seed_sequence
from memgen.tables import write_arrays
from memgen.theory.manifold import collapse_time

BLOCK = 2**16


def curves_of_draw(seeds, N, D, P, probes, t):
    """One independent draw of F, of the data and of the noise."""
    of_matrix, of_data, of_noise = seeds.spawn(3)
    manifold = HiddenManifold(draw_matrix(N, D, np.random.default_rng(of_matrix)))
    # The first points of a stream are the same whatever its length: they are the probes' own.
    own = manifold.sample(probes, np.random.default_rng(of_data))
    noise = np.random.default_rng(of_noise).standard_normal(own.shape)
    stream = manifold.blocks(P, BLOCK, np.random.default_rng(of_data))
    return collapse_curves(Probes(own, noise, np.arange(probes)), stream, t)


with job(snakemake) as this:
    s = this.settings
    w = snakemake.wildcards
    N, first, last = int(w.N), int(w.first), int(w.last)
    D, P = max(1, round(s["alpha_D"] * N)), round(np.exp(s["alpha"] * N))
    t = collapse_time(s["alpha"], s["alpha_D"]) * np.exp(
        np.linspace(-s["span"], s["span"], s["times"])
    )
    probes = min(s["probes"], P)
    point = {"N": N, "D": D, "P": P}
    kept = {"own_weight": [], "participation": [], "excess_entropy": []}
    for draw in tqdm(range(first, last), disable=None, desc=f"N = {N}"):
        seeds = seed_sequence(s["seed"], "manifold_memorization", "collapse", point, draw)
        seen = curves_of_draw(seeds, N, D, P, probes, t)
        kept["own_weight"].append(seen.own_weight.mean(axis=0))
        kept["participation"].append(seen.participation.mean(axis=0))
        kept["excess_entropy"].append(seen.excess_entropy)
    write_arrays(
        snakemake.output[0],
        this.provenance(),
        t=t,
        first=np.array(first),
        **{name: np.array(value) for name, value in point.items()},
        **{name: np.array(draws) for name, draws in kept.items()},
    )
