"""What the studies of networks of images share: a U-Net's training, and spectra of its score."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Int

from memgen.data.image_sets import ImageSet, load_image_set
from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.networks.unet import UNet
from memgen.settings.image_network import ImageNetwork
from memgen.tables.files import Arrays
from memgen.tables.rows import Point
from memgen.training.load import load_score
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore
from memgen.training.task import Task


def images_of(s: ImageNetwork) -> ImageSet:
    """Return the images that the settings name."""
    return load_image_set(s.image_set, s.directory, s.size, s.grey)


def image_task(
    s: ImageNetwork,
    images: ImageSet,
    order: Int[np.ndarray, " total"],
    count: int,
    seed: int,
    coordinates: Point,
) -> Task:
    """Return the training of a U-Net on the first `count` images of an order.

    The last `held_out` images of the order are never trained on. The split holds both, `training`
    and `held_out` (each a row of N pixels), and the `shape` (height, width, channels).

    Raises
    ------
    ValueError
        If there are not so many images.
    """
    if count + s.held_out > len(order):
        raise ValueError(
            f"{count} images are to be trained on, and {s.image_set} holds {len(order)}, of which "
            f"{s.held_out} are held out: take {len(order) - s.held_out} at most."
        )
    training, held_out = order[:count], order[-s.held_out :]
    points = images.cloud.points
    return Task(
        build=partial(UNet, images.shape, s.width, s.multipliers),
        points=points[training],
        schedule=VarianceExploding(*s.sigma_range),
        training=s.training,
        seed=seed,
        split={
            "training": points[training],
            "held_out": points[held_out],
            "shape": np.array(images.shape),
        },
        coordinates=coordinates,
    )


def image_score(s: ImageNetwork, network: Path, split: Arrays) -> NetworkScore:
    """Return the score of a U-Net that `image_task` trained, from its files."""
    height, width, channels = (int(side) for side in split["shape"])
    unet = UNet((height, width, channels), s.width, s.multipliers)
    return load_score(unet, network, VarianceExploding(*s.sigma_range))


def noisy_spectra(
    score: Callable[[Any, Any], Any],
    clean: Float[np.ndarray, "P N"],
    t: float,
    rng: np.random.Generator,
) -> Float[np.ndarray, "P N"]:
    """Return the singular values, descending, of t grad score at x + sqrt(t) w for each clean x.

    `score` takes torch tensors x (batch, N) and t; w ~ N(0, 1) comes from `rng`. One image after
    the other, which bounds the memory.
    """
    x = torch.as_tensor(clean + np.sqrt(t) * rng.standard_normal(clean.shape))
    jacobians = (network_jacobian(score, x[k : k + 1], t).detach().numpy() for k in range(len(x)))
    return np.concatenate([singular_values(t * jacobian) for jacobian in jacobians])
