"""Active samples on a slice: products of factors, and the borders of theories."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import ActiveSamples
from memgen.studies.losing_dimensions.active_samples import (
    point_participation,
    slice_participation,
    table,
)
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies.finite_participation import finite_participation

VARIANCES = np.repeat([1.0, 0.09], [2, 5])
P, DRAWS, TIMES = 60, 20, (0.03, 0.08, 0.3)
SIGNS = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])


@pytest.fixture(scope="module")
def frame(seeds_of):
    s = ActiveSamples(P=P, draws=DRAWS, times=TIMES, reach=2.0, grid=4, angles=3)
    return tidy(table(s, seeds_of("active_samples"), (2, 5), (1.0, 0.3)))


def expected(y, t, x1, x2):
    """The mean over quadrants of the empirical score's participation."""
    x = np.zeros((4, 7))
    x[:, [0, -1]] = SIGNS * [x1, x2]
    return EmpiricalScore(y).participation(x, t).mean()


def test_a_slice_is_that_of_the_empirical_score():
    y, axis = draw_directions(VARIANCES, P, np.random.default_rng(0)), np.array([0.0, 1.0, 3.0])
    for t in (0.03, 0.3):
        found = slice_participation(y, t, axis)
        wanted = [[expected(y, t, x1, x2) for x2 in axis] for x1 in axis]
        np.testing.assert_allclose(found, wanted, rtol=1e-9)
        points = point_participation(y, t, axis, axis)
        np.testing.assert_allclose(points, np.diag(wanted), rtol=1e-9)


def test_on_a_border_theory_has_half(frame):
    rows = select(frame, quantity="border", model="finite")
    assert len(rows)
    for at in rows.itertuples():
        x = np.zeros(7)
        x[0], x[-1] = at.value * np.cos(at.angle), at.value * np.sin(at.angle)
        assert finite_participation(at.t, x, VARIANCES, P) == pytest.approx(0.5, abs=0.01)
    # 1 - t / t_c = 1/2, t_c^2 = [sum s^4 / 2 + sum x^2 s^2] / (2 log P)
    for at in frame[(frame["quantity"] == "border") & (frame["model"] == "gaussian")].itertuples():
        square = at.value**2 * (np.cos(at.angle) ** 2 + 0.09 * np.sin(at.angle) ** 2)
        t_c = np.sqrt((np.sum(VARIANCES**2) / 2 + square) / (2 * np.log(P)))
        assert at.t / t_c == pytest.approx(0.5, abs=0.01)


def test_drawn_points_have_half_there(frame):
    for at in select(frame, quantity="border_participation", model="finite").itertuples():
        assert abs(at.value - 0.5) < 4.5 * at.stderr
        assert at.stderr < 0.1


def test_means_are_over_draws_of_their_own_seeds(frame):
    for t in TIMES:
        rows = select(frame, quantity="participation", t=t)
        assert len(rows) == 16
        at = rows.iloc[7]
        drawn = []
        for draw in range(DRAWS):
            rng = generator(7, "losing_dimensions", "active_samples", {"t": t, "P": P}, draw)
            drawn.append(expected(draw_directions(VARIANCES, P, rng), t, at["x1"], at["x2"]))
        assert at["value"] == pytest.approx(np.mean(drawn))
    # Fewer points are active at less noise.
    means = select(frame, quantity="participation").groupby("t")["value"].mean()
    assert means.is_monotonic_decreasing
