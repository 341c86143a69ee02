"""Density of the Jacobian's eigenvalues, theory and drawn manifolds, one and two variances."""

import numpy as np
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.spectra import bulk_edges, jacobian_density, widest_gap_time

SOURCE, TABLE = "spectral_gaps", "exact_spectra"

with job(snakemake) as this:
    s = this.settings
    norm, N = s["normalization"], s["N"]
    cases = {
        "one": ([s["aspect_ratio"]], [1.0]),
        "two": (s["aspect_ratios"], s["variances"]),
    }
    rows, arrays = [], {}
    for case, (ratios, variances) in cases.items():
        edges = bulk_edges(ratios, variances, norm)
        unit = widest_gap_time(ratios, variances, 0, norm) if len(edges) > 1 else None
        unit = float(np.sqrt(edges[0].prod())) if unit is None else unit
        levels = []
        for draw in tqdm(range(s["draws"]), disable=None, desc=case):
            rng = generator(s["seed"], SOURCE, TABLE, {"case": case, "N": N}, draw)
            counts = [round(ratio * N) for ratio in ratios]
            F = draw_columns(N, counts, variances, rng, norm)
            levels.append(np.linalg.eigvalsh(F.T @ F))
        for panel, factor in enumerate(s["factors"]):
            t = factor * unit
            at = {"case": case, "panel": panel, "t": t, "N": N}
            grid, rho = [], []
            for number, (low, high) in enumerate(edges):
                theta = np.linspace(0.0005, np.pi - 0.0005, s["points"])
                level = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
                r = -t / (t + level)
                density = jacobian_density(r, t, ratios, variances, norm)
                rows += [
                    row("density", "theory", value, **at, bulk=number, r=x)
                    for x, value in zip(r, density, strict=True)
                ]
                grid.append(r)
                rho.append(density)
            found = [
                kolmogorov_distance(-t / (t + level), np.concatenate(grid), np.concatenate(rho))
                for level in levels
            ]
            rows.append(mean_row("kolmogorov_distance", np.array(found), **at))
            rows.append(row("spike", "theory", 1 - float(np.sum(ratios)), **at))
            arrays[f"{case}_{panel}"] = -t / (t + levels[0])
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
