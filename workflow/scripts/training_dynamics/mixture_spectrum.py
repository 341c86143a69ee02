"""The spectrum of U for a two-Gaussian mixture: bulks and outlier against d."""

import numpy as np
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.job import job
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.random_features import outlier, outlier_threshold
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.separated import separated_outlier
from memgen.theory.random_features.spectrum import feature_density, find_bulks

SOURCE, TABLE = "training_dynamics", "mixture_spectrum"
POINTS = 300


def eigenvalues(d, t, norm, s, rng):
    """All eigenvalues of U for data +-m + N(0, 1), |m| = norm."""
    W = rng.standard_normal((round(s["psi_p"] * d), d))
    mean = rng.standard_normal(d)
    data = TwoGaussians(mean * norm / np.linalg.norm(mean))
    return np.linalg.eigvalsh(training_moments(W, data.sample(round(s["psi_n"] * d), rng), t).U)


def draws_at(d, s):
    """More draws at small d, where a draw costs less and scatters more."""
    return min(s["most_draws"], round(s["draws"] * (max(s["d"]) / d) ** 2))


with job(snakemake) as this:
    s = this.settings
    psi_p, psi_n = s["psi_p"], s["psi_n"]
    rows, arrays = [], {}
    for number, (t, signal) in enumerate(s["cases"]):
        model = FeatureModel(psi_p, psi_n, t)
        bulks = find_bulks(model)
        at = {"case": number, "t": t, "signal": signal}
        for k, bulk in enumerate(bulks):
            x = bulk.grid(POINTS)
            rows += [
                row("density", "theory", value, **at, bulk=k, x=e)
                for e, value in zip(x, feature_density(x, model), strict=True)
            ]
        grid = bulks[-1].grid(3000)
        top = feature_density(grid, model)
        threshold = outlier_threshold(psi_p, psi_n, t)
        rows.append(row("threshold", "theory", threshold, **at))
        if signal > threshold:
            predicted = outlier(psi_p, psi_n, t, signal).eigenvalue
            rows.append(row("outlier", "theory", predicted, **at))
        else:
            predicted = bulks[-1].upper
        for d in tqdm(s["d"], disable=None, desc=f"t = {t}, |m|^2 = {signal}"):
            tops, apart = [], []
            for draw in range(draws_at(d, s)):
                point = {"t": t, "signal": signal, "d": d}
                rng = generator(s["seed"], SOURCE, TABLE, point, draw)
                values = eigenvalues(d, t, np.sqrt(signal), s, rng)
                tops.append(values[-1])
                # the d - 1 eigenvalues below the outlier are the largest bulk's
                apart.append(kolmogorov_distance(values[-d:-1], grid, top))
            here = at | {"d": d}
            deviation = np.array(tops) / predicted - 1
            rows += [
                mean_row("outlier", np.array(tops), **here),
                mean_row("deviation", deviation, **here),
                mean_row("squared_deviation", deviation**2, **here),
                mean_row("kolmogorov_distance", np.array(apart), **here),
            ]
        arrays[f"case_{number}"] = values
    for t in s["separated_t"]:
        at = {"t": t, "separation": s["separation"]}
        per_d = separated_outlier(psi_p, t, s["separation"])
        rows.append(row("separated_outlier", "theory", per_d, **at))
        for d in s["d"]:
            found = []
            for draw in range(min(draws_at(d, s), 2 * s["draws"])):
                rng = generator(s["seed"], SOURCE, f"{TABLE}_separated", at | {"d": d}, draw)
                norm = s["separation"] * np.sqrt(d)
                found.append(eigenvalues(d, t, norm, s, rng)[-1] / d)
            rows.append(mean_row("separated_outlier", np.array(found), **at, d=d))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
