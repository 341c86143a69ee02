"""Cross-entropy of p_0 and p_t^emp at one alpha_D: theory, finite-size theory, simulation."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.measures.collapse.cross_entropy import measured_cross_entropy as measured_cross_entropy
from memgen.seeds import generator
from memgen.statistics.minimum import minimum_with_error
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.manifold import (
    collapse_time,
    cross_entropy,
    finite_size,
    generalization_time,
    onset_time,
)

SOURCE, TABLE = "manifold_memorization", "cross_entropy"


def simulate(seed, size, draws, probes, t):
    """Curves of -(1/N) log p_t^emp at fresh points and nearest distances, one per draw."""
    curves, nearest = [], []
    for draw in tqdm(range(draws), disable=None, desc=f"D = {size['D']}"):
        rng = generator(seed, SOURCE, TABLE, size, draw)
        manifold = HiddenManifold(draw_matrix(size["N"], size["D"], rng))
        points, fresh = manifold.sample(size["P"], rng), manifold.sample(probes, rng)
        seen = measured_cross_entropy(fresh, points, t)
        curves.append(seen.per_coordinate)
        nearest.append(seen.nearest.mean())
    return np.array(curves), np.array(nearest)


with job(snakemake) as this:
    s = this.settings
    alpha, N, alpha_D = s["alpha"], s["N"], float(snakemake.wildcards.alpha_D)
    P = round(np.exp(alpha * N))
    rows = []
    D = max(1, round(alpha_D * N))
    size = {"N": N, "D": D, "P": P}
    point = {"alpha": alpha, "alpha_D": alpha_D, **size}
    t_g, t_c = generalization_time(alpha, alpha_D), collapse_time(alpha, alpha_D)
    t = np.geomspace(t_g / 4, 4 * onset_time(alpha, alpha_D), s["times"])
    fine = np.geomspace(t[0], t[-1], 200)
    rows += [
        row("cross_entropy", "theory", value, **point, t=time)
        for time, value in zip(fine, cross_entropy(fine, alpha, alpha_D), strict=True)
    ]
    rows.append(row("generalization_time", "theory", t_g, **point))
    rows.append(row("collapse_time", "theory", t_c, **point))
    rng = generator(s["seed"], SOURCE, f"{TABLE}_finite_size", size, 0)
    predicted = finite_size.finite_cross_entropy(t, N, D, np.log(P), s["finite_size_draws"], rng)
    curves, nearest = simulate(s["seed"], size, s["draws"], s["probes"], t)
    for k, time in enumerate(t):
        predicted_row = mean_row("cross_entropy_finite_size", predicted[:, k], **point, t=time)
        rows.append(predicted_row | {"kind": "theory"})
        rows.append(mean_row("cross_entropy", curves[:, k], **point, t=time))
    for quantity, kind, draws in (
        ("generalization_time_finite_size", "theory", predicted),
        ("generalization_time", "simulation", curves),
    ):
        bootstrap = generator(s["seed"], SOURCE, f"{TABLE}_{quantity}", size, 0)
        found = minimum_with_error(t, draws, bootstrap)
        rows.append(row(quantity, kind, found.place, found.stderr, found.n, **point))
    rows.append(mean_row("nearest_distance", nearest, **point))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
