"""Fields that no order of summation changes, and ties that rounding cannot break."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.recurrent.couplings import energy, fixed_points, hebb, pseudo_inverse, stabilities
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.exact import energies, strict_minima
from memgen.recurrent.ties import DIGITS, exact_couplings, fields, in_steps
from memgen.recurrent.unlearning import unlearn

SEEDS = st.integers(0, 10**6)


def gaussian_couplings(N, rng):
    G = np.triu(rng.standard_normal((N, N)), 1)
    return G + G.T


def blurred(J, share, rng):
    """J with each entry off by up to `share` of the largest, symmetric: another way to make it."""
    noise = np.triu(rng.uniform(-1, 1, J.shape), 1) * share * np.abs(J).max()
    return J + noise + noise.T


def settle(J, x, rng):
    """The zero-temperature dynamics with whole numbers, in place."""
    while True:
        site = int(rng.integers(0, len(x)))
        unstable = np.flatnonzero(np.roll(x * (J @ x), -site) < 0)
        if not unstable.size:
            return
        x[(site + unstable[0]) % len(x)] *= -1


def whole(J, scale):
    return np.rint(J * scale).astype(int)


@given(SEEDS, st.integers(2, 60), st.floats(1e-6, 1e6))
def test_fields_do_not_depend_on_the_order_of_summation(seed, N, scale):
    rng = np.random.default_rng(seed)
    J, x = scale * gaussian_couplings(N, rng), random_states(3, N, rng)
    exact, tie = exact_couplings(J)
    assert np.abs(exact - J).max() <= tie / N
    order = rng.permutation(N)
    h = x @ exact
    np.testing.assert_array_equal(x[:, order] @ exact[order], h)
    np.testing.assert_array_equal(np.cumsum((x[:, :, None] * exact)[:, ::-1], axis=1)[:, -1], h)
    for b in range(3):
        for i in range(N):
            assert h[b, i] == math.fsum(exact[i] * x[b])
    # spin by spin, from one state to the next
    other = h[0].copy()
    for j in np.flatnonzero(x[0] != x[1]):
        other += 2 * x[1, j] * exact[j]
    np.testing.assert_array_equal(other, h[1])


@given(SEEDS, st.integers(3, 12))
def test_energies_are_exact_and_those_of_x_and_its_negative_are_one_number(seed, N):
    rng = np.random.default_rng(seed)
    J = gaussian_couplings(N, rng)
    E = energies(J)
    np.testing.assert_array_equal(E, E[::-1])
    x = random_states(4, N, rng)
    number = ((x > 0) @ (1 << np.arange(N))).astype(int)
    np.testing.assert_array_equal(energy(J, x), E[number])


@given(SEEDS, st.integers(4, 14), st.sampled_from([2, 4]))
def test_the_dynamics_on_hebb_s_couplings_is_that_of_whole_numbers(seed, N, P):
    """Even P: the fields are even numbers over N, and many are 0."""
    rng = np.random.default_rng(seed)
    J, start = hebb(random_states(P, N, rng)), random_states(3, N, rng)
    ends, site = start.astype(int), np.random.default_rng(seed)
    for x in ends:
        settle(whole(J, N), x, site)
    np.testing.assert_array_equal(descend(J, start, np.random.default_rng(seed)), ends)


@given(SEEDS, st.sampled_from([0.3, 0.01, 1 / 3]))
def test_unlearning_is_that_of_exact_arithmetic_for_any_number_of_dreams(seed, rate):
    """After many dreams the couplings are a few steps of eps / N, and ties are everywhere."""
    N, dreams = 8, 120
    J = hebb(random_states(2, N, np.random.default_rng(seed)))
    exact = Fraction(rate).limit_denominator(1000)
    M, draws = exact.denominator * whole(J, N), np.random.default_rng(seed)

    def state():
        return 2 * (int(draws.integers(0, 4294967296)) >> np.arange(N) & 1) - 1

    x = state()
    for _ in range(dreams):
        settle(M, x, draws)
        M -= exact.numerator * (np.outer(x, x) - np.eye(N, dtype=int))
        x = state()
    after = unlearn(J, dreams, np.random.default_rng(seed), rate)
    np.testing.assert_array_equal(whole(after, N * exact.denominator), M)


@given(SEEDS)
def test_dreams_in_pieces_are_the_same_dreams(seed):
    """The couplings of a piece's end, written as doubles, give back their whole numbers."""
    rng = np.random.default_rng(seed)
    J = hebb(random_states(6, 20, rng))
    for _ in range(4):
        J = unlearn(J, 150, rng)
        counted, tie = in_steps(J, 0.01 / 20, 150)
        np.testing.assert_array_equal(counted, np.rint(counted))
        assert tie < 1


