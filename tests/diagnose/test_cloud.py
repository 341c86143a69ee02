import numpy as np
import pytest

from memgen.diagnose import cloud as clouds
from memgen.diagnose.cloud import (
    GaussianCloud,
    GivenCloud,
    eigenvalues,
    nearest_in,
    neighbours_of,
    units_of,
)
from memgen.measures.samples.neighbours import nearest


@pytest.fixture
def given(monkeypatch):
    """Points that are read in blocks of 64."""
    monkeypatch.setattr(clouds, "NUMBERS", 64)
    values = np.random.default_rng(0).standard_normal((200, 3, 2)).astype(np.float32)
    return GivenCloud(values, units_of(values, np.ones(200, bool), "points"), np.arange(200))


def test_standard_units_and_back(given):
    points = given.rows(np.arange(200))
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
    assert (points**2).mean() == pytest.approx(1)
    raw = given.values.reshape(200, 6)
    np.testing.assert_allclose(given.units.raw(points), raw, atol=1e-6)
    with pytest.raises(ValueError, match="all 5 points are the same"):
        units_of(np.full((5, 2), 0.1), np.ones(5, bool), "points")


def test_blocks_and_neighbours_are_those_of_the_whole(given):
    points = given.rows(np.arange(200))
    np.testing.assert_array_equal(np.concatenate(list(given.blocks(64))), points)
    x = np.random.default_rng(1).standard_normal((9, 6))
    distance, index = nearest_in(given, x, 3)
    whole = nearest(x, points, 3)
    np.testing.assert_allclose(distance, whole.distance, rtol=1e-12)
    np.testing.assert_array_equal(index, whole.index)
    chosen = np.array([7, 3, 150])
    distance, index = neighbours_of(given, chosen, 2)
    whole = nearest(points[chosen], points, 2, exclude_self=True)
    np.testing.assert_allclose(distance, whole.distance, rtol=1e-12)
    np.testing.assert_array_equal(index, whole.index)


def test_covariance_from_blocks_and_from_points(given):
    expected = np.linalg.eigvalsh(np.cov(given.rows(np.arange(200)).T, bias=True))
    rng = np.random.default_rng(0)
    np.testing.assert_allclose(eigenvalues(given, rng), expected, rtol=1e-9)
    few = given.subset(np.arange(5))
    points = few.rows(np.arange(5))
    expected = np.linalg.eigvalsh(np.cov(points.T, bias=True))[-4:]
    np.testing.assert_allclose(eigenvalues(few, rng, most=5), expected, rtol=1e-9)


def test_gaussian_points_are_the_same_at_each_pass(monkeypatch):
    monkeypatch.setattr(clouds, "NUMBERS", 64)
    cloud = GaussianCloud(np.array([1.0, 3.0]), 4000, 5)
    points = np.concatenate(list(cloud.blocks(16)))
    np.testing.assert_array_equal(cloud.rows(np.array([3999, 2, 70])), points[[3999, 2, 70]])
    np.testing.assert_allclose(points.std(axis=0), [1, 3], rtol=0.06)
