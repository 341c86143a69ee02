"""The outlier of a well-separated mixture: a closed form, limits and drawn matrices."""

import numpy as np
import pytest

from memgen.data.mixture import TwoGaussians
from memgen.networks.random_features.moments import training_moments
from memgen.theory.random_features.separated import separated_outlier


def test_reference_values():
    """The science notes' lambda_out at d = 100, psi_p = 4, mu = 1."""
    for t, expected in ((0.1, 82.4), (0.5, 44.5), (1.0, 18.4), (2.0, 2.7)):
        assert 100 * separated_outlier(4.0, t, 1.0) == pytest.approx(expected, rel=0.016)


def test_linear_features_in_closed_form():
    """sigma(x) = x: f(x) = x, so psi_p mu^2 e^{-2t}."""
    found = separated_outlier(3.0, 0.4, 0.7, activation="linear")
    assert found == pytest.approx(3.0 * 0.49 * np.exp(-0.8), rel=1e-12)


def test_far_means_saturate_the_features():
    """mu to infinity: f = +-1, so psi_p."""
    assert separated_outlier(5.0, 0.1, 1e4) == pytest.approx(5.0, rel=1e-3)


def test_against_drawn_matrices():
    d, psi_p, t = 150, 4.0, 0.3
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal((round(psi_p * d), d))
        x = TwoGaussians(np.ones(d)).sample(8 * d, rng)
        found.append(np.linalg.eigvalsh(training_moments(W, x, t).U)[-1] / d)
    assert np.mean(found) == pytest.approx(separated_outlier(psi_p, t, 1.0), rel=0.05)


@pytest.mark.parametrize("bad", [(0.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, np.inf)])
def test_outside_the_domain(bad):
    with pytest.raises(ValueError, match="positive and finite"):
        separated_outlier(*bad)


def test_activations_with_a_mean_are_refused():
    with pytest.raises(ValueError, match="odd"):
        separated_outlier(1.0, 1.0, 1.0, activation="relu")
