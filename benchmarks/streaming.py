"""The empirical score of points that are never held: CPU time and memory against P.

    python benchmarks/streaming.py

writes benchmarks/streaming.csv. Hidden manifold, D = 8 in N = 40; blocks of points are drawn anew
from their seeds, which `drawing` measures; `score` is the rest. 64 samples in float32 at t = 0.1.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import resource
import time

import numpy as np
from common import machine, show, write

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import streamed
from memgen.seeds import Seeds

N, D, BATCH, T, BLOCK = 40, 8, 64, 0.1, 10_000


def main():
    seeds = Seeds(1, "manifold_memorization", "fixed_size")
    manifold = HiddenManifold(draw_matrix(N, D, seeds.generator({"N": N})))
    x = manifold.sample(BATCH, np.random.default_rng(0))
    x = (x + np.sqrt(T) * np.random.default_rng(1).standard_normal(x.shape)).astype(np.float32)
    drawing = 0.0

    def blocks(P):
        nonlocal drawing
        for k in range(P // BLOCK):
            start = time.process_time()
            block = manifold.sample(BLOCK, seeds.generator({"N": N}, k + 1))
            drawing += time.process_time() - start
            yield block

    streamed(blocks(BLOCK), x, T)
    rows = []
    for P in (10**4, 10**5, 10**6, 10**7):
        drawing, start = 0.0, time.process_time()
        streamed(blocks(P), x, T)
        whole = time.process_time() - start
        rows.append(
            {
                "P": P,
                "drawing": f"{drawing:.3f}",
                "score": f"{whole - drawing:.3f}",
                "score_per_point_ns": f"{1e9 * (whole - drawing) / P:.0f}",
                "peak_mib": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
