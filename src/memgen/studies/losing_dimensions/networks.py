"""Networks trained on P points of a few variances and of one norm."""

from functools import partial

from memgen.data.directions import direction_variances, draw_directions
from memgen.networks.mlp import ResidualMLP
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
) -> Task:
    """Return the training on P points y / |y|.

    The split holds the points (`training`) and the `variances` of y, from which new ones are drawn.
    """
    rng = seeds.stream("train").generator({"P": P})
    variances = direction_variances(N, counts, stds, floor)
    points = draw_directions(variances, P, rng, unit_norm=True)
    return Task(
        build=partial(build, s, N),
        points=points,
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"training": points, "variances": variances},
        coordinates={"trained_P": P},
    )


def build(s: PointNetwork, N: int) -> ResidualMLP:
    """Return the untrained perceptron."""
    return ResidualMLP(N, s.width, s.blocks, 4 * s.width)
