"""The largest eigenvalue of spiked equivalent features: the matrix itself, the other equivalent."""

import numpy as np
import pytest

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.spiked import SpikedEquivalent, draw_spiked
from memgen.theory.random_features import outlier
from memgen.theory.random_features.resolvent import FeatureModel

MODEL = FeatureModel(4, 8, 0.1)


def test_the_secular_equation_is_that_of_the_matrix():
    rng = np.random.default_rng(0)
    drawn = SpikedEquivalent(
        rng.random(7), rng.standard_normal(7), 0.3 * rng.standard_normal(7), 0.2
    )
    signals = np.array([0.0, 1e-3, 0.5, 4.0])
    found, overlaps = drawn.largest(signals)
    unit = drawn.direction / np.linalg.norm(drawn.direction)
    for signal, value, overlap in zip(signals, found, overlaps, strict=True):
        u = np.sqrt(signal) * drawn.direction + drawn.rest
        values, vectors = np.linalg.eigh(np.diag(drawn.values) + np.outer(u, u))
        assert value == pytest.approx(values[-1] + 0.2, rel=1e-12)
        assert overlap == pytest.approx((vectors[:, -1] @ unit) ** 2, rel=1e-8)


def test_it_is_the_law_of_the_equivalent_drawn_with_its_mean():
    d, signal = 30, 3.0
    mean = np.zeros(d)
    mean[0] = np.sqrt(signal)
    draws = range(60)
    spiked = [
        draw_spiked(MODEL, d, np.random.default_rng(k)).largest(np.array([signal]))[0].item()
        for k in draws
    ]
    direct = [
        draw_equivalent(MODEL, d, np.random.default_rng([k, 1]), mean).eigenvalues()[-1]
        for k in draws
    ]
    error = np.hypot(np.std(spiked), np.std(direct)) / np.sqrt(len(draws))
    assert abs(np.mean(spiked) - np.mean(direct)) < 3.5 * error
    assert np.std(spiked) == pytest.approx(np.std(direct), rel=0.4)


def test_its_limit_is_the_closed_form():
    found = np.array(
        [
            draw_spiked(MODEL, 100, np.random.default_rng(k)).largest(np.array([6.0]))
            for k in range(8)
        ]
    )[:, :, 0]
    limit = outlier(4, 8, 0.1, 6.0)
    error = found.std(axis=0) / np.sqrt(8)
    assert abs(found[:, 0].mean() - limit.eigenvalue) < 4 * error[0] + 0.02 * limit.eigenvalue
    assert found[:, 1].mean() == pytest.approx(limit.overlap, abs=0.01)


def test_two_variances_are_refused():
    with pytest.raises(ValueError, match="one variance"):
        draw_spiked(FeatureModel(4, 8, 0.1, (0.5, 1.5), (0.5, 0.5)), 10, np.random.default_rng(0))
