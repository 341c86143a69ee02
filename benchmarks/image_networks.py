"""A training step of the networks of images, and what a point of a ladder of K costs, in one run.

    python benchmarks/image_networks.py

writes benchmarks/image_networks.csv and prints the same table: for images of 28 x 28 pixels the
network that recalls and refines at three widths, beside a U-Net and a perceptron, in CPU time on
one core. `K_minutes` is the cost of one K at the laptop size of spurious_states: its training and
its samples.
"""

import time

import numpy as np
import torch
from common import machine, show, write

from memgen.diffusion.samplers import reverse_diffusion
from memgen.networks.mlp import ResidualMLP
from memgen.networks.recall import RecallNetwork
from memgen.networks.unet import UNet
from memgen.settings.spurious_images import ImageSamples, ImageStack
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.half_logarithmic import HalfLogarithmic
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, falling_variances

SHAPE, N = (28, 28, 1), 784
TIMED, BATCH, SAMPLED, REPEATS = 20, 64, 100, 3
NETWORKS = {
    "recall, width 32": lambda: RecallNetwork(SHAPE, 32),
    "recall, width 64": lambda: RecallNetwork(SHAPE, 64),
    "recall, width 512": lambda: RecallNetwork(SHAPE, 512),
    "U-Net, 16 channels": lambda: UNet(SHAPE, 16, (1, 2)),
    "perceptron, width 512": lambda: ResidualMLP(N, 512, 3, 64),
}


def least_seconds(function):
    """Return the least CPU time of a few calls."""
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        function()
        found.append(time.process_time() - start)
    return min(found)


def main():
    torch.set_num_threads(1)
    points = np.random.default_rng(0).standard_normal((100, N))
    training = Training(steps=TIMED, batch=BATCH, every=TIMED, device="cpu")
    stack, samples = ImageStack(), ImageSamples()
    times = falling_variances(VariancePreserving(), STEPS, samples.steps)
    rows = []
    for name, build in NETWORKS.items():
        step = least_seconds(
            lambda build=build: train(build(), points, HalfLogarithmic(), training, 0)
        )
        score = NetworkScore(build().eval(), VariancePreserving())
        x, rng = torch.randn(SAMPLED, N), np.random.default_rng(0)
        with torch.no_grad():
            drawn = least_seconds(
                lambda score=score, x=x, rng=rng: reverse_diffusion(score, x, times, rng)
            )
        seconds = step / TIMED * stack.training.steps + drawn / SAMPLED * samples.samples
        rows.append(
            {
                "network": name,
                "parameters": sum(p.numel() for p in build().parameters()),
                "steps_per_second": round(TIMED / step, 1),
                "samples_per_second": round(SAMPLED / drawn, 1),
                "K_minutes": round(seconds / 60, 2),
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
