"""Reverse sampling of 256 trajectories among 1e5 points: CPU time of a step against t.

    python benchmarks/reverse_sampling.py

writes benchmarks/reverse_sampling.csv. A step's time depends on t alone, so it is measured at
STEPS times even in log t, on samples of p_t (where a trajectory is, exactly). A row with t empty
is a whole trajectory of 500 steps, from `t_max` down: the mean over the times, and building the
tree. Times are in units of the points' largest variance. `gain` is over torch's
scaled_dot_product_attention in float32, the fastest of the exact peers.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time
from functools import partial

import numpy as np
import torch
from common import machine, show, write
from empirical_score import attention

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.empirical.trajectories import TOLERANCE

P, TRAJECTORIES, TRAJECTORY_STEPS = 100_000, 256, 500
STEPS, REPEATS = 13, 3


def hidden_manifold(rng):
    """Return a linear hidden manifold of D = 10 in N = 64."""
    return rng.standard_normal((P, 10)) @ rng.standard_normal((10, 64)) / np.sqrt(10)


def images(rng):
    """Return curved points of 15 latent dimensions in N = 256, of an image's falling spectrum."""
    latent = rng.standard_normal((P, 15)) / np.sqrt(1 + np.arange(15))
    return np.tanh(2 * latent @ rng.standard_normal((15, 256)) / np.sqrt(15))


def gaussian(rng):
    return rng.standard_normal((P, 64))


DATA = {
    "hidden manifold": (hidden_manifold, 256),
    "images": (images, 256),
    "gaussian": (gaussian, 256),
}


def median(run):
    run()
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main():
    torch.set_num_threads(1)
    rows = []
    for data, (make, batch) in DATA.items():
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
            x = points[:batch] + np.sqrt(t) * rng.standard_normal((batch, points.shape[1]))
            x = x.astype(np.float32)
            peer = attention(single, x, float(t))
            runs = {
                "scaled_dot_product_attention": peer,
                "EmpiricalScore.score": partial(exact.score, x, t),
                "EmpiricalScore.certified": partial(exact.certified, x, t, TOLERANCE),
            }
            for name, run in runs.items():
                taken.setdefault(name, []).append(median(run) * TRAJECTORIES / batch)
            visited = exact.certified(x, t, TOLERANCE).visited.mean() / P
            for name in runs:
                rows.append(line(data, name, t / largest, taken[name][-1], taken, visited))
                show(rows[-1])
        for first in (0, 4):
            peer = statistics.mean(taken["scaled_dot_product_attention"][first:])
            for name, of in taken.items():
                whole = TRAJECTORY_STEPS * statistics.mean(of[first:])
                extra = built if name.endswith("certified") else 0.0
                row = line(data, name, "", whole + extra, None, "")
                row["t_max"] = f"{times[first] / largest:.2g}"
                row["gain"] = f"{TRAJECTORY_STEPS * peer / (whole + extra):.2f}"
                rows.append(row)
                show(row)
    write(__file__, rows)


def line(data, method, t, seconds, taken, visited):
    gain = "" if taken is None else taken["scaled_dot_product_attention"][-1] / seconds
    return {
        "data": data,
        "method": method,
        "t": t if t == "" else f"{t:.2e}",
        "t_max": "",
        "seconds": f"{seconds:.4f}",
        "gain": gain if gain == "" else f"{gain:.2f}",
        "visited": visited if visited == "" else f"{visited:.5f}",
        "machine": machine(),
    }


if __name__ == "__main__":
    main()
