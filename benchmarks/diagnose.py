"""`memgen diagnose`: its dimensions beside scikit-dimension's, networks, time and memory at size.

    pip install -e '.[bench]'
    python benchmarks/diagnose.py

writes benchmarks/diagnose.csv, row by row as they come.

- Dimensions of points of known D (and of the digits): TwoNN and neighbours 16 and 32 here and in
  scikit-dimension, which gets the same points; its MLE and local PCA; D from the collapse here.
- Networks of the project trained on 48 and on 1000 digits: t_c over the exact score's, and how many
  of their samples are copies.
- Data and 500 samples at P = 1e5, N = 3072 in float32, a file of 1.2 GB, in a process of its own
  whose memory is limited to 8 GiB; a tenth of the samples are copies with a little noise.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import skdim
import torch
from common import machine, show, write

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.images import load_digits
from memgen.diagnose import diagnose
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.measures.geometry.neighbour_ranks import rank_dimension
from memgen.measures.samples.neighbours import nearest
from memgen.networks.mlp import ResidualMLP
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

P, N, PROBES, QUERIES = 100_000, 3072, 16, 64
LIMIT = 8 * 2**30
STEPS = 4000


def row(set_, truth, measure, value, stderr, seconds, peak=""):
    return {
        "set": set_,
        "truth": truth,
        "measure": measure,
        "value": f"{value:.4g}",
        "stderr": f"{stderr:.2g}",
        "cpu_s": f"{seconds:.2f}",
        "peak_mib": peak,
        "machine": machine(),
    }


def timed(function):
    start = time.process_time()
    found = function()
    return found, time.process_time() - start


def sets():
    rng = np.random.default_rng(0)
    for D, activation in ((5, "linear"), (8, "tanh")):
        manifold = HiddenManifold(draw_matrix(50, D, rng), activation)
        yield f"hidden manifold, {activation}, N = 50", D, manifold.sample(2000, rng)
    noisy = np.zeros((2000, 50))
    noisy[:, :3] = rng.uniform(size=(2000, 3))
    yield "cube with noise 0.02, N = 50", 3, noisy + 0.02 * rng.standard_normal(noisy.shape)
    yield "digits", "", load_digits().points


def own_ranks(points, first):
    distances = nearest(points, points, 2 * first, exclude_self=True).distance
    return rank_dimension(distances, first, 2 * first, len(points))


def dimensions():
    for name, truth, points in sets():
        for label, first in (("neighbours 1 and 2", 1), ("neighbours 16 and 32", 16)):
            found, seconds = timed(lambda first=first, x=points: own_ranks(x, first))
            yield row(name, truth, f"memgen, {label}", found.dimension, found.stderr, seconds)
        for label, make in (
            ("TwoNN", skdim.id.TwoNN),
            ("GRIDE, 16 and 32", lambda: skdim.id.GRIDE(n1=16, n2=32)),
            ("MLE", skdim.id.MLE),
            ("lPCA", skdim.id.lPCA),
        ):
            found, seconds = timed(lambda make=make, x=points: make().fit(x).dimension_)
            yield row(name, truth, f"scikit-dimension, {label}", found, np.nan, seconds)
        part, seconds = timed(lambda x=points: diagnose(x, probes=100, queries=500).data)
        number = part["effective_dimension"]
        error = (number.upper - number.lower) / 3.92
        yield row(
            name, truth, "memgen, whole diagnosis: D of the collapse", number.value, error, seconds
        )


def networks():
    points = load_digits().points[np.random.default_rng(0).permutation(1797)]
    schedule = VarianceExploding(0.1, 10)
    for K in (48, 1000):
        torch.manual_seed(0)
        settings = Training(steps=STEPS, batch=128, device="cpu", learning_rate=2e-3)
        model = ResidualMLP(64, 256, 2, 64)
        trained, seconds = timed(
            lambda model=model, K=K, settings=settings: train(
                model, points[:K], schedule, settings, 0
            )
        )
        score = NetworkScore(trained.network, schedule)

        def told(x, t, score=score):
            with torch.no_grad():
                return score(torch.as_tensor(x, dtype=torch.float32), t).numpy().astype(float)

        start = 10 * np.random.default_rng(1).standard_normal((300, 64))
        samples = probability_flow(told, start, np.append(log_times(100, 0.01, 40), 0))
        found = diagnose(
            points[:K],
            samples,
            held_out=points[1000:],
            network=lambda x, sigma, told=told: x + sigma**2 * told(x, sigma**2),
        )
        name = f"network on {K} digits"
        for part, key in (
            (found.network, "collapse_ratio"),
            (found.network, "own_weight"),
            (found.samples, "memorised_fraction"),
            (found.samples, "copying_test"),
        ):
            number = part[key]
            error = (number.upper - number.lower) / 3.92
            yield row(name, found.verdict, key, number.value, error, seconds)


def large(file, samples, queue):
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    start = time.process_time()
    found = diagnose(file, samples, probes=PROBES, queries=QUERIES, progress=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = found.data["effective_dimension"], found.samples["memorised_fraction"]
    told = [(one.value, (one.upper - one.lower) / 3.92) for one in numbers]
    queue.put((told, time.process_time() - start, f"{peak:.0f}"))


def at_size():
    """Yield time and memory for points of a plane of 20 dimensions, and samples of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.npy"
        points = np.lib.format.open_memmap(file, "w+", np.float32, (P, N))
        rng = np.random.default_rng(0)
        axes = rng.standard_normal((20, N)).astype(np.float32)
        for first in range(0, P, 2000):
            latent = rng.standard_normal((2000, 20), dtype=np.float32)
            points[first : first + 2000] = latent @ axes
        samples = rng.standard_normal((500, 20), dtype=np.float32) @ axes
        samples[:50] = points[:50] + 0.1 * rng.standard_normal((50, N), dtype=np.float32)
        points.flush()
        del points
        context = multiprocessing.get_context("spawn")
        queue = context.Queue()
        child = context.Process(target=large, args=(str(file), samples, queue))
        child.start()
        (dimension, copies), seconds, peak = queue.get()
        child.join()
    name = f"plane, P = {P}, N = {N}"
    yield row(name, 20, "memgen, D of the collapse", *dimension, seconds, peak)
    yield row(name, 0.1, "memorised_fraction", *copies, seconds, peak)


def main():
    rows = []
    for part in (dimensions, networks, at_size):
        for one in part():
            rows.append(one)
            show(one)
            write(__file__, rows)


if __name__ == "__main__":
    main()
