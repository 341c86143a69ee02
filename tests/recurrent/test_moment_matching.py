"""Moment matching: gradient, gauge, samplers, and the theorem with its counterexample."""

from itertools import product

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.exact import (
    boltzmann,
    energies,
    second_moments,
    strict_minima,
    weighted_moments,
)
from memgen.recurrent.exact_learning import ExactLearner, divergence
from memgen.recurrent.moment_matching import (
    annealed_sampler,
    average_couplings,
    fraction_on_data,
    match_moments,
    match_on_sphere,
    minima_sampler,
    persistent_sampler,
)
from memgen.recurrent.moment_theorem import (
    can_be_exchanged,
    counterexample,
    exchanged,
    match_minima,
    same_states,
    span_mean,
    states_in_span,
    unique_moments_probability,
    weight_elsewhere,
)


def couplings(N, scale, seed):
    G = np.triu(np.random.default_rng(seed).standard_normal((N, N)) * scale, 1)
    return G + G.T


def test_the_gap_of_moments_is_the_gradient_of_the_likelihood():
    """dL/dJ_ij = 2 (C_data - C_t) / t for a pair, as the energy counts each pair twice."""
    N, t, h = 6, 0.8, 1e-5
    J, xi = couplings(N, 0.4, 0), random_states(5, N, np.random.default_rng(1))
    data = second_moments(xi)

    def likelihood(J):
        E = energies(J)
        log_z = np.log(np.exp(-E / t).sum())
        return float((data * J).sum() / t - log_z)

    gap = data - weighted_moments(boltzmann(energies(J), t))
    for i, j in ((0, 3), (2, 5)):
        step = np.zeros((N, N))
        step[i, j] = step[j, i] = h
        slope = (likelihood(J + step) - likelihood(J - step)) / (2 * h)
        assert slope == pytest.approx(2 * gap[i, j] / t, rel=1e-6)


def test_with_a_fixed_norm_the_temperature_matters_and_the_teacher_is_found():
    N = 7
    teacher = couplings(N, 0.3, 3)
    p = boltzmann(energies(teacher), 1.0)
    matched = np.sqrt(N) / np.linalg.norm(teacher)
    learner, moments = ExactLearner(N), weighted_moments(p)
    found = {}
    for t in (0.6 * matched, matched, 2 * matched):
        learned = learner.learn(moments, float(t), moments - np.eye(N), 1e-8)
        assert np.linalg.norm(learned.J) == pytest.approx(np.sqrt(N))
        found[t] = divergence(p, boltzmann(energies(learned.J), float(t)))
    assert found[matched] < 1e-9
    np.testing.assert_allclose(
        learner.learn(moments, float(matched), moments - np.eye(N), 1e-8).J / matched,
        teacher,
        atol=1e-6,
    )
    assert min(value for t, value in found.items() if t != matched) > 0.01


def test_learning_that_does_not_converge_says_so():
    moments = second_moments(random_states(3, 6, np.random.default_rng(4)))
    with pytest.raises(ConvergenceError, match="fixed did not converge"):
        ExactLearner(6).learn(moments, 1.0, moments - np.eye(6), tolerance=1e-30)


def test_sampled_learning_matches_the_moments_of_small_networks():
    rng = np.random.default_rng(5)
    xi = random_states(40, 8, rng)  # many patterns: the moments are inside their range
    steps = list(
        match_moments(xi, np.zeros((8, 8)) + 0.0, annealed_sampler(1.0, 400, 6, 3), 0.1, 80, rng)
    )
    assert len(steps) == 81
    J = steps[-1].J
    exact = weighted_moments(boltzmann(energies(J), 1.0))
    assert np.abs(exact - second_moments(xi)).max() < 0.15
    assert steps[-1].residual < 0.5 * steps[0].residual
    np.testing.assert_array_equal(J, J.T)


def test_zero_temperature_learning_makes_patterns_stable():
    rng = np.random.default_rng(6)
    xi = random_states(15, 50, rng)
    assert stabilities(hebb(xi), xi).min() < 0
    steps = list(match_moments(xi, hebb(xi), minima_sampler(100), 0.2 / 50, 150, rng))
    assert stabilities(steps[-1].J, xi).min() > 0
    assert steps[-1].residual < 0.6 * steps[0].residual


