"""What networks of points see, and what they are trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import PointNetwork, Visible
from memgen.settings.training import Training
from memgen.studies.losing_dimensions import visible
from memgen.studies.losing_dimensions.point_networks import build, build_stack, network
from memgen.studies.losing_dimensions.visible import gaps, spectrum_rows
from memgen.tables.read import select
from memgen.tables.rows import tidy

N, COUNTS, STDS, FLOOR = 16, (2, 4), (1.0, 0.3), 0.01
VARIANCES = direction_variances(N, COUNTS, STDS, FLOOR)
NETWORK = PointNetwork(
    members=2, width=8, blocks=1, training=Training(steps=5, batch=8, device="cpu")
)
SETTINGS = Visible(network=NETWORK, sigmas=4, probes=8, shown_values=10)


def test_members_have_points_of_their_own_and_steps_the_same(seeds_of):
    given = (NETWORK, seeds_of("point_networks"), N, COUNTS, STDS, FLOOR, 20)
    short, long = network(*given, 5), network(*given, 9)
    np.testing.assert_array_equal(short.points, long.points)
    assert short.seed == long.seed
    assert (short.training.steps, long.training.steps) == (5, 9)
    assert short.coordinates == {"P": 20, "steps": 5}
    rng = generator(7, "losing_dimensions", "points", {"P": 20}, 0)
    for member, own in enumerate(short.split["training"]):
        np.testing.assert_array_equal(own, draw_directions(VARIANCES, 20, rng))
        np.testing.assert_array_equal(short.points[:, member * N : (member + 1) * N], own)
    np.testing.assert_allclose(short.split["variances"], VARIANCES)


def test_the_stack_holds_perceptrons_of_the_data():
    stack = build_stack(NETWORK, N)
    assert stack(torch.zeros(3, 2 * N), torch.zeros(3)).shape == (3, 2 * N)
    assert build(NETWORK, N)(torch.zeros(3, N), torch.zeros(3)).shape == (3, N)


class Exact:
    """The score of infinitely many points in the networks' place: w = sqrt(t) x / (s^2 + t)."""

    def __init__(self, _network, _schedule):
        pass

    def __call__(self, x, t):
        return -x / (torch.as_tensor(VARIANCES, dtype=x.dtype) + t)


@pytest.fixture(scope="module")
def points():
    rng = np.random.default_rng(0)
    return {P: np.stack([draw_directions(VARIANCES, P, rng) for _ in "ab"]) for P in (20, 3000)}


@pytest.fixture
def frame(seeds_of, monkeypatch, points):
    monkeypatch.setattr(visible, "load_members", lambda *_arguments: [torch.nn.Identity()] * 2)
    monkeypatch.setattr(visible, "NetworkScore", Exact)
    labels = ((20, 5), (20, 9), (3000, 9))
    splits = {(P, n): {"training": points[P], "variances": VARIANCES} for P, n in labels}
    networks = {label: Path("weights") for label in labels}
    return tidy(visible.table(SETTINGS, seeds_of("visible"), COUNTS, networks, splits))


def test_exact_networks_see_all_and_points_less(frame):
    for direction in ("large", "small"):
        at = select(frame, quantity="visible", direction=direction)
        exact = select(at, of="population").sort_values("t")["value"].to_numpy()
        for steps in (5, 9):
            seen = select(at, probed="training", P=20, steps=steps).sort_values("t")
            own = select(seen, of="network")["value"].to_numpy()
            np.testing.assert_allclose(own, exact, rtol=1e-6)
            empirical = select(seen, of="empirical")["value"].to_numpy()
            assert empirical[0] < 0.1
            assert (empirical[:2] < exact[:2]).all()
    order = select(frame, quantity="order", of="network")["value"]
    np.testing.assert_allclose(order, 0, atol=1e-6)
    assert (select(frame, kind="simulation")["n"] == 2).all()


def test_the_gap_of_exact_networks_is_theorys(frame):
    gap = select(frame, quantity="gap")
    exact = select(gap, of="population").sort_values("t")
    t = exact["t"].to_numpy(float)
    np.testing.assert_allclose(exact["value"], t / (1e-4 + t) - t / (0.09 + t), rtol=1e-6)
    for P in (20, 3000):
        own = select(gap, of="network", P=P).sort_values("t")
        there = np.interp(own["t"].astype(float), t, exact["value"])
        np.testing.assert_allclose(own["value"], there, atol=0.01)
        # the points themselves have none at small t
        assert select(gap, of="empirical", P=P).sort_values("t")["value"].iloc[0] < 0.05
    assert set(gap[gap["kind"] == "simulation"]["probed"]) == {"fresh"}
    assert set(select(gap, kind="simulation")["steps"]) == {9}


def test_empirical_spectra_are_those_of_the_members_points(points):
    score = EmpiricalScore(points[20][0])
    x = points[20][0][:3] + 0.1
    found = visible.of_points(score)(x, 0.5)
    np.testing.assert_allclose(found, 0.5 * score.jacobian(x, 0.5))


def test_the_least_values_are_kept_and_the_gap_is_the_manifolds():
    values = np.repeat([2.0, 0.8], [N - 6, 6])
    found = np.tile(np.diag(values), (2, 3, 1, 1))
    frame = tidy(spectrum_rows(found, 6, 10, {"P": 1, "t": 1.0}))
    shown = select(frame, quantity="singular_value").sort_values("rank")["value"]
    np.testing.assert_allclose(shown, np.repeat([2.0, 0.8], [4, 6]))
    assert select(frame, quantity="gap")["value"].iloc[0] == pytest.approx(1.2)
    assert gaps(values[None], 5) == 0
