"""Message passing against exact scores, exact sums over a grid, and state evolution."""

import numpy as np
import pytest

from memgen.activations import get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.errors import ConvergenceError
from memgen.theory.message_passing import (
    posterior,
    state_evolution,
    state_evolution_path,
    undamped_steps,
)


def noisy(N, D, activation, t, batch, seed=0, variances=None):
    rng = np.random.default_rng(seed)
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, activation, variances).sample(batch, rng)
    return F, xi, xi + np.sqrt(t)[..., None] * rng.standard_normal(xi.shape)


@pytest.mark.parametrize(("N", "D"), [(50, 20), (200, 100), (100, 200), (100, 5), (6, 1)])
def test_linear_score_is_exact(N, D):
    variances = np.linspace(0.2, 2.0, D)
    t = np.array([0.01, 0.1, 1.0])
    F, _, x = noisy(N, D, "linear", t, 3, variances=variances)
    found, exact = posterior(F, x, t, "linear", variances), LinearManifoldScore(F, variances)
    scale = np.sqrt((exact.score(x, t) ** 2).mean(axis=1, keepdims=True))
    assert (np.abs(found.score - exact.score(x, t)) / scale).max() < 1e-9
    loose = posterior(F, x, t, "linear", variances, tolerance=1e-6)
    assert (np.abs(loose.score - exact.score(x, t)) / scale).max() < 1e-3
    assert (loose.iterations < found.iterations).all()
    np.testing.assert_allclose(x + t[:, None] * found.score, found.denoised, atol=1e-12)


