"""Mean extreme eigenvalues to order 1 / N: known for one variance, measured for two."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.theory.spectra import bulk_edges, drawn_edges
from memgen.theory.spectra._edges import mixture
from memgen.theory.spectra.mean_extremes import mean_extremes, second_shift


@pytest.mark.parametrize("alpha", [0.1, 0.4, 2.5])
def test_one_variance_has_the_shift_by_halves(alpha):
    """(sqrt(N - 1/2) +- sqrt(m - 1/2))^2 / N to order 1 / N (Ma 2012)."""
    root = np.sqrt(alpha)
    found = second_shift(mixture([alpha], [0.7])).ravel()
    upper = -0.7 * (1 + root) ** 2 / (2 * root)
    lower = 0.7 * (1 - root) ** 2 / (2 * root)
    np.testing.assert_allclose(found, [lower, upper], rtol=1e-9)


def test_the_shift_falls_as_one_over_n():
    law = ([0.2, 0.2], [1.0, 0.01])
    shifts = [mean_extremes(N, *law) - drawn_edges(N, *law) for N in (100, 400)]
    np.testing.assert_allclose(shifts[0], 4 * shifts[1])


def test_latent_normalization_scales_it():
    law = ([0.2, 0.2], [1.0, 0.01])
    np.testing.assert_allclose(mean_extremes(50, *law, "latent") / mean_extremes(50, *law), 2.5)


def test_drawn_manifolds_have_it():
    """The upper edges' shifts, within the next order, where Tracy and Widom's alone are far off."""
    N, law = 100, ([0.2, 0.2], [1.0, 0.02])
    rng, extremes = np.random.default_rng(1), []
    for _ in range(1500):
        F = draw_columns(N, [20, 20], [1.0, 0.02], rng)
        extremes.append(np.linalg.eigvalsh(F.T @ F)[[19, 39]])
    drawn = np.mean(extremes, axis=0)
    edges, first, both = (
        f[:, 1] for f in (bulk_edges(*law), drawn_edges(N, *law), mean_extremes(N, *law))
    )
    np.testing.assert_allclose((drawn - edges) / (both - edges), 1, atol=0.08)
    assert ((drawn - edges) / (first - edges) > 1.12).all()
