"""Energies by the flow of an exact score are the exact ones; clusters are those of the points."""

from pathlib import Path

import numpy as np
import pytest

from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.settings.spurious_circle import ToyLandscape
from memgen.studies.spurious_states import flow_energy, toy_landscape
from memgen.theory.ring_memory import circle_energy

# The three sizes of a run are two here: the table asks for one time and threshold each.
S = ToyLandscape.model_construct(
    **{
        **dict(ToyLandscape()),
        "shown_times": (0.25, 0.15),
        "thresholds": (3.0, 3.0),
        "grid": 13,
        "flow_steps": 10,
        "most_minima": 9,
        "pair_samples": 60,
        "drawn": 10,
    }
)
TIMES = np.array([0.25, 0.15, 0.05])


@pytest.fixture(scope="module")
def shared():
    return {}


@pytest.fixture
def made(shared, exact_networks, seeds_of, splits, frame_of):
    if "made" not in shared:
        exact_networks(toy_landscape)
        rng = np.random.default_rng(0)
        samples = {"times": TIMES}
        for K, split in splits.items():
            clean = split["points"][rng.integers(K, size=90)]
            noise = rng.standard_normal((4, 90, 2))
            paths = clean + np.sqrt(TIMES)[:, None, None] * noise[:3]
            samples |= {f"paths_{K}": paths, f"final_{K}": clean + 0.01 * noise[3]}
        networks = {2: Path("2"), 9: Path("9")}
        given = (8, 16.0, 2, networks, samples, splits)
        made = toy_landscape.table(S, seeds_of("toy_landscape"), *given)
        shared["made"] = (frame_of(made.rows), made.arrays["maps"], samples)
    return shared["made"]


def test_maps_are_the_exact_energy(made, values):
    frame, maps, _ = made
    np.testing.assert_array_equal(maps["times"], [0.05, 0.15, 0.25])
    assert maps["energy_9"].shape == (3, 13, 13)
    errors = values(frame, "energy_error", "theory", ["K", "t"])
    assert errors.max() < 0.02
    # -2 t log p_t, at a place that is not symmetric in the axes.
    t, x = 0.15, np.array([[maps["axis"][9], maps["axis"][3]]])
    exact = DiffusionEnergy(maps["points_9"]).energy(x, t)[0] + 2 * t * np.log(18 * np.pi * t)
    assert maps["energy_9"][1, 3, 9] == pytest.approx(exact, abs=0.01)
    assert maps["energy_9"][1, 9, 3] != pytest.approx(exact, abs=0.05)


def test_scores_and_samples_are_in_the_order_of_the_times(made):
    _, maps, samples = made
    arrows = maps["arrows"]
    node = np.array([[arrows[4], arrows[7]]])
    for k, t in enumerate(maps["times"]):
        gradient = DiffusionEnergy(maps["points_2"]).gradient(node, t)
        expected = -gradient[0] / (2 * t)
        np.testing.assert_allclose(maps["score_2"][k, 7 * 20 + 4], expected, atol=1e-9)
    np.testing.assert_array_equal(maps["paths_2"][0], samples["paths_2"][2][:10])
    np.testing.assert_array_equal(maps["final_9"], samples["final_9"][:10])


def test_the_exact_map(made, values):
    frame, maps, _ = made
    axis = maps["axis"]
    expected = circle_energy(np.hypot(axis[2], axis[5]), 0.025)
    assert maps["energy_exact"][2, 5] == pytest.approx(expected)
    # beta = 20 on the published grid
    assert values(frame, "exact_range", "theory", "t")[0.025] == pytest.approx(1.276, abs=1e-3)
    depth = values(frame, "exact_depth", "theory", "t")[0.025]
    assert depth > values(frame, "exact_range", "theory", "t")[0.025]


def test_clusters(made):
    frame, maps, _ = made
    rows = frame[(frame["K"] == 2) & (frame["quantity"] == "centroid_nearest")]
    assert len(rows) == 2
    assert rows["size"].sum() == 90
    assert (rows["value"] < 0.01).all()
    assert set(rows["t"]) == {0.25}
    energy = frame[(frame["K"] == 2) & (frame["quantity"] == "centroid_energy")]
    x = energy[["x1", "x2"]].to_numpy(dtype=float)
    exact = DiffusionEnergy(maps["points_2"]).energy(x, 0.25) + 0.5 * np.log(np.pi)
    np.testing.assert_allclose(energy["value"], exact, atol=0.01)
    height = frame[(frame["quantity"] == "threshold") & (frame["K"] == 9)]["value"].iloc[0]
    assert height == pytest.approx(3 * np.sqrt(90 / 10000))
    counts = frame[(frame["quantity"] == "clusters") & (frame["K"] == 9)]
    assert (np.diff(counts["value"]) <= 0).all()
    assert counts["height"].iloc[0] == pytest.approx(0.05 * np.sqrt(90 / 10000))
    at_height = counts[counts["height"] >= height].iloc[0]["value"]
    assert at_height == len(frame[(frame["K"] == 9) & (frame["quantity"] == "centroid_nearest")])


def test_minima_are_spurious_where_points_merged(made):
    frame, _, _ = made
    rows = frame[(frame["quantity"] == "minimum_nearest") & (frame["K"] == 9)]
    assert set(rows["t"]) == {0.15}
    assert (rows["value"] > 0.05).sum() == 2


def test_densities_of_distances(made):
    frame, _, _ = made
    for K in (2, 9):
        rows = frame[(frame["quantity"] == "pair_density") & (frame["K"] == K)]
        step = rows["distance"].diff().median()
        assert (rows["value"] * step).sum() == pytest.approx(1, abs=0.02)
        assert set(rows["n"]) == {5}
    circle = frame[frame["quantity"] == "circle_pair_density"]
    mean = np.average(circle["distance"], weights=circle["value"])
    # of the chord 2 |sin(angle / 2)|; smoothing smears its singularity at 2, no more
    assert mean == pytest.approx(4 / np.pi, abs=0.05)
    chord = np.sqrt(4 - circle["distance"].iloc[50] ** 2)
    assert circle["value"].iloc[50] == pytest.approx(2 / np.pi / chord, rel=0.03)
    assert circle["distance"].max() > 2.4
    assert (circle["value"] * circle["distance"].diff().median()).sum() == pytest.approx(1)


def test_the_released_code_takes_a_normal_law():
    x = np.array([[0.3, -0.5]])
    assert flow_energy.standard_normal(x)[0] == pytest.approx(-0.17 - np.log(2 * np.pi))
