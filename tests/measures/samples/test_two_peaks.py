"""Peaks of samples against those of the mixture they come from."""

import numpy as np
import pytest

from memgen.data.mixture import TwoGaussians
from memgen.measures.samples.two_peaks import expected_peaks, observed_peaks


@pytest.mark.parametrize("signal", [0.5, 9.0])
def test_samples_of_the_mixture_have_its_peaks(signal):
    rng = np.random.default_rng(1)
    t = 0.3
    data = TwoGaussians(np.array([np.sqrt(signal), 0.0, 0.0]))
    x = np.exp(-t) * data.sample(40000, rng)
    x += np.sqrt(1 - np.exp(-2 * t)) * rng.standard_normal(x.shape)
    seen, expected = observed_peaks(x), expected_peaks(signal, t)
    assert seen.variance_along == pytest.approx(expected.variance_along, rel=0.02)
    assert seen.variance_across == pytest.approx(expected.variance_across, rel=0.02)
    assert seen.kurtosis == pytest.approx(expected.kurtosis, rel=0.03)
    assert seen.central_density == pytest.approx(expected.central_density, abs=0.03)
    assert seen.peak_width == pytest.approx(expected.peak_width, rel=0.02)


def test_one_gaussian_has_one_peak():
    peak = expected_peaks(1e-12, 0.1)
    assert peak.variance_along == pytest.approx(1)
    assert peak.kurtosis == pytest.approx(3)
    assert peak.central_density == pytest.approx(1)


def test_far_peaks_leave_nothing_between():
    peak = expected_peaks(400.0, 0.0)
    assert peak.kurtosis == pytest.approx(1, abs=0.01)
    assert peak.central_density < 1e-6
    assert peak.variance_along == pytest.approx(401)
    assert peak.peak_width == pytest.approx(1)


def test_a_shift_changes_no_kurtosis():
    x = np.random.default_rng(3).standard_normal((5000, 2))
    moved = observed_peaks(x + np.array([0.2, 0.0]))
    assert moved.kurtosis == pytest.approx(observed_peaks(x).kurtosis)
