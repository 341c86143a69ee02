"""The Hopfield branch of the hidden manifold: linear in closed form, moments, simulation."""

import numpy as np
import pytest

from memgen.activations import get_activation
from memgen.data.hidden_manifold import draw_matrix
from memgen.numerics.gaussian_quadrature import Resolution
from memgen.theory.replica.cumulants import hopfield_cumulant
from memgen.theory.replica.hopfield_branch import follow_branch
from memgen.theory.replica.saddle import hopfield_saddle


@pytest.mark.parametrize("alpha_D", [0.05, 0.5, 2.0])
@pytest.mark.parametrize("overlap", [1.0, 0.6])
def test_linear_through_the_replica_code(alpha_D, overlap):
    """zeta = (1 + c^2 / alpha_D) lambda^2 / 2 and its saturation, from the general code."""
    variance = 1 + overlap**2 / alpha_D
    branch = follow_branch(np.array([0.01, 0.2]) / variance, alpha_D, "linear", overlap)
    for point in branch.points:
        assert point.solution.zeta == pytest.approx(variance * point.lam**2 / 2, rel=1e-6)
    assert branch.saturation is None
    end = follow_branch(None, alpha_D, "linear", overlap)
    assert end.saturation.lam == pytest.approx(overlap / variance, rel=1e-6)
    assert end.saturation.capacity(end.signal) == pytest.approx(
        overlap**2 / (2 * variance), rel=1e-6
    )


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_resolution_does_not_matter(activation):
    """Saturation is where it was, seen with twice as many nodes; half as many miss by 1e-8."""
    for overlap in (1.0, 0.7):
        branch = follow_branch(None, 0.25, activation, overlap)
        end = branch.saturation
        fine = hopfield_saddle(
            end.vector()[:3],
            end.lam,
            overlap,
            0.25,
            get_activation(activation),
            Resolution().doubled(),
        )
        np.testing.assert_allclose(fine.residuals, 0.0, atol=1e-9)
        assert fine.energy == pytest.approx(branch.signal, rel=1e-9)
        assert fine.zeta == pytest.approx(end.solution.zeta, rel=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("alpha_D", [0.25, 1.0])
def test_second_moment_in_closed_form(activation, alpha_D):
    """zeta'' at lambda = 0, the variance of xi.xi^1, from the Hermite coefficients b_k of sigma.

    rho (rho - b_0^2) + (b_1^4 + b_0^2 b_2^2 / 2) / alpha_D: the coordinates one by one, and the
    pairs i != j through E c_ij^2 = 1/D; b_k = E[He_k(g) sigma(g)].
    """
    g = np.linspace(-10, 10, 200001)
    weight = np.exp(-(g**2) / 2)
    weight /= weight.sum()
    sigma = get_activation(activation).function(g)
    b0, b1, b2 = weight @ sigma, weight @ (g * sigma), weight @ ((g**2 - 1) * sigma)
    rho = weight @ sigma**2
    expected = rho * (rho - b0**2) + (b1**4 + b0**2 * b2**2 / 2) / alpha_D
    lams = np.array([0.01, 0.02, 0.04])
    slopes = [hopfield_cumulant(lam, alpha_D, activation).energy for lam in lams]
    curvature = np.polyfit(lams, (np.array(slopes) - b0**2) / lams, 2)[-1]
    assert curvature == pytest.approx(expected, rel=2e-4)


def test_relu_cumulant_by_drawing_patterns():
    """(1/N) log E exp(lambda xi.xi^1) at N = 60, where plain sampling resolves it.

    The instances' scatter is taken off through |xi^1|^2, whose mean is known; what is left of
    order 1/N is allowed for by one per cent.
    """
    N, alpha_D, lam = 60, 0.5, 0.15
    rng = np.random.default_rng(7)
    found, squares = [], []
    for _ in range(600):
        F = draw_matrix(N, int(alpha_D * N), rng)
        pattern = np.maximum(F @ rng.standard_normal(F.shape[1]), 0)
        z = rng.standard_normal((1500, F.shape[1]))
        h = z @ F.T
        levels = lam * np.concatenate([np.maximum(h, 0) @ pattern, np.maximum(-h, 0) @ pattern])
        found.append((levels.max() + np.log(np.exp(levels - levels.max()).mean())) / N)
        squares.append(pattern @ pattern / N - 0.5)
    design = np.stack([np.ones(600), np.array(squares)], axis=1)
    fit, *_ = np.linalg.lstsq(design, np.array(found), rcond=None)
    stderr = (np.array(found) - design @ fit).std() / np.sqrt(600)
    expected = hopfield_cumulant(lam, alpha_D, "relu").zeta
    assert abs(fit[0] - expected) < 3 * stderr + 0.01 * expected
    assert stderr < 0.01 * expected


def test_replica_symmetry_is_stable_up_to_saturation():
    for activation in ("tanh", "relu"):
        branch = follow_branch(None, 0.25, activation)
        assert 0 < branch.saturation.solution.stability < 1


def test_no_saturation_is_said():
    with pytest.raises(ValueError, match="still rises"):
        follow_branch(None, 0.5, "sign")


def test_points_come_in_the_order_of_lambda_and_stop_at_saturation():
    branch = follow_branch(np.array([0.5, 0.1, 0.3]), 0.25, "relu")
    assert [point.lam for point in branch.points] == [0.1, 0.3]
    assert branch.saturation is not None
