"""Extreme eigenvalues at finite N: Tracy and Widom's shift of each edge."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.theory.spectra import bulk_edges, drawn_edges, spectral_density
from memgen.theory.spectra._edges import mixture
from memgen.theory.spectra._extremes import edge_scales


def test_one_variance_has_johnstones_scale():
    """(sqrt N +- sqrt m) |1 / sqrt m +- 1 / sqrt N|^{1/3} / N (Johnstone 2001)."""
    N, m = 1000, 400
    root_N, root_m = np.sqrt([N, m])
    scales = edge_scales(mixture([m / N], [1.0]))[0] * N ** (-2 / 3)
    for scale, sign in zip(scales, (-1, 1), strict=True):
        expected = (root_N + sign * root_m) * abs(1 / root_m + sign / root_N) ** (1 / 3) / N
        assert scale == pytest.approx(expected, rel=1e-9)


def test_the_scale_is_that_of_the_densitys_root():
    """The density rises as sqrt(distance / sigma^3) / pi from each of four edges."""
    law = ([0.2, 0.3], [1.0, 0.05])
    edges, scales = bulk_edges(*law), edge_scales(mixture(*law))
    for side, inwards in ((0, 1), (1, -1)):
        for edge, sigma in zip(edges[:, side], scales[:, side], strict=True):
            distance = 1e-5 * edge
            density = spectral_density(np.array([edge + inwards * distance]), *law)[0]
            assert density == pytest.approx(np.sqrt(distance / sigma**3) / np.pi, rel=0.01)


def test_latent_normalization_scales_edges_and_shifts_alike():
    law = ([0.2, 0.2], [1.0, 0.01])
    ratio = drawn_edges(100, *law, "latent") / drawn_edges(100, *law)
    np.testing.assert_allclose(ratio, 1 / 0.4)


def test_drawn_manifolds_have_their_extremes_there():
    """Within 1.5 %, where the edges of the limit are 7 to 16 % off; the shift is Tracy-Widom's."""
    N, counts, variances = 150, [30, 30], [1.0, 0.05]
    rng, extremes = np.random.default_rng(0), []
    for _ in range(150):
        F = draw_columns(N, counts, variances, rng)
        level = np.linalg.eigvalsh(F.T @ F)
        extremes.append([level[0], level[29], level[30], level[-1]])
    drawn = np.mean(extremes, axis=0)
    law = ([0.2, 0.2], variances)
    np.testing.assert_allclose(drawn, drawn_edges(N, *law).ravel(), rtol=0.03)
    shift = np.abs(drawn / bulk_edges(*law).ravel() - 1)
    assert (shift > 0.04).all()
