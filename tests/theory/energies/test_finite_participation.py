"""The exact mean participation at finite P: drawn points, limits."""

import numpy as np
import pytest

from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import local_participation


@pytest.mark.parametrize("t", [0.05, 0.2, 1.0, 20.0])
@pytest.mark.parametrize("case", ["origin", "away"])
def test_against_drawn_points(t, case):
    variances = np.array([1.0] * 6 + [0.09] * 8 + [0.0])
    x = np.zeros(15) if case == "origin" else np.linspace(-0.6, 0.6, 15)
    P, draws = 200, 1500
    rng, found = np.random.default_rng(0), []
    for _ in range(draws):
        y = np.sqrt(variances) * rng.standard_normal((P, 15))
        log_w = -((x - y) ** 2).sum(axis=1) / (2 * t)
        w = np.exp(log_w - log_w.max())
        found.append((w**2).sum() / w.sum() ** 2)
    error = np.std(found) / np.sqrt(draws)
    exact = finite_participation(t, x, variances, P)
    assert exact == pytest.approx(np.mean(found), abs=4.5 * error + 1e-6)


def test_limits():
    x, variances = np.zeros(10), np.ones(10)
    assert finite_participation(1e7, x, variances, 50) == pytest.approx(1 / 50, rel=1e-3)
    assert finite_participation(1e-3, x, variances, 50) == pytest.approx(1, abs=4e-3)


def test_the_two_regimes_meet():
    x, variances = np.zeros(10), np.ones(10)
    spread_at = np.sqrt(5.0) / 0.02
    below, above = (finite_participation(t * spread_at, x, variances, 50) for t in (0.999, 1.001))
    assert below == pytest.approx(above, rel=1e-5)


def test_many_directions_approach_the_random_energy_model():
    """log P / N fixed: the difference to 1 - lambda_* falls with N."""
    gaps = []
    for N, P in ((20, 100), (60, 10**6)):
        variances = np.ones(N)
        t = 0.25
        limit = local_participation(t, np.zeros(N), variances, float(P))
        gaps.append(abs(finite_participation(t, np.zeros(N), variances, P) - limit))
    assert gaps[1] < gaps[0]


@pytest.mark.parametrize(("t", "P", "positive"), [(0.0, 50, 8), (1.0, 1, 8), (1.0, 50, 5)])
def test_what_is_refused(t, P, positive):
    variances = np.array([1.0] * positive + [0.0] * (8 - positive))
    with pytest.raises(ValueError, match="six or more"):
        finite_participation(t, np.zeros(8), variances, P)
