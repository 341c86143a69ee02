import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.measures.collapse.curves import Probes, collapse_curves, draw_probes
from memgen.measures.collapse.time_grid import (
    collapse_grid,
    falling_crossing,
    lengths_seen,
    time_bounds,
)
from memgen.measures.samples.neighbours import nearest
from memgen.statistics.crossing import crossing_place


def points_of(kind, seed, P=60):
    rng = np.random.default_rng(seed)
    if kind == "cauchy":
        return rng.standard_cauchy((P, 3))
    if kind == "copies":
        return np.repeat(rng.standard_normal((P // 3, 4)), 3, axis=0) + 1e-6 * rng.standard_normal(
            (P, 4)
        )
    if kind == "scales":
        return rng.standard_normal((P, 5)) * np.geomspace(1e-6, 1e6, 5)
    return rng.standard_normal((P, int(kind)))


KINDS = st.sampled_from(["1", "2", "30", "cauchy", "copies", "scales"])


@settings(max_examples=25)
@given(KINDS, st.integers(0, 99), st.sampled_from([3, 12, 60]))
def test_the_collapse_lies_between_the_bounds(kind, seed, P):
    points = points_of(kind, seed, P)
    rng = np.random.default_rng(seed)
    own = np.tile(points, (6, 1))
    probes = Probes(own, rng.standard_normal(own.shape), np.tile(np.arange(len(points)), 6))
    low, high = time_bounds(*lengths_seen(probes, lambda: [points]))
    weight = collapse_curves(probes, points, np.array([low, high])).own_weight.mean(axis=0)
    assert weight[0] > 0.6
    assert weight[1] < 0.5


@settings(max_examples=25)
@given(
    KINDS,
    st.integers(0, 99),
    st.floats(-3, 3),
    st.floats(-100, 100),
)
def test_the_grid_follows_translations_rotations_and_scales(kind, seed, power, shift):
    points = points_of(kind, seed)
    scale = 10.0**power
    N = points.shape[1]
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((N, N)))
    probes = draw_probes(points, 20, np.random.default_rng(1))
    # the shift is one of the data's size: more of it costs digits of the differences
    moved = scale * (points @ rotation + shift * points.std())
    others = Probes(moved[probes.index], probes.noise @ rotation, probes.index)
    grid = collapse_grid(probes, lambda: [points], 16)
    again = collapse_grid(others, lambda: [moved], 16)
    np.testing.assert_allclose(again, scale**2 * grid, rtol=1e-3)


@settings(max_examples=25)
@given(KINDS, st.integers(0, 99))
def test_the_grid_runs_through_the_fall(kind, seed):
    points = points_of(kind, seed)
    probes = draw_probes(points, 60, np.random.default_rng(seed))
    grid = collapse_grid(probes, lambda: [points], 24)
    assert 12 < len(grid) <= 24
    assert (np.diff(grid) > 0).all()
    weight = collapse_curves(probes, points, grid).own_weight.mean(axis=0)
    assert weight[0] > 0.5 > weight[-1]


def test_lengths_are_those_of_the_points_in_blocks():
    points = np.random.default_rng(0).standard_normal((90, 4)) + 50
    probes = draw_probes(points, 30, np.random.default_rng(1))
    near, square, P = lengths_seen(probes, lambda: iter([points[:40], points[40:41], points[41:]]))
    assert P == 90
    expected = nearest(probes.own, points, 1, exclude_self=True).distance[:, 0]
    np.testing.assert_allclose(near, expected)
    differences = probes.own[:, None] - points
    np.testing.assert_allclose(square, (differences**2).sum(axis=(1, 2)) / 89)


def test_points_that_do_not_collapse_are_refused():
    with pytest.raises(ValueError, match="2 points do not collapse"):
        time_bounds(np.ones(2), np.ones(2), 2)
    with pytest.raises(ValueError, match="points coincide"):
        time_bounds(np.array([0.0, 0, 1, 1]), np.ones(4), 4)


def test_crossing_of_a_curve_that_is_not_monotone():
    t = np.geomspace(1, 100, 5)
    assert falling_crossing(t, np.array([1, 0.4, 0.9, 0.1, 0.2])) == pytest.approx(
        crossing_place(t, np.array([1, 0.9, 0.9, 0.2, 0.2]), 0.5)
    )
    assert falling_crossing(t, np.zeros(5)) == pytest.approx(1)
    assert falling_crossing(t, np.ones(5)) == pytest.approx(100)