def test_the_norm_stays_on_the_sphere_and_the_step_is_the_gap():
    rng = np.random.default_rng(20)
    xi, states = random_states(6, 20, rng), random_states(50, 20, rng)
    first, second = match_on_sphere(xi, lambda *_: states, 0.3, 1, rng)
    for step in (first, second):
        assert np.linalg.norm(step.J) == pytest.approx(np.sqrt(20))
    np.testing.assert_allclose(first.J, hebb(xi) * np.sqrt(20) / np.linalg.norm(hebb(xi)))
    gap = second_moments(xi) - second_moments(states)
    np.fill_diagonal(gap, 0)
    moved = first.J + 0.3 / np.sqrt(20) * gap
    np.testing.assert_allclose(second.J, moved * np.sqrt(20) / np.linalg.norm(moved))


def test_couplings_are_averaged_from_a_step_on():
    rng = np.random.default_rng(21)
    xi = random_states(4, 12, rng)
    steps = list(match_on_sphere(xi, minima_sampler(20), 0.3, 6, rng))
    expected = np.mean([step.J for step in steps[3:]], axis=0)
    np.testing.assert_allclose(average_couplings(iter(steps), 3), expected)


def test_persistent_chains_go_on():
    rng = np.random.default_rng(22)
    x = random_states(5, 10, rng)
    sample = persistent_sampler(x, 1e-3, 1)
    ferromagnet = np.ones((10, 10)) - np.eye(10)
    first = sample(ferromagnet, rng)
    assert (np.abs(first.sum(axis=1)) == 10).all()
    # cold and without couplings that could turn it: it stays where it was
    np.testing.assert_array_equal(sample(ferromagnet, rng), first)


def test_residual_and_fraction_on_data():
    xi = random_states(3, 12, np.random.default_rng(7))
    states = np.concatenate([xi, -xi[:1], xi[:1] * np.where(np.arange(12) == 4, -1, 1)])
    assert fraction_on_data(states, xi) == pytest.approx(4 / 5)
    (step,) = match_moments(xi, hebb(xi), lambda *_: xi, 0.1, 0, np.random.default_rng(8))
    assert step.residual == pytest.approx(0, abs=1e-15)


def test_the_counterexample_is_exact():
    case = counterexample()
    assert len(case.minima) == 16
    assert len(case.data) == 8
    np.testing.assert_array_equal(second_moments(case.data), second_moments(case.minima))
    assert not same_states(case.minima, case.data)
    # strict minima: small changes of J leave them, and the moments, as they are
    moved = strict_minima(case.J + couplings(8, 0.05, 9))
    np.testing.assert_array_equal(second_moments(moved), second_moments(case.data))
    # no contradiction to the corrected statement: all minima lie in the data's span
    assert len(states_in_span(case.data)) == 16


def test_matched_moments_of_random_data_leave_no_other_minima():
    for draw in range(3):
        xi = random_states(5, 14, np.random.default_rng([10, draw]))
        found = match_minima(xi)
        assert found.matched
        assert found.minima_are_data
        assert same_states(strict_minima(found.J), xi)
        inside = {tuple(x) for x in states_in_span(xi)}
        assert {tuple(x) for x in xi} <= inside


def four_that_exchange(N, seed):
    """Independent patterns, the product of the first four of which is +1 at every spin."""
    for draw in range(100):
        xi = random_states(6, N, np.random.default_rng([seed, draw]))
        xi[3] = xi[:3].prod(axis=0)
        if np.linalg.matrix_rank(xi) == 6:
            return xi
    raise AssertionError


