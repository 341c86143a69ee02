"""What maximum likelihood learns of many examples: second derivations."""

import numpy as np
import pytest
from scipy.special import softmax

from memgen.recurrent.exact_learning import pair_products
from memgen.recurrent.teacher import sherrington_kirkpatrick
from memgen.theory.couplings.teacher_student import learned_overlap, temperature_shift

N = 5
PAIRS = np.triu_indices(N, 1)


def fisher(J):
    products = pair_products(len(J))
    p = softmax(products @ (2 * J[np.triu_indices(len(J), 1)]))
    phi = products - p @ products
    return phi.T @ (p[:, None] * phi)


def on_the_sphere(products, moments, theta, r):
    """Newton's method for the maximum of the likelihood at |theta| = r."""
    theta, multiplier = theta * r / np.linalg.norm(theta), 0.0
    for _ in range(30):
        p = softmax(products @ theta)
        phi = products - p @ products
        slope = p @ products - moments + multiplier * theta
        matrix = np.block(
            [
                [phi.T @ (p[:, None] * phi) + multiplier * np.eye(len(theta)), theta[:, None]],
                [theta[None], np.zeros((1, 1))],
            ]
        )
        wanted = np.append(-slope, (r**2 - theta @ theta) / 2)
        step = np.linalg.solve(matrix, wanted)
        theta, multiplier = theta + step[:-1], multiplier + step[-1]
    assert np.abs(step).max() < 1e-12
    return theta


def test_the_shift_of_the_best_temperature_by_sigma_points():
    """Moments moved by +-eps along each axis of their covariance: the mean of log t / eps^2."""
    J = sherrington_kirkpatrick(N, np.random.default_rng(0), 0.8)
    products, truth = pair_products(N), 2 * J[PAIRS]
    p, norm = softmax(products @ truth), np.linalg.norm(2 * J[PAIRS])
    variances, axes = np.linalg.eigh(fisher(J))
    eps, h, total = 0.005, 5e-4, 0.0
    for variance, axis in zip(variances, axes.T, strict=True):
        for sign in (1, -1):
            moments = p @ products + sign * eps * np.sqrt(variance) * axis
            divergences = []
            for log_t in (-h, 0.0, h):
                theta = on_the_sphere(products, moments, truth, norm * np.exp(-log_t))
                q = softmax(products @ theta)
                divergences.append(p @ np.log(p / q))
            curvature, slope, _ = np.polyfit([-h, 0.0, h], divergences, 2)
            total += -slope / (2 * curvature) / (2 * eps**2)
    expected = temperature_shift(products, truth)
    assert total == pytest.approx(expected, rel=0.01)
    assert expected > 1


@pytest.mark.parametrize("beta", [0.3, 0.5])
def test_the_scatter_of_learnt_couplings_is_that_of_a_gaussian_precision_matrix(beta):
    """tr F^-1 for each coupling, all 2^N states counted, is (1 + beta^2)^2."""
    size = 12
    ratios = []
    for draw in range(3):
        J = sherrington_kirkpatrick(size, np.random.default_rng(draw), beta)
        theta = 2 * J[np.triu_indices(size, 1)]
        drawn = size * np.mean(theta**2)  # the drawn beta^2
        ratios.append(np.trace(np.linalg.inv(fisher(J))) / theta.size / (1 + drawn) ** 2)
    assert np.mean(ratios) == pytest.approx(1, abs=0.03)


def test_the_overlap_rises_with_the_load_as_the_scatter_says():
    load, beta = np.array([1.0, 10.0, 1e4]), 0.7
    q = learned_overlap(load, beta)
    signal, scatter = beta**2, (1 + beta**2) ** 2 / load
    np.testing.assert_allclose(q, np.sqrt(signal / (signal + scatter)))
    assert q[-1] > 0.999


def test_a_glassy_teacher_is_refused():
    with pytest.raises(ValueError, match="paramagnetic"):
        learned_overlap(1.0, 1.0)
