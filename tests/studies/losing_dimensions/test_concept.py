"""Few directions are lost together, many of one norm in order; weights of the picture."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import Concept
from memgen.studies.losing_dimensions.concept import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

COUNTS, STDS, P, DRAWS = (2, 5), (1.0, 0.3), 60, 12


@pytest.fixture(scope="module")
def made(seeds_of):
    s = Concept(P=30, many=20, loss_P=P, draws=DRAWS, times=12, theory_times=8, field_points=4)
    return table(s, seeds_of("concept"), COUNTS, STDS)


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def value(frame, quantity, data, direction):
    return select(frame, quantity=quantity, data=data, direction=direction).iloc[0]


def test_many_directions_of_one_norm_are_lost_in_proportion_to_their_variance(frame):
    for direction, variance in (("large", 1.0), ("small", 0.09)):
        loss = value(frame, "loss_time", "many", direction)
        assert loss["value"] == pytest.approx(variance / 21.8 / (2 * np.log(P)))
        assert (loss["kind"], loss["P"]) == ("theory", P)


def test_drawn_points_condense_where_the_exact_theory_says(frame):
    ratio = {}
    for data in ("few", "many"):
        measured = {}
        for direction in ("large", "small"):
            at = {"quantity": "half_time", "data": data, "direction": direction}
            drawn = select(frame, kind="simulation", **at).iloc[0]
            exact = select(frame, kind="theory", **at).iloc[0]["value"]
            assert drawn["n"] == DRAWS
            assert abs(drawn["value"] - exact) < 4.5 * drawn["stderr"]
            measured[direction] = exact
        ratio[data] = measured["large"] / measured["small"]
    # few together, many in the order of their variances
    assert ratio["few"] == pytest.approx(1, rel=0.1)
    assert ratio["many"] > 5


@pytest.mark.parametrize("data", ["few", "many"])
def test_participation_falls_with_t_and_is_of_the_seeds_draws(frame, data):
    variances = np.repeat(np.array(STDS) ** 2, COUNTS if data == "few" else (20, 20))
    first = {"large": 0, "small": COUNTS[0] if data == "few" else 20}
    for direction, j in first.items():
        at = {"quantity": "participation", "data": data, "direction": direction}
        rows = select(frame, kind="simulation", **at)
        t = rows["t"].to_numpy()
        assert rows["value"].iloc[0] > 0.8 > 0.3 > rows["value"].iloc[-1]
        curves = []
        for draw in range(DRAWS):
            rng = generator(7, "losing_dimensions", "concept", {"data": data}, draw)
            empirical = EmpiricalScore(draw_directions(variances, P, rng, data == "many"))
            for k in (j, j + 1):
                for sign in (1, -1):
                    x = sign * np.sqrt(t)[:, None] * np.eye(variances.size)[k]
                    curves.append(empirical.participation(x, t))
        np.testing.assert_allclose(rows["value"], np.mean(curves, axis=0), rtol=1e-6)
        exact = select(frame, kind="theory", **at).sort_values("t")
        expected = np.interp(np.log(t), np.log(exact["t"]), exact["value"])
        assert np.abs(rows["value"] - expected).max() < 0.25


def test_the_picture(made):
    """Weights are those of the kernel exp(-|x - y|^2 / 2t); the field is t times the score."""
    picture = made.arrays["concept_picture"]
    points, probe, axis = picture["points"], picture["probe"], picture["axis"]
    rng = generator(7, "losing_dimensions", "concept_picture", {}, 0)
    np.testing.assert_allclose(points, rng.standard_normal((30, 2)) * [1.0, 0.3])
    participation = []
    for t, weights, field in zip(picture["t"], picture["weights"], picture["fields"], strict=True):
        kernel = np.exp(-((probe - points) ** 2).sum(axis=1) / (2 * t))
        np.testing.assert_allclose(weights, kernel / kernel.sum(), rtol=1e-9)
        participation.append(float((weights**2).sum()))
        # The grid runs along x first.
        corner = np.array([axis[0], axis[1]])
        kernel = -((corner - points) ** 2).sum(axis=1) / (2 * t)
        kernel = np.exp(kernel - kernel.max())
        pull = kernel @ points / kernel.sum() - corner
        np.testing.assert_allclose(field.reshape(4, 4, 2)[1, 0], pull, rtol=1e-6)
    assert participation == sorted(participation)
