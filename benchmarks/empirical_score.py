"""The empirical score beside its peers: time, peak memory and error, in one run on one core.

    python benchmarks/empirical_score.py

writes benchmarks/empirical_score.csv and prints the same table. Times are medians over
interleaved repeats; `ratio` is each method's time over EmpiricalScore's on numpy arrays. Peak
memory is what one call adds in a fresh process (Linux only). The error is at t = 1e-6, on samples
between two training points, relative to a sum in extended precision.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import csv
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore

N, D, BATCH = 64, 16, 128
SIZES = (10_000, 100_000)
TIMES = (1.0, 1e-6)
REPEATS = 7
# The plain formula holds batch x P x N differences: it is left out where they exceed this.
PLAIN_BYTES = 2 * 2**30


def empirical_numpy(points):
    return EmpiricalScore(points).score


def empirical_torch(points):
    score = EmpiricalScore(torch.from_numpy(points)).score
    return lambda x, t: score(torch.from_numpy(x), t).numpy()


def attention(points):
    """torch.nn.functional.scaled_dot_product_attention, with -|xi|^2 / 2 as one more coordinate."""
    values = torch.from_numpy(points)
    keys = torch.cat((values, -0.5 * (values**2).sum(1, keepdim=True)), 1)

    def score(x, t):
        x = torch.from_numpy(x)
        queries = torch.cat((x, torch.ones_like(x[:, :1])), 1)
        mean = torch.nn.functional.scaled_dot_product_attention(
            queries[None, None], keys[None, None], values[None, None], scale=1 / t
        )[0, 0]
        return ((mean - x) / t).numpy()

    return score


def keops(points):
    from pykeops.torch import LazyTensor

    values = torch.from_numpy(points)
    lazy = LazyTensor(values[None])

    def score(x, t):
        x = torch.from_numpy(x)
        logits = -((LazyTensor(x[:, None]) - lazy) ** 2).sum(-1) / (2 * t)
        return ((logits.sumsoftmaxweight(lazy, axis=1) - x) / t).numpy()

    return score


def plain(points):
    def score(x, t):
        difference = points - x[:, None]
        logits = -(difference**2).sum(axis=2) / (2 * t)
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        return np.einsum("bp,bpn->bn", weights, difference) / t

    return score


METHODS = {
    "EmpiricalScore (numpy)": empirical_numpy,
    "EmpiricalScore (torch)": empirical_torch,
    "scaled_dot_product_attention": attention,
    "KeOps LazyTensor": keops,
    "plain broadcast": plain,
}


def data(P, t):
    rng = np.random.default_rng(0)
    points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
    return points, points[:BATCH] + np.sqrt(t) * rng.standard_normal((BATCH, N))


def methods_at(P):
    return {
        name: method
        for name, method in METHODS.items()
        if name != "plain broadcast" or 8 * BATCH * P * N <= PLAIN_BYTES
    }


def timings(P, t):
    """Return the median time of each method in seconds."""
    points, x = data(P, t)
    scores = {name: method(points) for name, method in methods_at(P).items()}
    for score in scores.values():
        score(x, t)
    taken = {name: [] for name in scores}
    for _ in range(REPEATS):
        for name, score in scores.items():
            start = time.perf_counter()
            score(x, t)
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def errors(P, t=1e-6, samples=8):
    """Return each method's largest error at samples halfway between nearest neighbours."""
    points, _ = data(P, t)
    rng = np.random.default_rng(1)
    x = np.empty((samples, N))
    expected = np.empty((samples, N))
    for i in range(samples):
        squared = ((points - points[i]) ** 2).sum(axis=1)
        squared[i] = np.inf
        # So close to the middle that both points carry weight.
        x[i] = 0.5 * (points[i] + points[squared.argmin()])
        x[i] += t / np.sqrt(squared.min()) * rng.standard_normal(N)
        difference = points.astype(np.longdouble) - x[i]
        logits = -(difference**2).sum(axis=1) / (2 * np.longdouble(t))
        weights = np.exp(logits - logits.max())
        expected[i] = ((weights / weights.sum()) @ difference / t).astype(float)
    scale = np.abs(expected).max(axis=1)
    return {
        name: float((np.abs(method(points)(x, t) - expected).max(axis=1) / scale).max())
        for name, method in methods_at(P).items()
    }


def peak_memory(name, P, t):
    """Return the MiB that one call adds at its peak, measured in a fresh process."""
    command = [sys.executable, __file__, "--memory", name, str(P), str(t)]
    return float(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1]
    )


def print_memory(name, P, t):
    points, x = data(P, t)
    METHODS[name](points[:BATCH])(x[:2], t)  # imports and compilation
    score = METHODS[name](points)
    Path("/proc/self/clear_refs").write_text("5")  # resets the high-water mark
    before = status("VmRSS")
    score(x, t)
    print((status("VmHWM") - before) / 1024)


def status(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1])


def main():
    processor = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.split(":")[1].strip()
    torch.set_num_threads(1)
    rows = []
    for P in SIZES:
        error = errors(P)
        for t in TIMES:
            median = timings(P, t)
            for name, seconds in median.items():
                rows.append(
                    {
                        "method": name,
                        "P": P,
                        "batch": BATCH,
                        "N": N,
                        "t": t,
                        "seconds": f"{seconds:.4f}",
                        "ratio": f"{seconds / median['EmpiricalScore (numpy)']:.2f}",
                        "peak_mib": f"{peak_memory(name, P, t):.0f}",
                        "error_at_1e-6": f"{error[name]:.1e}",
                        "machine": f"{processor}, 1 of {os.cpu_count()} cores",
                    }
                )
                print("  ".join(f"{value!s:>12}" for value in list(rows[-1].values())[:-1]))
    with Path(__file__).with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        print_memory(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
    else:
        main()
