"""Jacobians of scores: responses against exact ones, networks against both."""

import numpy as np
import pytest
import torch

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.jacobian import (
    network_jacobian,
    network_singular_values,
    orthogonal_responses,
    singular_values,
)


def linear_score():
    F = np.random.default_rng(0).standard_normal((6, 2))
    return LinearManifoldScore(F)


@pytest.mark.parametrize("differences", ["centred", "symmetrised"])
def test_responses_of_a_linear_score_are_exact(differences):
    """R = Q J^T for a linear score: its singular values are those of J."""
    exact = linear_score()
    x = np.random.default_rng(1).standard_normal(6)
    R = orthogonal_responses(exact.score, x, 0.3, np.random.default_rng(2), differences)
    J = exact.jacobian(x[None], 0.3)[0]
    np.testing.assert_allclose(singular_values(R[None])[0], singular_values(J[None])[0], rtol=1e-9)


def test_published_responses_hold_the_score_itself():
    """Far from the data the largest singular value is that of the score, the same in every row."""
    exact, x = linear_score(), 100 * np.ones(6)
    R = orthogonal_responses(exact.score, x, 0.3, np.random.default_rng(3), "published")
    values = singular_values(R[None])[0]
    constant = np.sqrt(6) * np.linalg.norm(exact.score(x[None], 0.3)) / np.sqrt(0.3)
    assert values[0] == pytest.approx(constant, rel=0.01)
    rest = singular_values(exact.jacobian(x[None], 0.3))[0]
    # a rank-one term leaves interlacing singular values
    assert values[1] <= rest[0] * (1 + 1e-9)


def test_small_steps_give_the_empirical_jacobian():
    points = np.random.default_rng(4).standard_normal((40, 5))
    empirical, x = EmpiricalScore(points), np.full(5, 0.2)
    R = orthogonal_responses(empirical.score, x, 0.5, np.random.default_rng(5), step=1e-4)
    exact = empirical.jacobian(x[None], 0.5)
    np.testing.assert_allclose(singular_values(R[None])[0], singular_values(exact)[0], rtol=1e-6)


def test_empirical_jacobian_beside_autograd():
    points = torch.tensor(np.random.default_rng(6).standard_normal((30, 4)))
    empirical = EmpiricalScore(points)
    x = torch.tensor(np.random.default_rng(7).standard_normal((3, 4)))
    exact = empirical.jacobian(x, 0.4)
    for k in range(3):
        automatic = torch.autograd.functional.jacobian(
            lambda at: empirical.score(at[None], 0.4)[0], x[k]
        )
        torch.testing.assert_close(exact[k], automatic, rtol=1e-8, atol=1e-9)


def test_jacobian_of_a_network():
    generator = torch.Generator().manual_seed(0)
    A = torch.randn(3, 3, generator=generator, dtype=torch.float64)

    def network(x, t):
        return torch.tanh(x @ A.T) * t[:, None]

    x = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    found = network_jacobian(network, x, 0.7)
    expected = 0.7 * (1 - torch.tanh(x @ A.T) ** 2)[:, :, None] * A
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("bad", [{"t": 0.0}, {"t": 1.0, "step": 0.0}])
def test_steps_must_be_positive(bad):
    score = linear_score().score
    with pytest.raises(ValueError, match="positive"):
        orthogonal_responses(score, np.zeros(6), rng=np.random.default_rng(), **bad)


def test_spectra_of_a_gaussian_tell_along_from_across():
    """Data N(0, c) in a direction have t / (c + t) there: 1 across a manifold, 0 along it."""
    c, t = torch.tensor([0.0, 0.1, 100.0], dtype=torch.float64), 0.1
    x = np.random.default_rng(4).standard_normal((5, 3))
    values = network_singular_values(lambda x, time: -x / (c + time[:, None]), x, t)
    np.testing.assert_allclose(values, np.tile([1, 0.5, t / (100 + t)], (5, 1)), rtol=1e-9)
    assert network_singular_values(None, x[:0], t).shape == (0, 3)
