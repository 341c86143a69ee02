"""Distances of networks' samples, and the choice of samples by type."""

import numpy as np

from memgen.data.blobs import blob_images, draw_latents
from memgen.data.image_sets import image_set
from memgen.data.image_split import split_images
from memgen.measures.samples.distances import real_distances, sample_distances
from memgen.measures.samples.image_distance import ImageDistance

SQUARED = ImageDistance(lambda x: np.asarray(x, dtype=float), 2)


def split(K):
    raw = blob_images(draw_latents(200, np.random.default_rng(1)), 8)
    images = image_set(raw.reshape(-1, 8, 8, 1), "blobs")
    return split_images(images, K, [np.random.default_rng(number) for number in range(2)])


def test_distances_are_to_the_networks_own_images():
    of_ten = split(10)
    own = np.stack(of_ten.training_sets)
    found = sample_distances(own + 0.01, of_ten, SQUARED)
    np.testing.assert_allclose(found.to_training, 64e-4, rtol=1e-6)
    assert found.ratios.max() < 0.5
    # the other network's images are not its own
    crossed = sample_distances(own[::-1].copy(), of_ten, SQUARED)
    assert np.median(crossed.to_training) > 1
    gaps = np.linalg.norm(own[0][:, None] - own[0], axis=2)
    np.fill_diagonal(gaps, np.inf)
    np.testing.assert_allclose(found.to_synthetic[0], gaps.min(axis=1) ** 2, rtol=1e-6)


def test_real_images_as_many_as_there_are():
    found = real_distances(split(150), 80, SQUARED)
    assert [len(x) for x in found.features] == [50, 50]
    assert all((d > 0).all() for d in found.to_training)
    assert len(real_distances(split(10), 80, SQUARED).to_real[0]) == 80
