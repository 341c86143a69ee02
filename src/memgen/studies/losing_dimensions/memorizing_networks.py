"""Networks trained on so few points that they come to memorize them, for ever more steps."""

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
    steps: int,
    member: int,
) -> Task:
    """Return the training on P Gaussian points, of each member its own, the same for all steps.

    Gaussian and not of one norm: the score of infinitely many is known. The split holds the points
    (`training`) and the `variances`, from which new ones are drawn.
    """
    rng = seeds.stream("memorizing").generator({"P": P}, member)
    variances = direction_variances(N, counts, stds, floor)
    points = draw_directions(variances, P, rng)
    return Task(
        build=partial(build, s, N),
        points=points,
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training.model_copy(update={"steps": steps}),
        seed=int(rng.integers(2**31)),
        split={"training": points, "variances": variances},
        coordinates={"P": P, "steps": steps, "member": member},
    )


def build(s: PointNetwork, N: int) -> ResidualMLP:
    """Return the untrained perceptron; the time's layers are no wider than the others."""
    return ResidualMLP(N, s.width, s.blocks, s.width)