@given(SEEDS, st.integers(4, 30), st.integers(1, 4))
def test_rounding_of_the_couplings_decides_nothing(seed, N, P):
    """Couplings with other last digits: the same states, signs, fixed points and minima."""
    rng = np.random.default_rng(seed)
    xi, start = random_states(P, N, rng), random_states(5, N, rng)
    J = hebb(xi)
    other = blurred(J, DIGITS / 2, rng)
    one, two = (np.random.default_rng(seed) for _ in range(2))
    np.testing.assert_array_equal(descend(other, start, two), descend(J, start, one))
    np.testing.assert_array_equal(np.sign(fields(other, start)), np.sign(fields(J, start)))
    np.testing.assert_array_equal(np.sign(stabilities(other, xi)), np.sign(stabilities(J, xi)))
    np.testing.assert_array_equal(fixed_points(other, start), fixed_points(J, start))
    small = slice(0, min(N, 10))
    np.testing.assert_array_equal(
        strict_minima(other[small, small]), strict_minima(J[small, small])
    )
    np.testing.assert_array_equal(
        np.rint(unlearn(other, 60, two) * 100 * N), np.rint(unlearn(J, 60, one) * 100 * N)
    )


def test_the_sign_of_rounding_does_not_flip_a_spin():
    """A field of .1 + .2 - .3 is 6e-17 in doubles, and 0 by the rule: the spin keeps its value."""
    J = np.ones((4, 4)) - np.eye(4)
    J[0, 1:] = J[1:, 0] = [0.1, 0.2, -0.3]
    x = np.array([[1.0, 1, 1, 1], [-1, 1, 1, 1]])
    assert (x @ J)[1, 0] > 0
    np.testing.assert_array_equal(fields(J, x)[:, 0], 0)
    np.testing.assert_array_equal(stabilities(J, x)[:, 0], 0)
    np.testing.assert_array_equal(descend(J, x, np.random.default_rng(0)), x)
    assert fixed_points(J, x).all()
    # a flip of the first spin changes no energy: neither state is a strict minimum
    assert energy(J, x)[0] == pytest.approx(energy(J, x)[1], abs=1e-12)
    assert not (np.abs(strict_minima(J) @ x.T) == 4).any()


def test_a_spin_that_a_pseudo_inverse_determines_has_a_row_of_rounding_that_counts_as_0():
    """Pi_ii = 1: the row of J is 0 in exact arithmetic, 1e-17 from the factorisation."""
    # the sums of the second and third, and of the first and fourth pattern see one spin each
    xi = np.array([[1.0, 1, 1, 1], [1, -1, 1, 1], [1, 1, -1, -1]])
    J = pseudo_inverse(xi)
    assert np.linalg.pinv(xi)[1] @ xi[:, 1] == pytest.approx(1)
    noisy = blurred(J, 1e-16, np.random.default_rng(0))
    for couplings in (J, noisy):
        np.testing.assert_array_equal(stabilities(couplings, xi)[:, 1], 0)
        assert fixed_points(couplings, xi).all()
        free = np.array([[1.0, 1, 1, 1], [1, -1, 1, 1]])
        np.testing.assert_array_equal(descend(couplings, free, np.random.default_rng(1)), free)


@given(SEEDS)
def test_a_projector_s_ties_are_those_of_its_closed_form(seed):
    """Two patterns agree on 5 spins and differ on 7: J = xi_i xi_j / 5 or / 7 within each group.

    A spin whose even number of neighbours is divided has a field of 0.
    """
    rng = np.random.default_rng(seed)
    xi = random_states(2, 12, rng)
    group = np.repeat([1.0, -1.0], [5, 7])
    xi[1] = xi[0] * group
    closed = np.outer(xi[0], xi[0]) * (np.equal.outer(group, group) / np.where(group > 0, 5, 7))
    np.fill_diagonal(closed, 0.0)
    made, start = pseudo_inverse(xi), random_states(20, 12, rng)
    whole_fields = start @ np.rint(35 * closed)
    assert (whole_fields == 0).any()
    for J in (made, closed, blurred(made, 1e-15, rng)):
        np.testing.assert_array_equal(np.sign(fields(J, start)), np.sign(whole_fields))
        ends = descend(J, start, np.random.default_rng(seed))
        np.testing.assert_array_equal(ends, descend(closed, start, np.random.default_rng(seed)))


def test_daydreaming_takes_its_norm_without_last_digits(monkeypatch):
    """A norm that another processor gives in other last digits leads to the same couplings."""
    xi = random_states(6, 20, np.random.default_rng(3))
    norm = np.linalg.norm
    J = daydream(xi, 5, np.random.default_rng(4))
    monkeypatch.setattr(np.linalg, "norm", lambda *a, **k: norm(*a, **k) * (1 + 4e-16))
    np.testing.assert_array_equal(daydream(xi, 5, np.random.default_rng(4)), J)


def test_a_step_that_doubles_cannot_hold_is_refused():
    J = hebb(random_states(2, 10, np.random.default_rng(0)))
    with pytest.raises(ValueError, match="larger rate"):
        unlearn(J, 1, np.random.default_rng(0), 1e-16)
