import numpy as np
import pytest

from memgen.site.chebyshev import Axis, coefficients, evaluate

X, Y = Axis("x", 0.1, 10, 14), Axis("y", 0, 2, 10, logarithmic=False)


def test_a_smooth_function_is_met_between_the_nodes():
    x, y = np.array([0.11, 0.7, 9.0]), np.array([0.1, 1.9, 1.0])

    def function(x, y):
        return np.sin(np.log(x)) * np.exp(-y)

    c = coefficients(function(X.points()[:, None], Y.points()[None, :]))
    np.testing.assert_allclose(evaluate(c, [X, Y], x, y), function(x, y), atol=1e-7)


def test_one_coordinate():
    c = coefficients(np.log(X.points()) ** 2)
    assert evaluate(c, [X], np.array([3.0]))[0] == pytest.approx(np.log(3) ** 2)


def test_outside_its_range_it_says_nothing():
    with pytest.raises(ValueError, match=r"y=2\.5 must lie in"):
        Y.reduced(np.array(2.5))
