"""What a domain lets through, and what its errors name."""

import numpy as np
import pytest

from memgen.numerics.domain import non_negative, plain, positive


def test_values_come_back_as_arrays():
    t, R = positive(t=1, R=np.array([0.5, 2.0]))
    assert t.shape == ()
    np.testing.assert_array_equal(R, [0.5, 2.0])
    np.testing.assert_array_equal(non_negative(lam=0.0), [0.0])


@pytest.mark.parametrize("bad", [0.0, -1.0, np.inf, np.nan, np.array([1.0, -2.0])])
def test_the_one_outside_is_named(bad):
    with pytest.raises(ValueError, match=r"alpha=.* must be positive and finite"):
        positive(t=1.0, alpha=bad)


@pytest.mark.parametrize("bad", [-1e-9, np.inf, np.nan])
def test_zero_is_the_least_of_the_non_negative(bad):
    with pytest.raises(ValueError, match=r"R=.* must be non-negative and finite"):
        non_negative(R=bad)


def test_plain_numbers():
    assert type(plain(np.array(2.0))) is float
    assert plain(np.ones(2)).shape == (2,)
