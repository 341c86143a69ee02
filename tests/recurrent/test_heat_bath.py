"""The heat bath against exact averages."""

import numpy as np
import pytest

from memgen.recurrent.couplings import energy, hebb
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.exact import boltzmann, energies, weighted_moments
from memgen.recurrent.heat_bath import anneal, cooling, heat_bath


@pytest.mark.parametrize("t", [0.7, 2.0, 6.0])
def test_samples_have_the_exact_moments(t):
    """20000 independent chains: every <x_i x_j> within 5 standard errors, <E> within 4."""
    rng = np.random.default_rng(0)
    J = hebb(random_states(3, 8, rng))
    p = boltzmann(energies(J), t)
    x = heat_bath(J, random_states(20000, 8, rng), t, 40, rng)
    exact, found = weighted_moments(p), x.T @ x / len(x)
    error = np.sqrt(np.maximum(1 - exact**2, 0) / len(x))
    assert (np.abs(found - exact) <= 5 * error + 1e-12).all()
    E, mean = energies(J), energy(J, x).mean()
    spread = np.sqrt(p @ E**2 - (p @ E) ** 2) / np.sqrt(len(x))
    assert abs(mean - p @ E) < 4 * spread


def test_two_spins_in_closed_form():
    """<x1 x2> = tanh(2 J / t), since each pair counts twice."""
    rng = np.random.default_rng(1)
    J = np.array([[0.0, 0.6], [0.6, 0.0]])
    x = heat_bath(J, random_states(40000, 2, rng), 1.5, 20, rng)
    exact = np.tanh(2 * 0.6 / 1.5)
    assert (x[:, 0] * x[:, 1]).mean() == pytest.approx(exact, abs=4 * np.sqrt((1 - exact**2) / 4e4))


def test_cooled_chains_reach_the_exact_moments_where_chains_from_random_states_are_stuck():
    rng = np.random.default_rng(2)
    J = np.kron(np.eye(2), 1 - np.eye(5))  # two ferromagnetic blocks: deep wells
    t = 1.5
    cold = anneal(J, 4000, cooling(J, t, 20), 5, rng)[-1]
    p = boltzmann(energies(J), t)
    assert energy(J, cold).mean() == pytest.approx(p @ energies(J), rel=0.005)
    assert np.abs(cold.T @ cold / 4000 - weighted_moments(p)).max() < 0.08


def test_it_starts_from_copies():
    rng = np.random.default_rng(3)
    J, x = hebb(random_states(2, 6, rng)), random_states(5, 6, rng)
    before = x.copy()
    np.testing.assert_array_equal(heat_bath(J, x, 1.0, 0, rng), before)
    heat_bath(J, x, 1.0, 3, rng)
    np.testing.assert_array_equal(x, before)


def test_cooling_ends_at_t_and_starts_hot():
    J = hebb(random_states(2, 30, np.random.default_rng(4)))
    ladder = cooling(J, 0.1, 8)
    assert ladder[-1] == pytest.approx(0.1)
    assert (np.diff(ladder) < 0).all()
    assert ladder[0] >= 4 * np.linalg.norm(J, axis=1).mean() * 0.999


def test_domains():
    rng = np.random.default_rng(5)
    J, x = hebb(random_states(2, 6, rng)), random_states(5, 6, rng)
    with pytest.raises(ValueError, match="t=0"):
        heat_bath(J, x, 0.0, 1, rng)
    with pytest.raises(ValueError, match="must fall"):
        anneal(J, 3, np.array([1.0, 2.0]), 1, rng)
