"""Distances of networks' samples, and the choice of samples by type."""

import numpy as np
import pytest

from memgen.data.network_pools import network_pools
from memgen.measures.samples.chosen import TRAINING, choose_by_type
from memgen.measures.samples.distances import real_distances, sample_distances
from memgen.measures.samples.image_distance import ImageDistance

SETTINGS = {"blob_count": 200, "directory": None, "size": None, "grey": False}
SQUARED = ImageDistance(lambda x: np.asarray(x, dtype=float), 2)


@pytest.fixture(scope="module")
def pools():
    return network_pools(1, "s", "blobs", 2, SETTINGS)


def test_pools_share_their_images_and_differ_in_order(pools):
    assert pools[0].images is pools[1].images
    assert (pools[0].order != pools[1].order).any()
    again = network_pools(1, "s", "blobs", 1, SETTINGS)[0]
    np.testing.assert_array_equal(again.training(7), pools[0].training(7))


def test_distances_are_to_the_networks_own_images(pools):
    own = np.stack([pool.training(10) for pool in pools])
    found = sample_distances(own + 0.01, pools, 10, SQUARED)
    np.testing.assert_allclose(found.to_training, 64e-4, rtol=1e-6)
    assert found.ratios.max() < 0.5
    # the other network's images are not its own
    crossed = sample_distances(own[::-1].copy(), pools, 10, SQUARED)
    assert np.median(crossed.to_training) > 1
    gaps = np.linalg.norm(own[0][:, None] - own[0], axis=2)
    np.fill_diagonal(gaps, np.inf)
    np.testing.assert_allclose(found.to_synthetic[0], gaps.min(axis=1) ** 2, rtol=1e-6)


def test_real_images_as_many_as_there_are(pools):
    found = real_distances(pools, 150, 80, SQUARED)
    assert [len(x) for x in found.features] == [50, 50]
    assert all((d > 0).all() for d in found.to_training)
    assert len(real_distances(pools, 10, 80, SQUARED).to_real[0]) == 80


def test_samples_are_chosen_by_type():
    samples = np.arange(24.0).reshape(2, 6, 2)
    kinds = np.array([[0, 0, 0, 1, 1, 2], [2, 2, 2, 2, 2, 0]])
    training = [np.zeros((3, 2)), np.ones((9, 2))]
    found = choose_by_type(samples, kinds, training, 2, np.random.default_rng(0))
    assert [len(x) for x in found["memorised"]] == [2, 1]
    assert [len(x) for x in found["spurious"]] == [2, 0]
    assert {tuple(x) for x in found["spurious"][0]} == {(6.0, 7.0), (8.0, 9.0)}
    np.testing.assert_array_equal(found["memorised"][1], samples[1, 5:])
    assert [len(x) for x in found[TRAINING]] == [2, 2]
    assert found["spurious"][1].shape == (0, 2)
