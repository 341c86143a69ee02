"""The Jacobian of the empirical score beside automatic differentiation, in one run on one core.

    python benchmarks/jacobian.py

writes benchmarks/jacobian.csv and prints the same table: grad score at 20 samples, in closed form
(the weights' covariance), beside torch.func's reverse mode through the same score in float64, and
how far the two differ.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import torch
from common import machine, median_seconds, show, write

from memgen.diffusion.empirical import EmpiricalScore

torch.set_num_threads(1)
SAMPLES = 20


def automatic(points, x, t):
    """Jacobians by torch.func, through a softmax over all points."""

    def score(at):
        weight = torch.softmax(-((at - points) ** 2).sum(dim=1) / (2 * t), dim=0)
        return (weight @ points - at) / t

    return torch.func.vmap(torch.func.jacrev(score))(x)


def main():
    rows = []
    for P, N in ((1000, 30), (2000, 100), (20000, 30)):
        rng = np.random.default_rng(0)
        points, x, t = rng.standard_normal((P, N)), rng.standard_normal((SAMPLES, N)), 0.1 * N
        tensors = torch.as_tensor(points), torch.as_tensor(x)
        empirical = EmpiricalScore(points)
        ours, exact = median_seconds(empirical.jacobian, x, t, repeats=7)
        plain, other = median_seconds(automatic, *tensors, t, repeats=5)
        rows.append(
            {
                "P": P,
                "N": N,
                "seconds": round(ours, 5),
                "autograd_seconds": round(plain, 5),
                "ratio": round(plain / ours, 2),
                "largest_difference": f"{np.abs(exact - other).max():.1e}",
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
