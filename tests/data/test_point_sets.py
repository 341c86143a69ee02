from pathlib import Path

import numpy as np
import pytest

from memgen.data.point_sets import read_point_set


def test_points_of_a_file_are_the_different_ones_on_one_scale(tmp_path):
    points = np.random.default_rng(0).standard_normal((200, 3))
    np.save(tmp_path / "mine.npy", np.concatenate([points, points[:7], [[1e5, 0, 0]]]))
    found = read_point_set(tmp_path / "mine.npy", None, 1000, np.random.default_rng(1))
    assert (found.name, found.equal, found.outliers, found.constant) == ("mine.npy", 7, 1, 0)
    assert found.points.shape == (200, 3)
    np.testing.assert_allclose(found.points.mean(axis=0), 0, atol=1e-12)
    assert (found.points**2).mean() == pytest.approx(1)


def test_of_a_large_set_some_are_drawn():
    some = [read_point_set("digits", None, 500, np.random.default_rng(k)) for k in (0, 0, 1)]
    assert [one.points.shape for one in some] == [(500, 64)] * 3
    np.testing.assert_array_equal(some[0].points, some[1].points)
    assert not np.array_equal(some[0].points, some[2].points)


def test_a_file_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    np.save(tmp_path / "mine.npy", np.eye(20))
    found = read_point_set(Path("~/mine.npy"), None, 100, np.random.default_rng(0))
    assert len(found.points) == 20
