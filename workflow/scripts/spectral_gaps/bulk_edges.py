"""Edges of the bulks against the ratio of the variances: theory and extreme eigenvalues."""

import numpy as np
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.spectra import bulk_edges

SOURCE, TABLE = "spectral_gaps", "bulk_edges"
NAMES = ("small_lower", "small_upper", "large_lower", "large_upper")


def merging_ratio(ratios, norm):
    """The s_2^2 / s_1^2 at which two bulks become one, by bisection; None where they never part."""
    low, high = 1e-12, 1.0
    if len(bulk_edges(ratios, [1.0, low], norm)) < 2:
        return None
    while high - low > 1e-9:
        middle = (low + high) / 2
        apart = len(bulk_edges(ratios, [1.0, middle], norm)) == 2
        low, high = (middle, high) if apart else (low, middle)
    return low


with job(snakemake) as this:
    s = this.settings
    ratios, norm, N = s["aspect_ratios"], s["normalization"], s["N"]
    merging = merging_ratio(ratios, norm)
    rows = []
    for ratio in np.geomspace(*s["ratio_range"], s["points"]):
        edges = bulk_edges(ratios, [1.0, float(ratio)], norm).ravel()
        names = NAMES if len(edges) == 4 else (NAMES[0], NAMES[3])
        rows += [
            row(name, "theory", value, ratio=ratio)
            for name, value in zip(names, edges, strict=True)
        ]
    if merging is not None:
        rows.append(row("merging_ratio", "theory", merging))
    counts = [round(part * N) for part in ratios]
    for ratio in tqdm(np.geomspace(*s["ratio_range"], s["simulated"]), disable=None):
        found = []
        for draw in range(s["draws"]):
            rng = generator(s["seed"], SOURCE, TABLE, {"ratio": ratio, "N": N}, draw)
            F = draw_columns(N, counts, [1.0, float(ratio)], rng, norm)
            level = np.linalg.eigvalsh(F.T @ F)
            found.append([level[0], level[counts[1] - 1], level[counts[1]], level[-1]])
        apart = merging is not None and ratio < merging
        for k, name in enumerate(NAMES):
            if apart or k in (0, 3):
                rows.append(mean_row(name, np.array(found)[:, k], ratio=ratio, N=N))
        edges = bulk_edges(ratios, [1.0, float(ratio)], norm).ravel()
        for name, value in zip(NAMES if apart else (NAMES[0], NAMES[3]), edges, strict=True):
            rows.append(row(f"{name}_there", "theory", value, ratio=ratio))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
