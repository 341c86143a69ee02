"""Averages over the points of a manifold of any activation: against exact ones and draws."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.theory.energies.finite_rem import mean_log_sum, planted_averages
from memgen.theory.manifold import collapse_time, generalization_time
from memgen.theory.manifold.finite_size import energy_law
from memgen.theory.manifold.sampled_levels import log_sum_given, own_weight_given

N, D, P = 30, 5, 400
ALPHA = np.log(P) / N


@pytest.fixture(scope="module")
def given():
    rng = np.random.default_rng(3)
    return draw_matrix(N, D, rng), rng.standard_normal((24, D)), rng.standard_normal((24, N))


def spectrum(F):
    left, singular, _ = np.linalg.svd(F, full_matrices=False)
    return left, np.tile(singular**2, (24, 1))


def test_the_own_weight_of_the_linear_manifold_is_the_exact_one(given):
    F, latent, noise = given
    t = collapse_time(ALPHA, D / N) * np.array([0.5, 1.0, 2.0])
    sampled = own_weight_given(F, latent, noise, t, np.log(P), 1500, np.random.default_rng(0))
    left, a = spectrum(F)
    for k, time in enumerate(t):
        x = (latent @ F.T + np.sqrt(time) * noise) @ left
        law = energy_law(a, x, time, -((noise @ left) ** 2).sum(axis=1) / 2)
        exact = planted_averages(law, np.log(P - 1)).own_weight
        assert sampled[:, k] == pytest.approx(exact, abs=0.02)
        assert sampled[:, k].mean() == pytest.approx(exact.mean(), abs=0.003)


def test_the_log_sum_of_the_linear_manifold_is_the_exact_one(given):
    F, latent, _ = given
    t = generalization_time(ALPHA, D / N) * np.array([0.7, 2.0])
    sampled = log_sum_given(F, latent, t, np.log(P), 2000, np.random.default_rng(0))
    left, a = spectrum(F)
    for k, time in enumerate(t):
        law = energy_law(a, latent @ F.T @ left, time, np.zeros(24))
        exact = mean_log_sum(law, np.log(P))
        # relative to the points' own fluctuation, of order one
        assert sampled[:, k].mean() == pytest.approx(exact.mean(), abs=0.15)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_curved_manifolds_are_as_simulated(given, activation):
    F, latent, noise = given
    manifold = HiddenManifold(F, activation)
    t = np.array([collapse_time(ALPHA, D / N, activation)])
    predicted = own_weight_given(
        F, latent, noise, t, np.log(P), 600, np.random.default_rng(0), activation
    ).mean()
    rng, drawn = np.random.default_rng(1), []
    own = Probes(manifold.embed(latent), noise, np.full(24, -1))
    for _ in range(25):
        drawn.append(collapse_curves(own, manifold.sample(P - 1, rng), t).own_weight.mean())
    error = np.std(drawn, ddof=1) / np.sqrt(25)
    assert abs(np.mean(drawn) - predicted) < 3 * error + 0.003

    t = generalization_time(ALPHA, D / N, activation) * np.array([1.5])
    log_sum = log_sum_given(F, latent, t, np.log(P), 600, np.random.default_rng(0), activation)
    log_density = log_sum - N / 2 * np.log(2 * np.pi * t) - np.log(P)
    drawn = [
        measured_cross_entropy(
            manifold.embed(latent), manifold.sample(P, rng), t
        ).log_density.mean()
        for _ in range(25)
    ]
    error = np.std(drawn, ddof=1) / np.sqrt(25)
    assert abs(np.mean(drawn) - log_density.mean()) < 3 * error + 0.1


def test_astronomical_numbers_of_points_are_no_harder(given):
    """At alpha N = 60 the own weight falls where exp(60) - 1 others take over."""
    F, latent, noise = given
    t_c = collapse_time(60 / N, D / N)
    weight = own_weight_given(
        F, latent, noise, t_c * np.array([0.05, 20.0]), 60.0, 300, np.random.default_rng(0)
    ).mean(axis=0)
    assert weight[0] > 0.9
    assert weight[1] < 0.1


def test_outside_the_domain(given):
    F, latent, noise = given
    with pytest.raises(ValueError, match="log_P"):
        own_weight_given(F, latent, noise, np.ones(1), 0.1, 50, np.random.default_rng(0))
    with pytest.raises(ValueError, match="t"):
        log_sum_given(F, latent, -np.ones(1), 5.0, 50, np.random.default_rng(0))
