"""Networks, the linear denoiser and the empirical score against the message-passing score."""

import numpy as np
import torch
from safetensors.torch import load_file
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.message_passing import posterior, state_evolution
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SOURCE, TABLE = "memorization_as_generalization", "message_passing_networks"
MANIFOLD, POINTS = "message_passing_manifold", "message_passing_points"


class Test:
    """Test points of one draw at every t, with what message passing says of them."""

    def __init__(self, F, s, draw):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_test", {}, draw)
        self.xi = HiddenManifold(F, "tanh").sample(s["probes"], rng)
        self.times = s["times"]
        self.x, self.exact = [], []
        for t in self.times:
            x = self.xi + np.sqrt(t) * rng.standard_normal(self.xi.shape)
            self.x.append(x)
            self.exact.append(posterior(F, x, t, "tanh", tolerance=1e-6))

    def judge(self, score):
        """E |score - exact|^2 of each test point and t, directly and by the excess risk.

        The risk of a denoiser is that of message passing, which tells it without the clean point,
        plus the squared difference of the two: both are (times, probes), over N t^2.
        """
        direct, risk = [], []
        for t, x, exact in zip(self.times, self.x, self.exact, strict=True):
            value = score(x, t)
            direct.append(((value - exact.score) ** 2).mean(axis=1))
            loss = ((x + t * value - self.xi) ** 2).mean(axis=1)
            risk.append((loss - exact.visible_variance.mean(axis=1)) / t**2)
        return np.array(direct), np.array(risk)


def linear(points):
    """The linear denoiser that is best on noisy copies of the points: ridge regression."""
    variances, axes = np.linalg.eigh(points.T @ points / len(points))
    return LinearManifoldScore(axes * np.sqrt(np.maximum(variances, 0))).score


def rows_of(times, direct, risk, **at):
    """Means over independent draws (draws, times), and the ratio that should be 1.

    The ratio weighs every t alike; its draws are compared with the mean of the direct values.
    """
    rows = []
    for k, t in enumerate(times):
        rows.append(mean_row("score_error", direct[:, k], **at, t=t))
        rows.append(mean_row("excess_risk", risk[:, k], **at, t=t))
    relative = ((risk - direct) / direct.mean(axis=0)).mean(axis=1)
    rows.append(mean_row("identity_gap", relative, **at))
    return rows


with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    N, D, times = s["N"], s["D"], s["times"]
    alpha_D = D / N
    F = draw_matrix(N, D, generator(s["seed"], SOURCE, MANIFOLD, {}, 0))
    rows = []
    for t in times:
        point = state_evolution(t, alpha_D, "tanh")
        rows.append(row("fisher", "theory", point.fisher, model="state_evolution", t=t))

    # the linear and the empirical score: draws of manifold, data and test points
    found = {(model, P): [] for model in ("linear", "empirical") for P in s["P"]}
    fisher, variance = [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc="draws"):
        matrix = draw_matrix(N, D, generator(s["seed"], SOURCE, MANIFOLD, {}, draw))
        points = HiddenManifold(matrix, "tanh").sample(
            s["P"][-1], generator(s["seed"], SOURCE, POINTS, {}, draw)
        )
        test = Test(matrix, s, draw)
        if draw == 0:
            first, best_linear = test, test.judge(linear(points))[0]
        fisher.append([(exact.score**2).mean() for exact in test.exact])
        variance.append([exact.visible_variance.mean() for exact in test.exact])
        for P in s["P"]:
            for model, score in (
                ("linear", linear(points[:P])),
                ("empirical", EmpiricalScore(points[:P]).score),
            ):
                direct, risk = test.judge(score)
                found[model, P].append((direct.mean(axis=1), risk.mean(axis=1)))
    for (model, P), draws in found.items():
        direct, risk = (np.array(part) for part in zip(*draws, strict=True))
        rows += rows_of(times, direct, risk, model=model, P=P)
    for k, t in enumerate(times):
        at = {"model": "message_passing", "t": t}
        rows.append(mean_row("fisher", np.array(fisher)[:, k], **at))
        rows.append(mean_row("posterior_variance", np.array(variance)[:, k], **at))

    # one network of each kind: its draws are the test points, on the first manifold
    schedule = VarianceExploding(*(float(np.sqrt(t)) for t in s["t_range"]))
    sizes = [(P, s["width"]) for P in s["P"]] + [(s["P"][-1], w) for w in s["narrow_widths"]]
    for (P, width), path in zip(sizes, snakemake.input.networks, strict=True):
        network = ResidualMLP(N, width, s["blocks"], s["time_width"])
        network.load_state_dict(load_file(path))
        with torch.no_grad():
            direct, risk = first.judge(NetworkScore(network.eval().double(), schedule))
        at = {"model": "network", "P": P, "width": width}
        rows += rows_of(times, direct.T, risk.T, **at)
        # at the same test points, against the linear denoiser of the most points
        for k, t in enumerate(times):
            excess = (direct[k] - best_linear[k]) / best_linear[k].mean()
            rows.append(mean_row("excess_over_linear", excess, **at, t=t))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
