"""Means of clusters: their errors against simulation."""

import numpy as np
import pytest

from memgen.statistics.clustered import clustered_mean


@pytest.mark.parametrize("between", [0.0, 2.0])
def test_the_error_is_the_scatter_of_the_mean(between):
    rng = np.random.default_rng(0)
    means, errors = [], []
    for _ in range(2000):
        clusters = [between * rng.standard_normal() + rng.standard_normal(20) for _ in range(4)]
        found = clustered_mean(clusters)
        means.append(found.value)
        errors.append(found.stderr**2)
    assert np.var(means) <= 1.05 * np.mean(errors)
    # the larger of two estimates overstates where one cluster is like the other
    assert np.mean(errors) < 1.5 * np.var(means)
    assert (found.clusters, found.samples) == (4, 80)


def test_small_cases():
    one = clustered_mean([np.array([3.0]), np.array([])])
    assert (one.value, one.spread, one.clusters) == (3.0, 0.0, 1)
    assert np.isnan(one.stderr)
    two = clustered_mean([np.array([1.0]), np.array([3.0])])
    assert (two.value, two.stderr) == (2.0, 1.0)
    with pytest.raises(ValueError, match="empty"):
        clustered_mean([np.array([])])
