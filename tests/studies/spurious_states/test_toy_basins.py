"""Critical times of the exact score are those of posterior weights."""

from pathlib import Path

import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.settings.spurious_circle import ToyBasins
from memgen.studies.spurious_states import toy_basins

S = ToyBasins(trials=8, repetitions=6, times=12, noises=500, delta=0.1, p=0.7)


@pytest.fixture(scope="module")
def shared():
    return {}


@pytest.fixture
def frame(shared, exact_networks, seeds_of, splits, frame_of):
    if "frame" not in shared:
        exact_networks(toy_basins)
        given = (8, 16.0, 2, 0.001, {9: Path("9")}, splits)
        shared["frame"] = frame_of(toy_basins.table(S, seeds_of("toy_basins"), *given))
    return shared["frame"]


def test_columns(frame):
    assert list(frame.columns[:3]) == ["K", "point", "t"]
    assert set(frame["point"]) == set(range(1, 10))
    assert set(frame["quantity"]) == {
        *("critical_time", "squared_radius", "expected_time", "crossing_time"),
        *("expected_squared_radius", "recovery", "neighbour", "shared"),
    }


def test_the_reverse_process_draws_from_the_posterior(frame):
    rows = frame[frame["quantity"] == "recovery"].pivot_table(
        index=["point", "t"], columns="kind", values=["value"]
    )["value"]
    rows = rows.dropna()
    assert len(rows) > 9
    gap = rows["simulation"] - rows["theory"]
    error = np.sqrt(rows["theory"] * (1 - rows["theory"]) / 96 + 1e-3)
    assert (gap.abs() < 4.5 * error).all()
    assert abs(gap.mean()) < 0.04


def test_critical_times_are_those_of_the_protocol(frame, values):
    measured = values(frame, "critical_time", "simulation", "point")
    expected = values(frame, "expected_time", "theory", "point")
    errors = frame[frame["quantity"] == "expected_time"].set_index("point")["stderr"]
    assert ((measured - expected).abs() < 5 * errors + 0.02).all()
    crossing = values(frame, "crossing_time", "theory", "point")
    # Two points within delta of each other count as one: they bear most noise.
    points = on_circle(published_angles(9))
    assert np.linalg.norm(points[1] - points[5]) < 0.1
    assert set(crossing.nlargest(2).index) == {2, 6}
    assert np.corrcoef(measured, crossing)[0, 1] > 0.8


def test_expected_radii_are_those_of_the_noise(frame, values):
    """E |x_t - xi|^2 = 2 t in two dimensions."""
    expected = values(frame, "expected_squared_radius", "theory", "point")
    np.testing.assert_allclose(expected, 2 * values(frame, "expected_time", "theory", "point"))


def test_the_exact_score_ends_near_one_point_alone(frame):
    shared = frame[frame["quantity"] == "shared"]
    assert len(shared) > 9
    assert shared["value"].mean() < 0.03
    near = frame[frame["quantity"] == "neighbour"].set_index("point")["value"]
    assert near[2] == near[6] < 0.1 < near[3]


def test_returns_between_two_points_are_shared(monkeypatch):
    points = np.array([[1.0, 0.0], [1.15, 0.0], [-1.0, 0.0]])
    ends = {0: [1.08, 1.0], 1: [1.08, 1.15], 2: [-1.0, -1.02]}

    def halfway(*_):
        return np.array([[[x, 0.0] for x in ends[k]] for k in range(3)])

    monkeypatch.setattr(toy_basins, "regenerate", halfway)
    s = S.model_copy(update={"repetitions": 1, "trials": 2, "p": 1.0})
    times = np.array([0.1, 0.2])
    found = toy_basins.run_trials(np.subtract, points, times, 0.01, s, np.random.default_rng(0))
    np.testing.assert_allclose(found.shared, [[0.5, 0.5, 0.0]] * 2)
    assert found.recovered.all()


def test_radii_are_those_at_the_critical_times(frame_of):
    times = np.linspace(0.01, 1, 12)
    recovered = np.zeros((12, 2, 3, 8), dtype=bool)
    # the second point: one repetition comes back twice, one never, one at the first time alone
    recovered[:2, 1, 0], recovered[:1, 1, 2] = True, True
    squares = np.arange(72.0).reshape(12, 2, 3)
    trials = toy_basins.Trials(recovered, np.full((12, 2), 0.25), squares, 3)
    s = S.model_copy(update={"repetitions": 3})
    exact = np.linspace(1, 0, 12)
    rows = frame_of(toy_basins.point_rows([trials] * 2, 1, exact, times, s, {"point": 2}))
    rows = rows.set_index("quantity")
    assert rows.loc["critical_time", "value"] == pytest.approx((times[1] + times[0]) / 3)
    assert rows.loc["critical_time", "n"] == 2
    assert rows.loc["squared_radius", "value"] == pytest.approx((squares[1, 1, 0] + 5) / 3)
    measured = rows[(rows["kind"] == "simulation")].loc["recovery"]
    np.testing.assert_allclose(measured["value"], [2 / 3, 1 / 3, 0])
    np.testing.assert_allclose(measured["t"], times[:3])
    np.testing.assert_allclose(rows.loc["shared", "value"], 0.25)


def test_the_first_rates_are_those_of_the_seed(exact_networks, seeds_of, splits, frame):
    """Another stream, or another order of its numbers, gives other rates."""
    rng = seeds_of("toy_basins").generator({"K": 9})
    exact_networks(toy_basins)
    points, times = splits[9]["points"], np.linspace(0.01, 1, 12)
    rates = []
    for score in toy_basins.load_circle_scores(Path("9"), 8, 16.0, 2):
        trials = toy_basins.run_trials(score, points, times, 0.001, S, rng)
        rates.append(trials.recovered[0].mean(axis=(1, 2)))
    rows = frame[(frame["quantity"] == "recovery") & (frame["kind"] == "simulation")]
    first = rows[np.isclose(rows["t"].astype(float), 0.01)].sort_values("point")["value"]
    np.testing.assert_allclose(first, np.mean(rates, axis=0))
