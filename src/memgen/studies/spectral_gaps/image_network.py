"""Networks trained on the images of a set, and on a Gaussian of the same mean and covariance."""

from functools import partial

import numpy as np
import torch
from jaxtyping import Float

from memgen.networks.modulated import ModulatedMLP
from memgen.networks.stacked import StackedNetworks
from memgen.networks.unet import UNet
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ImageData, ImageNetworks
from memgen.studies.image_networks import images_of
from memgen.training.schedules import VarianceExploding
from memgen.training.task import Task

TIME_WIDTH = 64  # of the perceptron's time layers


def network(s: ImageNetworks, seeds: Seeds, data: ImageData) -> Task:
    """Return the training of several networks side by side, each with images of its own left out.

    Each is trained on all images but the last `held_out` of a random order. For "gaussian" these
    are replaced by as many points of a Gaussian of their mean and covariance, whose score is
    linear: what a network makes of it tells the network's own misses. The split holds the points
    `held_out` of each, the `level` of each, eigenvalues of the covariance of its images, ascending,
    and the `shape` (height, width, channels).
    """
    images = images_of(s)
    points = images.cloud.points
    trained, held_out, levels = [], [], []
    for member in range(s.networks):
        # The same images are left out for both kinds of data.
        order = seeds.stream("train_images").generator({"images": s.image_set}, member)
        chosen = points[order.permutation(len(points))]
        levels.append(principal_variances(chosen[: -s.held_out]))
        if data == "gaussian":
            chosen = like_gaussian(chosen, s.held_out, order)
        trained.append(chosen[: -s.held_out])
        held_out.append(chosen[-s.held_out :])
    weights = seeds.stream("image_weights").generator({"images": s.image_set})
    return Task(
        build=partial(build_stack, s, images.shape),
        points=np.concatenate(trained, axis=1),
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training,
        seed=int(weights.integers(2**31)),
        split={
            "held_out": np.array(held_out),
            "level": np.array(levels),
            "shape": np.array(images.shape),
        },
        coordinates={"data": data},
    )


def like_gaussian(
    images: Float[np.ndarray, "P N"], held_out: int, rng: np.random.Generator
) -> Float[np.ndarray, "P N"]:
    """Return as many points of a Gaussian of the mean and covariance of all but the last images."""
    training = images[:-held_out]
    values, vectors = np.linalg.eigh(np.cov(training.T, bias=True))
    root = vectors * np.sqrt(values.clip(0))
    return training.mean(axis=0) + rng.standard_normal(images.shape) @ root.T


def principal_variances(points: Float[np.ndarray, "P N"]) -> Float[np.ndarray, " N"]:
    """Return the eigenvalues of the points' covariance, ascending."""
    return np.linalg.eigvalsh(np.cov(points.T, bias=True)).clip(0)


def build(s: ImageNetworks, shape: tuple[int, int, int]) -> torch.nn.Module:
    """Return one untrained network."""
    if s.architecture == "unet":
        return UNet(shape, s.width, s.multipliers)
    N = shape[0] * shape[1] * shape[2]
    return ModulatedMLP(N, s.width, s.blocks, TIME_WIDTH, s.channels)


def build_stack(s: ImageNetworks, shape: tuple[int, int, int]) -> StackedNetworks:
    """Return the untrained networks, side by side."""
    return StackedNetworks([build(s, shape) for _ in range(s.networks)])
