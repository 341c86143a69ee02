"""Networks trained on ever more points of a few variances, and for ever more steps."""

from functools import partial

import numpy as np

from memgen.data.directions import direction_variances, draw_directions
from memgen.networks.mlp import ResidualMLP
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import PointNetwork
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task


def network(
    s: PointNetwork,
    seeds: Seeds,
    N: int,
    counts: tuple[int, int],
    stds: tuple[float, float],
    floor: float,
    P: int,
    steps: int,
) -> Task:
    """Return the training of several networks, each on P Gaussian points of its own.

    Gaussian and not of one norm: the score of infinitely many is known. Members see the same points
    for all steps. The split holds the points (`training`, members x P x N) and the `variances`,
    from which new ones are drawn.
    """
    rng = seeds.stream("points").generator({"P": P})
    variances = direction_variances(N, counts, stds, floor)
    points = np.stack([draw_directions(variances, P, rng) for _ in range(s.members)])
    return Task(
        build=partial(build_stack, s, N),
        points=np.concatenate(points, axis=1),
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training.model_copy(update={"steps": steps}),
        seed=int(rng.integers(2**31)),
        split={"training": points, "variances": variances},
        coordinates={"P": P, "steps": steps},
    )


def build(s: PointNetwork, N: int) -> ResidualMLP:
    """Return an untrained perceptron; the time's layers are no wider than the others."""
    return ResidualMLP(N, s.width, s.blocks, s.width)


def build_stack(s: PointNetwork, N: int) -> StackedNetworks:
    """Return the untrained perceptrons side by side."""
    return StackedNetworks([build(s, N) for _ in range(s.members)])
