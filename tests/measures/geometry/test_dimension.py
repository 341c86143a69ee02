"""The gap detector, on exact scores and on noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.jacobian import singular_values
from memgen.measures.geometry.dimension import count_below_half, detect_dimension


@given(st.integers(1, 8), st.integers(10, 20), st.integers(0, 2**32 - 1))
def test_dimension_of_a_linear_manifold(D, N, seed):
    rng = np.random.default_rng(seed)
    directions = np.linalg.qr(rng.standard_normal((N, D)))[0]
    score = LinearManifoldScore(directions * rng.uniform(0.5, 2, D))
    values = singular_values(score.jacobian(np.zeros((1, N)), 1e-3))[0]
    found = detect_dimension(rng.permutation(values))
    assert found.dimension == D
    assert found.height > 0.9


def test_two_variances_are_seen_one_after_the_other():
    """2 directions of variance 1, 5 of .01, 23 off the manifold: 2 at t = .1, 7 at t = 1e-4."""
    score = LinearManifoldScore(np.eye(30, 7) * np.sqrt([1.0] * 2 + [0.01] * 5))
    for t, expected in ((0.1, 2), (1e-4, 7)):
        values = singular_values(score.jacobian(np.zeros((1, 30)), t))[0]
        assert detect_dimension(values).dimension == expected


def test_noise_has_no_dimension():
    rng = np.random.default_rng(0)
    found = [detect_dimension(1 + 0.02 * rng.random(30)).dimension for _ in range(200)]
    assert not any(found)
    flat = detect_dimension(np.linspace(1, 0, 30))
    assert flat.dimension == 0


def test_what_is_skipped_is_not_searched():
    values = np.array([50.0] + [1.0] * 6 + [0.1] * 3)
    assert detect_dimension(values).dimension == 9
    assert detect_dimension(values, skip=1).dimension == 3


@pytest.mark.parametrize("values", [np.ones(2), np.zeros(5), np.array([1.0, 1.0, -1.0, 0.0])])
def test_what_is_refused(values):
    with pytest.raises(ValueError, match="singular values"):
        detect_dimension(values)


def test_values_below_half_the_largest_are_counted_for_each_spectrum():
    spectra = np.array([[2.0, 1.5, 1.0, 0.9], [1.0, 0.4, 0.3, 0.2], [1.0, 1.0, 1.0, 1.0]])
    np.testing.assert_array_equal(count_below_half(spectra), [1.0, 3.0, 0.0])
