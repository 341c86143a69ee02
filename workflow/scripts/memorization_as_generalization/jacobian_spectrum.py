"""Spectra of sub-manifolds of several variances: densities, the Jacobian's, and its gaps."""

import numpy as np
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.spectra import bulk_edges, gap_width, jacobian_density, spectral_density

SOURCE, TABLE = "memorization_as_generalization", "jacobian_spectrum"
POINTS = 300

with job(snakemake) as this:
    s = this.settings
    ratios, variances, N, t = s["aspect_ratios"], s["variances"], s["N"], s["t"]
    edges = bulk_edges(ratios, variances)
    rows, grids = [], []
    for number, (low, high) in enumerate(edges):
        theta = np.linspace(0.0005, np.pi - 0.0005, POINTS)
        level = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
        r = -t / (t + level)
        density = spectral_density(level, ratios, variances)
        of_r = jacobian_density(r, t, ratios, variances)
        grids.append((level, density, r, of_r))
        at = {"bulk": number}
        rows += [
            row("density", "theory", v, **at, x=e) for e, v in zip(level, density, strict=True)
        ]
        rows += [
            row("jacobian_density", "theory", v, **at, x=e, t=t)
            for e, v in zip(r, of_r, strict=True)
        ]
    times = np.geomspace(*s["t_range"], POINTS // 3)
    gaps = [*range(len(edges) - 1), "final"]
    for gap in gaps:
        width = gap_width(times, ratios, variances, gap)
        rows += [
            row("gap", "theory", v, gap=str(gap), t=e) for e, v in zip(times, width, strict=True)
        ]
    counts = [round(ratio * N) for ratio in ratios]
    order = np.argsort(variances)[::-1]
    levels = []
    for draw in tqdm(range(s["draws"]), disable=None, desc="manifold"):
        rng = generator(s["seed"], SOURCE, TABLE, {"N": N}, draw)
        F = draw_columns(N, counts, variances, rng)
        levels.append(np.linalg.eigvalsh(F.T @ F))
    joined = [np.concatenate(part) for part in zip(*grids, strict=True)]
    for name, x, density, values in (
        ("density", joined[0], joined[1], levels),
        ("jacobian_density", joined[2], joined[3], [-t / (t + level) for level in levels]),
    ):
        found = [kolmogorov_distance(one, x, density) for one in values]
        rows.append(mean_row("kolmogorov_distance", np.array(found), N=N, of=name))
    if len(edges) == len(variances):
        # the measured gaps: between the blocks of columns, by their numbers
        for number, gap in enumerate(gaps):
            above = sum(counts[k] for k in order[: number + 1])
            widths = []
            for level in levels:
                inner = level[-above]
                outer = level[-above - 1] if gap != "final" else 0.0
                widths.append(times / (times + outer) - times / (times + inner))
            rows += [
                mean_row("gap", np.array(widths)[:, k], gap=str(gap), t=e, N=N)
                for k, e in enumerate(times)
            ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), levels=levels[0])
