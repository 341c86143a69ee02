"""Speciation and collapse of a two-Gaussian mixture, theory and simulation."""

import numpy as np
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import variance_exploding_time
from memgen.job import job
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.collapse.speciation import same_class_fraction
from memgen.seeds import generator, seed_sequence
from memgen.statistics.crossing import crossing
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.speciation import mixture_collapse_time, same_class_probability, speciation_time

SOURCE, TABLE = "training_dynamics", "regimes"
BLOCK = 1000
FINE = 120


def speciation_rows(d, s):
    """phi(t) around t_S, from the integral and from clones."""
    t_S = speciation_time(float(d))
    rows = [row("speciation_time", "theory", t_S, d=d)]
    fine = t_S * np.linspace(0.5, 1.5, FINE)
    phi = same_class_probability(fine, float(d))
    rows += [row("same_class", "theory", v, d=d, t=t) for t, v in zip(fine, phi, strict=True)]
    at_t_S = same_class_probability(np.array([t_S]), float(d))[0]
    rows.append(row("same_class_at_speciation", "theory", at_t_S, d=d))
    for ratio in np.linspace(0.5, 1.5, s["times"]):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_clones", {"d": d, "ratio": ratio}, 0)
        found = same_class_fraction(ratio * t_S, float(d), 1.0, s["clones"], s["steps"], rng)
        rows.append(mean_row("same_class", found, d=d, t=ratio * t_S))
    return rows


def stream(seeds, data, P):
    """P points of the mixture in blocks, the same ones each time."""
    rng = np.random.default_rng(seeds)
    for start in range(0, P, BLOCK):
        yield data.sample(min(BLOCK, P - start), rng)


def collapse_rows(N, s):
    """Excess entropy and own weight against t around t_C."""
    P = s["P"]
    alpha = np.log(P) / N
    t_C = mixture_collapse_time(alpha)
    at = {"N": N, "P": P}
    rows = [row("collapse_time", "theory", t_C, **at)]
    fine = t_C * np.linspace(0.4, 1.6, FINE)
    # alpha + 1/2 log(Delta / (Delta + sigma^2 e^{-2t})), with Delta + e^{-2t} = 1
    excess = np.maximum(0, 1 + 0.5 / alpha * np.log(-np.expm1(-2 * fine)))
    rows += [
        row("excess_entropy", "theory", v, **at, t=t) for t, v in zip(fine, excess, strict=True)
    ]
    t = t_C * np.linspace(0.4, 1.6, s["times"])
    data = TwoGaussians(np.ones(N))
    entropies, weights = [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"N = {N}"):
        of_data, of_noise = seed_sequence(s["seed"], SOURCE, TABLE, at, draw).spawn(2)
        own = next(stream(of_data, data, P))[: s["probes"]]
        noise = np.random.default_rng(of_noise).standard_normal(own.shape)
        probes = Probes(own, noise, np.arange(len(own)))
        seen = collapse_curves(probes, stream(of_data, data, P), variance_exploding_time(t))
        entropies.append(seen.excess_entropy / alpha)
        weights.append(seen.own_weight.mean(axis=0))
    for name, draws in (("excess_entropy", np.array(entropies)), ("own_weight", np.array(weights))):
        rows += [mean_row(name, draws[:, k], **at, t=time) for k, time in enumerate(t)]
    found = crossing(t, np.array(weights), 0.5)
    rows.append(row("collapse_time", "simulation", found.place, found.stderr, found.n, **at))
    return rows


with job(snakemake) as this:
    s = this.settings
    rows = []
    for d in s["d"]:
        rows += speciation_rows(d, s)
    for N in s["N"]:
        rows += collapse_rows(N, s)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
