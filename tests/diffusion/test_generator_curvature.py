"""Exact curvature of generated data, where it is known in closed form."""

import numpy as np
import pytest

from memgen.diffusion.generator_curvature import generator_singular_values


def test_a_flat_manifold():
    """Uniform latents of a plane: 0 along it at small noise, 1 across."""
    rng = np.random.default_rng(0)
    frame = np.linalg.qr(rng.standard_normal((6, 2)))[0].T
    values, effective = generator_singular_values(
        lambda u: 10 * u @ frame, np.full((2, 2), 0.5), 0.01, rng, 20000
    )
    assert values.shape == (2, 6)
    np.testing.assert_allclose(values[:, :4], 1, atol=1e-9)
    # sampling error of a variance: sqrt(2 / draws)
    np.testing.assert_allclose(values[:, 4:], 0, atol=0.05)
    assert effective > 5000


def test_the_edge_of_the_manifold():
    """At the edge the posterior is half a normal law, of variance (1 - 2 / pi) t."""
    rng = np.random.default_rng(1)
    values, _ = generator_singular_values(
        lambda u: np.hstack((10 * u, 0 * u)), np.zeros((1, 1)), 0.01, rng, 40000
    )
    np.testing.assert_allclose(values[0], [1, 2 / np.pi], atol=0.02)


def test_noise_without_variance_is_refused():
    with pytest.raises(ValueError, match="t="):
        generator_singular_values(lambda u: u, np.zeros((1, 1)), 0.0, np.random.default_rng(0))
