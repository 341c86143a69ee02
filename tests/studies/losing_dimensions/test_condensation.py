"""Drawn points condense where the exact theory says; the Gaussian model is in closed form."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import Condensation
from memgen.studies.losing_dimensions.condensation import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

VARIANCES = np.repeat([1.0, 0.09], [2, 5])
P, DRAWS, RADII = 80, 8, [0.3, 1.0]


@pytest.fixture(scope="module")
def frame(seeds_of):
    s = Condensation(radii=RADII, P=P, draws=DRAWS, times=10, theory_times=24, t_range=(0.012, 0.5))
    return tidy(table(s, seeds_of("condensation"), (2, 5), (1.0, 0.3)))


@pytest.mark.parametrize(
    ("direction", "variance"), [("large", 1.0), ("small", 0.09), ("normal", 0)]
)
def test_the_gaussian_model_in_closed_form(frame, direction, variance):
    """t_c^2 = [sum s^4 / 2 + |x|^2 s_j^2] / (2 log P), and Y2 = 1 - t / t_c."""
    for radius in RADII:
        where = {"direction": direction, "radius": radius, "model": "gaussian"}
        square = np.sum(VARIANCES**2) / 2 + radius**2 * variance
        t_c = np.sqrt(square / (2 * np.log(P)))
        measured = select(frame, quantity="condensation_time", **where)["value"].iloc[0]
        assert measured == pytest.approx(t_c)
        half = select(frame, quantity="half_time", **where)["value"].iloc[0]
        assert half == pytest.approx(t_c / 2, rel=0.03)


def test_drawn_points_condense_where_the_exact_theory_says(frame):
    half = select(frame, quantity="half_time")
    drawn = select(half, kind="simulation")
    assert len(drawn) == 6
    exact = select(half, model="finite").set_index(["direction", "radius"])["value"]
    for at in drawn.itertuples():
        assert at.value == pytest.approx(exact[at.direction, at.radius], rel=0.5)
        assert abs(at.value - exact[at.direction, at.radius]) < 5 * at.stderr


def test_curves_stand_at_the_middle_radius(frame):
    curves = select(frame, quantity="participation")
    assert set(curves["radius"]) == {1.0}
    for direction in ("large", "small", "normal"):
        rows = select(curves, direction=direction)
        drawn, exact = select(rows, kind="simulation"), select(rows, model="finite")
        assert (len(drawn), len(exact)) == (10, 24)
        expected = np.interp(np.log(drawn["t"]), np.log(exact["t"]), exact["value"])
        assert (np.abs(drawn["value"] - expected) < 0.2).all()
        limit = select(rows, model="exact").sort_values("t")["value"].to_numpy()
        # Y2 of many directions and points is less than at finite P, where it is rounded.
        assert (limit <= exact.sort_values("t")["value"].to_numpy() + 0.1).all()
        assert limit[0] > 0.7
        assert limit[-1] == 0


def test_means_are_over_draws_of_their_own_seeds(frame):
    point = {"direction": "normal", "radius": 1.0, "P": P}
    rows = select(frame, quantity="participation", kind="simulation", direction="normal")
    t, x = rows["t"].to_numpy(), np.eye(8)[7]
    curves = []
    for draw in range(DRAWS):
        rng = generator(7, "losing_dimensions", "condensation", point, draw)
        y = np.append(draw_directions(VARIANCES, P, rng), np.zeros((P, 1)), axis=1)
        curves.append(EmpiricalScore(y).participation(np.tile(x, (t.size, 1)), t))
    np.testing.assert_allclose(rows["value"], np.mean(curves, axis=0), rtol=1e-6)
    assert (rows["n"] == DRAWS).all()
