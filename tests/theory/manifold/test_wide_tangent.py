"""Along wide tanh manifolds the score depends on |z| alone."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import draw_matrix
from memgen.theory.manifold import tangent_spectrum
from memgen.theory.manifold.wide_tangent import repelling_share, wide_tangent_spectrum


@pytest.mark.parametrize(("radius", "D"), [(0.7, 2), (1.5, 2), (1.2, 3), (2.5, 4)])
def test_a_wide_manifold_has_it(radius, D):
    N, rng = 40000, np.random.default_rng(0)
    z = np.zeros(D)
    z[0] = radius
    spectra = [N * tangent_spectrum(draw_matrix(N, D, rng), z) for _ in range(3)]
    limit = wide_tangent_spectrum(radius, D)
    expected = np.sort([limit.radial, *[limit.across] * (D - 1)])
    np.testing.assert_allclose(np.mean(spectra, axis=0), expected, rtol=0.05, atol=0.3)


def test_points_near_the_middle_repel():
    """Where |z| < 1.06 at D = 2: 1 - exp(-r^2 / 2)."""
    assert max(wide_tangent_spectrum(1.05, 2)) > 0 > max(wide_tangent_spectrum(1.08, 2))
    share = repelling_share(2)
    assert 1 - np.exp(-(1.05**2) / 2) < share < 1 - np.exp(-(1.08**2) / 2)


@pytest.mark.parametrize(("radius", "D"), [(0.0, 2), (1.0, 1)])
def test_what_has_no_direction_across_is_refused(radius, D):
    with pytest.raises(ValueError, match="radius"):
        wide_tangent_spectrum(radius, D)
