"""Brackets of roots: what they hold, the direction of the walk, and where it gives up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.numerics.roots import bracket, bracket_rising


@given(root=st.floats(-50, 50), start=st.floats(-50, 50), step=st.floats(0.01, 5))
def test_a_rising_function_is_bracketed_from_either_side(root, start, step):
    low, high = bracket_rising(lambda x: x - root, start, step)
    assert low <= root <= high
    # steps double: the last one is no longer than all before it and one more
    assert high - low <= (abs(root - start) + step) * (1 + 1e-9)


def test_equal_steps_meet_the_first_of_several_roots():
    assert bracket(np.sin, 1.0, 0.5, growth=1.0) == (3.0, 3.5)
    assert bracket(np.sin, 1.0, -0.75, growth=1.0) == (-0.5, 0.25)


def test_the_limit_ends_the_walk():
    visited = []

    def constant(x):
        visited.append(x)
        return 1.0

    assert bracket(constant, 0.0, 1.0, limit=5.0) is None
    assert visited == [0, 1, 3, 7]


@pytest.mark.parametrize("value", [1.0, -1.0])
def test_no_root_within_the_limit(value):
    assert bracket_rising(lambda _: value, 0.0, 1.0, limit=10) is None
