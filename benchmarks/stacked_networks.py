"""Stacks of small networks beside the same networks trained one after the other, in one run.

    python benchmarks/stacked_networks.py

writes benchmarks/stacked_networks.csv and prints the same table. `ratio` is the time of all steps
of a stack over that of as many separate runs of the same engine: CPU time, so that other programs
on the machine count little.
"""

import time

import numpy as np
import torch
from common import machine, show, write

from memgen.networks.mlp import ResidualMLP
from memgen.networks.stacked import StackedNetworks
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VariancePreserving

STEPS, N = 100, 64
TRAINING = Training(steps=STEPS, batch=64, every=50, device="cpu")
CASES = [(3, 32), (3, 128), (6, 32), (6, 128)]


def milliseconds_per_step(build, points):
    """The least of three CPU times."""
    found = []
    for _ in range(3):
        network = build()
        start = time.process_time()
        train(network, points, VariancePreserving(), TRAINING, 0)
        found.append(time.process_time() - start)
    return min(found) / STEPS * 1e3


def main():
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    rows = []
    for count, width in CASES:
        points = rng.standard_normal((100, N * count))

        def one(width=width):
            return ResidualMLP(N, width, 2, 64)

        stacked = milliseconds_per_step(
            lambda count=count, one=one: StackedNetworks([one() for _ in range(count)]), points
        )
        alone = count * milliseconds_per_step(one, points[:, :N])
        rows.append(
            {
                "networks": count,
                "width": width,
                "stacked_ms": round(stacked, 2),
                "separate_ms": round(alone, 2),
                "ratio": round(stacked / alone, 3),
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
