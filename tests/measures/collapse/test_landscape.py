import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.landscape import (
    count_attractors,
    plane_through,
    potential_on_plane,
    traps_on_plane,
)


def triangle(dimension=5, side=3.0):
    """Three points at equal distances, in a random orientation."""
    rotation = np.linalg.qr(np.random.default_rng(2).standard_normal((dimension, dimension)))[0]
    return side / np.sqrt(2) * rotation[:3]


def test_the_plane_holds_its_points_at_their_distances():
    points = triangle()
    plane = plane_through(points)
    np.testing.assert_allclose(plane.points(plane.corners), points, atol=1e-12)
    np.testing.assert_allclose(plane.frame @ plane.frame.T, np.eye(2), atol=1e-12)
    sides = np.linalg.norm(plane.corners - np.roll(plane.corners, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, 3.0)


def test_points_on_a_line_are_refused():
    with pytest.raises(ValueError, match="line"):
        plane_through(np.outer([0.0, 1.0, 2.0], np.ones(4)))


@pytest.mark.parametrize(("t", "traps"), [(0.1, True), (10.0, False)])
def test_wells_merge_into_one_as_t_grows(t, traps):
    points = triangle()
    assert (traps_on_plane(points, plane_through(points), t) == traps).all()


def test_a_minimum_on_a_plane_need_be_none_in_space():
    """Points off the plane pull a point out of it, which the plane does not show."""
    points = np.array(
        [[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 1.2], [0.2, 0, 1.3], [0, 0.2, 1.4]], float
    )
    t = 0.36
    assert traps_on_plane(points, plane_through(points[:3]), t)[0]
    x = points[:1].copy()
    for _ in range(300):
        x = EmpiricalScore(points).denoise(x, t)
    assert x[0, 2] > 0.6


def test_the_potential_is_that_of_the_points():
    points = triangle(4)
    plane = plane_through(points)
    axis = np.linspace(-1, 1, 3)
    found = potential_on_plane(EmpiricalScore(points), plane, 0.7, axis)
    x = plane.points(np.array([[axis[0], axis[2]]]))
    expected = -np.log(np.exp(-((points - x) ** 2).sum(1) / 1.4).mean() / (1.4 * np.pi) ** 2) / 4
    assert found[0, 2] == pytest.approx(expected)


def test_ends_near_each_other_are_one_place():
    ends = np.array([[0.0, 0], [0.1, 0], [0.2, 0], [3, 0], [3, 0.05], [-5, 1]])
    assert count_attractors(ends, 0.12) == 3
    assert count_attractors(ends, 0.06) == 5
