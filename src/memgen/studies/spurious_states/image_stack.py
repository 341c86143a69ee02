"""Stacks of networks of one width, each trained on K images of its own."""

import numpy as np
import torch

from memgen.data.nested_split import nested_split
from memgen.data.points import standardise
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageStack
from memgen.studies.spurious_states.stack import Stack, build_member
from memgen.tables.files import Arrays
from memgen.training.half_logarithmic import HalfLogarithmic
from memgen.training.task import Task


def network(s: ImageStack, seeds: Seeds, images: str, width: int, K: int, pool: Arrays) -> Task:
    """Return the training of one stack.

    Of the base width `networks`, with `boundary_networks` at `boundary_K`; else `width_networks`.

    The order of the images depends on the set and on the network's number alone: training sets are
    nested in K, and the same for all widths. The split holds which images of the pool each network
    was trained on, `training` (networks, K), and all others, `held_out`, in the network's order.
    """
    stack, raw = Stack(images, width, K), pool["images"]
    points = standardise(raw.reshape(len(raw), -1), images).points
    shape = (int(raw.shape[1]), int(raw.shape[2]), int(raw.shape[3]))
    count = s.width_networks
    if width == s.width:
        count = s.boundary_networks if s.boundary_K == K else s.networks
    orders = seeds.stream("order")
    generators = [orders.generator({"images": images}, number) for number in range(count)]
    training, held_out = nested_split(len(points), K, generators)

    def build() -> torch.nn.Module:
        return StackedNetworks([build_member(s.architecture, shape, width) for _ in range(count)])

    rng = seeds.stream("train_images").generator(stack.coordinates)
    return Task(
        build=build,
        points=np.concatenate([points[index] for index in training], axis=1),
        schedule=HalfLogarithmic(),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"training": training, "held_out": held_out},
        coordinates=stack.coordinates,
    )
