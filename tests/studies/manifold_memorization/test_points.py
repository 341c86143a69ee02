"""Points of any kind: a result, or one line that names the cause and the remedy."""

import re
import warnings

import numpy as np
import pytest

from memgen.data.point_sets import PointSet
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Points
from memgen.studies.manifold_memorization import points
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy

SMALL = {"draws": 4, "probes": 32, "times": 16, "control_draws": 2, "theory_draws": 20}


def measured(tmp_path, given, **settings):
    """The table of some points, and the first sentence of each warning."""
    np.save(tmp_path / "points.npy", given)
    s = Points(file=str(tmp_path / "points.npy"), **(SMALL | settings))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        table = tidy(points.table(s, Seeds(3, "manifold_memorization", "points")))
    return table, [str(one.message) for one in said]


def drawn(kind):
    rng = np.random.default_rng(5)
    plane = rng.standard_normal((160, 3)) @ rng.standard_normal((3, 6))
    if kind == "scales":
        return rng.standard_normal((160, 6)) * np.geomspace(1e-6, 1e6, 6)
    if kind == "shifted":
        return 1e8 + 1e-3 * plane
    if kind == "thin":
        return plane @ rng.standard_normal((6, 900))
    if kind == "line":
        return rng.random((160, 1))
    if kind == "equal":
        return np.concatenate([plane, plane[:20]])
    if kind == "outlier":
        return np.concatenate([plane, 1e7 * np.ones((1, 6))])
    if kind == "constant":
        return np.concatenate([plane, np.full((160, 2), 7.0)], axis=1)
    if kind == "copies":
        return np.repeat(plane[:20], 8, axis=0) + 1e-6 * rng.standard_normal((160, 6))
    assert kind == "few"
    return plane[:14]


@pytest.mark.parametrize(
    ("kind", "dimension", "said"),
    [
        ("shifted", (1.5, 4), []),
        ("thin", (1.5, 4), []),
        ("scales", (0.5, 2), []),
        ("line", (0.5, 2), []),
        ("few", (0.2, 40), []),
        ("equal", (1.5, 4), ["equal to an earlier one, left out: 20"]),
        ("outlier", (1.5, 4), ["outliers left out: 1"]),
        ("constant", (1.5, 4), ["coordinates that never vary: 2"]),
        ("copies", None, ["160 of 160 points are near copies of others", "no effective dimension"]),
    ],
)
def test_points_of_any_kind(kind, dimension, said, tmp_path):
    table, warned = measured(tmp_path, drawn(kind))
    for words in said:
        assert any(words in one for one in warned), warned
    assert len(warned) == len(said)
    times = select(table, quantity="collapse_time").sort_values("P")
    assert (times["stderr"] > 0).all()
    if dimension is not None:
        low, high = dimension
        assert low < value_of(table, "effective_dimension") < high
    if kind == "outlier":
        # it sets no unit: as without it
        assert 0.05 < times["value"].iloc[-1] < 20


@pytest.mark.parametrize(
    ("given", "settings", "words"),
    [
        (np.arange(22.0).reshape(11, 2), {}, "11 different points are too few .* give 12"),
        (
            np.repeat(np.eye(6), 9, axis=0),
            {},
            "6 different points .48 more equal one of these. are too few",
        ),
        (np.ones((30, 2)), {}, "all 30 points are the same; give points that differ"),
        (np.zeros((30, 2, 2)), {}, "must be .P, N., .*reshape"),
        (
            drawn("thin"),
            {"t_range": (1e-9, 1e-8)},
            "t_range = .1e-09, 1e-08. does not hold t_c .* set it to null",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused_by_its_cause(given, settings, words, tmp_path):
    with pytest.raises(ValueError, match=words):
        measured(tmp_path, given, **settings)


def test_a_set_whose_collapse_does_not_fall_has_no_dimension():
    rising = [points.Collapse(P, time, 0.1, 4) for P, time in ((10, 1.0), (20, 1.2), (40, 1.5))]
    with pytest.warns(UserWarning, match="t_c does not fall with P .*Near copies"):
        assert list(points.dimension_rows(rising, "", {"data": "x"})) == []


def test_a_range_of_the_users_is_taken(tmp_path):
    table, _ = measured(tmp_path, drawn("thin"), t_range=(1e-4, 1e4), times=60)
    t = select(table, quantity="own_weight")["t"]
    assert (t.min(), t.max()) == (pytest.approx(1e-4), pytest.approx(1e4))


@pytest.mark.parametrize(
    ("asked", "words"),
    [([50, 99, 5000], r"[5000] of 100 different points"), ([10, 20], "a dimension needs 3")],
)
def test_sizes_that_cannot_be_are_refused(asked, words):
    given = PointSet("mine", np.zeros((100, 2)), 0, 0, 0)
    with pytest.raises(ValueError, match=re.escape(words)):
        points.sizes(asked, given)


def test_the_ladder_of_sizes():
    def of(total):
        return points.sizes(None, PointSet("mine", np.zeros((total, 2)), 0, 0, 0))

    assert of(14) == [3, 7, 14]
    assert of(100) == [32, 64, 100]
    assert of(300) == [32, 64, 128, 300]
    assert of(5000)[-3:] == [1024, 2048, 5000]
