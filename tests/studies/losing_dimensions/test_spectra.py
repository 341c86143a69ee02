"""Ordered spectra of networks, and what they are trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.directions import draw_directions
from memgen.seeds import generator
from memgen.settings.losing_dimensions import PointNetwork, Spectra
from memgen.settings.training import Training
from memgen.studies.losing_dimensions import spectra
from memgen.studies.losing_dimensions.networks import network
from memgen.studies.losing_dimensions.ordered_spectra import dimension, spectrum_rows
from memgen.tables.read import select
from memgen.tables.rows import tidy

N, COUNTS, STDS, FLOOR = 16, (2, 4), (1.0, 0.3), 0.01
VARIANCES = np.array([1.0] * 2 + [0.09] * 4 + [1e-4] * 10)
NETWORK = PointNetwork(width=8, blocks=1, training=Training(steps=5, batch=8, device="cpu"))
SETTINGS = Spectra(trained_P=[20, 40], network=NETWORK, sigmas=6, draws=2, rotations=2, beside=4)
TIMES = np.geomspace(0.01, 1.0, 6) ** 2


def test_training_points_have_one_norm_and_the_networks_seed(seeds_of):
    task = network(NETWORK, seeds_of("networks"), N, COUNTS, STDS, FLOOR, 40)
    rng = generator(7, "losing_dimensions", "train", {"P": 40}, 0)
    np.testing.assert_array_equal(task.points, draw_directions(VARIANCES, 40, rng, unit_norm=True))
    np.testing.assert_allclose(np.linalg.norm(task.points, axis=1), 1.0)
    np.testing.assert_array_equal(task.split["training"], task.points)
    np.testing.assert_allclose(task.split["variances"], VARIANCES)
    assert task.seed == rng.integers(2**31)
    assert task.coordinates == {"trained_P": 40}
    assert (task.schedule.sigma_min, task.schedule.sigma_max) == (0.005, 3.0)


def test_a_gaussian_score_in_the_networks_place(seeds_of, monkeypatch):
    """Responses of a linear score are its matrix: t / (t + s_i^2) over the largest."""
    probed = []

    def score(x, t):
        probed.append(x)
        return -x / (VARIANCES + t)

    monkeypatch.setattr(spectra, "load_score", lambda *_arguments: score)
    split = {"variances": VARIANCES}
    rows = spectra.table(SETTINGS, seeds_of("spectra"), COUNTS, 40, Path("weights"), split)
    frame = tidy(rows)
    for t in TIMES:
        values = select(frame, quantity="singular_value", t=float(t)).sort_values("rank")["value"]
        expected = np.sort(1 / (VARIANCES + t))[::-1]
        np.testing.assert_allclose(values, expected / expected[0], rtol=1e-6)
    assert (frame["P"] == 40).all()
    dimensions = select(frame, quantity="dimension").sort_values("t")["value"]
    assert dimensions.max() == sum(COUNTS)
    rng = generator(7, "losing_dimensions", "spectra_network", {"P": 40}, 0)
    fresh = draw_directions(VARIANCES, 2, rng, unit_norm=True)
    # Symmetrised steps by sqrt(t) on either side of the probed point.
    np.testing.assert_allclose((probed[0] + probed[1]).mean(axis=0) / 2, fresh[0], atol=1.0)
    steps = probed[0] - fresh[0]
    np.testing.assert_allclose(steps @ steps.T, np.eye(N), atol=1e-9)


def test_gradients_are_not_kept(seeds_of, monkeypatch):
    kept = []
    monkeypatch.setattr(
        spectra,
        "load_score",
        lambda *_arguments: lambda x, t: (kept.append(torch.is_grad_enabled()), -x / t)[1],
    )
    split = {"variances": VARIANCES}
    list(spectra.table(SETTINGS, seeds_of("x"), COUNTS, 40, Path("weights"), split))
    assert not any(kept)


@pytest.mark.parametrize(("tangent", "drop"), [(6, 0.6), (5, 0.6), (4, 0.0)])
def test_the_gap_is_at_the_manifolds_dimension_or_one_below(tangent, drop):
    """Points of one norm lie on a sphere: its radius is no tangent direction."""
    values = np.tile(np.repeat([2.0, 0.8], [N - tangent, tangent]), (2, 1))
    frame = tidy(
        spectrum_rows(values, np.array([tangent] * 2), 6, {"panel": "x", "P": 1, "t": 1.0})
    )
    assert select(frame, quantity="gap")["value"].iloc[0] == pytest.approx(drop)
    assert select(frame, quantity="dimension")["value"].iloc[0] == tangent
    assert select(frame, quantity="singular_value", rank=0)["value"].iloc[0] == 1


def test_the_dimension_is_sought_among_the_least_values():
    """Six of the manifold and four beside: what is larger is not looked at."""
    values = np.concatenate([np.full(6, 50.0), np.full(4, 1.0), np.full(6, 0.1)])
    assert dimension(values, 6, SETTINGS) == 6
    # With all of them in view the highest drop is that above.
    assert dimension(values, 6, SETTINGS.model_copy(update={"beside": 10})) == 10
