"""Energies at the places of the published labels: exact, biased, doubled; of an exact network."""

from pathlib import Path

import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.settings.spurious_circle import ToyLabels
from memgen.studies.spurious_states import toy_labels

S = ToyLabels(flow_steps=10)
EXACT = DiffusionEnergy(on_circle(published_angles(9)))
CURVES = {"exact", "exact_prior_bias", "exact_released", "network", "network_released"}


@pytest.fixture(scope="module")
def shared():
    return {}


@pytest.fixture
def frame(shared, exact_networks, frame_of):
    if "frame" not in shared:
        exact_networks(toy_labels)
        shared["frame"] = frame_of(toy_labels.table(S, 8, 16.0, 2, {9: Path("9")}))
    return shared["frame"]


def by_curve(frame, quantity, index):
    rows = frame[frame["quantity"] == quantity]
    return rows.pivot_table(index=index, columns="curve", values="value")


def test_twelve_labels_at_their_places(frame):
    labels = frame[frame["quantity"] == "label"]
    assert len(labels) == 12
    assert set(labels["kind"]) == {"published"}
    assert labels["value"].min() == 0
    lowest = labels[labels["value"] == 0].iloc[0]
    assert lowest["angle"] == pytest.approx(-20.4, abs=0.1)
    assert lowest["radius"] == pytest.approx(0.937, abs=1e-3)
    at = labels[["x1", "x2"]].to_numpy(float)
    np.testing.assert_allclose(np.linalg.norm(at, axis=1), labels["radius"].astype(float))


def test_energies_at_the_labels(frame):
    labels = frame[frame["quantity"] == "label"].sort_values("number")
    energy = by_curve(frame, "energy", "number")
    assert set(energy.columns) == CURVES
    exact = EXACT.energy(labels[["x1", "x2"]].to_numpy(float), 0.15)
    np.testing.assert_allclose(energy["exact"], exact - exact.min(), atol=1e-9)
    assert (energy.min() == 0).all()
    np.testing.assert_allclose(energy["exact_released"], 2 * energy["exact_prior_bias"])
    # the networks of the test have the exact score
    np.testing.assert_allclose(energy["network"], energy["exact"], atol=0.01)
    np.testing.assert_allclose(energy["network_released"], energy["exact_released"], atol=0.02)
    assert np.abs(energy["exact_prior_bias"] - energy["exact"]).max() > 0.05
    rows = frame[(frame["quantity"] == "energy") & (frame["curve"] == "network")]
    assert set(rows["n"]) == {2}


def test_energies_along_the_ring_stand_above_the_same_level(frame):
    ring = by_curve(frame, "ring_energy", "angle")
    labels = frame[frame["quantity"] == "label"]
    level = EXACT.energy(labels[["x1", "x2"]].to_numpy(float), 0.15).min()
    exact = EXACT.energy(on_circle(np.radians(ring.index.to_numpy(float))), 0.15)
    np.testing.assert_allclose(ring["exact"], exact - level, atol=1e-9)


def test_without_nine_points_there_are_no_networks_curves(frame_of):
    frame = frame_of(toy_labels.table(S, 8, 16.0, 2, {}))
    assert set(frame["curve"].dropna()) == CURVES - {"network", "network_released"}
