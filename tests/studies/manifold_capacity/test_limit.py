"""The manifold at one norm: cross-entropy, lambda_g and t_o beside their exact averages."""

import numpy as np
import pytest
from scipy.special import softmax

from memgen.data.hidden_manifold import draw_matrix
from memgen.data.spherical_manifold import SphericalManifold
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.settings.manifold_capacity import Limit
from memgen.statistics.minimum import minimum_with_error
from memgen.studies.manifold_capacity.limit import lifted, pattern_weights, simulate, table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity.spherical_manifold import (
    normed_generalization_time,
    normed_onset_time,
)

S = Limit(
    alpha=0.2,
    N=25,
    alpha_Ds=[0.6],
    draws=10,
    probes=20,
    times=13,
    finite_size_draws=25,
    onset_N=60,
    onset_alphas=[0.06],
    onset_draws=10,
    onset_probes=10,
    onset_theory_draws=300,
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("limit")))


def test_the_measured_minimum_is_the_exact_one(frame):
    theory = select(frame, quantity="generalization_limit", kind="theory")["value"].item()
    assert theory == pytest.approx(1 / normed_generalization_time(0.2, 0.6))
    measured = select(frame, quantity="generalization_limit", kind="simulation").iloc[0]
    exact = select(frame, quantity="generalization_limit_finite_size").iloc[0]
    error = np.hypot(measured["stderr"], exact["stderr"])
    assert abs(measured["value"] - exact["value"]) < 4 * error
    assert error < 0.1 * exact["value"]


def test_cross_entropies_lie_on_the_exact_ones(frame):
    rows = select(frame, quantity="cross_entropy")
    measured, exact = (select(rows, kind=kind) for kind in ("simulation", "theory"))
    error = np.hypot(measured["stderr"].to_numpy(), exact["stderr"].to_numpy())
    gap = measured["value"].to_numpy() - exact["value"].to_numpy()
    assert (np.abs(gap) < 4 * error + 0.01).all()


def test_onsets_lie_on_their_theory(frame):
    rows = select(frame, quantity="onset")
    for model in ("sphere", "diffusion", "memory"):
        measured, theory = (
            select(rows, model=model, kind=kind).iloc[0] for kind in ("simulation", "theory")
        )
        error = np.hypot(measured["stderr"], theory["stderr"])
        assert abs(measured["value"] - theory["value"]) < 4 * error + 0.02 * theory["value"], model


def test_draws_are_those_of_their_size(seeds_of):
    size, t = {"N": 25, "D": 5, "P": 50}, np.array([0.2, 0.5])
    curves = simulate(size, 2, 10, t, seeds_of("limit"))
    rng = seeds_of("limit").generator(size, 1)
    manifold = SphericalManifold(draw_matrix(25, 5, rng))
    points = manifold.sample(50, rng)
    expected = measured_cross_entropy(manifold.sample(10, rng), points, t).per_coordinate
    np.testing.assert_allclose(curves[1], expected)


def test_the_limit_is_the_inverse_of_the_lowest_place(frame, seeds_of):
    size = {"N": 25, "D": 15, "P": 148}
    t_g, t_o = normed_generalization_time(0.2, 0.6), normed_onset_time(0.2, 0.6)
    t = np.geomspace(t_g / 4, 8 * t_o, S.times)
    curves = simulate(size, S.draws, S.probes, t, seeds_of("limit"))
    bootstrap = seeds_of("limit_generalization_limit").generator(size)
    lowest = minimum_with_error(t, curves, bootstrap)
    rows = select(frame, quantity="generalization_limit", kind="simulation")
    assert rows["value"].item() == pytest.approx(1 / lowest.place)
    # d(1 / t) = dt / t^2
    assert rows["stderr"].item() == pytest.approx(lowest.stderr / lowest.place**2)


def test_lifted_points_are_those_of_the_diffusion_model():
    """Weights by squared distances, for points of very different norms."""
    rng = np.random.default_rng(8)
    points = rng.standard_normal((30, 6)) * np.linspace(0.2, 3, 30)[:, None]
    t = np.array([0.3, 2.0])
    squares = ((points[:12, None] - points) ** 2).sum(axis=2)
    weights = [softmax(-squares / (2 * time), axis=1)[np.arange(12), np.arange(12)] for time in t]
    measured = pattern_weights(*lifted(points), t, 12)
    np.testing.assert_allclose(measured, np.mean(weights, axis=1))
    memory = pattern_weights(points, points, t, 12)
    assert np.abs(memory - measured).max() > 0.05
