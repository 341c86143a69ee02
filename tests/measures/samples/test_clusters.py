"""Clusters of samples: heights by hand, thresholds, and distances on the circle."""

import numpy as np
import pytest

from memgen.data.circle import on_circle
from memgen.measures.samples.clusters import (
    circle_pair_density,
    first_valley,
    pair_distance_density,
    scaled_threshold,
    ward_tree,
)

BLOBS = np.repeat([[0.0, 0.0], [3.0, 0.0]], [30, 10], axis=0)
BLOBS = BLOBS + 0.01 * np.random.default_rng(0).standard_normal(BLOBS.shape)


def test_two_blobs():
    tree = ward_tree(BLOBS)
    # sqrt(2 a b / (a + b)) |distance of the centroids|
    assert tree.links[-1, 2] == pytest.approx(np.sqrt(2 * 30 * 10 / 40) * 3, rel=0.01)
    centroids, sizes = tree.centroids(2.0)
    assert sizes.tolist() == [30, 10]
    np.testing.assert_allclose(centroids, [BLOBS[:30].mean(axis=0), BLOBS[30:].mean(axis=0)])
    assert tree.count(2.0) == 2
    assert tree.count(100.0) == 1
    assert tree.count(0.0) == 40


def test_thresholds_grow_with_the_root_of_the_samples():
    """Four copies of each sample: the blobs merge at twice the height."""
    once, four = (ward_tree(np.repeat(BLOBS, n, axis=0)).links[-1, 2] for n in (1, 4))
    assert four / once == pytest.approx(2, rel=1e-6)
    assert scaled_threshold(2.0, 10000) == 2.0
    assert scaled_threshold(2.0, 2500) == 1.0


def test_distances_on_the_circle():
    rng = np.random.default_rng(0)
    edges = np.linspace(0, 2.5, 251)
    centres = (edges[1:] + edges[:-1]) / 2
    density = pair_distance_density(on_circle(rng.uniform(0, 2 * np.pi, 1500)), edges)
    assert density.sum() * 0.01 == pytest.approx(1)
    inner = (centres > 0.3) & (centres < 1.5)
    np.testing.assert_allclose(density[inner], circle_pair_density(centres[inner]), rtol=0.05)
    assert circle_pair_density(np.array([2.1]))[0] == 0


def test_valley_lies_between_the_peaks():
    edges = np.linspace(0, 4, 401)
    centres = (edges[1:] + edges[:-1]) / 2
    valley = first_valley(centres, pair_distance_density(BLOBS, edges))
    assert 0.5 < valley < 2.5
    assert np.isnan(first_valley(centres, np.linspace(1, 0, 400)))


def test_bins_that_are_too_few():
    with pytest.raises(ValueError, match="extend"):
        pair_distance_density(BLOBS, np.linspace(0, 1, 11))
