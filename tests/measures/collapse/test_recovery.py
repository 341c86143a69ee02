"""Recovery: posterior weights against the reverse SDE, and the protocol's law by enumeration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.recovery import (
    critical_time,
    expected_critical_time,
    first_fall,
    log_volume,
    recovery_probability,
    regenerate,
)


def test_probability_is_that_of_the_reverse_process():
    points, t, rng = on_circle(published_angles(4)), 0.1, np.random.default_rng(0)
    empirical = EmpiricalScore(points)

    def sampler(x, t):
        return denoised_euler(empirical.score, x, released_times(t, 1e-3, 100), rng)

    back = regenerate(sampler, points, t, 300, rng)
    noise = rng.standard_normal((4000, 2))
    for k in range(4):
        rate = (np.linalg.norm(back[k] - points[k], axis=1) <= 0.1).mean()
        exact = recovery_probability(points, k, np.array([t]), 0.1, noise).mean()
        assert abs(rate - exact) < 4 * np.sqrt(exact * (1 - exact) / 300) + 0.01


def test_two_points_in_closed_form():
    """Posterior of +-1 seen along the axis: E 1 / (1 + exp(-2 (1 + sqrt(t) z) / t))."""
    points, t = np.array([[1.0], [-1.0]]), 0.7
    z, weight = np.polynomial.hermite_e.hermegauss(60)
    exact = (weight / weight.sum()) @ (1 / (1 + np.exp(-2 * (1 + np.sqrt(t) * z) / t)))
    found = recovery_probability(points, 0, np.array([t]), 0.1, z[:, None])[0]
    assert weight / weight.sum() @ found == pytest.approx(exact, rel=1e-10)


def test_a_wide_delta_recovers_always_and_duplicates_count():
    points, noise = np.array([[0.0], [0.01], [5.0]]), np.random.default_rng(0).normal(size=(50, 1))
    t = np.array([0.1, 10.0])
    np.testing.assert_allclose(recovery_probability(points, 0, t, 10.0, noise), 1)
    alone = recovery_probability(points, 0, t, 0.0, noise).mean(axis=1)
    pair = recovery_probability(points, 0, t, 0.1, noise).mean(axis=1)
    assert (alone < pair).all()
    assert alone[0] == pytest.approx(0.5, abs=0.02)


TIMES = np.array([0.1, 0.2, 0.3])


@pytest.mark.parametrize(
    ("rates", "expected"),
    [((1, 1, 1), 0.3), ((0, 1, 1), 0.0), ((1, 0.8, 1), 0.1), ((0.9, 0.9, 0), 0.2)],
)
def test_protocol(rates, expected):
    recovered = np.array([np.arange(10) < 10 * rate for rate in rates])
    assert critical_time(TIMES, recovered) == expected


@given(q=st.lists(st.floats(0, 1), min_size=3, max_size=3), trials=st.integers(1, 12))
def test_expected_time_by_enumeration(q, trials):
    from scipy.stats import binom

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


def test_volumes():
    np.testing.assert_allclose(
        np.exp([log_volume(4.0, N) for N in (1, 2, 3)]),
        [4, 4 * np.pi, 32 / 3 * np.pi],
    )
    assert log_volume(0.0, 3) == -np.inf


def test_what_is_refused():
    with pytest.raises(ValueError, match="p="):
        critical_time(TIMES, np.ones((3, 2), dtype=bool), 0.0)
    with pytest.raises(ValueError, match="rise"):
        first_fall(TIMES[::-1], np.ones(3))
    with pytest.raises(ValueError, match="probabilities"):
        expected_critical_time(TIMES, np.array([2.0, 1.0, 1.0]), 10)
    with pytest.raises(ValueError, match="delta"):
        recovery_probability(np.eye(2), 0, np.array([1.0]), -1.0, np.zeros((1, 2)))
    with pytest.raises(ValueError, match="radii"):
        log_volume(-1.0, 2)
    with pytest.raises(ValueError, match="t_last"):
        released_times(0.1, 0.2, 5)
