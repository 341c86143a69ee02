"""Recovery: posterior weights against the reverse SDE, and the protocol's law by enumeration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom, norm

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.ddim import ddim
from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.measures.collapse.recovery import (
    critical_recovery,
    critical_time,
    expected_critical_time,
    first_fall,
    mean_recovery,
    recovery_probability,
    regenerate,
    within_radius,
)


def test_probability_is_that_of_the_reverse_process():
    points, t, rng = on_circle(published_angles(4)), 0.1, np.random.default_rng(0)
    empirical = EmpiricalScore(points)

    def sampler(x, t):
        return denoised_euler(empirical.score, x, released_times(t, 1e-3, 100), rng)

    back = regenerate(sampler, points, t, 300, rng)
    noise, near = rng.standard_normal((4000, 2)), within_radius(points, points, 0.1)
    for k in range(4):
        rate = (np.linalg.norm(back[k] - points[k], axis=1) <= 0.1).mean()
        exact = recovery_probability(points[k], points, near[k], np.array([t]), noise).mean()
        assert abs(rate - exact) < 4 * np.sqrt(exact * (1 - exact) / 300) + 0.01


def test_which_points_are_near():
    points = np.array([[0.0, 0.0], [3.0, 4.0]])
    np.testing.assert_array_equal(
        within_radius(points, points + 1e-9, 4.9), [[True, False], [False, True]]
    )
    assert within_radius(points, points, 5.0).all()
    assert within_radius(points[:0], points, 5.0).shape == (0, 2)


def test_two_points_in_closed_form():
    """Posterior of +-1 seen along the axis: E 1 / (1 + exp(-2 (1 + sqrt(t) z) / t))."""
    points, t = np.array([[1.0], [-1.0]]), 0.7
    z, weight = np.polynomial.hermite_e.hermegauss(60)
    exact = (weight / weight.sum()) @ (1 / (1 + np.exp(-2 * (1 + np.sqrt(t) * z) / t)))
    own = np.array([True, False])
    found = recovery_probability(points[0], points, own, np.array([t]), z[:, None])[0]
    assert weight / weight.sum() @ found == pytest.approx(exact, rel=1e-10)


def test_a_wide_delta_recovers_always_and_duplicates_count():
    points, noise = np.array([[0.0], [0.01], [5.0]]), np.random.default_rng(0).normal(size=(50, 1))
    t = np.array([0.1, 10.0])

    def q(radius):
        near = within_radius(points[:1], points, radius)[0]
        return recovery_probability(points[0], points, near, t, noise).mean(axis=1)

    np.testing.assert_allclose(q(10.0), 1)
    alone, pair = q(0.0), q(0.1)
    assert (alone < pair).all()
    assert alone[0] == pytest.approx(0.5, abs=0.02)


TIMES = np.array([0.1, 0.2, 0.3])


@pytest.mark.parametrize(
    ("rates", "expected"),
    [((1, 1, 1), 0.3), ((0, 1, 1), 0.0), ((1, 0.8, 1), 0.1), ((0.9, 0.9, 0), 0.2)],
)
def test_protocol(rates, expected):
    assert critical_time(TIMES, np.array(rates, dtype=float)) == expected


@given(q=st.lists(st.floats(0, 1), min_size=3, max_size=3), trials=st.integers(1, 12))
def test_expected_time_by_enumeration(q, trials):
    needed = int(np.ceil(0.9 * trials - 1e-9))
    passed = binom.sf(needed - 1, trials, q)
    law = [1 - passed[0], passed[0] * (1 - passed[1]), passed[0] * passed[1] * (1 - passed[2])]
    law.append(passed.prod())
    mean, spread = expected_critical_time(TIMES, np.array(q), trials)
    values = np.array([0, *TIMES])
    assert mean == pytest.approx(float(np.dot(law, values)), abs=1e-9)
    expected = np.sqrt(max(np.dot(law, (values - mean) ** 2), 0))
    assert spread == pytest.approx(float(expected), abs=1e-6)


def test_a_finer_grid_stops_earlier():
    coarse, fine = np.linspace(0.01, 1, 20), np.linspace(0.01, 1, 500)
    found = [expected_critical_time(t, np.exp(-t), 10)[0] for t in (coarse, fine)]
    assert found[1] < found[0]


def test_crossing():
    assert first_fall(TIMES, np.array([1.0, 0.95, 0.85])) == pytest.approx(0.25)
    assert first_fall(TIMES, np.array([0.5, 0.4, 0.3])) == 0
    assert first_fall(TIMES, np.ones(3)) == 0.3


def test_what_is_refused():
    with pytest.raises(ValueError, match="p="):
        critical_time(TIMES, np.ones(3), 0.0)
    with pytest.raises(ValueError, match="rise"):
        first_fall(TIMES[::-1], np.ones(3))
    with pytest.raises(ValueError, match="probabilities"):
        expected_critical_time(TIMES, np.array([2.0, 1.0, 1.0]), 10)
    with pytest.raises(ValueError, match=r"t=.* must be positive"):
        recovery_probability(
            np.zeros(2), np.eye(2), np.ones(2, bool), np.array([0.0]), np.zeros((1, 2))
        )
    with pytest.raises(ValueError, match="t_last"):
        released_times(0.1, 0.2, 5)


D = 2.0
PAIR = np.array([[0.0, 0.0, 0.0], [D, 0.0, 0.0]])


def two_point_rate(t):
    """E_w sigmoid(d^2 / 2t - d w / sqrt(t)): the own weight of one of two points."""

    def weight(w):
        return norm.pdf(w) / (1 + np.exp(-(D**2) / (2 * t) + D * w / np.sqrt(t)))

    return quad(weight, -10, 10)[0]


def test_the_prediction_for_two_points():
    variances = np.array([0.1, 1.0, 4.0, 100.0])
    within = within_radius(PAIR[:1], PAIR, 0.5)
    np.testing.assert_array_equal(within, [[True, False]])
    rng = np.random.default_rng(0)
    found = mean_recovery(PAIR[:1], PAIR, within, variances, rng, 20000)
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
    within = within_radius(points[:1], points, 0.1)
    predicted = mean_recovery(points[:1], points, within, np.array([t]), rng, 4000)[0, 0]
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
    within = within_radius(x, PAIR, 0.5)
    rate = mean_recovery(x, PAIR, within, np.array([1e-3, 1.0]), rng)
    np.testing.assert_array_equal(rate, 0)
    np.testing.assert_array_equal(critical_time(np.array([1, 2]), rate), [0])


def test_the_first_failure_ends_it():
    rate = np.array([[1.0, 0.9, 0.2, 1.0], [0.5, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 0.95]])
    found = critical_time(np.array([1, 26, 51, 76]), rate)
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
def test_what_the_protocol_refuses(bad):
    given = {
        "x": PAIR,
        "steps": np.array([1, 2]),
        "variances": np.array([1.0, 2.0]),
        "back": lambda x, _step: x,
        "distance": lambda x, _y: x[:, 0],
        "delta": 1.0,
        "rng": np.random.default_rng(),
    }
    with pytest.raises(ValueError, match=f"{next(iter(bad))}=|must rise"):
        critical_recovery(**(given | bad))
