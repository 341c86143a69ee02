"""The replica cumulants against exact formulas, state evolution and direct sampling."""

import numpy as np
import pytest

from memgen.activations import get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.gaussian_quadrature import Resolution
from memgen.theory.bayes_optimal.state_evolution import state_evolution
from memgen.theory.replica.cumulants import (
    diffusion_cumulant,
    find_saddle,
    hopfield_cumulant,
    order_vector,
    weak_order,
)
from memgen.theory.replica.saddle import diffusion_saddle


def marchenko_pastur(alpha_D, nodes=4000):
    """Return eigenvalues of F F^T / D and their weights, midpoint rule in Chebyshev's angle."""
    angle = (np.arange(nodes) + 0.5) * np.pi / nodes
    x = 1.0 + alpha_D - 2.0 * np.sqrt(alpha_D) * np.cos(angle)
    density = (2.0 * alpha_D / np.pi) * np.sin(angle) ** 2 / x
    a, weight = x / alpha_D, density * np.pi / nodes
    return np.append(a, 0.0), np.append(weight, max(1.0 - alpha_D, 0.0))


def exact_linear(lam, t, R, alpha_D):
    a, weight = marchenko_pastur(alpha_D)
    zeta = -0.5 * weight @ (np.log1p(lam * a / t) + (a + R) / (a + t / lam))
    energy = -0.5 * weight @ (a / (t + lam * a) + t * (a + R) / (lam * a + t) ** 2)
    return zeta, energy


@pytest.mark.parametrize("alpha_D", [0.1, 0.5, 1.5])
@pytest.mark.parametrize(
    ("lam", "t", "R"),
    [(1.0, 0.1, 0.1), (1.0, 0.1, 0.0), (2.5, 1.0, 0.3), (0.3, 40.0, 5.0), (1.0, 1e-4, 0.0)],
)
def test_linear_diffusion_is_exact(lam, t, R, alpha_D):
    solution = diffusion_cumulant(lam, t, R, alpha_D)
    zeta, energy = exact_linear(lam, t, R, alpha_D)
    assert solution.zeta == pytest.approx(zeta, rel=1e-7)
    assert solution.energy == pytest.approx(energy, rel=1e-7)
    # The replicon of a Gaussian channel, from 1 / V = 1 + kappa / (alpha_D (1 + kappa V)).
    replicon = 1.0 - alpha_D * (1.0 - solution.variance) ** 2
    assert solution.stability == pytest.approx(replicon, rel=1e-6)


