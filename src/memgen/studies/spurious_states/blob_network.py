"""Perceptrons on images of one blob each, whose manifold is known: five dimensions."""

from collections.abc import Mapping

import numpy as np
import torch
from jaxtyping import Float

from memgen.data.blobs import LATENT_DIMENSION, blob_images, latents_of
from memgen.data.points import standardise
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import Seeds
from memgen.settings.spurious_images import BlobNetwork
from memgen.training.schedules import VariancePreserving
from memgen.training.task import Task

SIDE = 8  # pixels
TIME_WIDTH = 64


def network(s: BlobNetwork, seeds: Seeds, K: int) -> Task:
    """Return the training of one network on the first K of the blobs.

    The split holds their latents in the unit cube, `training` (K, 5), latents of blobs that no
    network saw, `held_out`, and `mean` (N,) and `scale`, which bring images to points.
    """
    u = seeds.stream("blobs").generator({}).random((s.count, LATENT_DIMENSION))
    cloud = standardise(blob_images(latents_of(u), SIDE), "blobs")
    weights = seeds.stream("train_blobs").generator({"K": K})
    return Task(
        build=lambda: build(s),
        points=cloud.points[:K],
        schedule=VariancePreserving(),
        training=s.training,
        seed=int(weights.integers(2**31)),
        split={
            "training": u[:K],
            "held_out": u[-s.held_out :],
            "mean": cloud.mean,
            "scale": np.array(cloud.scale),
        },
        coordinates={"K": K},
    )


def build(s: BlobNetwork) -> torch.nn.Module:
    """Return one untrained network."""
    return ResidualMLP(SIDE**2, s.width, s.blocks, TIME_WIDTH)


def generate(
    u: Float[np.ndarray, "batch 5"], split: Mapping[str, np.ndarray]
) -> Float[np.ndarray, "batch N"]:
    """Return the points of latents in the unit cube, on the scale of a network's split."""
    return (blob_images(latents_of(u), SIDE) - split["mean"]) / split["scale"]
