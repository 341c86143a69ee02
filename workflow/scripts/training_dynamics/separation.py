"""Samples that random features generate, trained on a close or a well-separated mixture."""

import numpy as np
from scipy.stats import norm
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    to_ornstein_uhlenbeck,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.job import job
from memgen.measures.memorization import memorised_fraction, nearest_ratio
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.score import TimewiseScore
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "training_dynamics", "separation"


def observe(y):
    """Variance, kurtosis and relative density at 0 along m, and variance across it."""
    along = y[:, 0]
    width = along.std()
    counts, edges = np.histogram(along / width, np.arange(-3.125, 3.2, 0.25))
    smooth = np.convolve(counts, np.ones(3) / 3, mode="same")
    middle = smooth[np.searchsorted(edges, 0) - 1]
    return {
        "variance_along": along.var(),
        "kurtosis": ((along - along.mean()) ** 4).mean() / along.var() ** 2,
        "central_density": middle / smooth.max(),
        "variance_across": y[:, 1:].var(),
    }


def exact_values(M, t_last):
    """The same of the mixture itself at the last time."""
    pull2, gamma2 = np.exp(-2 * t_last) * M, 1.0
    variance = pull2 + gamma2
    x = np.linspace(-3, 3, 601) * np.sqrt(variance)
    step = 0.75 * np.sqrt(variance)  # three bins of the histograms
    below, above = (
        norm.cdf(x + side * step / 2 - np.sqrt(pull2))
        + norm.cdf(x + side * step / 2 + np.sqrt(pull2))
        for side in (-1, 1)
    )
    mass = above - below
    return {
        "variance_along": variance,
        "kurtosis": 3 - 2 * (pull2 / variance) ** 2,
        "central_density": mass[x.size // 2] / mass.max(),
        "variance_across": gamma2,
    }


with job(snakemake) as this:
    s = this.settings
    regime, d = snakemake.wildcards.regime, s["d"]
    M = s["signal"] if regime == "close" else s["separation"] ** 2 * d
    mean = np.zeros(d)
    mean[0] = np.sqrt(M)
    data = TwoGaussians(mean)
    first, last = (float(variance_exploding_time(t)) for t in reversed(s["t_range"]))

    at = {"regime": regime, "signal": M, "d": d}
    rows = [row(name, "theory", v, **at) for name, v in exact_values(M, s["t_range"][0]).items()]
    shown = []
    for steps in s["steps"]:
        times = log_times(first, last, steps)
        trained = ornstein_uhlenbeck_time(times[:-1])
        found, ratios = {}, []
        for draw in tqdm(range(s["draws"]), disable=None, desc=f"{regime}, {steps} steps"):
            rng = generator(s["seed"], SOURCE, TABLE, at, draw)
            W = rng.standard_normal((round(s["psi_p"] * d), d))
            x = data.sample(round(s["psi_n"] * d), rng)
            flows = [gradient_flow(training_moments(W, x, float(t))) for t in trained]
            start = add_noise(data.sample(s["samples"], rng), first, rng)
            scores = {
                tau: TimewiseScore(W, trained, np.array([flow.weights(tau) for flow in flows]))
                for tau in s["tau"]
            }
            for tau, score in (*scores.items(), ("exact", data.exploding_score)):
                y = to_ornstein_uhlenbeck(reverse_diffusion(score, start, times, rng), last)
                for name, value in observe(y).items():
                    found.setdefault((tau, name), []).append(value)
                if tau == s["tau"][-1]:
                    ratios.append(nearest_ratio(y * np.exp(s["t_range"][0]), x))
                    if steps == s["steps"][-1]:
                        shown.append(y[:, 0])
            found.setdefault(("data", "variance_across"), []).append(x[:, 1:].var())
        for (tau, name), draws in found.items():
            where = at | {"steps": steps}
            if isinstance(tau, str):
                where["score"] = tau
            else:
                where |= {"score": "features", "tau": tau}
            rows.append(mean_row(name, np.array(draws), **where))
        rng = generator(s["seed"], SOURCE, f"{TABLE}_bootstrap", at | {"steps": steps}, 0)
        memorised = memorised_fraction(np.array(ratios), rng)
        where = at | {"steps": steps, "score": "features", "tau": s["tau"][-1]}
        where["samples"] = s["draws"] * s["samples"]
        values = (memorised.value, memorised.stderr, memorised.n)
        rows.append(row("memorised_fraction", "simulation", *values, **where))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), along=np.concatenate(shown))