@pytest.mark.parametrize(("lam", "alpha_D"), [(0.1, 0.1), (0.3, 0.5), (0.6, 1.0)])
def test_linear_hopfield_is_exact(lam, alpha_D):
    solution = hopfield_cumulant(lam, alpha_D)
    assert solution.zeta == pytest.approx(lam**2 / 2 * (1 + 1 / alpha_D), rel=1e-9)
    assert solution.energy == pytest.approx(lam * (1 + 1 / alpha_D), rel=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
@pytest.mark.parametrize(("t", "alpha_D"), [(0.07, 0.1), (0.5, 1.0), (5.0, 2.0)])
def test_nishimori_point_is_state_evolution(activation, t, alpha_D):
    bayes = state_evolution(t, alpha_D, activation)
    solution = diffusion_cumulant(1.0, t, t, alpha_D, activation)
    # The two points of sign need more nodes than the smooth channels.
    tolerance = 1e-4 if activation == "sign" else 1e-7
    assert solution.zeta == pytest.approx(-bayes.mutual_information - 0.5, rel=tolerance)
    assert solution.energy == pytest.approx(-0.5, rel=tolerance)
    assert solution.r == pytest.approx(1.0, abs=tolerance)
    assert solution.m == pytest.approx(1 - bayes.mmse_latent, abs=tolerance)
    assert solution.q == pytest.approx(1 - bayes.mmse_latent, abs=tolerance)
    assert solution.stability > 0.0


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
@pytest.mark.parametrize(
    "cumulant",
    [
        lambda lam, activation: diffusion_cumulant(lam, 0.3, 0.1, 0.4, activation),
        lambda lam, activation: hopfield_cumulant(lam, 0.4, activation),
    ],
    ids=["diffusion", "hopfield"],
)
def test_energy_is_the_derivative_of_zeta(cumulant, activation):
    lam, step = 0.7, 1e-3
    difference = cumulant(lam + step, activation).zeta - cumulant(lam - step, activation).zeta
    # The saddle point makes this a test of the order parameters' equations as well.
    assert difference / (2 * step) == pytest.approx(cumulant(lam, activation).energy, rel=1e-5)


@pytest.mark.parametrize(
    ("activation", "mean"), [("tanh", 0.0), ("relu", 1.0 / np.sqrt(2.0 * np.pi)), ("sign", 0.0)]
)
def test_weak_energy_is_the_mean_squared_distance(activation, mean):
    kappa = 1e-4
    solution = diffusion_cumulant(kappa, 1.0, 0.0, 0.5, activation)
    # Z = -(kappa / 2) E d + O(kappa^2), with E d twice the variance of sigma.
    variance = get_activation(activation).second_moment() - mean**2
    assert solution.zeta == pytest.approx(-kappa * variance, rel=1e-3)
    assert solution.energy == pytest.approx(-variance, rel=1e-3)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_branch_is_continuous_with_infinite_temperature(activation):
    sigma, alpha_D, resolution = get_activation(activation), 0.3, Resolution()
    order = weak_order(3e-3, 3e-3, 0.0, alpha_D, sigma)
    for kappa in np.geomspace(3e-3, 300.0, 20):
        followed = find_saddle(
            lambda x, k=kappa: diffusion_saddle(x, k, 0.0, alpha_D, sigma, resolution),
            order,
            "branch",
        )
        order = order_vector(followed)
        direct = diffusion_cumulant(kappa, 1.0, 0.0, alpha_D, activation)
        assert direct.zeta == pytest.approx(followed.zeta, rel=1e-9)
        assert direct.stability > 0.0


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("R", [0.0, 0.05])
def test_doubling_all_nodes_changes_nothing(activation, R):
    coarse = diffusion_cumulant(1.0, 0.1, R, 0.5, activation)
    fine = diffusion_cumulant(
        1.0, 0.1, R, 0.5, activation, start=coarse, resolution=Resolution().doubled()
    )
    assert coarse.zeta == pytest.approx(fine.zeta, rel=1e-7)
    assert coarse.energy == pytest.approx(fine.energy, rel=1e-6)


def sampled_cumulant(activation, kappa, alpha_D, N, rng, matrices, samples=4000, references=16):
    """Return (1/N) E log of the sample mean of exp(-kappa d / 2), and its standard error."""
    sigma, D = get_activation(activation).function, round(alpha_D * N)
    values = np.empty(matrices)
    for index in range(matrices):
        F = rng.standard_normal((D, N)) / np.sqrt(D)
        xi = sigma(rng.standard_normal((samples, D)) @ F)
        reference = sigma(rng.standard_normal((references, D)) @ F)
        distance = (xi**2).sum(1)[:, None] + (reference**2).sum(1) - 2.0 * xi @ reference.T
        values[index] = np.log(np.exp(-0.5 * kappa * distance).mean(axis=0)).mean() / N
    return values.mean(), values.std(ddof=1) / np.sqrt(matrices)


@pytest.mark.parametrize(
    ("activation", "kappa", "alpha_D"), [("tanh", 0.8, 0.5), ("relu", 0.8, 0.5)]
)
def test_direct_sampling(activation, kappa, alpha_D):
    # At this kappa the relative variance of the sampled mean is below 1 %, so that the logarithm
    # of the mean is unbiased at the accuracy asked; Richardson removes the 1/N correction.
    rng = np.random.default_rng(7)
    small, small_error = sampled_cumulant(activation, kappa, alpha_D, 16, rng, 200)
    large, large_error = sampled_cumulant(activation, kappa, alpha_D, 32, rng, 200)
    extrapolated = 2.0 * large - small
    error = np.hypot(2.0 * large_error, small_error)
    theory = diffusion_cumulant(kappa, 1.0, 0.0, alpha_D, activation).zeta
    assert error < 0.02 * abs(theory)
    assert abs(extrapolated - theory) < 3.0 * error + 2e-3 * abs(theory)


@pytest.mark.parametrize(
    "arguments",
    [(0.0, 1.0, 0.0, 0.5), (1.0, -1.0, 0.0, 0.5), (1.0, 1.0, -0.1, 0.5), (1.0, 1.0, 0.0, np.nan)],
)
def test_domain(arguments):
    with pytest.raises(ValueError, match=r"must be|is no number"):
        diffusion_cumulant(*arguments)


def test_unresolvable_energy_is_refused():
    with pytest.raises(ValueError, match="out of range"):
        diffusion_cumulant(1.0, 1e-6, 0.0, 2.0, "tanh")


def test_a_solver_that_is_stuck_says_so():
    def flat(order):
        return diffusion_saddle(
            np.array([1.0, 0.0, 0.0]) + 0.0 * order,
            1.0,
            0.0,
            0.5,
            get_activation("linear"),
            Resolution(),
        )

    with pytest.raises(ConvergenceError) as error:
        find_saddle(flat, np.array([1.0, -1.0, -1.0]), "a constant")
    assert error.value.residual > error.value.tolerance
