"""The three points of a curve whose points are known."""

import numpy as np
import pytest

from memgen.measures.memories.dream_points import dream_points, points_of_curve

AMOUNT = np.linspace(0, 1, 41)


def parabola(first, last):
    return -(AMOUNT - first) * (AMOUNT - last)


def test_a_parabola():
    found = points_of_curve(AMOUNT, parabola(0.21, 0.73))
    np.testing.assert_allclose(found, [0.21, 0.47, 0.73], atol=2e-3)


def test_the_maximum_of_a_skewed_curve():
    """A cubic is met exactly, also where noise moves the highest point of the grid."""
    curve = -(AMOUNT - 0.2) * (AMOUNT - 0.8) * (AMOUNT + 0.3)
    slope = np.polynomial.Polynomial.fromroots([0.2, 0.8, -0.3]).deriv().roots()
    noisy = curve + 2e-4 * np.random.default_rng(2).standard_normal(len(curve))
    assert points_of_curve(AMOUNT, curve)[1] == pytest.approx(slope.max(), abs=2e-4)
    assert points_of_curve(AMOUNT, noisy)[1] == pytest.approx(slope.max(), abs=4e-3)


def test_few_points_above_zero_give_the_highest():
    least = np.array([-1.0, 0.2, 0.3, 0.1, -1.0])
    assert points_of_curve(np.arange(5) / 4, least)[1] == 0.5


def test_errors_are_those_of_the_scatter():
    """Networks with shifted curves: every point scatters like the shift."""
    rng = np.random.default_rng(0)
    shifts = 0.03 * rng.standard_normal(40)
    curves = np.array([parabola(0.2 + s, 0.7 + s) for s in shifts])
    found = dream_points(AMOUNT, curves, rng)
    assert found.n == 40
    np.testing.assert_allclose(found.stderr, 0.03 / np.sqrt(40), rtol=0.35)
    assert (np.abs(found.value - [0.2, 0.45, 0.7]) < 4 * found.stderr).all()


def test_a_curve_without_points_is_refused():
    for bad in (parabola(0.2, 0.7) - 1, parabola(-0.2, 0.7), parabola(0.2, 1.7)):
        with pytest.raises(ValueError, match="does not cross 0 twice"):
            points_of_curve(AMOUNT, bad)
    with pytest.raises(ValueError, match="two or more"):
        dream_points(AMOUNT, parabola(0.2, 0.7)[None], np.random.default_rng(1))
