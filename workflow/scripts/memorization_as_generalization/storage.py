"""The fraction of points that come back from a corrupted copy: recurrent networks, and a score."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.job import job
from memgen.measures.memories.binary_retrieval import stored
from memgen.recurrent.couplings import hebb, pseudo_inverse, stabilities
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.dynamics import descend
from memgen.recurrent.unlearning import unlearning_path
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.capacity import retrieval_capacity

SOURCE, TABLE = "memorization_as_generalization", "storage"
AMOUNTS = np.linspace(0, 0.7, 71)


def best_unlearnt(xi, rng):
    """The couplings along unlearning whose smallest stability is largest."""
    best, top = None, -np.inf
    for J in unlearning_path(hebb(xi), AMOUNTS, rng):
        least = stabilities(J, xi).min()
        if least > top:
            best, top = J, least
    return best


with job(snakemake) as this:
    s = this.settings
    N, rows = s["N"], []
    for load in tqdm(s["loads"], disable=None, desc="load"):
        P, found = round(load * N), {}
        for draw in range(s["draws"]):
            rng = generator(s["seed"], SOURCE, TABLE, {"N": N, "P": P}, draw)
            xi = draw_patterns("binary", P, N, rng)
            rules = {"hebb": hebb(xi), "unlearning": best_unlearnt(xi, rng)}
            # the projector on more than N independent patterns is 1: without diagonal, nothing
            rules["pseudo_inverse"] = (
                pseudo_inverse(xi) if P < N and np.linalg.matrix_rank(xi) == P else np.zeros((N, N))
            )
            for name, J in rules.items():
                start = corrupt(xi, s["overlap"], "binary", rng)
                ends = descend(J, start, rng)
                found.setdefault(name, []).append(stored(ends, xi).mean())
        rows += [
            mean_row("stored", np.array(draws), N=N, P=P, load=P / N, points=P, rule=name)
            for name, draws in found.items()
        ]
    for draw in range(s["draws"]):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_score", {"N": N}, draw)
        xi = draw_patterns("binary", max(s["score_P"]), N, rng)
        memory = DenseMemory(xi)
        noise = corrupt(np.ones((s["probes"], N)), s["overlap"], "binary", rng)
        if draw == 0:
            found = {(t, P): [] for t in s["times"] for P in s["score_P"]}
        for P in s["score_P"]:
            own = xi[: min(P, s["probes"])]
            start = own * noise[: len(own)]
            for t in s["times"]:
                ends = memory.first(P).retrieve(start, 1 / t, 50, 1e-6).state
                found[t, P].append(stored(ends, own).mean())
    for (t, P), draws in found.items():
        at = {"N": N, "P": P, "load": P / N, "points": min(P, s["probes"]), "t": t}
        rows.append(mean_row("stored", np.array(draws), **at, rule="score"))
    for t in s["times"]:
        alpha = float(retrieval_capacity(1 / t, "binary", overlap=s["overlap"]))
        rows.append(row("capacity", "theory", np.exp(alpha * N) / N, N=N, t=t, rule="score"))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
