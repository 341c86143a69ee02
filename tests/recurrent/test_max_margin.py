"""Largest stabilities against scipy's least-distance solution."""

import numpy as np
import pytest
from scipy.optimize import nnls

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.max_margin import max_margin


def least_norm(G):
    """min |x| with G x >= 1 (Lawson and Hanson's reduction to non-negative least squares)."""
    E = np.vstack([G.T, np.ones(len(G))])
    f = np.append(np.zeros(G.shape[1]), 1.0)
    r = E @ nnls(E, f)[0] - f
    return -r[:-1] / r[-1]


def test_plain_rows_are_those_of_least_distance():
    xi = random_states(14, 20, np.random.default_rng(0))
    found = max_margin(xi, symmetric=False, tolerance=1e-6)
    for i in range(0, 20, 5):
        row = least_norm(np.delete(xi[:, i : i + 1] * xi, i, axis=1))
        assert found.stability[i] == pytest.approx(1 / np.linalg.norm(row), rel=1e-5)


def test_symmetric_couplings_are_those_of_least_distance():
    """The same reduction, for the N (N - 1) / 2 entries together."""
    N, P = 9, 4
    xi = random_states(P, N, np.random.default_rng(1))
    first, second = np.triu_indices(N, 1)
    G = np.zeros((P, N, first.size))
    for i in range(N):
        here = (first == i) | (second == i)
        G[:, i, here] = (xi[:, first] * xi[:, second])[:, here]
    entries = least_norm(G.reshape(-1, first.size))
    found = max_margin(xi, symmetric=True, tolerance=1e-6)
    exact = np.sqrt(N / (2 * entries @ entries))
    assert found.stability[0] == pytest.approx(exact, rel=1e-5)
    np.testing.assert_allclose(found.J[first, second], entries, atol=2e-3)
    assert (xi * (xi @ found.J)).min() == pytest.approx(1)


def test_symmetry_costs_and_the_projector_is_beaten():
    xi = random_states(12, 40, np.random.default_rng(2))
    plain, symmetric = max_margin(xi, False, 1e-3), max_margin(xi, True, 1e-3)
    assert symmetric.stability[0] < 1 / np.sqrt(np.mean(plain.stability**-2.0)) * (1 + 1e-3)
    J = pseudo_inverse(xi)
    projector = (xi * (xi @ J)).min() * np.sqrt(40) / np.linalg.norm(J)
    assert symmetric.stability[0] > projector
    np.testing.assert_allclose(symmetric.J, symmetric.J.T)


def test_one_pattern_in_closed_form():
    xi = random_states(1, 17, np.random.default_rng(3))
    for symmetric in (True, False):
        found = max_margin(xi, symmetric, 1e-9)
        np.testing.assert_allclose(found.stability, 4.0, rtol=1e-6)


def test_no_convergence_is_said():
    xi = random_states(60, 15, np.random.default_rng(4))
    with pytest.raises(ConvergenceError, match="P=60, N=15"):
        max_margin(xi, True, most=50)
