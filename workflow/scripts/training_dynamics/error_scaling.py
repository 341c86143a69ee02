"""The score error along training and its minimum against psi_n, at one width of the data."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, tidy
from memgen.theory.random_features.resolvent import FeatureModel

SOURCE, TABLE = "training_dynamics", "error_scaling"
FINE = 60


def equivalent(psi_n, variance, s, rng):
    """Loss on fresh data along training, of a draw of the Gaussian equivalent."""
    model = FeatureModel(s["psi_p"], psi_n, s["t"], (variance,), (1.0,))
    features = draw_equivalent(model, s["d"], rng)
    flow = features.flow()
    return lambda tau: features.test_losses(flow, tau)


def exact(psi_n, variance, s, rng):
    """The same of real features and data."""
    d = s["exact_d"]
    W = rng.standard_normal((round(s["psi_p"] * d), d))
    x = np.sqrt(variance) * rng.standard_normal((round(psi_n * d), d))
    flow = gradient_flow(training_moments(W, x, s["t"]))
    fresh = population_moments(W, s["t"], variance)
    return lambda tau: losses_along(flow, fresh, tau)


def least(losses, tau, along):
    """Least loss, on a fine grid about the least point of a coarse one."""
    lowest = int(np.argmin(along))
    if lowest in (0, len(tau) - 1):
        raise ValueError(
            f"the test loss is least at tau = {tau[lowest]:.4g}, the end of tau_range: widen it."
        )
    return float(losses(np.geomspace(tau[lowest - 1], tau[lowest + 1], FINE)).min())


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
            found, minima = [], []
            for draw in range(draws):
                rng = generator(s["seed"], SOURCE, TABLE, at | {"kind": kind}, draw)
                loss_at = losses(psi_n, variance, s, rng)
                along = loss_at(tau)
                found.append([score_error(float(loss), s["t"], variance) for loss in along])
                best = least(loss_at, tau, along)
                minima.append(score_error(best, s["t"], variance))
            errors = np.array(found)
            rows.append(mean_row("least_error", np.array(minima), **at) | {"kind": kind})
            rows += [
                mean_row("score_error", errors[:, k], **at, tau=x) | {"kind": kind}
                for k, x in enumerate(tau)
            ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
