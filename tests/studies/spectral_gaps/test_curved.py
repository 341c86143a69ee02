"""A tanh manifold: the score along it tends to its law, and stays steep across."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import draw_matrix
from memgen.seeds import generator
from memgen.settings.spectral_gaps import Curved
from memgen.studies.spectral_gaps.curved import SHOWN, table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.manifold import tangent_spectrum

N, POINTS, DRAWS = 8, 3, 2


@pytest.fixture(scope="module")
def frame(seeds_of):
    sizes = {"points": POINTS, "draws": DRAWS, "repelling_draws": 30, "repelling_N": [8, 30]}
    s = Curved(N=N, t_range=(1e-4, 1e-1), times=4, **sizes)
    return tidy(table(s, seeds_of("curved")))


def drawn_points():
    for draw in range(DRAWS):
        rng = generator(7, "spectral_gaps", "curved", {"N": N}, draw)
        F = draw_matrix(N, 2, rng)
        yield from ((F, z) for z in rng.standard_normal((POINTS, 2)))


def values(frame, model, **where):
    rows = select(frame, quantity="tangent_value", model=model, **where)
    rows = rows.sort_values(["draw", "point", "direction"])
    return rows["value"].to_numpy().reshape(DRAWS * POINTS, 2)


def test_the_exact_score_tends_to_the_curved_law(frame):
    law = np.array([tangent_spectrum(F, z) for F, z in drawn_points()])
    np.testing.assert_allclose(values(frame, "curved"), law)
    exact = values(frame, "exact", t=1e-4)
    assert np.abs(exact - law).max() < 0.02 * np.abs(law).max()
    misses = select(frame, quantity="relative_miss", model="curved").sort_values("t")["value"]
    assert misses.iloc[0] < 0.02 * misses.iloc[-1] * 1.5
    worst = select(frame, quantity="largest_miss", model="curved", t=1e-4)["value"].item()
    assert worst == pytest.approx(
        (np.abs(exact - law).max(axis=1) / np.abs(exact).max(axis=1)).max(), rel=1e-6
    )


def test_the_tangent_map_misses(frame):
    """-1 / gamma, gamma of diag(sigma'(F z)) F, which is never positive."""
    expected = []
    for F, z in drawn_points():
        tangent = (1 - np.tanh(F @ z) ** 2)[:, None] * F
        expected.append(-1 / np.linalg.eigvalsh(tangent.T @ tangent))
    np.testing.assert_allclose(values(frame, "tangent_map"), expected)
    miss = select(frame, quantity="relative_miss", model="tangent_map", t=1e-4)["value"].item()
    assert miss > 0.1


def test_some_points_are_followed_over_t(frame):
    exact = select(frame, quantity="tangent_value", model="exact")
    followed = exact[exact["t"] > 1e-4]
    assert set(followed["draw"]) == {0}
    assert followed["point"].nunique() == min(SHOWN, POINTS)
    assert followed["t"].nunique() == 3


def test_across_the_manifold_the_score_stays_steep(frame):
    lowest, highest = (
        select(frame, quantity=f"normal_{end}").sort_values("t")["value"].to_numpy()
        for end in ("lowest", "highest")
    )
    assert (lowest <= highest).all()
    assert lowest[0] == pytest.approx(1.0, abs=0.02)
    along = select(frame, quantity="tangent_highest").sort_values("t")["value"]
    assert along.iloc[0] < 0.1


def test_shares_and_dimension(frame):
    repelling = select(frame, quantity="repelling_points")
    drawn = repelling[repelling["kind"] == "simulation"]
    assert list(drawn["N"]) == [8, 30]
    assert (drawn["n"] == 30).all()
    limit = repelling[repelling["N"].isna()]["value"].item()
    assert limit == pytest.approx(0.433, abs=0.001)
    # more points repel on narrow manifolds
    assert limit - 0.1 < drawn["value"].iloc[1] < drawn["value"].iloc[0] + 0.1 < 0.9
    recovered = select(frame, quantity="dimension_recovered").iloc[0]
    assert recovered["value"] > 0.6
    assert recovered["t"] == 1e-3
    assert select(frame, quantity="probes")["value"].iloc[0] == POINTS
