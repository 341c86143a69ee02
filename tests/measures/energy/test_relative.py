"""The gap of a Gaussian, whose energy is known: it does not depend on the path."""

import numpy as np
import pytest

from memgen.measures.energy.relative import relative_energy

VARIANCES = np.array([2.0, 0.5, 0.1])


def score(x):
    return -x / VARIANCES


def u(x, beta):
    return beta * (0.5 * (x**2 / VARIANCES).sum(axis=-1) - 0.25 * (x**2).sum(axis=-1))


def test_a_gaussian_in_closed_form():
    rng = np.random.default_rng(0)
    x, reference, beta = rng.standard_normal((6, 3)), rng.standard_normal(3), 0.02
    exact = u(reference, beta) - u(x, beta)
    np.testing.assert_allclose(relative_energy(score, x, reference, beta, 2001), exact, rtol=1e-5)
    # second order in the number of points
    errors = [
        np.abs(relative_energy(score, x, reference, beta, points) - exact).max()
        for points in (20, 39)
    ]
    assert errors[1] == pytest.approx(errors[0] / 4, rel=0.05)


def test_the_reference_itself_has_no_gap_by_symmetry():
    """Along cos(a) x + sin(a) x the path goes out and comes back."""
    x = np.array([[1.0, -2.0, 0.3]])
    assert relative_energy(score, x, x[0], 0.1, 401)[0] == pytest.approx(0, abs=1e-12)


def test_what_is_refused():
    for bad in ({"beta": 0.0}, {"points": 1}):
        given = {"beta": 0.1, "points": 20} | bad
        with pytest.raises(ValueError, match="beta > 0"):
            relative_energy(score, np.ones((1, 3)), np.ones(3), **given)
