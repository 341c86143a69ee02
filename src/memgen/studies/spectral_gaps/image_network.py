"""A network trained on all images of a set but some."""

from memgen.seeds import Seeds
from memgen.settings.image_network import ImageNetwork
from memgen.studies.image_networks import image_task, images_of
from memgen.training.task import Task


def network(s: ImageNetwork, seeds: Seeds) -> Task:
    """Return the training on all but the last `held_out` images of a random order."""
    images = images_of(s)
    rng = seeds.stream("train_images").generator({"images": s.image_set})
    order = rng.permutation(len(images.cloud.points))
    seed = int(rng.integers(2**31))
    count = len(order) - s.held_out
    return image_task(s, images, order, count, seed, {"images": s.image_set})
