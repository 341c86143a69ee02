"""Losses of the circle's networks along training, and how far they are from the optima."""

import numpy as np
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.inference.circle_loss import circle_loss, empirical_loss, log_nodes, uniform_mean
from memgen.job import job
from memgen.measures.geometry.followed_share import followed_share
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.read import read_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.training.circle_networks import load_circle_score

SOURCE, TABLE = "spurious_states", "toy_training"
SHARES = (1e-3, 1.0, 10)  # t of the shares that networks follow
NODES = 24  # of the mean over t
COORDINATES = 2  # memgen's losses are means over them, the published ones sums


def squared_difference(one, other, points, s, rng):
    """T |score - score|^2 at noisy points, t uniform: what the loss of one exceeds another's by."""
    count = s["loss_samples"]
    t = s["t_first"] + (np.arange(count) + rng.random(count)) / count * (1 - s["t_first"])
    x = points + np.sqrt(t)[:, None] * rng.standard_normal(points.shape)
    return t * ((one(x, t) - other(x, t)) ** 2).sum(axis=1)


with job(snakemake) as this:
    s, circle = this.settings, CircleScore()
    torch.set_num_threads(snakemake.threads)
    t = log_nodes(s["t_first"], 1.0, NODES)
    ring = float(uniform_mean(circle_loss(t), t, 1.0))
    rows = [row("circle_optimum", "theory", ring)]
    for K, network, losses in zip(
        s["K"], snakemake.input.networks, snakemake.input.losses, strict=True
    ):
        rng = generator(s["seed"], SOURCE, TABLE, {"K": K}, 0)
        at = {"K": K}
        # the last record may be a mean over fewer steps than the others
        loss = read_table(losses)
        loss = loss[np.diff(loss["step"], prepend=0) == loss["step"].iloc[0]]
        rows += [
            row("loss", "simulation", COORDINATES * value, None, 1, **at, step=int(step))
            for step, value in zip(loss["step"], loss["value"], strict=True)
        ]
        points = on_circle(published_angles(K))
        found = uniform_mean(empirical_loss(points, t, rng, s["optimum_samples"]), t, 1.0)
        optimum = mean_row("empirical_optimum", found, **at)
        rows.append(optimum)
        score = load_circle_score(network, s["width"], s["frequency"])
        chosen = rng.permutation(points[np.arange(s["loss_samples"]) % K])
        fresh = on_circle(rng.uniform(0, 2 * np.pi, s["loss_samples"]))
        empirical = EmpiricalScore(points).score
        excess = squared_difference(score, empirical, chosen, s, rng)
        rows.append(mean_row("network_from_empirical", excess, **at))
        rows.append(
            mean_row(
                "network_from_circle",
                squared_difference(score, circle.score, fresh, s, rng),
                **at,
            )
        )
        rows.append(
            mean_row(
                "empirical_from_circle",
                squared_difference(empirical, circle.score, chosen, s, rng),
                **at,
            )
        )
        for v in np.geomspace(*SHARES):
            # 0 for a network that generalises, 1 for one that memorises
            x = points[rng.integers(K, size=s["share_samples"])]
            x = x + np.sqrt(v) * rng.standard_normal(x.shape)
            share = followed_share(*(f(x, float(v)) for f in (score, empirical, circle.score)))
            here = at | {"t": float(v)}
            rows.append(
                row("followed", "simulation", share.value, share.stderr, s["share_samples"], **here)
            )
    write_table(tidy(rows), snakemake.output[0], this.provenance(snakemake.input.losses))
