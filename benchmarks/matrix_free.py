"""The largest singular values of a network's Jacobian, never stored, beside the whole matrix.

    python benchmarks/matrix_free.py

writes benchmarks/matrix_free.csv and prints the same table. The alternative is torch.func's
reverse mode for the whole Jacobian and numpy's decomposition of it. `error` is the largest
relative one of the ten largest values; `ratio` is the time of Lanczos over the other one.
"""

import time

import numpy as np
import torch
from common import machine, show, write

from memgen.diffusion.matrix_free import jacobian_maps, lanczos
from memgen.networks.mlp import ResidualMLP

STEPS, LARGEST = 60, 10
SIZES = (512, 2048)


def seconds(function):
    """The least of three times, and the result."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        result = function()
        found.append(time.perf_counter() - start)
    return min(found), result


def main():
    torch.set_num_threads(1)
    rows = []
    for N in SIZES:
        torch.manual_seed(0)
        network = ResidualMLP(N, 256, 2, 64).double()
        for parameter in network.leave.parameters():
            torch.nn.init.normal_(parameter, std=0.1)
        label = torch.full((1,), 0.1, dtype=torch.float64)
        x = torch.randn(1, N, dtype=torch.float64)

        def function(z, network=network, label=label):
            return network(z, label)

        start = torch.randn(N, dtype=torch.float64)
        ours, found = seconds(
            lambda f=function, x=x, v=start: lanczos(*jacobian_maps(f, x), v, STEPS)
        )
        other, exact = seconds(
            lambda f=function, x=x: np.linalg.svd(
                torch.func.jacrev(f)(x)[0, :, 0].detach().numpy(), compute_uv=False
            )
        )
        error = np.abs(found.values[:LARGEST] / exact[:LARGEST] - 1).max()
        rows.append(
            {
                "N": N,
                "steps": STEPS,
                "lanczos_s": round(ours, 3),
                "whole_s": round(other, 3),
                "ratio": round(ours / other, 3),
                "error": f"{error:.1e}",
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
