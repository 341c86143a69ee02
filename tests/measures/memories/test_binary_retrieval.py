"""Retrieval maps, basins and stored patterns against their definitions."""

import numpy as np
import pytest

from memgen.measures.memories.binary_retrieval import (
    basin_midpoint,
    final_overlap,
    nearest_overlap,
    retrieval_map,
    stored,
)
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.dynamics import random_states


def test_one_pattern_comes_back_from_any_positive_overlap():
    rng = np.random.default_rng(0)
    xi = random_states(1, 201, rng)
    found = retrieval_map(hebb(xi), xi, np.array([0.3, 0.7, 1.0]), rng)
    np.testing.assert_array_equal(found, 1)


def test_the_start_has_the_overlap_asked_for():
    """Free spins stay where they start: m_f = m0 within its binomial error."""
    rng = np.random.default_rng(1)
    xi = random_states(200, 100, rng)
    for m0 in (0.0, 0.4, 1.0):
        found = final_overlap(np.zeros((100, 100)), xi, m0, rng)
        error = np.sqrt((1 - m0**2) / 100 / 200)
        assert found.mean() == pytest.approx(m0, abs=4 * error + 1e-12)


def test_the_reference_map_of_the_pseudo_inverse():
    """N = 100, load .3: above .95 from .8, below .5 from .3."""
    rng = np.random.default_rng(2)
    found = []
    for _ in range(6):
        xi = random_states(30, 100, rng)
        found.append(retrieval_map(pseudo_inverse(xi), xi, np.array([0.3, 0.8]), rng))
    mean = np.mean(found, axis=0)
    assert mean[1] > 0.95
    assert mean[0] < 0.5


def test_midpoint_by_interpolation():
    m0 = np.array([0.0, 0.2, 0.4, 0.6, 1.0])
    assert basin_midpoint(m0, np.array([0, 0.1, 0.4, 0.8, 1.0])) == pytest.approx(0.45)
    # noise that dips again after the crossing does not count
    assert basin_midpoint(m0, np.array([0, 0.1, 0.6, 0.45, 1.0])) == pytest.approx(0.36)
    with pytest.raises(ValueError, match="no basin"):
        basin_midpoint(m0, np.array([0, 0.1, 0.2, 0.3, 0.4]))


def test_stored_means_a_small_squared_distance():
    """One wrong spin of 100 is .04 per coordinate, two are .08."""
    xi = random_states(3, 100, np.random.default_rng(3))
    ends = xi.copy()
    ends[1, :1] *= -1
    ends[2, :2] *= -1
    assert stored(ends, xi).tolist() == [True, True, False]


def test_a_state_and_its_negative_are_equally_near():
    xi = random_states(4, 20, np.random.default_rng(4))
    np.testing.assert_allclose(nearest_overlap(-xi, xi), 1)
    with pytest.raises(ValueError, match=r"m0=1\.5"):
        final_overlap(hebb(xi), xi, 1.5, np.random.default_rng(5))
