"""Dreams per second of Hebbian unlearning, in one run on one core.

    python benchmarks/unlearning.py

writes benchmarks/unlearning.csv and prints the same table: memgen's compiled loop, beside the same
algorithm as a plain C loop (unlearning.c, compiled here by cc with -O3 -march=native -ffast-math)
and in plain numpy, one dream after the other. All start from Hebb's couplings at load .4. Processor
time is counted, the median of repeats. The mean stabilities that they end with must agree up to the
noise of the dreams.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import ctypes
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from common import machine, show, write

from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.unlearning import RATE, unlearn

LOAD = 0.4


def build(folder):
    """Compile unlearning.c; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("No C compiler was found (cc, gcc or clang): the C loop is left out.")
        return None
    library = Path(folder) / "unlearning.so"
    source = Path(__file__).with_suffix(".c")
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, str(source), "-o", str(library)], check=True)
    dream = ctypes.CDLL(str(library)).dream
    dream.argtypes = [
        np.ctypeslib.ndpointer(float, flags="C_CONTIGUOUS"),
        ctypes.c_int,
        ctypes.c_long,
        ctypes.c_double,
        ctypes.c_uint64,
    ]
    dream.restype = None
    return dream


def median_seconds(function, *arguments, repeats):
    """Return the median processor time of `repeats` calls and the last result."""
    durations = []
    for _ in range(repeats):
        start = time.process_time()
        result = function(*arguments)
        durations.append(time.process_time() - start)
    return statistics.median(durations), result


def in_c(dream, J, dreams):
    J = J.copy()
    dream(J, len(J), dreams, RATE / len(J), 88172645463325252)
    return J


def in_numpy(J, dreams, rng):
    """One dream after the other, with numpy's products and updates."""
    J, N = J.copy(), len(J)
    for _ in range(dreams):
        x = random_states(1, N, rng)[0]
        h = J @ x
        while True:
            (unstable,) = np.nonzero(x * h < -1e-12)
            if unstable.size == 0:
                break
            site = unstable[np.searchsorted(unstable, rng.integers(N)) % unstable.size]
            x[site] *= -1
            h += 2 * x[site] * J[site]
        J -= RATE / N * np.outer(x, x)
        np.fill_diagonal(J, 0.0)
    return J


def main():
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        dream = build(folder)
        unlearn(hebb(random_states(2, 10, np.random.default_rng(0))), 2, np.random.default_rng(0))
        for N, dreams in ((100, 2000), (400, 2000)):
            rng = np.random.default_rng(1)
            xi = random_states(round(LOAD * N), N, rng)
            J = hebb(xi)
            ours, after = median_seconds(unlearn, J, dreams, rng, repeats=7)
            few = dreams // 10
            slow, _ = median_seconds(in_numpy, J, few, rng, repeats=3)
            row = {
                "N": N,
                "dreams_per_second": round(dreams / ours),
                "numpy": round(few / slow),
                "ratio_to_numpy": round(slow / few / ours * dreams, 1),
                "c_loop": "",
                "ratio_to_c": "",
                "mean_stability": f"{stabilities(after, xi).mean():.3f}",
                "mean_stability_c": "",
                "machine": machine(),
            }
            if dream is not None:
                theirs, other = median_seconds(in_c, dream, J, dreams, repeats=7)
                row["c_loop"] = round(dreams / theirs)
                row["ratio_to_c"] = round(theirs / ours, 2)
                row["mean_stability_c"] = f"{stabilities(other, xi).mean():.3f}"
            rows.append(row)
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
