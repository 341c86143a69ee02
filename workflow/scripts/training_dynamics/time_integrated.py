"""One network for all times, for one choice of alpha, beta and the laws of b and t."""

import numpy as np
from tqdm import tqdm

from memgen.diffusion.processes import variance_exploding_time
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.job import job
from memgen.measures.memorization import THRESHOLD, memorised_fraction, nearest_ratio
from memgen.networks.random_features.flow import gradient_flow, losses_along
from memgen.networks.random_features.score import TimeIntegratedScore
from memgen.networks.random_features.time_integrated import (
    Preconditioning,
    integrated_population,
    integrated_training,
    lowest_loss,
    time_nodes,
)
from memgen.seeds import generator
from memgen.statistics.late_rise import half_rise
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "training_dynamics", "time_integrated"


def draw_bias(law, p, rng):
    """Entries of b, of variance 1."""
    if law == "normal":
        return rng.standard_normal(p)
    return rng.uniform(-np.sqrt(3), np.sqrt(3), p)


def time_row(quantity, times, **at):
    """Geometric mean over draws: times scatter in their logarithm."""
    found = mean_row(quantity, np.log(times), **at)
    value = np.exp(found["value"])
    error = None if found["stderr"] is None else value * found["stderr"]
    return found | {"value": value, "stderr": error}


def losses(psi_n, choice, times, scale, s):
    """Rows of training and test loss above the exact score's, and the eigenvalues of one U."""
    d, variance = s["d"], s["sigma_x"] ** 2
    p, tau = round(s["psi_p"] * d), np.geomspace(*s["tau_range"], s["points"])
    floor, curves, rises = lowest_loss(variance, times), [], []
    for draw in range(s["draws"]):
        at = {"choice": s["choice"], "psi_n": psi_n, "d": d}
        rng = generator(s["seed"], SOURCE, TABLE, at, draw)
        W, b = rng.standard_normal((p, d)), draw_bias(choice["bias"], p, rng)
        x = s["sigma_x"] * rng.standard_normal((round(psi_n * d), d))
        flow = gradient_flow(integrated_training(W, b, x, times, scale))
        fresh = losses_along(flow, integrated_population(W, b, variance, times, scale), tau)
        curves.append([[flow.training_loss(at_tau) for at_tau in tau], fresh])
        rises.append(half_rise(tau, fresh))
    at = {"choice": s["choice"], "psi_n": psi_n, "psi_p": s["psi_p"], "d": d}
    rows = [time_row("half_rise", rises, **at)]
    for number, quantity in enumerate(("training_loss", "test_loss")):
        rows += [
            mean_row(quantity, np.array(curves)[:, number, k] - floor, **at, tau=at_tau)
            for k, at_tau in enumerate(tau)
        ]
    return rows, flow.values


def memorization(n, choice, times, scale, s):
    """Rows of the memorised fraction of generated samples along training."""
    d, p = s["memorising_d"], s["memorising_p"]
    taus = np.geomspace(*s["memorising_range"], s["memorising_tau"])
    first, last = (float(variance_exploding_time(t)) for t in reversed(s["t_range"]))
    steps = log_times(first, last, s["steps"])
    ratios = np.empty((len(taus), s["memorising_draws"], s["samples"]))
    at = {"choice": s["choice"], "n_data": n, "d": d}
    for draw in tqdm(range(s["memorising_draws"]), disable=None, desc=f"n = {n}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_memorization", at, draw)
        W = rng.standard_normal((p, d))
        b = draw_bias(choice["bias"], p, rng)
        x = s["sigma_x"] * rng.standard_normal((n, d))
        flow = gradient_flow(integrated_training(W, b, x, times, scale))
        for k, tau in enumerate(taus):
            score = TimeIntegratedScore(W, b, flow.weights(tau), scale)
            start = np.sqrt(first + s["sigma_x"] ** 2) * rng.standard_normal((s["samples"], d))
            ratios[k, draw] = nearest_ratio(reverse_diffusion(score, start, steps, rng), x)
    rng = generator(s["seed"], SOURCE, f"{TABLE}_bootstrap", at, 0)
    fractions = (ratios < THRESHOLD).mean(axis=2)
    half = [half_rise(taus, own) for own in fractions.T]
    rows = [time_row("half_memorised", half, **at)]
    for tau, own in zip(taus, ratios, strict=True):
        found = memorised_fraction(own, rng)
        values = (found.value, found.stderr, found.n)
        rows.append(row("memorised_fraction", "simulation", *values, **at, tau=tau))
    return rows


def chance(n, s):
    """What fresh data would give: their nearest ratio to n others."""
    at = {"choice": s["choice"], "n_data": n, "d": s["memorising_d"]}
    rng = generator(s["seed"], SOURCE, f"{TABLE}_chance", at, 0)
    found = [
        np.mean(
            nearest_ratio(
                rng.standard_normal((s["samples"], at["d"])), rng.standard_normal((n, at["d"]))
            )
            < THRESHOLD
        )
        for _ in range(50)
    ]
    return mean_row("memorised_by_chance", np.array(found), **at)


with job(snakemake) as this:
    s = this.settings | {"choice": snakemake.wildcards.choice}
    choice = s[f"choice_{s['choice']}"]
    scale = Preconditioning(choice["alpha"], choice["beta"])
    times = time_nodes(choice["times"], *s["t_range"], s["nodes"])
    rows, arrays = [], {}
    for psi_n in tqdm(s["psi_n"], disable=None, desc=f"choice {s['choice']}"):
        found, values = losses(psi_n, choice, times, scale, s)
        rows += found
        arrays[f"psi_n_{psi_n:g}"] = values
    for n in s["memorising_n"]:
        rows += [*memorization(n, choice, times, scale, s), chance(n, s)]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
