"""Exact moments, gradient flow and the Gaussian equivalent, against sampling and descent."""

import numpy as np
import pytest

from memgen.errors import ConvergenceError
from memgen.networks.random_features import moments
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel

T, D, P, N = 0.3, 6, 20, 30


def small(seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((P, D)), rng.standard_normal((N, D)), rng


def test_training_moments_by_sampling():
    W, x, rng = small()
    exact = training_moments(W, x, T)
    U, V, draws = np.zeros((P, P)), np.zeros((P, D)), 4000
    for _ in range(draws):
        xi = rng.standard_normal(x.shape)
        features = np.tanh((np.exp(-T) * x + np.sqrt(1 - np.exp(-2 * T)) * xi) @ W.T / np.sqrt(D))
        U += features.T @ features / (N * draws)
        V += features.T @ xi / (N * draws)
    np.testing.assert_allclose(exact.U, U, atol=5 / np.sqrt(N * draws))
    np.testing.assert_allclose(exact.V, V, atol=5 / np.sqrt(N * draws))


def test_moments_by_two_dimensional_quadrature():
    """One pair of features and one datum: a double Gauss-Hermite sum."""
    W, x, _ = small(1)
    W, x = W[:2], x[:1]
    u, w = np.polynomial.hermite_e.hermegauss(80)
    w = w / w.sum()
    delta = 1 - np.exp(-2 * T)
    norm = np.linalg.norm(W, axis=1)
    rho = W[0] @ W[1] / norm.prod()
    first, second = np.meshgrid(u, u, indexing="ij")
    centre = np.exp(-T) * (W @ x[0]) / np.sqrt(D)
    one = np.tanh(centre[0] + np.sqrt(delta / D) * norm[0] * first)
    other = rho * first + np.sqrt(1 - rho**2) * second
    two = np.tanh(centre[1] + np.sqrt(delta / D) * norm[1] * other)
    expected = w @ (one * two) @ w
    assert training_moments(W, x, T).U[0, 1] == pytest.approx(expected, abs=1e-8)


def test_moments_of_nearly_parallel_features_with_wide_data():
    """Many Hermite orders matter: a double trapezoidal sum over the two pre-activations."""
    d, variance = 4, 9.0
    W = np.random.default_rng(4).standard_normal((2, d))
    W[1] = W[0] + 0.02 * W[1]
    gamma2 = np.exp(-2 * T) * variance + 1 - np.exp(-2 * T)
    norm = np.linalg.norm(W, axis=1)
    rho = W[0] @ W[1] / norm.prod()
    u = np.arange(-9, 9, 0.02)
    w = np.exp(-(u**2) / 2) / np.exp(-(u**2) / 2).sum()
    width = norm * np.sqrt(gamma2 / d)
    other = rho * u[:, None] + np.sqrt(1 - rho**2) * u
    expected = w @ (np.tanh(width[0] * u[:, None]) * np.tanh(width[1] * other)) @ w
    assert rho > 0.999
    found = population_moments(W, T, variance)
    assert found.U[0, 1] == pytest.approx(expected, abs=1e-8)


def test_too_many_orders_are_not_cut_silently(monkeypatch):
    W, x, _ = small(5)
    monkeypatch.setattr(moments, "MOST_ORDERS", 5)
    with pytest.raises(ConvergenceError, match="Hermite orders"):
        population_moments(W, T, 9.0)
    with pytest.raises(ConvergenceError, match="Hermite orders"):
        training_moments(W, x, T)


def test_population_moments_are_those_of_many_data():
    W, _, rng = small(2)
    x = np.sqrt(1.7) * rng.standard_normal((6000, D))
    many, exact = training_moments(W, x, T), population_moments(W, T, 1.7)
    np.testing.assert_allclose(exact.U, many.U, atol=0.03)
    np.testing.assert_allclose(exact.V, many.V, atol=0.02)


def test_flow_is_gradient_descent_with_small_steps():
    W, x, _ = small(3)
    moments = training_moments(W, x, T)
    flow = gradient_flow(moments)
    A, psi_p, step = np.zeros((D, P)), P / D, 2e-3
    # dA/dtau = -2 Delta (d/p) A U - (2 d sqrt(Delta) / sqrt p) V^T
    for _ in range(5000):
        A -= step * 2 * moments.delta / psi_p * A @ moments.U
        A -= step * 2 * D * np.sqrt(moments.delta) / np.sqrt(P) * moments.V.T
    B = A / np.sqrt(P)
    np.testing.assert_allclose(flow.weights(10.0), B, atol=2e-3)
    assert flow.training_loss(10.0) == pytest.approx(moments.loss(B), abs=1e-4)


def test_losses_of_the_flow():
    W, x, _ = small(4)
    moments = training_moments(W, x, T)
    flow = gradient_flow(moments)
    for tau in (0.0, 3.0, 1e3):
        assert flow.training_loss(tau) == pytest.approx(moments.loss(flow.weights(tau)))
    assert flow.training_loss(0.0) == 1
    final = flow.weights(np.inf)
    # the least-squares solution: B U = -V^T / sqrt(Delta)
    np.testing.assert_allclose(final @ moments.U, -moments.V.T / np.sqrt(moments.delta), atol=1e-6)


def test_fresh_losses_along_the_flow():
    W, x, _ = small(4)
    flow, fresh = gradient_flow(training_moments(W, x, T)), population_moments(W, T)
    taus = np.array([0.0, 3.0, 1e3])
    expected = [fresh.loss(flow.weights(tau)) for tau in taus]
    np.testing.assert_allclose(losses_along(flow, fresh, taus), expected, rtol=1e-9)


def test_fresh_losses_of_the_equivalent_are_those_of_its_matrices():
    """Two variances of the data: U_test = a^2 W Sigma_t W^T / d + s^2 + v^2 as a matrix."""
    model = FeatureModel(6.0, 3.0, 0.2, (0.5, 1.5), (0.5, 0.5))
    features = draw_equivalent(model, 10, np.random.default_rng(9))
    c, W = model.coefficients, features.W
    sigma = c.decay**2 * features.variances + c.delta
    U = c.a**2 * (W * sigma) @ W.T / 10 + (c.s2 + c.v2) * np.eye(60)
    flow = features.flow()
    for tau in (1.0, 1e3):
        B = flow.weights(tau)
        linear = np.trace(B @ features.V)
        expected = 1 + c.delta / 10 * np.trace(B @ U @ B.T) + 2 * np.sqrt(c.delta) / 10 * linear
        found = features.test_losses(flow, np.array([tau]))[0]
        assert found == pytest.approx(expected, rel=1e-9)


def test_shifted_features_by_sampling():
    """sigma(W x / sqrt d + b): E[sigma x_t^T] too, for given data and for the population."""
    W, x, rng = small(10)
    shift, t, variance = rng.standard_normal(P), 0.7, 1.5
    decay, noise = np.exp(-t), np.sqrt(1 - np.exp(-2 * t))
    draws = 400000
    rows = rng.integers(N, size=draws)
    for data, exact in (
        (x[rows], training_moments(W, x, t, shift=shift)),
        (
            np.sqrt(variance) * rng.standard_normal((draws, D)),
            population_moments(W, t, variance, shift=shift),
        ),
    ):
        xi = rng.standard_normal((draws, D))
        y = decay * data + noise * xi
        features = np.tanh(y @ W.T / np.sqrt(D) + shift)
        for found, expected in (
            (exact.U, features.T @ features / draws),
            (exact.V, features.T @ xi / draws),
            (exact.X, features.T @ y / draws),
        ):
            np.testing.assert_allclose(found, expected, atol=6 / np.sqrt(draws) * 1.5)


def test_only_smooth_activations_have_exact_moments():
    W, x, _ = small()
    with pytest.raises(ValueError, match="relu"):
        training_moments(W, x, T, "relu")


def test_score_error_is_the_distance_to_the_exact_score():
    W, x, rng = small(5)
    B = gradient_flow(training_moments(W, x, T)).weights(20.0)
    found = score_error(population_moments(W, T).loss(B), T)
    y = rng.standard_normal((200000, D))
    error = (((np.tanh(y @ W.T / np.sqrt(D)) @ B.T) + y) ** 2).sum(axis=1).mean() / D
    assert found == pytest.approx(error, rel=0.02)


@pytest.mark.parametrize("psi", [(8.0, 4.0), (2.0, 6.0)])
def test_equivalent_features_and_the_exact_ones(psi):
    """d = 40: spectra's mean and losses agree up to finite-size differences."""
    model, d = FeatureModel(*psi, 0.3), 40
    rng = np.random.default_rng(6)
    p, n = round(psi[0] * d), round(psi[1] * d)
    W, x = rng.standard_normal((p, d)), rng.standard_normal((n, d))
    exact, test = training_moments(W, x, model.t), population_moments(W, model.t)
    equivalent = draw_equivalent(model, d, rng)
    assert np.trace(exact.U) / p == pytest.approx(equivalent.eigenvalues().mean(), rel=0.03)
    first, second = gradient_flow(exact), equivalent.flow()
    for tau in (1.0, 30.0, 1e3):
        assert first.training_loss(tau) == pytest.approx(second.training_loss(tau), abs=0.03)
        loss = equivalent.test_losses(second, np.array([tau]))[0]
        assert test.loss(first.weights(tau)) == pytest.approx(loss, rel=0.08)


def test_the_reduced_flow_is_the_full_one():
    model = FeatureModel(8.0, 3.0, 0.2)
    features = draw_equivalent(model, 15, np.random.default_rng(7))
    full = features.factor @ features.factor.T + model.coefficients.s2 * np.eye(120)
    np.testing.assert_allclose(features.eigenvalues(), np.linalg.eigvalsh(full), atol=1e-10)
    values, vectors = np.linalg.eigh(full)
    f = -np.expm1(-2 * model.coefficients.delta * values * 50 / 8.0) / values
    B = -(vectors * f @ (vectors.T @ features.V)).T / np.sqrt(model.coefficients.delta)
    np.testing.assert_allclose(features.flow().weights(50.0), B, atol=1e-9)


def test_the_equivalent_test_loss_at_late_times():
    """(64, 8, .1): 2.47 at the end, from the science notes' closed form."""
    model = FeatureModel(64.0, 8.0, 0.1)
    features = draw_equivalent(model, 30, np.random.default_rng(8))
    flow = features.flow()
    assert features.test_losses(flow, np.array([np.inf]))[0] == pytest.approx(2.467, rel=0.06)
    assert flow.training_loss(np.inf) == pytest.approx(
        loss_curve(np.array([np.inf]), model).final, abs=0.02
    )
