"""Memories in one dimension: energies, minima, and where two of them merge."""

import numpy as np
import pytest

from memgen.settings.spurious_circle import Merging
from memgen.studies.spurious_states.merging import table


@pytest.fixture(scope="module")
def rows():
    from memgen.seeds import Seeds
    from memgen.tables.rows import tidy

    s = Merging(times=[0.04], distances=5, many=5)
    return tidy(table(s, Seeds(1, "spurious_states", "merging")))


def of(rows, panel, quantity):
    return rows[(rows["panel"] == panel) & (rows["quantity"] == quantity)]


def test_energies_of_their_memories(rows):
    assert set(rows["kind"]) == {"theory"}
    for panel, count, spacing in (("isolated", 2, 0.8), ("merged", 2, 0.36), ("valley", 5, 0.16)):
        memories = of(rows, panel, "memory")["value"].to_numpy()
        assert len(memories) == count
        np.testing.assert_allclose(np.diff(memories), spacing)
        np.testing.assert_allclose(memories.mean(), 0, atol=1e-12)
        energy = of(rows, panel, "energy")
        kernels = np.exp(-((energy["x"].to_numpy()[:, None] - memories) ** 2) / 0.08)
        np.testing.assert_allclose(energy["value"], -0.08 * np.log(kernels.sum(axis=1)), atol=1e-9)
        np.testing.assert_allclose(energy["x"].max() - memories.max(), 0.8)


def test_minima_lie_lowest(rows):
    isolated, merged = of(rows, "isolated", "minimum"), of(rows, "merged", "minimum")
    assert len(isolated) == 2
    assert len(merged) == 1
    assert abs(merged["x"].iloc[0]) < 1e-6
    for panel in ("isolated", "merged", "valley"):
        lowest = of(rows, panel, "energy")["value"].min()
        assert of(rows, panel, "minimum")["value"].min() == pytest.approx(lowest, abs=1e-3)


def test_branches_follow_the_mean_field_equation(rows):
    found, line = of(rows, "branches", "minimum_found"), of(rows, "branches", "minimum_mean_field")
    assert found["distance"].min() == pytest.approx(0.2)
    assert found["distance"].max() == pytest.approx(0.8)
    upper = found.groupby("distance")["value"].max()
    beside = of(rows, "branches", "minimum").set_index("distance")["value"]
    np.testing.assert_allclose(upper, beside, atol=1e-5)
    expected = np.interp(upper.index, line["distance"], line["value"])
    np.testing.assert_allclose(upper, expected, atol=2e-3)
    x, d = line["value"], line["distance"]
    np.testing.assert_allclose(x, d / 2 * np.tanh(x * d / 2 / 0.04), atol=1e-6)
    assert (x[d < 0.4] == 0).all()
    assert (x[d > 0.41] > 0).all()


def test_the_merging_distance(rows):
    assert of(rows, "threshold", "merging_distance")["value"].iloc[0] == pytest.approx(0.4)
    found = of(rows, "threshold", "merging_distance_found")["value"].iloc[0]
    assert found == pytest.approx(0.4, rel=1e-3)


def test_many_memories_are_as_a_uniform_density(rows):
    line = of(rows, "valley", "uniform_energy")
    assert line["x"].max() == pytest.approx(5 * 0.16 / 2)
    energy = of(rows, "valley", "energy")
    above = np.interp(line["x"], energy["x"], energy["value"] - energy["value"].min())
    np.testing.assert_allclose(line["value"], above, atol=0.02 * 0.04)
    found, expected = (
        of(rows, "valley", name)["value"].iloc[0] for name in ("flat_length_found", "flat_length")
    )
    assert found == pytest.approx(expected, rel=1e-3)
    at_edge = np.interp(found / 2, energy["x"], energy["value"] - energy["value"].min())
    assert at_edge == pytest.approx(0.05 * 0.04, rel=0.05)
