"""The gap of moments without the bias of a finite sample."""

import numpy as np
import pytest

from memgen.measures.memories.moment_gap import moment_gap
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.exact import second_moments


def test_random_states_are_away_from_the_data_by_the_data_s_moments():
    rng = np.random.default_rng(1)
    patterns = random_states(3, 30, rng)
    moments = second_moments(patterns)[np.triu_indices(30, 1)]
    gap = moment_gap(patterns, random_states(40, 30, rng))
    assert gap == pytest.approx(np.sqrt(np.mean(moments**2)), rel=0.05)


def test_a_sample_of_the_same_law_has_no_gap_but_noise():
    """1 / (n - 1) is taken off: the plain mean square of 20 states would be 1/20."""
    rng = np.random.default_rng(2)
    many = random_states(100000, 12, rng)
    squares = [moment_gap(many, random_states(20, 12, rng)) ** 2 for _ in range(60)]
    assert np.mean(squares) < 0.01


def test_the_data_themselves_have_none():
    patterns = random_states(4, 20, np.random.default_rng(3))
    assert moment_gap(patterns, patterns) == 0
