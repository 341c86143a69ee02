import numpy as np
import pytest

from memgen.data.census import distinct, far_out, take_census


@pytest.fixture
def points():
    return np.random.default_rng(0).standard_normal((300, 4))


def test_what_stands_out_is_counted(points):
    given = np.concatenate([points, points[[3, 3, 8]], [[0, 1e6, 0, 0]]])
    given = np.concatenate([given, np.zeros((304, 1)), np.full((304, 1), 2.0)], axis=1)
    census = take_census(given)
    assert len(census.first) == 301
    assert census.group[300] == census.group[301] == census.group[3] >= 0
    assert (census.group < 0).sum() == 304 - 5
    assert census.constant.tolist() == [False] * 4 + [True] * 2
    assert census.zero.tolist() == [False] * 4 + [True, False]
    assert np.flatnonzero(~census.kept).tolist() == [303]
    assert census.chosen.tolist() == list(range(300))


def test_many_far_points_are_a_tail(points):
    given = np.concatenate([points, 1e3 * points[:20]])
    assert take_census(given).kept.all()
    assert len(far_out(np.linalg.norm(given, axis=1))) > 3


def test_zeros_of_either_sign_are_equal():
    first, groups = distinct(np.array([[0.0, 1], [-0.0, 1], [2, 1]]))
    assert first.tolist() == [0, 2]
    assert groups == [[0, 1]]
