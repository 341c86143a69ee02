"""Active samples on a slice: symmetric in theory, as in drawn points."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import ActiveSamples
from memgen.studies.losing_dimensions.active_samples import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

VARIANCES = np.repeat([1.0, 0.09], [2, 5])
P, DRAWS, TIMES = 60, 6, (0.03, 0.08, 0.3)


@pytest.fixture(scope="module")
def frame(seeds_of):
    s = ActiveSamples(P=P, draws=DRAWS, times=TIMES, reach=2.0, grid=5)
    return tidy(table(s, seeds_of("active_samples"), (2, 5), (1.0, 0.3)))


def test_theory_fills_one_quadrant(frame):
    theory = frame[frame["kind"] == "theory"]
    assert (theory[["x1", "x2"]] >= 0).all(axis=None)
    assert len(select(theory, quantity="participation")) == 3 * 9
    assert len(select(theory, quantity="condensation_time")) == 3 * 2 * 9
    assert len(select(frame, kind="simulation")) == 3 * 25


def test_the_gaussian_model_tells_the_directions_apart(frame):
    """x1 lies along the larger, x2 along the smaller variance."""
    rows = select(frame, quantity="condensation_time", model="gaussian")
    square = np.sum(VARIANCES**2) / 2 + rows["x1"] ** 2 + 0.09 * rows["x2"] ** 2
    np.testing.assert_allclose(rows["value"], np.sqrt(square / (2 * np.log(P))), rtol=1e-6)


def test_drawn_points_follow_the_theory(frame):
    both = select(frame, quantity="participation", kind="simulation").merge(
        select(frame, quantity="participation", kind="theory"),
        on=["t", "x1", "x2"],
        suffixes=("", "_theory"),
    )
    difference = both["value"] - both["value_theory"]
    assert difference.abs().max() < 0.35
    assert abs(difference.mean()) < 0.05
    assert ((both["value"] >= 1 / P) & (both["value"] <= 1)).all()
    # Fewer points are active at less noise.
    means = both.groupby("t")["value"].mean()
    assert means.is_monotonic_decreasing


def test_means_are_over_draws_of_their_own_seeds(frame):
    for t in TIMES:
        rows = select(frame, quantity="participation", kind="simulation", t=t)
        x = np.zeros((25, 7))
        x[:, 0], x[:, -1] = rows["x1"], rows["x2"]
        drawn = []
        for draw in range(DRAWS):
            rng = generator(7, "losing_dimensions", "active_samples", {"t": t, "P": P}, draw)
            empirical = EmpiricalScore(draw_directions(VARIANCES, P, rng))
            drawn.append(empirical.participation(x, t))
        np.testing.assert_allclose(rows["value"], np.mean(drawn, axis=0), rtol=1e-6)
        assert (rows["n"] == DRAWS).all()
