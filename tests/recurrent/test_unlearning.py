"""Unlearning and daydreaming against their rules, and the authors' table of points."""

import numpy as np
import pytest

from memgen.measures.memories.dream_points import dream_points
from memgen.recurrent import unlearning
from memgen.recurrent.couplings import fixed_points, hebb, stabilities
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.published_dream_points import PUBLISHED
from memgen.recurrent.unlearning import unlearn, unlearning_path


def test_a_dream_takes_one_minimum_off():
    """J - J' = (eps / N) S S^T off the diagonal, S a minimum of J."""
    rng = np.random.default_rng(0)
    J = hebb(random_states(8, 40, rng))
    for rate in (0.01, 0.3):
        change = (J - unlearn(J, 1, rng, rate)) * 40 / rate
        np.testing.assert_allclose(np.abs(change + np.eye(40)), 1, atol=1e-9)
        S = np.sign((change + np.eye(40))[:, :1].T)
        np.testing.assert_allclose(change, S.T @ S - np.eye(40), atol=1e-9)
        assert fixed_points(J, S).all()


def test_single_precision_holds_the_dreams_exactly(monkeypatch):
    """The same dreams, to the last digit, with whole numbers in single and in double precision."""
    J = hebb(random_states(12, 60, np.random.default_rng(3)))
    single = unlearn(J, 300, np.random.default_rng(4))
    kept = []
    monkeypatch.setattr(unlearning, "_shortest", lambda J, _: kept.append(J.copy()) or J)
    np.testing.assert_array_equal(unlearn(J, 300, np.random.default_rng(4)), single)
    (counted,) = kept
    monkeypatch.undo()
    assert unlearning._shortest(counted, 300).dtype == np.float32
    for wide in (counted + 0.5, counted + 2.0**23):
        assert unlearning._shortest(wide, 300).dtype == np.float64


def test_couplings_stay_couplings():
    rng = np.random.default_rng(1)
    J = hebb(random_states(12, 50, rng))
    before = J.copy()
    after = unlearn(J, 500, rng)
    np.testing.assert_array_equal(J, before)
    np.testing.assert_allclose(after, after.T, atol=1e-14)
    assert (np.diag(after) == 0).all()
    np.testing.assert_array_equal(unlearn(J, 0, rng), J)


def test_the_path_counts_dreams():
    rng = np.random.default_rng(2)
    J = hebb(random_states(6, 30, rng))
    path = list(unlearning_path(J, np.array([0.0, 0.01, 0.01, 0.05]), rng))
    np.testing.assert_array_equal(path[0], J)
    np.testing.assert_array_equal(path[1], path[2])
    # sum over i < j of (J - J') S S^T grows by at most (N - 1) eps / 2 a dream
    assert 0 < np.abs(path[1] - J).max() <= 30 * 0.01 / 30 * (1 + 1e-9)
    with pytest.raises(ValueError, match="rise"):
        list(unlearning_path(J, np.array([0.1, 0.0]), rng))


def test_the_points_of_the_authors_table():
    """N = 100: all three points within .04 of the table (arXiv:2302.13417), 12 networks a load."""
    amounts = np.linspace(0, 0.56, 57)
    for load in (0.3, 0.4):
        curves = []
        for draw in range(12):
            rng = np.random.default_rng([3, draw])
            xi = random_states(round(100 * load), 100, rng)
            path = unlearning_path(hebb(xi), amounts, rng)
            curves.append([stabilities(J, xi).min() for J in path])
        found = dream_points(amounts, np.array(curves), np.random.default_rng(4), 50)
        assert np.abs(found.value - PUBLISHED[100, load]).max() < 0.04


def test_daydreaming_learns_and_keeps_its_norm():
    rng = np.random.default_rng(5)
    xi = random_states(12, 40, rng)
    assert stabilities(hebb(xi), xi).min() < 0
    J = daydream(xi, 60, rng)
    assert np.linalg.norm(J, 2) == pytest.approx(1)
    np.testing.assert_array_equal(J, J.T)
    assert (np.diag(J) == 0).all()
    assert stabilities(J, xi).min() > 0
    np.testing.assert_array_equal(daydream(xi, 0, rng), hebb(xi))


def test_domains():
    rng = np.random.default_rng(6)
    xi = random_states(2, 10, rng)
    with pytest.raises(ValueError, match="rate"):
        unlearn(hebb(xi), 1, rng, 0.0)
    with pytest.raises(ValueError, match="tau"):
        daydream(xi, 1, rng, -1.0)
