"""The load at which the first of all Gaussian patterns is lost: simulation and first moment."""

import numpy as np
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.measures.memories.storage import first_loss
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy
from memgen.theory.capacity import storage_capacity
from memgen.theory.capacity.finite import expected_losses

SOURCE, TABLE = "manifold_capacity", "storage"
GROWTH = 1.05  # each block adds 5 % to the patterns: P is known to 5 %, alpha to .05 / N
BOOTSTRAPS = 400


def blocks(N, rng):
    """Gaussian patterns in blocks that grow with what came before."""
    count = 2
    yield draw_patterns("gaussian", count, N, rng)
    while True:
        size = max(1, int(count * (GROWTH - 1)))
        count += size
        yield draw_patterns("gaussian", size, N, rng)


def median_with_error(loads, rng):
    """Median of the loads of the draws, and its bootstrap error."""
    resampled = rng.choice(loads, size=(BOOTSTRAPS, len(loads)))
    return float(np.median(loads)), float(np.median(resampled, axis=1).std(ddof=1))


def excess_losses(alpha, N):
    """Mean number of lost patterns, beyond the one at which half of the draws lose none."""
    return np.log1p(expected_losses(alpha * N, N)) - np.log1p(np.log(2))


with job(snakemake) as this:
    s = this.settings
    rows = []
    for label, lam in (("inf", np.inf), ("finite", s["lam"])):
        at = {"patterns": "gaussian", "which": label} | ({} if np.isinf(lam) else {"lam": lam})
        limit = storage_capacity(lam, "gaussian")
        rows.append(row("storage_capacity", "theory", limit, **at))
        for N in s["N"]:
            lost = []
            for draw in tqdm(range(s["draws"]), disable=None, desc=f"{label}, N = {N}"):
                rng = generator(s["seed"], SOURCE, TABLE, at | {"N": N}, draw)
                found = first_loss(blocks(N, rng), lam, s["most"])
                # a draw that loses none counts as one that loses its first at the end
                lost.append(np.log(found or s["most"]) / N)
            lost = np.array(lost)
            bootstrap = generator(s["seed"], SOURCE, f"{TABLE}_bootstrap", at | {"N": N}, 0)
            value, stderr = median_with_error(lost, bootstrap)
            if value >= np.log(s["most"]) / N:
                raise ValueError(
                    f"{SOURCE}.storage.most = {s['most']}: at N = {N} half of the draws lose no "
                    "pattern among so many; raise it, or take smaller N."
                )
            rows.append(row("half_storage", "simulation", value, stderr, len(lost), **at, N=N))
            loads = np.linspace(0.5, 1.6, 45) * limit
            # beyond the patterns drawn nothing is known
            for alpha in loads[loads < np.log(s["most"]) / N]:
                stored = (lost > alpha).mean()
                error = np.sqrt(max(stored * (1 - stored), 1 / (len(lost) + 2) ** 2) / len(lost))
                rows.append(
                    row(
                        "stored_fraction",
                        "simulation",
                        float(stored),
                        float(error),
                        len(lost),
                        **at,
                        N=N,
                        alpha=alpha,
                    )
                )
    at = {"patterns": "gaussian", "which": "inf"}
    for N in sorted({*s["N"], *s["finite_size_N"]}):
        half = brentq(excess_losses, 1 / N, 1.0, args=(N,))
        rows.append(row("half_storage", "theory", half, **at, N=N))
        rows += [
            row(
                "stored_fraction",
                "theory",
                np.exp(-expected_losses(alpha * N, N)),
                **at,
                N=N,
                alpha=alpha,
            )
            for alpha in np.linspace(0.08, 0.3, 60)
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
