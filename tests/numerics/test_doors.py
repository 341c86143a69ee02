"""A door hands on what is meant, and refuses the rest by name before the function begins."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jaxtyping import Float

from memgen.numerics.doors import checked

Array = float | Float[np.ndarray, "*shape"]


@checked
def function(
    t: float,
    P: int = 3,
    x: Array = 1.0,
    limit: float | None = None,
    ratio: int | float = 1,
    word: str = "linear",
):
    """Return the arguments."""
    return t, P, x, limit, ratio, word


def test_legal_arguments_pass_as_they_are():
    x = np.arange(3.0)
    assert function(0.5, 4, x, None, 2, "tanh") == (0.5, 4, x, None, 2, "tanh")
    assert function(t=1, P=np.int64(2), limit=np.inf)[:2] == (1, 2)
    assert function(-np.inf, x=[1, 2])[2] == [1, 2]
    assert function.__name__ == "function"
    assert function.__doc__ == "Return the arguments."


@pytest.mark.parametrize("value", [np.array(0.5), np.float32(0.5), np.float64(0.5), 0.5])
def test_one_number_of_any_kind(value):
    found = function(value)[0]
    assert found == 0.5
    assert not isinstance(found, np.ndarray)


@given(st.floats(allow_nan=False), st.integers(-(10**30), 10**30))
def test_any_number_passes(t, P):
    assert function(t, P)[:2] == (t, P)


@pytest.mark.parametrize("name", ["t", "P", "x", "limit", "ratio"])
@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("1", TypeError, "='1' is no real number"),
        (True, TypeError, "=True is no real number"),
        (np.bool_(False), TypeError, "is no real number"),
        (1j, TypeError, "=1j is no real number"),
        (np.ma.masked_array([1.0]), TypeError, " is masked"),
        (np.array([None, 1]), TypeError, "is no real number"),
        (np.nan, ValueError, "=nan is no number"),
        (np.array(np.nan), ValueError, "=nan is no number"),
    ],
)
def test_what_no_argument_is(name, value, error, message):
    with pytest.raises(error, match=rf"^{name}.*{message}"):
        function(**({"t": 1.0} | {name: value}))


@pytest.mark.parametrize("value", [np.ones(2), [1.0], np.ones((1, 1)), pd.Series([1.0, 2.0])])
@pytest.mark.parametrize("name", ["t", "P", "limit", "ratio"])
def test_an_array_where_one_number_is_meant(name, value):
    with pytest.raises(TypeError, match=rf"^{name} has shape .*, and one number is meant"):
        function(**({"t": 1.0} | {name: value}))


@pytest.mark.parametrize("name", ["t", "P", "x", "ratio"])
def test_none_passes_only_where_it_is_meant(name):
    assert function(1.0, limit=None)[3] is None
    with pytest.raises(TypeError, match=f"^{name}=None is no real number"):
        function(**({"t": 1.0} | {name: None}))


def test_whole_numbers():
    with pytest.raises(ValueError, match=r"P=2.5 must be a whole number"):
        function(1.0, 2.5)
    assert function(1.0, 2.0)[1] == 2


def test_a_door_leaves_other_mistakes_to_python():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 't'"):
        function()
    with pytest.raises(TypeError, match="unexpected keyword argument 'y'"):
        function(1.0, y=2)
    with pytest.raises(TypeError, match="takes from 1 to 6 positional arguments but 7 were given"):
        function(1.0, 1, 1.0, None, 1, "a", 7)
