"""Thresholds of constructed distances: the valley, unless real images forbid it."""

import numpy as np
import pytest

from memgen.measures.samples.thresholds import place_threshold


def distances(seed=0):
    """Of two K: copies alone at .3; copies at .5 and inventions at 3. Peaks a quarter wide."""
    rng = np.random.default_rng(seed)
    copies = np.exp(rng.normal(np.log(0.3), 0.25, 2000))
    mixed = np.exp(rng.normal(np.log(np.repeat([0.5, 3.0], [1000, 1000])), 0.25))
    return [copies, mixed]


def test_the_valley_where_real_images_are_far():
    found = place_threshold(distances(), [np.full(100, 5.0)], 0.01, 0.2)
    assert found.at == 1
    assert found.delta == found.valley.place
    assert 0.9 < found.delta < 1.7
    assert found.limit == 5.0
    assert found.valley.contrast > 0.9


def test_real_images_that_are_dense_lower_it():
    sparse, dense = np.linspace(1, 2, 101), np.linspace(0.2, 1.2, 101)
    found = place_threshold(distances(), [sparse, dense], 0.05, 0.2)
    assert found.delta == found.limit == pytest.approx(0.25)
    assert found.valley.place > found.delta


def test_a_gap_between_two_sizes_is_no_valley():
    """One peak for each K, far apart: the limit alone."""
    rng = np.random.default_rng(1)
    two = [np.exp(rng.normal(np.log(place), 0.2, 4000)) for place in (0.3, 3.0)]
    found = place_threshold(two, [np.linspace(1, 2, 101)], 0.01, 0.2)
    assert not found.valley.found
    assert found.delta == found.limit == pytest.approx(1.01)


def test_samples_that_coincide_are_no_obstacle():
    copies, mixed = distances()
    usual = place_threshold([copies, mixed], [np.full(9, 9.0)], 0.01, 0.2)
    zeros = place_threshold([copies, np.append(mixed, [0.0, 0.0])], [np.full(9, 9.0)], 0.01, 0.2)
    assert zeros.delta == pytest.approx(usual.delta, rel=0.2)


def test_nothing_is_refused():
    with pytest.raises(ValueError, match="false_rate=0"):
        place_threshold([np.ones(20)], [np.ones(20)], 0.0, 0.1)