@pytest.mark.parametrize("activation", ["linear", "tanh", "relu", "sign"])
def test_agrees_with_state_evolution(activation):
    """Its own variances to 2 %, squared errors and free entropy within 4 standard errors."""
    t, N, D, batch = 0.3, 600, 300, 24
    tau = np.repeat([1.5, 0.5], D // 2)
    F, xi, x = noisy(N, D, activation, np.full(batch, t), batch, variances=tau)
    found = posterior(F, x, t, activation, tau, tolerance=1e-6)
    theory = state_evolution(t, D / N, activation, np.array([1.5, 0.5]))
    assert found.latent_variance.mean() == pytest.approx(theory.mmse_latent, rel=0.02)
    assert found.visible_variance.mean() == pytest.approx(theory.mmse_visible, rel=0.03)
    columns = found.latent_variance.reshape(batch, 2, -1).mean(axis=(0, 2))
    np.testing.assert_allclose(columns, theory.mmse_columns, rtol=0.02)
    for draws, expected in (
        (((found.denoised - xi) ** 2).mean(axis=1), theory.mmse_visible),
        ((found.score**2).mean(axis=1), theory.fisher),
        (found.log_density / N, theory.free_entropy),
    ):
        error = draws.std(ddof=1) / np.sqrt(batch)
        assert abs(draws.mean() - expected) < 4 * error + 2e-3 * abs(expected)


def test_the_steps_follow_state_evolution():
    t, N, D = 0.1, 800, 400
    F, _, x = noisy(N, D, "tanh", np.full(8, t), 8)
    path = state_evolution_path(t, D / N, 6, "tanh")
    for k, state in enumerate(undamped_steps(F, x, t, 6, "tanh")):
        assert state.variance.mean() == pytest.approx(path.latent[k + 1], rel=0.04)
        assert state.field.output_variance.mean() == pytest.approx(path.visible[k], rel=0.04)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
def test_against_sums_over_a_grid_of_latents(activation):
    """D = 2 and N = 3: message passing is no longer exact, but near; better with weak signals."""
    F, _, x = noisy(3, 2, activation, np.full(5, 3.0), 5, seed=4)
    axis = np.linspace(-7, 7, 281)
    z = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    points = get_activation(activation).function(z @ F.T)
    log_w = -((x[:, None] - points) ** 2).sum(axis=2) / 6 - (z**2).sum(axis=1) / 2
    w = np.exp(log_w - log_w.max(axis=1, keepdims=True))
    exact = (w / w.sum(axis=1, keepdims=True)) @ points
    found = posterior(F, x, 3.0, activation)
    spread = np.sqrt(found.visible_variance.mean())
    assert np.sqrt(((found.denoised - exact) ** 2).mean()) < 0.2 * spread
    log_p = np.log(w.sum(axis=1) * 0.05**2 / (2 * np.pi)) + log_w.max(axis=1)
    np.testing.assert_allclose(found.log_density, log_p - 1.5 * np.log(6 * np.pi), atol=0.25)


def test_each_observation_counts_alone():
    F, _, x = noisy(60, 20, "relu", np.full(7, 0.1), 7)
    t = np.geomspace(0.05, 1, 7)
    together = posterior(F, x, t, "relu")
    for k in range(7):
        alone = posterior(F, x[k : k + 1], float(t[k]), "relu")
        np.testing.assert_allclose(alone.score[0], together.score[k], rtol=1e-6, atol=1e-7)
        assert abs(alone.iterations[0] - together.iterations[k]) <= 1


def test_damping_is_found_and_failure_raises():
    """Entries with a common mean make undamped message passing diverge."""
    rng = np.random.default_rng(0)
    F = draw_matrix(120, 60, rng) + 3 / 60
    x = HiddenManifold(F, "tanh").sample(3, rng) + 0.5 * rng.standard_normal((3, 120))
    found = posterior(F, x, 0.25, "tanh")
    assert (found.damping > 0).all()
    assert (found.residual <= 1e-10).all()
    with pytest.raises(ConvergenceError, match="3 of 3 observations"):
        posterior(2 * F, x, 0.05, "tanh", most=20)


def test_latents_and_coordinates_without_weight():
    F, _, x = noisy(30, 10, "tanh", np.full(2, 0.2), 2)
    F[4] = 0.0
    tau = np.append(np.ones(9), 0.0)
    found = posterior(F, x, 0.2, "tanh", tau)
    fewer = posterior(F[:, :9], x, 0.2, "tanh")
    np.testing.assert_allclose(found.denoised, fewer.denoised, atol=1e-8)
    assert (found.latent_mean[:, 9] == 0).all()
    np.testing.assert_allclose(found.denoised[:, 4], 0, atol=1e-6)
    np.testing.assert_allclose(found.log_density, fewer.log_density, atol=1e-6)


def test_it_drives_a_sampler():
    """Noise taken to the manifold by the message-passing score has the manifold's moments."""
    N, D, batch, last = 50, 20, 80, 0.05
    rng = np.random.default_rng(3)
    F = draw_matrix(N, D, rng)
    manifold = HiddenManifold(F, "tanh")
    x = add_noise(manifold.sample(batch, rng), 10.0, rng)

    def score(x, t):
        return posterior(F, x, t, "tanh", tolerance=1e-3).score

    x = probability_flow(score, x, log_times(10.0, last, 8))
    second = (manifold.sample(20000, rng) ** 2).mean()
    made = (x**2).mean(axis=1) - last
    error = made.std(ddof=1) / np.sqrt(batch)
    assert abs(made.mean() - second) < 3 * error + 0.03 * second
    # along the manifold's normal directions only noise is left
    normal = np.linalg.svd(F)[0][:, D:]
    assert ((x @ normal) ** 2).mean() < 0.3 * second


def test_domain():
    F, _, x = noisy(20, 10, "tanh", np.full(2, 0.2), 2)
    with pytest.raises(ValueError, match="t="):
        posterior(F, x, 0.0)
    with pytest.raises(ValueError, match="10 columns"):
        posterior(F, x, 0.1, "tanh", -np.ones(10))
    with pytest.raises(ValueError, match="not finite"):
        posterior(F, np.full_like(x, np.nan), 0.1)
