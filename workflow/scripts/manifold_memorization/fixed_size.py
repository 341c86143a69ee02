"""Collapse time at fixed N and P against the latent dimension D: simulation beside theory."""

import numpy as np

from memgen.activations import get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables import row, tidy, write_table
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.linear import collapse_time_small_alpha_D

SOURCE, TABLE = "manifold_memorization", "fixed_size"

with job(snakemake) as this:
    s = this.settings
    activation = snakemake.wildcards.activation
    slope = get_activation(activation).mean_squared_slope()
    N, P = s["N"], s["P"]
    alpha = np.log(P) / N
    rows = []
    for D in s["D"]:
        t_c = collapse_time(alpha, D / N, activation)
        t = t_c * np.exp(np.linspace(-s["span"], s["span"], s["times"]))
        point = {"N": N, "P": P, "D": D, "activation": activation}
        weights = []
        for draw in range(s["draws"]):
            rng = generator(s["seed"], SOURCE, TABLE, point, draw)
            points = HiddenManifold(draw_matrix(N, D, rng), activation).sample(P, rng)
            probes = draw_probes(points, min(s["probes"], P), rng)
            weights.append(collapse_curves(probes, points, t).own_weight.mean(axis=0))
        half = crossing(t, np.array(weights), 0.5)
        point |= {"alpha": alpha, "alpha_D": D / N}
        rows += [
            row("collapse_time", "theory", t_c, **point),
            row("collapse_time", "simulation", half.place, half.stderr, half.n, **point),
            row(
                "collapse_time_small_alpha_D",
                "theory",
                slope * collapse_time_small_alpha_D(alpha, D / N),
                **point,
            ),
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
