"""The bound of squared distances from a product of matrices, against rational numbers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.numerics.rounding import product_error


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.sampled_from([np.float32, np.float64]),
    st.floats(0, 1e4),
)
def test_no_distance_is_off_by_more(seed, N, dtype, offset):
    rng = np.random.default_rng(seed)
    centre = (offset * rng.standard_normal(N)).astype(dtype)
    # one sign and one order of magnitude are the worst there is
    x, y = (
        (centre + np.abs(rng.standard_normal(N)) * 10 ** rng.uniform(-3, 1)).astype(dtype)
        for _ in range(2)
    )
    a, b = x - centre, y - centre
    computed = a @ a + b @ b - 2 * (a @ b)
    exact = sum((Fraction(float(i)) - Fraction(float(j))) ** 2 for i, j in zip(x, y, strict=True))
    norms = sum(Fraction(float(i)) ** 2 for i in (*a, *b))
    assert abs(Fraction(float(computed)) - exact) <= Fraction(product_error(N, dtype)) * norms


def test_a_bound_that_says_nothing_is_refused():
    with pytest.raises(ValueError, match="float32"):
        product_error(10**6, np.float32)
