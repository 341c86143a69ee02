"""Patterns: their moments, their prefixes, and corrupted copies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.patterns import PATTERN_NAMES, corrupt, draw_patterns

DIMENSION = {"gaussian": None, "spherical": None, "binary": None, "manifold": 5}


@pytest.mark.parametrize("patterns", PATTERN_NAMES)
def test_unit_variance_and_independence(patterns):
    rng = np.random.default_rng(1)
    xi = draw_patterns(patterns, 20000, 10, rng, DIMENSION[patterns])
    variance = (xi**2).mean()
    # the manifold's own variance |F_i|^2 fluctuates with F: 1 +- (2 / (N D))^{1/2}
    assert variance == pytest.approx(1, abs=0.6 if patterns == "manifold" else 0.02)
    assert abs(xi.mean()) < 0.02
    assert (xi[0] @ xi[1:].T).mean() == pytest.approx(0, abs=0.15)


def test_each_law():
    rng = np.random.default_rng(2)
    sphere = draw_patterns("spherical", 50, 30, rng)
    np.testing.assert_allclose((sphere**2).sum(axis=1), 30)
    assert set(np.unique(draw_patterns("binary", 50, 30, rng))) == {-1.0, 1.0}
    squares = (draw_patterns("gaussian", 4000, 30, rng) ** 2).sum(axis=1)
    assert squares.var() == pytest.approx(60, rel=0.1)
    assert np.linalg.matrix_rank(draw_patterns("manifold", 40, 30, rng, 4)) == 4


@pytest.mark.parametrize("patterns", PATTERN_NAMES)
def test_the_first_patterns_do_not_depend_on_their_number(patterns):
    few, many = (
        draw_patterns(patterns, P, 12, np.random.default_rng(3), DIMENSION[patterns])
        for P in (7, 2000)
    )
    np.testing.assert_array_equal(few, many[:7])


@given(overlap=st.floats(0.05, 1.0))
def test_corrupted_copies_keep_norm_and_overlap(overlap):
    rng = np.random.default_rng(4)
    xi = draw_patterns("gaussian", 6, 20, rng)
    x = corrupt(xi, overlap, "gaussian", rng)
    square = (xi**2).sum(axis=1)
    np.testing.assert_allclose((x**2).sum(axis=1), square)
    np.testing.assert_allclose((x * xi).sum(axis=1), overlap * square)


def test_binary_copies_have_coordinates_flipped():
    rng = np.random.default_rng(5)
    xi = draw_patterns("binary", 200, 100, rng)
    x = corrupt(xi, 0.6, "binary", rng)
    assert set(np.unique(x)) == {-1.0, 1.0}
    assert (x * xi).mean() == pytest.approx(0.6, abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gauss", 3, 3), "patterns='gauss'"),
        (("gaussian", 0, 3), "P=0"),
        (("manifold", 3, 3), "D=None"),
    ],
)
def test_outside_the_domain(arguments, words):
    # beartype would refuse the unknown name first
    with pytest.raises(Exception, match=words if "gauss'" not in words else "gauss"):
        draw_patterns(*arguments, np.random.default_rng(0))
    with pytest.raises(ValueError, match="overlap=0"):
        corrupt(np.ones((1, 3)), 0.0, "gaussian", np.random.default_rng(0))
