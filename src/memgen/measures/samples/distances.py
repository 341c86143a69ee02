"""Distances of generated samples to training and synthetic sets, and of real images likewise."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.data.image_split import ImageSplit
from memgen.measures.memorization import nearest_ratio
from memgen.measures.samples.image_distance import ImageDistance
from memgen.measures.samples.neighbours import nearest


@dataclass(frozen=True)
class SampleDistances:
    """d_S and d_S' of the samples of several networks.

    Attributes
    ----------
    features : list of (M, F)
        Of the samples.
    to_training, to_synthetic : (networks, M)
        d_S, and d_S' with S' all M samples of the network, itself left out.
    ratios : (networks, M)
        Distances to the nearest over the next training image, d1 / d2.
    """

    features: list[np.ndarray]
    to_training: Float[np.ndarray, "networks M"]
    to_synthetic: Float[np.ndarray, "networks M"]
    ratios: Float[np.ndarray, "networks M"]


@dataclass(frozen=True)
class RealDistances:
    """The same of fresh real images, for each network as many as there are, up to M.

    Attributes
    ----------
    features, to_training, to_real : lists of arrays
        One for each network: features (m, F), d_S (m,), distance to the next fresh image (m,).
    """

    features: list[np.ndarray]
    to_training: list[np.ndarray]
    to_real: list[np.ndarray]


def nearest_distance(
    x: np.ndarray, points: np.ndarray, distance: ImageDistance, exclude_self: bool = False
) -> Float[np.ndarray, " batch"]:
    """Return the distance of each feature vector to the nearest of others."""
    return nearest(x, points, exclude_self=exclude_self).distance[:, 0] ** distance.power


def sample_distances(
    samples: Float[np.ndarray, "networks M N"],
    split: ImageSplit,
    distance: ImageDistance,
) -> SampleDistances:
    """Return the distances of the samples of networks, each to the images it was trained on."""
    features = [distance.features(x) for x in samples]
    sets = [distance.features(S) for S in split.training_sets]
    pairs = list(zip(features, sets, strict=True))
    return SampleDistances(
        features,
        np.stack([nearest_distance(x, S, distance) for x, S in pairs]),
        np.stack([nearest_distance(x, x, distance, exclude_self=True) for x in features]),
        np.stack([nearest_ratio(x, S) for x, S in pairs]),
    )


def real_distances(split: ImageSplit, M: int, distance: ImageDistance) -> RealDistances:
    """Return the distances of real images that a network never saw, up to M of each network."""
    features = [distance.features(x) for x in split.fresh(M)]
    sets = [distance.features(S) for S in split.training_sets]
    return RealDistances(
        features,
        [nearest_distance(x, S, distance) for x, S in zip(features, sets, strict=True)],
        [nearest_distance(x, x, distance, exclude_self=True) for x in features],
    )
