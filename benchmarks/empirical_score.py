"""The empirical score on one core, over the two matrix products that bound it.

    python benchmarks/empirical_score.py

writes benchmarks/empirical_score.csv and prints the same table. `ratio` is CPU time over that of
the products X Y^T and W Y in float32 (numpy's or torch's, whichever is faster): medians over
interleaved repeats. `error` is the largest relative error of a score's vector, against float64.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time

import numpy as np
import torch
from common import machine, show, write

from memgen.diffusion.empirical import EmpiricalScore

# Queries, points, coordinates, noise variance.
SIZES = (
    (256, 20_000, 64, 1.0),
    (256, 200_000, 32, 1.0),
    (64, 100_000, 256, 1.0),
    (64, 100_000, 256, 1e-3),
)
REPEATS = 11


def data(B, P, N, t):
    rng = np.random.default_rng(0)
    points = rng.standard_normal((P, N)).astype(np.float32)
    x = points[:B] + np.sqrt(t) * rng.standard_normal((B, N))
    return points, x.astype(np.float32)


def products(points, x, _):
    weights = np.empty((len(x), len(points)), np.float32)

    def run():
        np.dot(x, points.T, out=weights)
        return np.dot(weights, points)

    return run


def products_torch(points, x, _):
    points, x = torch.from_numpy(points), torch.from_numpy(x)
    weights = torch.empty((len(x), len(points)))

    def run():
        torch.mm(x, points.T, out=weights)
        return torch.mm(weights, points).numpy()

    return run


def attention(points, x, t):
    """scaled_dot_product_attention, with -|xi|^2 / 2 as one more coordinate of the keys.

    Keys and values are of one width: that is what its fused kernel asks for.
    """
    values = torch.nn.functional.pad(torch.from_numpy(points), (0, 1))
    keys = values.clone()
    keys[:, -1] = -0.5 * (values**2).sum(1)
    queries = torch.nn.functional.pad(torch.from_numpy(x), (0, 1), value=1.0)

    def run():
        mean = torch.nn.functional.scaled_dot_product_attention(
            queries[None, None], keys[None, None], values[None, None], scale=1 / t
        )[0, 0, :, :-1]
        return (mean.numpy() - x) / t

    return run


def empirical_numpy(points, x, t):
    score = EmpiricalScore(points).score
    return lambda: score(x, t)


def empirical_torch(points, x, t):
    score, x = EmpiricalScore(torch.from_numpy(points)).score, torch.from_numpy(x)
    return lambda: score(x, t).numpy()


def empirical_double(points, x, t):
    return empirical_numpy(points, x.astype(float), t)


METHODS = {
    "products (numpy)": products,
    "products (torch)": products_torch,
    "scaled_dot_product_attention": attention,
    "EmpiricalScore (numpy, float32)": empirical_numpy,
    "EmpiricalScore (torch, float32)": empirical_torch,
    "EmpiricalScore (numpy, float64)": empirical_double,
}


def seconds(runs):
    """Return the median CPU time of each method, and its result."""
    results = {name: run() for name, run in runs.items()}
    taken = {name: [] for name in runs}
    for _ in range(REPEATS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}, results


def rows_at(B, P, N, t):
    points, x = data(B, P, N, t)
    taken, results = seconds({name: method(points, x, t) for name, method in METHODS.items()})
    bound = min(taken["products (numpy)"], taken["products (torch)"])
    exact = results["EmpiricalScore (numpy, float64)"]
    for name, time_taken in taken.items():
        error = np.linalg.norm(results[name] - exact, axis=1) / np.linalg.norm(exact, axis=1)
        yield {
            "method": name,
            "batch": B,
            "P": P,
            "N": N,
            "t": t,
            "seconds": f"{time_taken:.4f}",
            "ratio": f"{time_taken / bound:.2f}",
            "error": "" if name.startswith("products") else f"{error.max():.0e}",
            "machine": machine(),
        }


def main():
    torch.set_num_threads(1)
    rows = []
    for size in SIZES:
        for row in rows_at(*size):
            rows.append(row)
            show(row)
    write(__file__, rows)


if __name__ == "__main__":
    main()
