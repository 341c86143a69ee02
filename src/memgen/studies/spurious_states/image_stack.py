"""Stacks of networks of one width, each trained on K images of its own."""

import numpy as np
import torch

from memgen.data.image_split import split_images
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageStack
from memgen.studies.spurious_states.stacks import Stack, build_member, read_images
from memgen.tables.files import Arrays
from memgen.training.schedules import VariancePreserving
from memgen.training.task import Task


def network(s: ImageStack, seeds: Seeds, images: str, width: int, K: int, pool: Arrays) -> Task:
    """Return the training of one stack: `networks` of the base width, else `width_networks`.

    The order of the images depends on the set and on the network's number alone: training sets are
    nested in K, and the same for all widths. The split holds which images of the pool each network
    was trained on, `training` (networks, K), and all others, `held_out`, in the network's order.
    """
    stack, loaded = Stack(images, width, K), read_images(pool, images)
    count = s.networks if width == s.width else s.width_networks
    orders = seeds.stream("order")
    generators = [orders.generator({"images": images}, number) for number in range(count)]
    split = split_images(loaded, K, generators)

    def build() -> torch.nn.Module:
        members = [build_member(s.architecture, loaded.shape, width) for _ in range(count)]
        return StackedNetworks(members)

    rng = seeds.stream("train_images").generator(stack.coordinates)
    return Task(
        build=build,
        points=np.concatenate(split.training_sets, axis=1),
        schedule=VariancePreserving(),
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"training": split.training, "held_out": split.held_out},
        coordinates=stack.coordinates,
    )
