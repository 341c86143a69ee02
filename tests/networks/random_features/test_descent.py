"""Real gradient descent against the closed form of the flow."""

import numpy as np
import pytest

from memgen.networks.random_features.descent import gradient_descent
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import training_moments


@pytest.fixture(scope="module")
def moments():
    rng = np.random.default_rng(2)
    return training_moments(rng.standard_normal((24, 4)), rng.standard_normal((10, 4)), 0.2)


def test_its_weights_are_the_flow_s(moments):
    taus = np.array([0.0, 0.5, 5.0, 60.0])
    flow = gradient_flow(moments)
    for tau, B in zip(taus, gradient_descent(moments, taus), strict=True):
        expected = flow.weights(tau)
        assert B.shape == (4, 24)
        assert np.linalg.norm(B - expected) <= 0.03 * np.linalg.norm(expected) + 1e-12


def test_it_ends_where_the_loss_is_least(moments):
    """B = -V^T U^{-1} / sqrt(Delta), of the directions that are learnt by then."""
    (B,) = gradient_descent(moments, np.array([2e4]))
    limit = gradient_flow(moments).training_loss(np.inf)
    assert moments.loss(B) == pytest.approx(limit, abs=0.01)
    assert moments.loss(B) > limit - 1e-12


def test_what_it_yields_is_not_changed_later(moments):
    first, second = gradient_descent(moments, np.array([1.0, 3.0]))
    assert np.linalg.norm(first) < np.linalg.norm(second)


@pytest.mark.parametrize("taus", [[2.0, 1.0], [-1.0, 1.0]])
def test_falling_or_negative_times_are_refused(moments, taus):
    with pytest.raises(ValueError, match="must rise"):
        next(gradient_descent(moments, np.array(taus)))
