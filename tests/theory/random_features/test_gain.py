"""The gain along a direction: mass, limits, early times, drawn matrices, reference values."""

import numpy as np
import pytest

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.theory.random_features.gain import gain_curve, outlier_time
from memgen.theory.random_features.resolvent import FeatureModel

MODEL = FeatureModel(4.0, 8.0, 0.1)


def test_reference_values():
    """The science notes' (4, 8, .1), |m|^2 = 4: .2377, .3078 along and .685, 1.232 across."""
    tau = np.array([10.0, 1e4])
    np.testing.assert_allclose(gain_curve(tau, MODEL, 4.0).value, [0.2377, 0.3078], rtol=3e-3)
    np.testing.assert_allclose(gain_curve(tau, MODEL).value, [0.685, 1.232], rtol=1e-3)
    assert gain_curve(tau, MODEL, 4.0).exact == pytest.approx(0.2339, abs=1e-4)
    assert gain_curve(tau, MODEL).exact == pytest.approx(1)


@pytest.mark.parametrize("signal", [0.0, 0.5, 3.0, 30.0])
def test_the_first_step_is_that_of_the_gradient(signal):
    """f_tau = 2 Delta tau / psi_p at first, and nu has mass psi_p: kappa = 2 a b sqrt(Delta) tau.

    The pole is part of the mass where the signal exceeds the threshold.
    """
    c = MODEL.coefficients
    found = gain_curve(np.array([1e-7]), MODEL, signal)
    expected = 2 * c.a * c.b * np.sqrt(c.delta) * 1e-7
    assert found.value[0] == pytest.approx(expected, rel=1e-5)
    assert (found.outlier is None) == (signal < 0.7)


def test_many_data_and_features_have_the_exact_gain_at_the_end():
    model = FeatureModel(1e3, 1e6, 0.3, (1.5,), (1.0,))
    for signal in (0.0, 4.0):
        found = gain_curve(np.array([np.inf]), model, signal)
        assert found.value[0] == pytest.approx(found.exact, rel=5e-3)


def test_against_drawn_matrices():
    """d = 200: -e^T B (a W / sqrt d) e of the Gaussian equivalent."""
    d, signal, tau = 200, 4.0, 10.0
    found = {"along": [], "across": []}
    for seed in range(4):
        rng = np.random.default_rng(seed)
        mean = np.zeros(d)
        mean[0] = np.sqrt(signal)
        features = draw_equivalent(MODEL, d, rng, mean)
        response = -features.flow().weights(tau) @ features.W
        response *= MODEL.coefficients.a / np.sqrt(d)
        found["along"].append(response[0, 0])
        found["across"].append(np.diag(response)[1:].mean())
    along = gain_curve(np.array([tau]), MODEL, signal).value[0]
    across = gain_curve(np.array([tau]), MODEL).value[0]
    assert np.mean(found["along"]) == pytest.approx(along, rel=0.04)
    assert np.mean(found["across"]) == pytest.approx(across, rel=0.02)


def test_time_of_the_outlier():
    """Far above the threshold nearly all of the mass learns with exp(-tau / tau_out)."""
    time = outlier_time(MODEL, 50.0)
    early, end = gain_curve(np.array([time, 8 * time]), MODEL, 50.0).value
    assert early / end == pytest.approx(1 - np.exp(-1), rel=0.05)


@pytest.mark.parametrize(("tau", "signal"), [(-1.0, 1.0), (1.0, -1.0)])
def test_negative_arguments_are_refused(tau, signal):
    with pytest.raises(ValueError, match="negative"):
        gain_curve(np.array([tau]), MODEL, signal)


def test_two_variances_are_refused():
    model = FeatureModel(4.0, 8.0, 0.1, (0.5, 1.5), (0.5, 0.5))
    with pytest.raises(ValueError, match="isotropic"):
        gain_curve(np.array([1.0]), model)
