"""The zero-temperature dynamics against its rule, written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.recurrent.couplings import energy, fixed_points, hebb, pseudo_inverse
from memgen.recurrent.dynamics import descend, overlaps, random_states


def written_out(J, x, rng):
    """One state, spin by spin, as the rule says."""
    x, N = x.copy(), x.size
    while True:
        site = int(rng.integers(0, N))
        order = [(site + k) % N for k in range(N)]
        unstable = [i for i in order if x[i] * (J[i] @ x) < -1e-12]
        if not unstable:
            return x
        x[unstable[0]] *= -1


def test_the_compiled_dynamics_follows_the_rule_site_by_site():
    rng = np.random.default_rng(0)
    J = hebb(random_states(6, 25, rng))
    start = random_states(8, 25, rng)
    one, other = np.random.default_rng(7), np.random.default_rng(7)
    expected = np.array([written_out(J, x, other) for x in start])
    np.testing.assert_array_equal(descend(J, start, one), expected)


@given(st.integers(0, 10**6), st.integers(5, 40), st.integers(1, 6))
def test_it_ends_in_a_minimum_below_its_start(seed, N, P):
    rng = np.random.default_rng(seed)
    J = hebb(random_states(P, N, rng))
    start = random_states(4, N, rng)
    before = start.copy()
    ends = descend(J, start, rng)
    np.testing.assert_array_equal(start, before)
    assert (np.abs(ends) == 1).all()
    assert fixed_points(J, ends).all()
    assert (energy(J, ends) <= energy(J, start) + 1e-9).all()
    np.testing.assert_array_equal(descend(J, ends, rng), ends)


def test_stored_patterns_stay_and_near_ones_return():
    rng = np.random.default_rng(1)
    xi = random_states(5, 100, rng)
    J = pseudo_inverse(xi)
    np.testing.assert_array_equal(descend(J, xi, rng), xi)
    near = xi.copy()
    near[:, :10] *= -1
    np.testing.assert_array_equal(descend(J, near, rng), xi)
    assert overlaps(near, xi).diagonal() == pytest.approx(0.8)


def test_free_spins_do_not_move():
    start = random_states(3, 12, np.random.default_rng(2))
    J = np.zeros((12, 12))
    np.testing.assert_array_equal(descend(J, start, np.random.default_rng(3)), start)


def test_bad_input_is_refused():
    rng = np.random.default_rng(4)
    with pytest.raises(ValueError, match="symmetric"):
        descend(np.triu(np.ones((4, 4)), 1), random_states(1, 4, rng), rng)
    with pytest.raises(ValueError, match=r"\+1 and -1"):
        descend(hebb(random_states(1, 4, rng)), np.zeros((1, 4)), rng)
