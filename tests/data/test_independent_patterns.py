"""Patterns that are drawn until they are independent."""

import numpy as np
import pytest

from memgen.data.patterns import first_independent


def test_dependent_draws_are_drawn_again():
    draws = iter([np.ones((2, 3)), np.array([[1.0, 1, 1], [-1, -1, -1]]), np.eye(2, 3)])
    np.testing.assert_array_equal(first_independent(lambda: next(draws)), np.eye(2, 3))


def test_draws_that_are_always_dependent_are_refused():
    with pytest.raises(ValueError, match=r"2 patterns of 3 .* dependent in 7 draws"):
        first_independent(lambda: np.ones((2, 3)), attempts=7)
