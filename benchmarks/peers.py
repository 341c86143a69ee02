"""Scores and log-densities of many points by the libraries that give them, in one run.

    python benchmarks/peers.py

writes benchmarks/peers.csv and peers.png. Points lie on the hidden manifold (D = 16, tanh), queries
are some of them with noise of variance t. `ratio` is a method's time over that of the two products
of matrices, in float32, that bound an exact score. `error` is the largest distance from a sum over
differences in float64, over the largest norm of a score; of a log-density, per nat. `peak_mib` is
what one call adds (Linux only; on a GPU, what is allocated). Times are of the processor, on one
core; on a GPU of the clock. Where there is a GPU the methods in torch are run on it too, and the
largest size, which few processors hold, is added. A peer that is not there, or does not run, has a
note that says why: KeOps compiles its kernels, for which it needs a C++ compiler.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import ctypes
import shutil
import statistics
import time
from pathlib import Path

import matplotlib
import numpy as np
import torch
from common import machine, show, write
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore

D, TIMES = 16, (1.0, 1e-3)
REPEATS, PATIENCE = 5, 2.0  # calls, and seconds after which there is no further one
# queries, points, coordinates
SIZES = [(256, 20_000, 64), (64, 100_000, 256), (16, 20_000, 3072), (16, 1_000_000, 64)]
LARGEST = (64, 1_000_000, 3072)
TOP = 256  # neighbours that a truncated score keeps
REFERENCES = 4  # queries whose error is measured
MEMORY = 0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def products(points, device):
    points = torch.from_numpy(points).float().to(device)

    def both(x, _):
        return (tensor(x, points) @ points.T) @ points

    return both


def ours_numpy(points, _):
    return EmpiricalScore(points).score


def ours_torch(points, device):
    points = torch.from_numpy(points).float().to(device)
    score = EmpiricalScore(points).score
    return lambda x, t: score(tensor(x, points), t)


def attention(points, device):
    """softmax(q.k / t) v with -|xi|^2 / 2 as one more coordinate of the keys."""
    values = torch.from_numpy(points).float().to(device)
    keys = torch.cat((values, -0.5 * (values**2).sum(1, keepdim=True)), 1)

    def score(x, t):
        x = tensor(x, values)
        queries = torch.cat((x, torch.ones_like(x[:, :1])), 1)
        arguments = (queries[None, None], keys[None, None], values[None, None])
        mean = torch.nn.functional.scaled_dot_product_attention(*arguments, scale=1 / t)[0, 0]
        return (mean - x) / t

    return score


def all_distances(points, device):
    points = torch.from_numpy(points).float().to(device)

    def score(x, t):
        x = tensor(x, points)
        weights = torch.softmax(-(torch.cdist(x, points) ** 2) / (2 * t), 1)
        return (weights @ points - x) / t

    return score


def keops(points, device):
    from pykeops.torch import LazyTensor

    if shutil.which(os.environ.get("CXX", "g++")) is None:
        raise ImportError("needs a C++ compiler")
    points = torch.from_numpy(points).float().to(device)
    lazy = LazyTensor(points[None])

    def score(x, t):
        x = tensor(x, points)
        logits = -((LazyTensor(x[:, None]) - lazy) ** 2).sum(-1) / (2 * t)
        return (logits.sumsoftmaxweight(lazy, axis=1) - x) / t

    return score


def top_neighbours(points, _):
    import faiss

    faiss.omp_set_num_threads(1)
    points = points.astype(np.float32)
    index = faiss.IndexFlatL2(points.shape[1])
    index.add(points)

    def score(x, t):
        squared, near = index.search(x.astype(np.float32), TOP)
        weights = np.exp((squared[:, :1] - squared) / (2 * t))
        mean = np.einsum("bk,bkn->bn", weights / weights.sum(1, keepdims=True), points[near])
        return (mean - x) / t

    return score


def our_density(points, _):
    return EmpiricalScore(points).log_density


def kernel_density(points, _):
    from sklearn.neighbors import KernelDensity

    density = KernelDensity(algorithm="kd_tree").fit(points)

    def log_density(x, t):
        density.bandwidth_ = np.sqrt(t)  # on which the tree does not depend
        return density.score_samples(x)

    return log_density


SCORES = {
    "two products": products,
    "EmpiricalScore, numpy float64": ours_numpy,
    "EmpiricalScore, torch float32": ours_torch,
    "torch attention": attention,
    "torch cdist and softmax": all_distances,
    "KeOps": keops,
    f"FAISS, {TOP} nearest": top_neighbours,
}
DENSITIES = {
    "EmpiricalScore log-density": our_density,
    "scikit-learn KernelDensity": kernel_density,
}
ON_GPU = (products, ours_torch, attention, all_distances, keops)


def tensor(x, template):
    return torch.from_numpy(x).to(template)


def data(B, P, N):
    """Return the points, and the queries at each t."""
    rng = np.random.default_rng(0)
    points = HiddenManifold(draw_matrix(N, D, rng), "tanh").sample(P, rng)
    noise = rng.standard_normal((B, N))
    return points, {t: points[:B] + np.sqrt(t) * noise for t in TIMES}


def reference(points, x, t):
    """Return score and log-density from differences."""
    squared = cdist(x, points, "sqeuclidean")
    logits = -squared / (2 * t)
    log_sum = logsumexp(logits, axis=1)
    score = (np.exp(logits - log_sum[:, None]) @ points - x) / t
    P, N = points.shape
    return score, log_sum - np.log(P) - 0.5 * N * np.log(2 * np.pi * t)


def timed(call, x, t, device):
    """Return the median seconds of a call, the MiB it adds at its peak, and its result."""
    call(x[:2], t)  # compilation, and copies that are kept
    memory, seconds = Memory(device), []
    while len(seconds) < REPEATS and sum(seconds) < PATIENCE:
        start = clock(device)
        result = call(x, t)
        seconds.append(clock(device) - start)
    peak = memory.added()
    result = result.cpu().double().numpy() if isinstance(result, torch.Tensor) else result
    return statistics.median(seconds), peak, result


def clock(device):
    if device == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()


class Memory:
    """The high-water mark of a process, or of a GPU, from here on."""

    def __init__(self, device):
        self.device = device
        if device == "cpu":
            ctypes.CDLL(None).malloc_trim(0)  # what is free goes back, and would not be counted
            Path("/proc/self/clear_refs").write_text("5")
            self.before = status("VmRSS")
        else:
            torch.cuda.reset_peak_memory_stats()
            self.before = torch.cuda.memory_allocated() / 1024

    def added(self):
        """Return the MiB that were added at most since then."""
        at_most = (
            status("VmHWM") if self.device == "cpu" else torch.cuda.max_memory_allocated() / 1024
        )
        return (at_most - self.before) / 1024


def status(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1])


def rows_of(size, device):
    """Yield a row for each method and t."""
    B, P, N = size
    points, queries = data(*size)
    exact = {t: reference(points, x[:REFERENCES], t) for t, x in queries.items()}
    unit = {}
    for name, method in {**SCORES, **DENSITIES}.items():
        if device != "cpu" and method not in ON_GPU:
            continue
        about = {"method": name, "queries": B, "P": P, "N": N}
        try:
            call = method(points, device)
            found = {t: timed(call, x, t, device) for t, x in queries.items()}
        except Exception as error:  # whatever a peer's installation lacks
            yield row({**about, "t": ""}, device, note=str(error).splitlines()[0][:80])
            continue
        for t, (seconds, peak, result) in found.items():
            unit.setdefault(t, seconds)
            error = ""
            if method is not products:
                expected = exact[t][name in DENSITIES]
                off = np.abs(result[:REFERENCES] - expected)
                scale = np.abs(expected)
                if expected.ndim == 2:
                    off, scale = np.linalg.norm(off, axis=1), np.linalg.norm(expected, axis=1)
                error = f"{off.max() / scale.max():.1e}"
            yield row(
                {**about, "t": t},
                device,
                seconds=f"{seconds:.4g}",
                ratio=f"{seconds / unit[t]:.2f}",
                peak_mib=f"{peak:.0f}",
                error=error,
            )


def row(about, device, seconds="", ratio="", peak_mib="", error="", note=""):
    made = {"seconds": seconds, "ratio": ratio, "peak_mib": peak_mib, "error": error, "note": note}
    where = machine() if device == "cpu" else torch.cuda.get_device_name()
    return {**about, **made, "device": device, "machine": where}


def draw(rows):
    """Draw time, memory and error of each method at each size, at the larger t and the smaller."""
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rows = [row for row in rows if row["seconds"] and row["device"] == "cpu"]
    sizes = list(dict.fromkeys((row["queries"], row["P"], row["N"]) for row in rows))
    names = [name for name in {**SCORES, **DENSITIES} if any(r["method"] == name for r in rows)]
    figure, axes = plt.subplots(1, 3, figsize=(11, 4.6), layout="constrained", sharex=True)
    columns = {"ratio": "time / two products", "peak_mib": "added memory (MiB)", "error": "error"}
    for panel, axis, (column, label) in zip("abc", axes, columns.items(), strict=True):
        for k, name in enumerate(names):
            for t, filled in ((TIMES[0], True), (TIMES[1], False)):
                points = [
                    (
                        sizes.index((r["queries"], r["P"], r["N"])) + (k - len(names) / 2) * 0.07,
                        max(float(r[column]), 1e-16 if column == "error" else 0.5),
                    )
                    for r in rows
                    if r["method"] == name and r["t"] == t and r[column]
                ]
                if points:
                    axis.plot(
                        *zip(*points, strict=True),
                        "o",
                        color=f"C{k}",
                        mfc=f"C{k}" if filled else "none",
                        label=name if filled and panel == "b" else None,
                    )
        axis.set_yscale("log")
        axis.set_ylabel(label)
        axis.set_title(f"({panel})", loc="left")
        axis.set_xticks(
            range(len(sizes)), [f"{B} x {P:.0e}\nN = {N}".replace("e+0", "e") for B, P, N in sizes]
        )
    figure.legend(loc="outside upper center", ncols=4, frameon=False)
    figure.supxlabel(f"queries x points; filled t = {TIMES[0]:g}, open t = {TIMES[1]:g}")
    figure.savefig(Path(__file__).with_suffix(".png"), dpi=150)


def main():
    torch.set_num_threads(1)
    rows = []
    for device in ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",):
        for size in SIZES if device == "cpu" else [*SIZES, LARGEST]:
            # in float64, with what drawing them and a method's copies take
            if 24 * size[1] * size[2] > MEMORY:
                continue
            for made in rows_of(size, device):
                rows.append(made)
                show(made)
            write(__file__, rows)
    draw(rows)


if __name__ == "__main__":
    main()
