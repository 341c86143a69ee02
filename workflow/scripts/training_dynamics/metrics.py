"""Losses and score error along training at one psi_n: closed form and real gradient descent."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import generator
from memgen.statistics.late_rise import half_rise
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.random_features.losses import half_fall_time, loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks

SOURCE, TABLE = "training_dynamics", "metrics"
# Of the largest stable step, psi_p / (Delta lambda_max): small while the largest modes learn.
EARLY, STEP, EARLY_TAU = 0.04, 0.5, 100.0


def descend(train, test, t, recorded):
    """Gradient descent from A = 0; training and test loss and score error at the recorded tau."""
    p, d = train.V.shape
    psi_p = p / d
    stable = psi_p / (train.delta * np.linalg.norm(train.U, 2))
    B, tau, found = np.zeros((d, p)), 0.0, []
    for target in recorded:
        while tau < target:
            size = min((EARLY if tau < EARLY_TAU else STEP) * stable, target - tau)
            gradient = train.delta * B @ train.U + np.sqrt(train.delta) * train.V.T
            B -= 2 * size / psi_p * gradient
            tau += size
        loss = test.loss(B)
        found.append([train.loss(B), loss, score_error(loss, t)])
    return np.array(found)


def flow_of(train, test, t, recorded):
    """The same in closed form, of the same matrices."""
    flow = gradient_flow(train)
    fresh = losses_along(flow, test, recorded)
    return np.stack(
        [
            [flow.training_loss(tau) for tau in recorded],
            fresh,
            [score_error(float(loss), t) for loss in fresh],
        ],
        axis=1,
    )


with job(snakemake) as this:
    s = this.settings
    psi_n = float(snakemake.wildcards.psi_n)
    model = FeatureModel(s["psi_p"], psi_n, s["t"])
    at = {"psi_p": s["psi_p"], "psi_n": psi_n, "t": s["t"]}
    tau = np.geomspace(*s["tau_range"], s["points"])
    curve = loss_curve(tau, model)
    rows = [
        row("training_loss", "theory", value, **at, tau=x)
        for x, value in zip(tau, curve.value, strict=True)
    ]
    c = model.coefficients
    lowest = c.s2 + c.v2 * (1 - np.sqrt(s["psi_p"] / psi_n)) ** 2
    rows.append(row("tau_mem", "published", s["psi_p"] / (c.delta * lowest), **at))
    rows.append(row("half_drop", "theory", half_fall_time(model), **at))
    rows += [
        row("bulk_time", "theory", s["psi_p"] / (4 * c.delta * bulk.mean), **at, bulk=number)
        for number, bulk in enumerate(find_bulks(model))
    ]

    curves = []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"psi_n = {psi_n}"):
        rng = generator(s["seed"], SOURCE, TABLE, {"psi_n": psi_n, "d": s["d"]}, draw)
        features = draw_equivalent(model, s["d"], rng)
        flow = features.flow()
        losses = features.test_losses(flow, tau)
        curves.append([losses, [score_error(float(loss), s["t"]) for loss in losses]])
    for number, quantity in enumerate(("test_loss", "score_error")):
        for k, x in enumerate(tau):
            found = mean_row(quantity, np.array(curves)[:, number, k], **at, tau=x, d=s["d"])
            rows.append(found | {"kind": "theory"})

    rises = np.array([half_rise(tau, np.array(losses)) for losses, _ in curves])
    rows.append(mean_row("half_rise", rises, **at, d=s["d"]) | {"kind": "theory"})

    d = s["descent_d"]
    recorded = np.geomspace(0.1, s["descent_tau"], 16)
    descents, flows = [], []
    for draw in tqdm(range(s["descent_draws"]), disable=None, desc=f"descent, psi_n = {psi_n}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_descent", {"psi_n": psi_n, "d": d}, draw)
        W = rng.standard_normal((round(s["psi_p"] * d), d))
        x = rng.standard_normal((round(psi_n * d), d))
        train, test = training_moments(W, x, s["t"]), population_moments(W, s["t"])
        descents.append(descend(train, test, s["t"], recorded))
        flows.append(flow_of(train, test, s["t"], recorded))
    for number, quantity in enumerate(("training_loss", "test_loss", "score_error")):
        for k, x in enumerate(recorded):
            here = at | {"tau": x, "d": d}
            rows.append(mean_row(quantity, np.array(descents)[:, k, number], **here))
            found = mean_row(f"{quantity}_flow", np.array(flows)[:, k, number], **here)
            rows.append(found | {"kind": "theory"})
    write_table(tidy(rows), snakemake.output[0], this.provenance())
