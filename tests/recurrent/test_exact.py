"""Exact enumeration against brute force, and thermodynamics."""

import numpy as np
import pytest

from memgen.recurrent.couplings import energy, hebb, pseudo_inverse
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.exact import (
    all_states,
    boltzmann,
    energies,
    second_moments,
    shannon_entropy,
    strict_minima,
    weighted_moments,
)


@pytest.fixture
def J():  # noqa: N802
    G = np.random.default_rng(0).standard_normal((9, 9))
    J = np.triu(G, 1)
    return J + J.T


def test_energies_of_all_states(J):
    np.testing.assert_allclose(energies(J), energy(J, all_states(9)), atol=1e-11)


def test_minima_by_brute_force(J):
    x = all_states(9)
    alone = x[(x * (x @ J) > 0).all(axis=1)]
    np.testing.assert_array_equal(strict_minima(J), alone)
    # and the dynamics ends nowhere else
    rng = np.random.default_rng(1)
    ends = descend(J, random_states(200, 9, rng), rng)
    assert {tuple(e) for e in ends} <= {tuple(m) for m in alone}


def test_the_mean_energy_is_the_slope_of_log_z(J):
    """-d log Z / d beta = <E>, and t dS/dt = d<E>/dt: entropy and energy belong together."""
    E, t, h = energies(J), 1.7, 1e-5

    def log_z(beta):
        return np.log(np.exp(-beta * (E - E.min())).sum()) - beta * E.min()

    slope = -(log_z(1 / t + h) - log_z(1 / t - h)) / (2 * h)
    assert boltzmann(E, t) @ E == pytest.approx(slope, rel=1e-8)
    mean = [boltzmann(E, s) @ E for s in (t - h, t + h)]
    entropies = [shannon_entropy(boltzmann(E, s)) for s in (t - h, t + h)]
    assert t * (entropies[1] - entropies[0]) == pytest.approx(mean[1] - mean[0], rel=1e-6)


def test_entropy_at_high_and_low_temperature():
    """N log 2 - |J|_F^2 / t^2 at high t; the log of the number of lowest states at low t."""
    rng = np.random.default_rng(3)
    J = pseudo_inverse(random_states(3, 13, rng))
    E = energies(J)
    t = 300.0
    expected = 13 * np.log(2) - (J**2).sum() / t**2
    assert shannon_entropy(boltzmann(E, t)) == pytest.approx(expected, abs=1e-5)
    lowest = (E.min() + 1e-9 > E).sum()
    assert shannon_entropy(boltzmann(E, 0.01)) == pytest.approx(np.log(lowest))


def test_moments(J):
    p = boltzmann(energies(J), 2.0)
    x = all_states(9)
    np.testing.assert_allclose(weighted_moments(p), np.einsum("s,si,sj->ij", p, x, x), atol=1e-14)
    np.testing.assert_allclose(weighted_moments(p).diagonal(), 1)
    np.testing.assert_allclose(
        weighted_moments(np.full(8, 1 / 8)), second_moments(all_states(3)), atol=1e-15
    )


def test_domains():
    with pytest.raises(ValueError, match="N <= 20"):
        energies(hebb(random_states(1, 21, np.random.default_rng(4))))
    with pytest.raises(ValueError, match="from 1 to 20"):
        all_states(21)
    with pytest.raises(ValueError, match="positive"):
        boltzmann(np.zeros(4), 0.0)
