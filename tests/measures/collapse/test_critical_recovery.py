"""Recovery: two training points solved by hand, and the bookkeeping of critical steps."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from memgen.diffusion.ddim import ddim
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.measures.collapse.critical_recovery import (
    critical_recovery,
    critical_step,
    posterior_recovery,
    training_within,
)

D = 2.0
PAIR = np.array([[0.0, 0.0, 0.0], [D, 0.0, 0.0]])


def two_point_rate(t):
    """E_w sigmoid(d^2 / 2t - d w / sqrt(t)): the own weight of one of two points."""

    def weight(w):
        return norm.pdf(w) / (1 + np.exp(-(D**2) / (2 * t) + D * w / np.sqrt(t)))

    return quad(weight, -10, 10)[0]


def test_the_prediction_for_two_points():
    variances = np.array([0.1, 1.0, 4.0, 100.0])
    within = training_within(PAIR[:1], PAIR, 0.5)
    np.testing.assert_array_equal(within, [[True, False]])
    rng = np.random.default_rng(0)
    found = posterior_recovery(PAIR[:1], PAIR, within, variances, rng, 20000)
    expected = [two_point_rate(t) for t in variances]
    np.testing.assert_allclose(found[0], expected, atol=0.01)
    assert found[0, -1] == pytest.approx(0.5, abs=0.02)


def test_the_prediction_is_what_the_reverse_process_does():
    rng = np.random.default_rng(1)
    points = rng.standard_normal((6, 3))
    empirical, t = EmpiricalScore(points), 0.4
    start = points[:1] + np.sqrt(t) * rng.standard_normal((3000, 3))
    end = reverse_diffusion(empirical.score, start, log_times(t, 1e-5, 60), rng)
    came = (np.linalg.norm(end - points[0], axis=1) < 0.1).mean()
    within = training_within(points[:1], points, 0.1)
    predicted = posterior_recovery(points[:1], points, within, np.array([t]), rng, 4000)[0, 0]
    assert 0.1 < predicted < 0.9
    assert came == pytest.approx(predicted, abs=0.03)


def test_deterministic_recovery_of_two_points():
    """The flow keeps to the nearer side: the rate at t is Phi(d / 2 sqrt(t))."""
    empirical = EmpiricalScore(PAIR)
    steps, variances = np.arange(1, 8), np.array([0.1, 0.2, 0.4, 0.6, 0.9, 2.0, 8.0])

    def back(x, step):
        return ddim(empirical.score, x, log_times(variances[step - 1], 1e-6, 40))

    def distance(x, y):
        return np.linalg.norm(x - y, axis=1)

    rng = np.random.default_rng(2)
    found = critical_recovery(PAIR, steps, variances, back, distance, 0.1, rng, trials=400, p=0.8)
    expected = norm.cdf(D / 2 / np.sqrt(variances))
    seen = np.isfinite(found.rate[0])
    np.testing.assert_allclose(found.rate[0, seen], expected[seen], atol=0.06)
    # Phi(1 / sqrt(.9)) = .85, Phi(1 / sqrt(2)) = .76
    np.testing.assert_array_equal(found.step, [5, 5])
    assert not seen[6]


def test_what_is_no_training_point_has_no_basin():
    rng = np.random.default_rng(3)
    x = np.array([[1.0, 3.0, 0.0]])
    within = training_within(x, PAIR, 0.5)
    rate = posterior_recovery(x, PAIR, within, np.array([1e-3, 1.0]), rng)
    np.testing.assert_array_equal(rate, 0)
    np.testing.assert_array_equal(critical_step(rate, np.array([1, 2])), [0])


def test_the_first_failure_ends_it():
    rate = np.array([[1.0, 0.9, 0.2, 1.0], [0.5, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 0.95]])
    found = critical_step(rate, np.array([1, 26, 51, 76]))
    np.testing.assert_array_equal(found, [26, 0, 76])


def test_a_point_does_not_depend_on_its_neighbours():
    steps, variances = np.array([1, 2]), np.array([0.1, 10.0])

    def back(x, _step):
        return np.round(x)

    def distance(x, y):
        return np.linalg.norm(x - y, axis=1)

    x = np.arange(12.0).reshape(4, 3)
    arguments = (steps, variances, back, distance, 0.5)
    both = critical_recovery(x, *arguments, np.random.default_rng(4))
    alone = critical_recovery(x[:2], *arguments, np.random.default_rng(4))
    np.testing.assert_array_equal(alone.rate, both.rate[:2])


@pytest.mark.parametrize("bad", [{"steps": np.array([2, 1])}, {"delta": 0.0}, {"p": 0.0}])
def test_what_is_refused(bad):
    given = {
        "x": PAIR,
        "steps": np.array([1, 2]),
        "variances": np.array([1.0, 2.0]),
        "back": lambda x, _step: x,
        "distance": lambda x, _y: x[:, 0],
        "delta": 1.0,
        "rng": np.random.default_rng(),
    }
    with pytest.raises(ValueError, match="give rising steps"):
        critical_recovery(**(given | bad))
