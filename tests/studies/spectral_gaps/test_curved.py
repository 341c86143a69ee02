"""A tanh manifold: tangent values vanish with t in proportion to it, normal ones do not."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import draw_matrix
from memgen.seeds import generator
from memgen.settings.spectral_gaps import Curved
from memgen.studies.spectral_gaps.curved import exponents, table
from memgen.tables.read import select
from memgen.tables.rows import tidy

N, POINTS, DRAWS = 8, 3, 2


@pytest.fixture(scope="module")
def frame(seeds_of):
    s = Curved(N=N, points=POINTS, draws=DRAWS, t_range=(1e-5, 1e-1), times=4)
    return tidy(table(s, seeds_of("curved")))


def test_tangent_values_vanish_in_proportion_to_t(frame):
    rows = select(frame, quantity="vanishing_exponent")
    assert set(rows["direction"]) == {0, 1}
    np.testing.assert_allclose(rows["value"], 1.0, atol=0.05)


def test_normal_values_stay(frame):
    lowest, highest = (
        select(frame, quantity=f"normal_{end}").sort_values("t") for end in ("lowest", "highest")
    )
    assert (lowest["value"].to_numpy() <= highest["value"].to_numpy()).all()
    assert lowest["value"].iloc[0] == pytest.approx(1.0, abs=0.01)
    along = select(frame, quantity="tangent_value", kind="simulation").groupby("t")["value"].max()
    assert (along.to_numpy() <= highest["value"].to_numpy()).all()
    assert along.iloc[0] < 0.01


def test_the_tangent_map_is_that_of_the_drawn_manifold(frame):
    """t / (t + gamma), gamma of diag(sigma'(F z)) F; the larger gamma is direction 0."""
    values = []
    for draw in range(DRAWS):
        rng = generator(7, "spectral_gaps", "curved", {"N": N}, draw)
        F = draw_matrix(N, 2, rng)
        for z in rng.standard_normal((POINTS, 2)):
            tangent = (1 - np.tanh(F @ z) ** 2)[:, None] * F
            values.append(1e-5 / (1e-5 + np.linalg.eigvalsh(tangent.T @ tangent)[::-1]))
    theory = select(frame, quantity="tangent_value", kind="theory", t=1e-5)
    theory = theory.sort_values("direction")["value"]
    np.testing.assert_allclose(theory, np.mean(values, axis=0), rtol=1e-3)


def test_measured_and_theory_agree_up_to_a_factor_of_order_1(frame):
    ratio = select(frame, quantity="ratio_to_tangent_map")
    assert (ratio["kind"] == "simulation").all()
    assert (ratio["n"] == DRAWS).all()
    first = ratio[ratio["t"] == ratio["t"].min()]["value"]
    assert ((first > 0.5) & (first < 2)).all()


def test_the_gap_tells_the_dimension(frame):
    row = select(frame, quantity="dimension_recovered").iloc[0]
    assert row["value"] > 0.6
    assert row["t"] == 1e-3
    assert select(frame, quantity="probes")["value"].iloc[0] == POINTS


def test_exponents_are_read_off_at_small_t():
    t = np.geomspace(1e-5, 1.0, 11)
    curve = np.where(t <= 1e-3, 3 * t**0.7, 1.0)
    np.testing.assert_allclose(exponents(t, np.array([curve, 2 * curve**2])), [0.7, 1.4])
