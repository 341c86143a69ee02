"""The generalization gap over (psi_n, psi_p): Gaussian equivalent, and real features on cuts."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, tidy
from memgen.theory.random_features.resolvent import FeatureModel

SOURCE, TABLE = "training_dynamics", "generalization_map"


def equivalent_gap(psi_p, psi_n, d, s, rng):
    """L_test - L_train at each tau, of a draw of the Gaussian equivalent."""
    features = draw_equivalent(FeatureModel(psi_p, psi_n, s["t"]), d, rng)
    flow = features.flow()
    trained = [flow.training_loss(tau) for tau in s["tau"]]
    return features.test_losses(flow, np.array(s["tau"])) - trained


def exact_gap(psi_p, psi_n, d, s, rng):
    """The same of real features and data."""
    W = rng.standard_normal((round(psi_p * d), d))
    x = rng.standard_normal((round(psi_n * d), d))
    flow = gradient_flow(training_moments(W, x, s["t"]))
    trained = [flow.training_loss(tau) for tau in s["tau"]]
    return losses_along(flow, population_moments(W, s["t"]), np.array(s["tau"])) - trained


def gap_rows(kind, gap, psi_p, psi_n, d, draws, s, **where):
    """Rows of the gap at one point, one for each tau."""
    at = {"psi_p": psi_p, "psi_n": psi_n, "d": d}
    found = [
        gap(psi_p, psi_n, d, s, generator(s["seed"], SOURCE, TABLE, at | {"kind": kind}, draw))
        for draw in range(draws)
    ]
    return [
        mean_row("generalization_gap", np.array(found)[:, k], **at, tau=tau, t=s["t"], **where)
        | {"kind": kind}
        for k, tau in enumerate(s["tau"])
    ]


with job(snakemake) as this:
    s = this.settings
    part, rows = snakemake.wildcards.part, []
    if part == "ladder":
        for d in tqdm(s["ladder_d"], disable=None, desc="d"):
            for kind, gap in (("theory", equivalent_gap), ("simulation", exact_gap)):
                rows += gap_rows(kind, gap, *s["ladder"], d, s["ladder_draws"], s, part="ladder")
    else:
        psi_p = float(part.removeprefix("psi_p"))
        kinds = [("theory", equivalent_gap)]
        if psi_p in s["cuts"]:
            kinds.append(("simulation", exact_gap))
        for kind, gap in kinds:
            for psi_n in tqdm(s["psi"], disable=None, desc=f"psi_p = {psi_p}, {kind}"):
                rows += gap_rows(kind, gap, psi_p, psi_n, s["d"], s["draws"], s, part="map")
    write_table(tidy(rows), snakemake.output[0], this.provenance())
