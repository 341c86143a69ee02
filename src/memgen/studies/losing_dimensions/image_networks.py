"""Networks trained on ever more images of a set."""

from memgen.seeds import Seeds
from memgen.settings.image_network import ImageNetwork
from memgen.studies.image_networks import image_task, images_of
from memgen.training.task import Task


def network(s: ImageNetwork, seeds: Seeds, size: int) -> Task:
    """Return the training on the first `size` images of an order that all sizes share."""
    images, stream = images_of(s), seeds.stream("images")
    order = stream.generator({"images": s.image_set}).permutation(len(images.cloud.points))
    seed = int(stream.generator({"size": size}).integers(2**31))
    return image_task(s, images, order, size, seed, {"trained_on": size})