def test_four_patterns_are_exchanged_without_a_change_of_the_moments():
    xi = four_that_exchange(9, 12)
    xi[1] *= -1  # the sign of a pattern is no matter
    other = exchanged(xi)
    assert (np.abs(other) == 1).all()
    np.testing.assert_allclose(second_moments(other), second_moments(xi), atol=1e-12)
    assert not same_states(np.concatenate([other, -other]), xi)
    assert sum(any((np.abs(x @ y) == 9) for y in xi) for x in other) == 2
    assert weight_elsewhere(xi) > 0.6  # four of six patterns can lie elsewhere


def test_data_alone_in_their_moments():
    xi = random_states(4, 12, np.random.default_rng(13))
    assert exchanged(xi) is None
    assert weight_elsewhere(xi) < 1e-6
    # x = xi^1 + xi^2 - xi^3 lies in the span, and yet no weights on it keep the moments
    xi = np.array([[1.0, 1, 1, 1, 1], [1, 1, -1, -1, -1], [1, 1, 1, -1, -1]])
    assert len(states_in_span(xi)) > 6
    assert weight_elsewhere(xi) < 1e-6
    assert weight_elsewhere(counterexample().data) == pytest.approx(1)


def test_how_often_four_of_random_data_can_be_exchanged():
    rng = np.random.default_rng(14)
    drawn = [random_states(6, 8, rng) for _ in range(2000)]
    drawn = [xi for xi in drawn if np.linalg.matrix_rank(xi) == 6]
    unique = np.mean([exchanged(xi) is None for xi in drawn])
    expected = unique_moments_probability(6, 8)
    error = np.sqrt(expected * (1 - expected) / len(drawn))
    assert unique == pytest.approx(expected, abs=4 * error)
    # were dependent fours counted it would be missed
    assert unique > np.exp(-15 / 2**7) + 2 * error
    assert unique_moments_probability(3, 11) == 1


def test_four_of_constant_product_are_independent_as_often_as_a_map_onto_four_is():
    """Each spin is in one of four states at random: surjections of N spins, counted one by one."""
    N = 7
    onto = np.mean([len(set(states)) == 4 for states in product(range(4), repeat=N)])
    exponent = -np.log(unique_moments_probability(4, N)) * 2 ** (N - 1)
    assert exponent == pytest.approx(onto)


def test_states_in_span_by_hand():
    """(1,1,1,1) and (1,1,-1,-1) span x1 = x2, x3 = x4: four states."""
    xi = np.array([[1.0, 1, 1, 1], [1, 1, -1, -1]])
    found = states_in_span(xi)
    assert len(found) == 4
    assert (found[:, 0] == found[:, 1]).all()
    assert (found[:, 2] == found[:, 3]).all()


def test_unmatched_is_said():
    xi = random_states(7, 8, np.random.default_rng(11))
    found = match_minima(xi, steps=2)
    assert not found.matched
    assert found.steps == 2


def test_domains():
    rng = np.random.default_rng(12)
    xi = random_states(3, 12, rng)
    steps = match_moments(xi, hebb(xi), minima_sampler(3), 0.0, 1, rng)
    with pytest.raises(ValueError, match="rate"):
        next(steps)
    with pytest.raises(ValueError, match="two temperatures"):
        annealed_sampler(1.0, 10, 1, 1)
    with pytest.raises(ValueError, match="ended before"):
        average_couplings(match_moments(xi, hebb(xi), minima_sampler(3), 0.1, 2, rng), 5)


def test_an_exchange_is_found_by_pairs_of_products():
    rng = np.random.default_rng(12)
    seen = set()
    for _ in range(60):
        xi = first_independent(lambda: draw_patterns("binary", 7, 8, rng))
        seen.add(can_be_exchanged(xi))
        assert can_be_exchanged(xi) == (exchanged(xi) is not None)
    assert seen == {True, False}


def test_the_mean_number_of_others_in_the_span():
    rng = np.random.default_rng(13)
    drawn = [first_independent(lambda: draw_patterns("binary", 5, 10, rng)) for _ in range(600)]
    others = [len(states_in_span(xi)) / 2 - 5 for xi in drawn]
    error = np.std(others) / np.sqrt(600)
    assert np.mean(others) == pytest.approx(span_mean(5, 10), abs=4 * error)
    assert span_mean(2, 10) == 0
