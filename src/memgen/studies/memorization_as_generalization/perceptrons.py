"""Perceptrons trained on points of the tanh manifold, and the data that they are trained on."""

from functools import partial

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import Seeds
from memgen.settings.message_passing import Perceptron
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task


def network(s: Perceptron, seeds: Seeds, P: int, width: int) -> Task:
    """Return the training of a perceptron of some width on P points.

    The split holds F, from which new points are drawn. All networks have the same F, and a larger
    training set holds the smaller ones.
    """
    F = draw_manifold(s, seeds, 0)
    rng = seeds.stream("message_passing_train").generator({"P": P, "width": width})
    return Task(
        build=partial(build, s, width),
        points=draw_points(F, P, seeds, 0),
        schedule=schedule_of(s),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"F": F},
        coordinates={"P": P, "width": width},
    )


def draw_manifold(s: Perceptron, seeds: Seeds, draw: int) -> Float[np.ndarray, "N D"]:
    """Return F of one draw; the networks have the first one."""
    return draw_matrix(s.N, s.D, seeds.stream("message_passing_manifold").generator({}, draw))


def draw_points(
    F: Float[np.ndarray, "N D"], P: int, seeds: Seeds, draw: int
) -> Float[np.ndarray, "P N"]:
    """Return P points of the manifold of one draw; the first ones are the same for every P."""
    rng = seeds.stream("message_passing_points").generator({}, draw)
    return HiddenManifold(F, "tanh").sample(P, rng)


def build(s: Perceptron, width: int) -> ResidualMLP:
    """Return the untrained perceptron."""
    return ResidualMLP(s.N, width, s.blocks, s.time_width)


def schedule_of(s: Perceptron) -> VarianceExploding:
    """Return the law of the noise in training."""
    low, high = s.t_range
    return VarianceExploding(float(np.sqrt(low)), float(np.sqrt(high)))
