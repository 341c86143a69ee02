"""Drawn points condense where the exact theory says; the Gaussian model is in closed form."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.settings.losing_dimensions import Condensation
from memgen.studies.losing_dimensions.condensation import (
    energies,
    finite_half,
    participation,
    table,
)
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies.finite_participation import finite_participation

VARIANCES = np.repeat([1.0, 0.09], [2, 5])
P, RADII, LADDER = 80, [0.3, 1.0], [40, 80]
SETTINGS = Condensation(
    radii=RADII,
    theory_radii=2,
    P=P,
    draws=30,
    times=5,
    t_range=(0.012, 0.5),
    theory_times=12,
    ladder=LADDER,
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(SETTINGS, seeds_of("condensation"), (2, 5), (1.0, 0.3)))


@pytest.mark.parametrize(("direction", "variance"), [("large", 1.0), ("small", 0.09)])
def test_the_gaussian_model_in_closed_form(frame, direction, variance):
    """t_c^2 = [sum s^4 / 2 + |x|^2 s_j^2] / (2 log P), and Y2 = 1 - t / t_c."""
    for radius in RADII:
        where = {"direction": direction, "radius": radius, "model": "gaussian"}
        square = np.sum(VARIANCES**2) / 2 + radius**2 * variance
        t_c = np.sqrt(square / (2 * np.log(P)))
        measured = select(frame, quantity="condensation_time", **where)["value"].iloc[0]
        assert measured == pytest.approx(t_c)
        half = select(frame, quantity="half_time", **where)["value"].iloc[0]
        assert half == pytest.approx(t_c / 2)


def test_drawn_points_condense_where_the_exact_theory_says(frame):
    half = select(frame, quantity="half_time")
    drawn = select(half, kind="simulation")
    assert len(drawn) == 6
    exact = half[half["model"].isin(["finite", "same_radius"])].drop_duplicates(
        ["direction", "radius", "P"]
    )
    exact = exact.set_index(["direction", "radius", "P"])["value"]
    for at in drawn.itertuples():
        assert abs(at.value - exact[at.direction, at.radius, at.P]) < 4.5 * at.stderr
        assert at.stderr < 0.2 * at.value


def test_half_is_where_the_exact_mean_is_half():
    x = 1.5 * np.eye(7)[3]
    assert finite_participation(finite_half(x, VARIANCES, 50), x, VARIANCES, 50) == pytest.approx(
        0.5, abs=1e-4
    )


def test_curves_stand_at_their_radius(frame):
    curves = select(frame, quantity="participation")
    assert set(curves["radius"]) == {1.0}
    for direction in ("large", "small"):
        rows = select(curves, direction=direction)
        drawn, exact = select(rows, kind="simulation"), select(rows, model="finite")
        assert (len(drawn), len(exact)) == (5, 12)
        expected = np.interp(np.log(drawn["t"]), np.log(exact["t"]), exact["value"])
        assert (np.abs(drawn["value"] - expected) < 0.15).all()
        limit = select(rows, model="exact").sort_values("t")["value"].to_numpy()
        # Y2 of many directions and points is less than at finite P, where it is rounded.
        assert (limit <= exact.sort_values("t")["value"].to_numpy() + 0.1).all()
        assert limit[-1] == 0


@pytest.mark.parametrize("radius", [0.0, 0.7])
def test_weights_are_those_of_the_empirical_score(radius):
    y = draw_directions(VARIANCES, P, np.random.default_rng(0))
    t = np.array([0.02, 0.2])
    of_both = participation(energies(y, 2, radius), t)
    unit = np.eye(7)
    x = radius * np.array([unit[2], unit[3], -unit[2], -unit[3]])
    expected = [EmpiricalScore(y).participation(x, float(time)).mean() for time in t]
    np.testing.assert_allclose(of_both, expected, rtol=1e-9)
