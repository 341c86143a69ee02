"""Couplings, energies and stabilities against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.recurrent.couplings import (
    check_couplings,
    energy,
    fixed_points,
    hebb,
    normalise,
    pseudo_inverse,
    stabilities,
)
from memgen.recurrent.dynamics import random_states


def test_hebb_is_the_sum_over_patterns():
    xi = random_states(3, 7, np.random.default_rng(0))
    J = hebb(xi)
    for i in range(7):
        for j in range(7):
            assert J[i, j] == pytest.approx(0 if i == j else sum(x[i] * x[j] for x in xi) / 7)


def test_energy_counts_each_pair_twice():
    rng = np.random.default_rng(1)
    xi, x = random_states(4, 9, rng), random_states(5, 9, rng)
    J = hebb(xi)
    pairs = [-2 * sum(s[i] * J[i, j] * s[j] for i in range(9) for j in range(i + 1, 9)) for s in x]
    np.testing.assert_allclose(energy(J, x), pairs, atol=1e-12)


def test_the_pseudo_inverse_holds_every_pattern_with_the_projector_s_margin():
    """xi_i h_i = 1 - Pi_ii and |J_i|^2 = Pi_ii - Pi_ii^2: stability sqrt(1 / Pi_ii - 1)."""
    xi = random_states(12, 30, np.random.default_rng(2))
    projector = np.linalg.pinv(xi) @ xi
    own = np.diag(projector)
    Delta = stabilities(pseudo_inverse(xi), xi)
    np.testing.assert_allclose(Delta, np.broadcast_to(np.sqrt(1 / own - 1), Delta.shape))


@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_stabilities_do_not_see_a_row_s_scale(seed, scale):
    rng = np.random.default_rng(seed)
    xi = random_states(4, 10, rng)
    J = hebb(xi)
    scaled = J * np.where(np.arange(10) == 3, scale, 1.0)[:, None]
    np.testing.assert_allclose(stabilities(scaled, xi), stabilities(J, xi), atol=1e-12)


def test_one_pattern_is_the_only_minimum_of_its_hebb_network():
    xi = random_states(1, 11, np.random.default_rng(3))
    J = hebb(xi)
    assert fixed_points(J, np.concatenate([xi, -xi])).all()
    flipped = xi.copy()
    flipped[0, 0] *= -1
    assert not fixed_points(J, flipped).any()
    np.testing.assert_allclose(stabilities(J, xi), np.sqrt(10))


def test_normalised_couplings_have_unit_rows_on_average():
    J = normalise(hebb(random_states(3, 20, np.random.default_rng(4))))
    assert (J**2).sum() == pytest.approx(20)


@pytest.mark.parametrize(
    ("J", "words"),
    [
        (np.array([[0.0, 1.0], [0.5, 0.0]]), "symmetric"),
        (np.eye(2), "diagonal"),
        (np.array([[0.0, np.nan], [np.nan, 0.0]]), "finite"),
    ],
)
def test_what_are_no_couplings_is_refused(J, words):
    with pytest.raises(ValueError, match=words):
        check_couplings(J)


def test_patterns_must_be_binary_and_independent():
    with pytest.raises(ValueError, match=r"\+1 and -1"):
        hebb(np.array([[1.0, 0.5]]))
    xi = random_states(2, 8, np.random.default_rng(5))
    for bad in (np.concatenate([xi, -xi[:1]]), random_states(9, 8, np.random.default_rng(6))):
        with pytest.raises(ValueError, match="dependent"):
            pseudo_inverse(bad)
    with pytest.raises(ValueError, match="J = 0"):
        normalise(np.zeros((3, 3)))
