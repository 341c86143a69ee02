"""The prefactor of the metric at a point, against closed forms."""

import numpy as np
import pytest
from scipy.special import psi
from scipy.stats import binom, chi2

from memgen.claims.manifold_memorization.local_metric import local_prefactor


@pytest.mark.parametrize("D", [3, 8])
def test_half_of_the_rows_count_for_relu(D):
    N, k, n = 40, np.arange(D), np.arange(D, 41)
    share = binom.pmf(n, N, 0.5) / binom.sf(D - 1, N, 0.5)
    # mean log determinant of a Wishart matrix with n degrees of freedom
    log_det = psi((n[:, None] - k) / 2).sum(axis=1)
    exact = np.exp((share @ log_det - psi((N - k) / 2).sum()) / D) / 0.5
    # f.z is fixed in sign for the rows that count, which moves one direction of D a little
    assert local_prefactor("relu", N, D).value == pytest.approx(exact, rel=0.01)


def test_tanh_flattens_the_radial_direction_of_many_rows():
    D, h = 3, np.linspace(-12, 12, 4001)
    gauss = np.exp(-(h**2) / 2)
    gauss /= gauss.sum()
    q = chi2.ppf((np.arange(2000) + 0.5) / 2000, D) / D
    slope = np.cosh(np.sqrt(q)[:, None] * h) ** -4.0
    across, along = slope @ gauss, slope @ (gauss * h**2)
    mean = ((2 * np.log(across) + np.log(along)) / 3).mean()
    exact = np.exp(mean) / float(np.cosh(h) ** -4.0 @ gauss)
    found = local_prefactor("tanh", 150, D)
    assert found.value == pytest.approx(exact, abs=0.015)


def test_an_unknown_activation_is_named():
    with pytest.raises(ValueError, match="cubic"):
        local_prefactor("cubic", 40, 3)
