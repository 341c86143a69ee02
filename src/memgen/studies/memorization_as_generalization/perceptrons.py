"""Perceptrons trained on points of relu manifolds, and the data that they are trained on."""

from functools import partial

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.networks.mlp import ResidualMLP
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.message_passing import Perceptron
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task

ACTIVATION = "relu"


def network(s: Perceptron, seeds: Seeds, P: int) -> Task:
    """Return the training of one perceptron for each manifold, on P points of it, side by side.

    The split holds the manifolds' F. They are the same for all P, and a larger training set holds
    the smaller ones.
    """
    matrices = [draw_manifold(s, seeds, draw) for draw in range(s.manifolds)]
    points = [draw_points(F, P, seeds, draw) for draw, F in enumerate(matrices)]
    rng = seeds.stream("message_passing_train").generator({"P": P})
    return Task(
        build=partial(build_stack, s),
        points=np.concatenate(points, axis=1),
        schedule=schedule_of(s),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"F": np.stack(matrices)},
        coordinates={"P": P},
    )


def draw_manifold(s: Perceptron, seeds: Seeds, draw: int) -> Float[np.ndarray, "N D"]:
    """Return F of one draw."""
    return draw_matrix(s.N, s.D, seeds.stream("message_passing_manifold").generator({}, draw))


def draw_points(
    F: Float[np.ndarray, "N D"], P: int, seeds: Seeds, draw: int
) -> Float[np.ndarray, "P N"]:
    """Return P points of the manifold of one draw; the first ones are the same for every P."""
    rng = seeds.stream("message_passing_points").generator({}, draw)
    return HiddenManifold(F, ACTIVATION).sample(P, rng)


def build(s: Perceptron) -> ResidualMLP:
    """Return one untrained perceptron."""
    return ResidualMLP(s.N, s.width, s.blocks, s.time_width)


def build_stack(s: Perceptron) -> StackedNetworks:
    """Return the untrained perceptrons of all manifolds."""
    return StackedNetworks([build(s) for _ in range(s.manifolds)])


def schedule_of(s: Perceptron) -> VarianceExploding:
    """Return the law of the noise in training."""
    low, high = s.t_range
    return VarianceExploding(float(np.sqrt(low)), float(np.sqrt(high)))
