"""The score error along training and its minimum against psi_n, at one width of the data."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import generator
from memgen.tables import mean_row, tidy, write_table
from memgen.theory.random_features.resolvent import FeatureModel

SOURCE, TABLE = "training_dynamics", "error_scaling"


def equivalent(psi_n, variance, tau, s, rng):
    """Loss on fresh data along training, of a draw of the Gaussian equivalent."""
    model = FeatureModel(s["psi_p"], psi_n, s["t"], (variance,), (1.0,))
    features = draw_equivalent(model, s["d"], rng)
    return features.test_losses(features.flow(), tau)


def exact(psi_n, variance, tau, s, rng):
    """The same of real features and data."""
    d = s["exact_d"]
    W = rng.standard_normal((round(s["psi_p"] * d), d))
    x = np.sqrt(variance) * rng.standard_normal((round(psi_n * d), d))
    flow = gradient_flow(training_moments(W, x, s["t"]))
    return losses_along(flow, population_moments(W, s["t"], variance), tau)


with job(snakemake) as this:
    s = this.settings
    sigma_x = float(snakemake.wildcards.sigma_x)
    variance = sigma_x**2
    tau = np.geomspace(*s["tau_range"], s["points"])
    rows = []
    for kind, losses, d, draws in (
        ("theory", equivalent, s["d"], s["draws"]),
        ("simulation", exact, s["exact_d"], s["exact_draws"]),
    ):
        for psi_n in tqdm(s["psi_n"], disable=None, desc=f"sigma_x = {sigma_x}, {kind}"):
            at = {"sigma_x": sigma_x, "psi_n": psi_n, "psi_p": s["psi_p"], "t": s["t"], "d": d}
            found = []
            for draw in range(draws):
                rng = generator(s["seed"], SOURCE, TABLE, at | {"kind": kind}, draw)
                along = losses(psi_n, variance, tau, s, rng)
                found.append([score_error(float(loss), s["t"], variance) for loss in along])
            errors = np.array(found)
            rows.append(mean_row("least_error", errors.min(axis=1), **at) | {"kind": kind})
            best = tau[errors.argmin(axis=1)]
            rows.append(mean_row("log_best_tau", np.log(best), **at) | {"kind": kind})
            rows += [
                mean_row("score_error", errors[:, k], **at, tau=x) | {"kind": kind}
                for k, x in enumerate(tau)
            ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
