import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.finished.numbers import with_error


@pytest.mark.parametrize(
    ("value", "stderr", "words"),
    [
        (1.14849, 0.227264, "1.15 ± 0.23"),
        (-0.593176, 0.00469694, "-0.5932 ± 0.0047"),
        (1234.56, 78.9, "1235 ± 79"),
        (0.5, 0.0996, "0.50 ± 0.10"),
        (7.66, 0.0, "7.66"),
        (7.66, None, "7.66"),
        (7.66, math.nan, "7.66"),
        (2.5e-9, 3.1e-10, "2.5e-09 ± 3.1e-10"),
        (math.nan, math.inf, "nan ± inf"),
    ],
)
def test_an_error_has_two_digits_and_the_value_as_many_places(value, stderr, words):
    assert with_error(value, stderr) == words


@given(st.floats(-1e5, 1e5), st.floats(1e-4, 1e4))
def test_rounding_is_small_against_the_error(value, stderr):
    said, error = (float(one) for one in with_error(value, stderr).split(" ± "))
    assert abs(said - value) <= 0.06 * stderr or (stderr >= 100 and abs(said - value) <= 0.5)
    assert error == pytest.approx(stderr, rel=0.06)
