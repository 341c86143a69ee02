"""The theory of symmetric couplings: limits, Gardner's capacity from its spectrum, simulation."""

import numpy as np
import pytest

from memgen.errors import ConvergenceError
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.max_margin import max_margin
from memgen.theory.couplings.perceptron import largest_stability
from memgen.theory.couplings.symmetric_capacity import (
    largest_symmetric_stability,
    mean_strength,
    plain_spectrum,
    symmetric_spectrum,
)


@pytest.mark.parametrize("load", [0.2, 0.7, 1.0, 1.6])
def test_the_spectrum_without_symmetry_gives_gardner_s_capacity(load):
    strength, _ = mean_strength(plain_spectrum(load))
    expected = largest_stability(load, symmetric=False)
    assert 1 / np.sqrt(load * strength) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("load", [0.4, 1.3])
def test_the_spectrum_is_that_of_the_constraints(load):
    """Eigenvalues of the Gram matrix of all constraints, and moments seen from the ones."""
    N = 26
    P = round(load * N)
    xi = random_states(P, N, np.random.default_rng(0))
    first, second = np.triu_indices(N, 1)
    # orthonormal coordinates of J: sqrt(2) J_ij
    G = np.zeros((N, P, first.size))
    for i in range(N):
        here = (first == i) | (second == i)
        G[i][:, here] = (xi[:, first] * xi[:, second])[:, here] / np.sqrt(2)
    C = G.reshape(N * P, -1) @ G.reshape(N * P, -1).T * 2 / N
    theory = symmetric_spectrum(P / N)
    values, weights = theory.values, theory.weights
    assert weights.sum() == pytest.approx(1)
    assert theory.mean_weights.sum() == pytest.approx(1)
    found = np.linalg.eigvalsh(C)
    for power in (1, 2, 3):
        assert (found**power).mean() == pytest.approx(weights @ values**power, rel=0.12)
    zeros = weights @ (values < 1e-9)
    assert (found < 1e-9).mean() == pytest.approx(zeros, abs=0.06)


@pytest.mark.parametrize("load", [0.4, 1.3])
def test_moments_seen_from_the_ones(load):
    """<1|C^n|1> / NP at N = 400, C applied through the couplings that it stands for."""
    N = 400
    P = round(load * N)
    xi = random_states(P, N, np.random.default_rng(1))

    def apply(a):
        J = ((a * xi).T @ xi) / N
        J = J + J.T
        np.fill_diagonal(J, 0.0)
        return xi * (xi @ J)

    theory, image = symmetric_spectrum(load), np.ones((P, N))
    for power in (1, 2, 3):
        image = apply(image)
        moment = theory.mean_weights @ theory.mean_values**power
        assert image.mean() == pytest.approx(moment, rel=0.03 * power)


def test_between_projector_and_free_couplings():
    loads = np.array([0.1, 0.31, 0.5, 0.8, 0.99])
    kappa = largest_symmetric_stability(loads)
    assert (kappa >= np.sqrt(1 / loads - 1) * (1 - 1e-12)).all()
    assert (kappa < largest_stability(loads, symmetric=False)).all()
    assert (kappa > largest_stability(loads)).all()
    # where the projector takes over, the two agree
    strength, active = mean_strength(symmetric_spectrum(0.3))
    assert 1 / np.sqrt(0.6 * strength) == pytest.approx(np.sqrt(1 / 0.3 - 1), rel=6e-5)
    assert active < 1


def test_drawn_networks_extrapolate_to_it():
    """Load .5: kappa at N = 32, 64 and 128, straight in 1 / N, to the theory within 1 %."""
    sizes, mean = (32, 64, 128), []
    for N, draws in zip(sizes, (60, 30, 10), strict=True):
        found = [
            max_margin(random_states(N // 2, N, np.random.default_rng([N, k])), True, 3e-3)
            for k in range(draws)
        ]
        mean.append(np.mean([one.stability[0] for one in found]))
    limit = np.polyfit(1 / np.array(sizes), mean, 1)[1]
    assert limit == pytest.approx(largest_symmetric_stability(0.5), rel=0.01)


def test_it_vanishes_near_1_63():
    loads = np.array([1.5, 1.55, 1.6])
    kappa = largest_symmetric_stability(loads)
    assert (np.diff(kappa) < 0).all()
    # straight at its end
    end = loads[2] + kappa[2] * (loads[2] - loads[1]) / (kappa[1] - kappa[2])
    assert end == pytest.approx(1.63, abs=0.01)
    with pytest.raises(ValueError, match="at most"):
        largest_symmetric_stability(1.7)
    with pytest.raises(ConvergenceError, match="cavity"):
        mean_strength(symmetric_spectrum(1.6), steps=10)
