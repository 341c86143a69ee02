import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diagnose.data import diagnose_data, sizes
from memgen.diagnose.inputs import read
from memgen.diagnose.steps import Steps


def found_of(points, probes=60, queries=300):
    given = read(points, "training")
    steps = Steps(None, {"training": given.digest}, {"seed": 0}, "code")
    return diagnose_data(given, steps, probes, queries)[0]


@pytest.fixture(scope="module")
def clean(plane):
    return found_of(plane)


@pytest.mark.parametrize(("D", "activation"), [(3, "linear"), (4, "tanh")])
def test_dimension_of_hidden_manifolds(D, activation):
    rng = np.random.default_rng(D)
    manifold = HiddenManifold(draw_matrix(20, D, rng), activation)
    part = found_of(manifold.sample(500, rng))
    for name in ("effective_dimension", "two_nearest_dimension"):
        number = part[name]
        # curvature lets t_c fall a little faster or slower than a plane's
        assert number.lower - 0.2 * D < D < number.upper + 0.2 * D
        assert number.control is not None
    if activation == "linear":
        # Gaussian points of the same covariance are points of the same law
        number = part["collapse_time"]
        assert number.lower < number.control.upper
        assert number.control.lower < number.upper


def test_duplicates_outliers_and_empty_coordinates(plane, clean):
    points = np.concatenate([plane, plane[:7], np.full((1, 12), 400.0)])
    points = np.concatenate([points, np.zeros((608, 3)), np.ones((608, 2))], axis=1)
    part = found_of(points, probes=40)
    assert part["points"].value == 608
    assert part["distinct_points"].value == 601
    assert part["constant_coordinates"].value == 5
    assert "3 of them always 0" in part["constant_coordinates"].meaning
    assert part.listing("duplicates").rows == tuple((600 + k, k) for k in range(7))
    assert [row[0] for row in part.listing("outliers").rows] == [607]
    # without them, and with them left out, the rest is the same
    for name in ("effective_dimension", "two_nearest_dimension"):
        assert part[name].value == pytest.approx(clean[name].value, rel=0.35)
    # t_c is told in units of the variance per coordinate, of which five more are empty
    assert part["collapse_sigma"].value == pytest.approx(clean["collapse_sigma"].value, rel=0.2)
    assert any("copies of others" in note for note in part.notes)
    assert any("outliers are left out" in note for note in part.notes)
    assert clean["outliers"].value == 0


def test_every_point_twice_has_the_collapse_of_the_distinct_ones(plane, clean):
    twice = found_of(np.repeat(plane, 2, axis=0), probes=40)
    assert twice["distinct_points"].value == 600
    assert twice["collapse_time"].value == pytest.approx(clean["collapse_time"].value, rel=0.3)


def test_more_points_halve_the_collapse_time_as_the_law_says(clean):
    D, P = clean["effective_dimension"].value, 600
    expected = (1 + 2 * (P ** (2 / D) - 1)) ** (D / 2) / P
    assert clean["points_to_halve"].value == pytest.approx(expected)
    assert clean["points_to_halve"].lower < 4 < clean["points_to_halve"].upper * 1.5


def test_lattices_and_lines_are_diagnosed_too():
    lattice = np.stack(np.meshgrid(range(5), range(5)), axis=-1).reshape(25, 2)
    part = found_of(lattice)
    assert part["two_nearest_dimension"].note.startswith("not resolved")
    line = found_of(np.random.default_rng(0).uniform(size=(400, 1)))
    assert line["two_nearest_dimension"].value == pytest.approx(1, abs=0.2)


def test_too_few_points_are_told():
    with pytest.raises(ValueError, match="3 of its 12 points are different; a diagnosis needs 8"):
        found_of(np.repeat(np.eye(3), 4, axis=0))


def test_ladder_of_sizes():
    assert sizes(10) == [3, 5, 10]
    assert sizes(400) == [50, 100, 200, 400]
    assert len(sizes(10**6)) == 6
