"""The explorer's grids against the library, at points that are no nodes."""

import json

import numpy as np
import pytest

from memgen.site import grids

FEW = {"times": 1, "saturation": 1, "capacity": 1, "features": 8}


@pytest.mark.parametrize("name", grids.GRIDS)
def test_the_stated_error_holds_at_other_points(root, name):
    grid = grids.read(root, name)
    function, axes = grids.GRIDS[name]
    assert grid.axes == axes, "memgen site --grids"
    points = grids.probes(axes, seed=7, count=FEW[name])
    for key, exact in function(*points):
        np.testing.assert_allclose(grid.at(key, *points), exact, atol=3 * grid.error, rtol=0)


@pytest.mark.parametrize("name", grids.GRIDS)
def test_the_error_is_small(root, name):
    assert 0 < grids.read(root, name).error < 1e-3


def test_the_function_and_axes_of_a_grid_are_written_and_read_back(tmp_path, monkeypatch):
    axes = (grids.Axis("t", 0.1, 1.0, 6),)
    monkeypatch.setattr(grids, "GRIDS", {"small": (lambda t: iter([("log", np.log(t))]), axes)})
    (path,) = grids.write(tmp_path)
    assert json.loads(path.read_text())["axes"][0]["name"] == "t"
    again = grids.read(tmp_path, "small")
    assert again.at("log", np.array([0.5]))[0] == pytest.approx(np.log(0.5))
    assert again.axes == axes
