"""Networks that are trained on the first K published points of the circle."""

from memgen.data.circle import on_circle, published_angles
from memgen.networks.fourier_mlp import FourierMLP
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import Circle
from memgen.training.task import Task
from memgen.training.uniform_variance import UniformVariance


def network(s: Circle, seeds: Seeds, K: int) -> Task:
    """Return the training of one network, at noise variances uniform in [t_first, 1].

    Its split holds the training points, `points` (K, 2). There are no others to hold out: the law
    of the circle is known.
    """
    points = on_circle(published_angles(K))
    return Task(
        build=lambda: FourierMLP(2, s.width, s.frequency),
        points=points,
        schedule=UniformVariance(s.t_first, 1.0),
        training=s.training,
        seed=int(seeds.stream("train_circle").generator({"K": K}).integers(2**31)),
        split={"points": points},
        coordinates={"K": K},
    )
