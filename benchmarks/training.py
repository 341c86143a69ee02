"""Training steps per second beside a plain PyTorch loop, in one run.

    python benchmarks/training.py

writes benchmarks/training.csv and prints the same table. The plain loop has the same network, batch
and optimizer and nothing else: no schedule of the learning rate, no clipping, no moving average, no
record of the loss. `ratio` is the plain loop's speed over the engine's. On an accelerator it is
run there too, in float32 and in mixed precision.
"""

import time

import numpy as np
import torch
from common import machine, show, write

from memgen.networks.mlp import ResidualMLP
from memgen.networks.unet import UNet
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VarianceExploding

STEPS = 150
TRAINING = Training(steps=STEPS, batch=128, every=50)
CASES = {
    "perceptron, N=100, width 256": (100, lambda: ResidualMLP(100, 256, 2, 512)),
    "U-Net, 8 x 8, width 16": (64, lambda: UNet((8, 8, 1), 16, (1, 2))),
}


def plain(network, points, device):
    """The loop as one writes it first."""
    network.to(device).train()
    data = torch.as_tensor(points, dtype=torch.float32, device=device)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    for _ in range(STEPS):
        x = data[torch.randint(len(data), (TRAINING.batch,), device=device)]
        t = 1e-4 * 2.5e7 ** torch.rand(len(x), device=device)
        noise = torch.randn_like(x)
        noisy = (x + t.sqrt()[:, None] * noise) * torch.rsqrt(1 + t)[:, None]
        loss = ((network(noisy, torch.log(t) / 8) - noise) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return float(loss.detach())


def best_seconds(run, repeats=3):
    """The least of a few times: a shared machine only ever adds to it."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def compare(name, N, build, training):
    """One row: the engine beside the plain loop on one device."""
    points = np.random.default_rng(0).standard_normal((5000, N))
    ours = best_seconds(lambda: train(build(), points, VarianceExploding(), training, 0))
    other = best_seconds(lambda: plain(build(), points, training.device))
    return {
        "network": name,
        "device": training.device,
        "mixed_precision": training.mixed_precision,
        "steps_per_second": round(STEPS / ours, 1),
        "plain_steps_per_second": round(STEPS / other, 1),
        "ratio": round(ours / other, 3),
        "machine": machine(),
    }


def main():
    torch.set_num_threads(1)
    kinds = [("cpu", False)]
    if torch.cuda.is_available():
        kinds += [("cuda", False), ("cuda", True)]
    rows = []
    for name, (N, build) in CASES.items():
        for device, mixed in kinds:
            training = TRAINING.model_copy(update={"device": device, "mixed_precision": mixed})
            rows.append(compare(name, N, build, training))
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
