"""Samples of the exact score end on the points, and not at the minima between them."""

from pathlib import Path

import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.settings.spurious_circle import ToyGathering
from memgen.studies.spurious_states import toy_gathering

POINTS = on_circle(published_angles(9))


@pytest.fixture
def frame(exact_networks, seeds_of, frame_of):
    exact_networks(toy_gathering)
    s = ToyGathering(samples=150, bins=36)
    given = (8, 16.0, 2, 100, 0.005, (2, 9, 1000), (0.25, 0.15, 0.15), Path("9"))
    return frame_of(toy_gathering.table(s, seeds_of("toy_gathering"), *given))


def test_the_exact_score_in_both_places(frame):
    minima = frame[frame["quantity"] == "minimum_nearest"]
    np.testing.assert_allclose(np.sort(minima["angle"]), [-28.1, 146.0], atol=0.1)
    assert (minima["value"] > 0.1).all()
    for quantity in ("away", "near_minimum", "near_others"):
        rows = frame[frame["quantity"] == quantity]
        assert set(rows["n"]) == {2}
        network, exact = (rows[rows["curve"] == name]["value"] for name in ("network", "exact"))
        np.testing.assert_allclose(network.to_numpy(), exact.to_numpy(), atol=0.12)
    near = frame[(frame["quantity"] == "near_minimum") & (frame["curve"] == "exact")]
    assert (near["value"] < 0.05).all()
    density = frame[(frame["quantity"] == "angle_density") & (frame["curve"] == "exact")]
    assert (density["value"] * 10).sum() == pytest.approx(1)
    at_points = density[
        [
            abs(a - np.degrees(np.angle(np.exp(1j * published_angles(9))))).min() < 5
            for a in density["angle"]
        ]
    ]
    assert (at_points["value"] * 10).sum() > 0.8


def test_places_as_far_from_the_points():
    x = 0.97 * on_circle(np.radians([-28.1]))[0]
    places = toy_gathering.as_far(POINTS, x, 0.05)
    distance = np.linalg.norm(places[:, None] - POINTS, axis=2).min(axis=1)
    np.testing.assert_allclose(distance, np.linalg.norm(x - POINTS, axis=1).min(), atol=1e-3)
    assert (np.linalg.norm(places - x, axis=1) > 0.1).all()
    assert len(places) >= 6


def test_shares_and_angles():
    runs = np.array([[[1.0, 0.0], [1.0, 0.04], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0], [0.0, -1.0]]])
    x = np.array([1.0, 0.0])
    np.testing.assert_allclose(toy_gathering.share_near(runs, x, 0.05), [2 / 3, 0])
    rows = list(toy_gathering.angle_rows(runs, 4, {}))
    assert [row["angle"] for row in rows] == [-135, -45, 45, 135]
    np.testing.assert_allclose([row["value"] * 90 for row in rows], [0, 1 / 6, 1 / 3, 1 / 2])
