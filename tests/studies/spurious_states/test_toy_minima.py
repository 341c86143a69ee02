"""Minima of the exact energy, and the formulas of rings."""

import numpy as np
import pytest

from memgen.data.circle import published_angles
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyMinima
from memgen.studies.spurious_states.toy_minima import table
from memgen.tables.rows import tidy
from memgen.theory.ring_memory import ring_barrier, ring_roughness

S = ToyMinima(
    K=[2, 9],
    times=[0.00005, 0.15],
    followed=3,
    ring_K=[12],
    random_K=[300],
    ring_times=[0.06, 0.1],
    ring_draws=20,
)
SEEDS = Seeds(3, "spurious_states", "toy_minima")


@pytest.fixture(scope="module")
def frame():
    return tidy(table(S, SEEDS))


def test_counts(frame, values):
    minima = values(frame, "minima", "theory", ["K", "t"])
    assert minima[2, 0.00005] == 2
    assert minima[9, 0.00005] == 9
    assert minima[9, 0.15] < 9
    spurious = values(frame, "spurious", "theory", ["K", "t"])
    assert spurious[9, 0.00005] == 0
    assert spurious[9, 0.15] == 2
    assert spurious[2, 0.15] == 0


def test_minima_start_at_the_points_and_merge(frame):
    angles = frame[frame["quantity"] == "point_angle"]["value"].to_numpy()
    expected = np.degrees(np.angle(np.exp(1j * published_angles(9))))
    np.testing.assert_allclose(angles, expected)
    minima = frame[frame["quantity"] == "minimum_angle"]
    first = minima[minima["t"] == minima["t"].min()]
    np.testing.assert_allclose(np.sort(first["value"]), np.sort(angles), atol=0.1)
    np.testing.assert_allclose(first["radius"], 1, atol=1e-3)
    counts = minima.groupby("t").size().to_numpy()
    assert (np.diff(counts) <= 0).all()
    assert len(counts) == 3
    assert minima["nearest"].max() > 0.05
    assert set(minima["unit"]) == {"degree"}


def test_neighbours_merge_where_two_alone_would(frame):
    pairs = frame[frame["quantity"] == "pair_angle"]
    assert len(pairs) == 9
    angles = np.sort(published_angles(9))
    gaps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    # d = 2 sin(gap / 2), merged at d = 2 sqrt(t)
    np.testing.assert_allclose(np.sort(pairs["t"]), np.sort(np.sin(gaps / 2) ** 2), rtol=1e-9)


def test_neighbours_that_two_alone_would_part(frame, values):
    apart = values(frame, "neighbours_apart", "theory", ["K", "t"])
    assert (apart.loc[2] == 2).all()
    assert apart.loc[9].iloc[0] == 9
    gaps = np.diff(np.sort(published_angles(9)))
    last = 2 * np.sin(np.append(gaps, 2 * np.pi - gaps.sum()) / 2)
    assert apart.loc[9].iloc[-1] == (last > 2 * np.sqrt(0.15)).sum()


def test_rings(frame, values):
    found = values(frame, "barrier_found", "theory", "t")
    line = values(frame, "barrier", "theory", "t")
    np.testing.assert_allclose(found, line, rtol=0.1)
    assert line[0.06] == pytest.approx(ring_barrier(12, 0.06))
    drawn = values(frame, "barrier_line", "theory", "t")
    assert len(drawn) == 41
    assert drawn.iloc[0] == pytest.approx(line[0.06])
    assert drawn.iloc[-1] == pytest.approx(line[0.1])
    rows = frame[frame["quantity"] == "ring_variance"].set_index(["kind", "t"])
    for t in (0.06, 0.1):
        measured, theory = rows.loc[("simulation", t)], rows.loc[("theory", t)]
        assert measured["value"] == pytest.approx(theory["value"], abs=4 * measured["stderr"])
        assert measured["stderr"] < 0.4 * theory["value"]
        assert theory["value"] == pytest.approx(ring_roughness(300, t) ** 2)
        assert measured["n"] == 20
    rough = values(frame, "roughness_line", "theory", "t")
    assert rough.iloc[0] == pytest.approx(ring_roughness(300, 0.06))


def test_rings_have_their_own_seeds(frame):
    from memgen.data.circle import on_circle
    from memgen.recurrent.diffusion_energy import DiffusionEnergy

    ring = on_circle(2 * np.pi * np.arange(361) / 361)
    point = {"K": 300, "t": 0.06}
    variances = []
    for draw in range(20):
        rng = Seeds(3, "spurious_states", "toy_minima_ring").generator(point, draw)
        memory = DiffusionEnergy(on_circle(rng.uniform(0, 2 * np.pi, 300)))
        variances.append(memory.energy(ring, 0.06).var())
    rows = frame[(frame["quantity"] == "ring_variance") & (frame["kind"] == "simulation")]
    assert rows["value"].iloc[0] == pytest.approx(np.mean(variances), rel=1e-12)
