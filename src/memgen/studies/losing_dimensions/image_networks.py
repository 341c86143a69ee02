"""Networks trained on ever more images of a set, and for ever more steps."""

from functools import partial

import numpy as np

from memgen.data.image_sets import load_image_set
from memgen.networks.modulated import ModulatedMLP
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import ImagePerceptrons
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task


def network(s: ImagePerceptrons, seeds: Seeds, size: int, steps: int) -> Task:
    """Return the training of several networks, each on the first `size` images of its own order.

    A larger training set holds the smaller ones; the last `held_out` images of an order are never
    trained on. The split holds both, `training` and `held_out` (networks x images x pixels).

    Raises
    ------
    ValueError
        If there are not so many images.
    """
    points = load_image_set(s.image_set, s.directory, s.size, s.grey).cloud.points
    stream = seeds.stream("images")
    if size + s.held_out > len(points):
        raise ValueError(
            f"{size} images are to be trained on, and {s.image_set} holds {len(points)}, of which "
            f"{s.held_out} are held out: take {len(points) - s.held_out} at most."
        )
    orders = [
        stream.generator({"images": s.image_set}, member).permutation(len(points))
        for member in range(s.networks)
    ]
    training = points[np.array([order[:size] for order in orders])]
    return Task(
        build=partial(build_stack, s, points.shape[1]),
        points=np.concatenate(training, axis=1),
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training.model_copy(update={"steps": steps}),
        seed=int(stream.generator({"size": size}).integers(2**31)),
        split={
            "training": training,
            "held_out": points[np.array([order[-s.held_out :] for order in orders])],
        },
        coordinates={"trained_on": size, "steps": steps},
    )


def build(s: ImagePerceptrons, N: int) -> ModulatedMLP:
    """Return an untrained perceptron; time's layers and the matrix beside it are as wide."""
    return ModulatedMLP(N, s.width, s.blocks, s.width, max(s.width, N))


def build_stack(s: ImagePerceptrons, N: int) -> StackedNetworks:
    """Return the untrained perceptrons side by side."""
    return StackedNetworks([build(s, N) for _ in range(s.networks)])
