"""Networks that are trained on the first K published points of the circle."""

import numpy as np
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.networks.fourier_mlp import FourierMLP
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import Circle
from memgen.training.task import Task
from memgen.training.uniform_variance import UniformVariance


def network(s: Circle, seeds: Seeds, K: int) -> Task:
    """Return the training of `s.networks` networks side by side, t uniform in [t_first, 1].

    All learn the same K points, each in an order of its own: in one step they see other points with
    other noise. Their split holds the training points, `points` (K, 2). There are no others to hold
    out: the law of the circle is known.
    """
    points = on_circle(published_angles(K))
    rng = seeds.stream("train_circle").generator({"K": K})
    orders = [rng.permutation(points) for _ in range(s.networks)]

    def build() -> torch.nn.Module:
        return StackedNetworks([FourierMLP(2, s.width, s.frequency) for _ in range(s.networks)])

    return Task(
        build=build,
        points=np.concatenate(orders, axis=1),
        schedule=UniformVariance(s.t_first, 1.0),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"points": points},
        coordinates={"K": K},
    )
