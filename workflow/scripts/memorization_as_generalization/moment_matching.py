"""Moment matching at t = 0 or t > 0: residual, smallest stability, starts that end on data."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.exact import second_moments
from memgen.recurrent.moment_matching import (
    annealed_sampler,
    fraction_on_data,
    match_moments,
    minima_sampler,
)
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, tidy

SOURCE, TABLE = "memorization_as_generalization", "moment_matching"


def true_residual(patterns, states):
    """Root mean square gap of moments, less what the finite number of states adds."""
    upper = np.triu_indices(patterns.shape[1], 1)
    gap = (second_moments(patterns) - second_moments(states))[upper]
    noise = (1 - second_moments(states)[upper] ** 2) / (len(states) - 1)
    return float(np.sqrt(max(np.mean(gap**2 - noise), 0.0)))


def follow(patterns, t, s, kept, rng):
    """What is measured at the kept steps of one network: (quantities, steps)."""
    N = patterns.shape[1]

    def sampler(states):
        if t == 0:
            return minima_sampler(states)
        return annealed_sampler(t, states, s["temperatures"], s["sweeps"])

    found = []
    rate = s["rate"] / N * (t if t > 0 else 1)
    steps = match_moments(patterns, hebb(patterns), sampler(s["starts"]), rate, s["steps"], rng)
    for number, step in enumerate(steps):
        if number not in kept:
            continue
        states = sampler(s["probes"])(step.J, rng)
        ends = descend(step.J, random_states(s["probes"], N, rng), rng)
        found.append(
            [
                true_residual(patterns, states),
                stabilities(step.J, patterns).min(),
                fraction_on_data(ends, patterns),
                np.linalg.norm(step.J) / np.sqrt(N),
            ]
        )
    return np.array(found).T


QUANTITIES = ("residual", "smallest_stability", "fraction_on_data", "norm")

with job(snakemake) as this:
    s = this.settings
    N, kind = int(snakemake.wildcards.N), snakemake.wildcards.kind
    t = 0.0 if kind == "cold" else s["t"]
    kept = np.unique(np.rint(np.geomspace(1, s["steps"] + 1, s["records"])).astype(int)) - 1
    rows = []
    for load in s["loads"]:
        draws = []
        for draw in tqdm(range(s["draws"]), disable=None, desc=f"load {load}"):
            at = {"N": N, "load": load, "t": t}
            rng = generator(s["seed"], SOURCE, TABLE, at, draw)
            patterns = draw_patterns("binary", round(load * N), N, rng)
            draws.append(follow(patterns, t, s, set(kept.tolist()), rng))
        draws = np.array(draws)
        rows += [
            mean_row(name, draws[:, q, k], N=N, load=load, t=t, step=int(step))
            for q, name in enumerate(QUANTITIES)
            for k, step in enumerate(kept)
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
