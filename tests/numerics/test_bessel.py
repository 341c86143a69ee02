import numpy as np

from memgen.numerics.bessel import bessel_ratio


def test_bessel_ratio_limits():
    np.testing.assert_allclose(bessel_ratio(1e-6), 5e-7, rtol=1e-9)
    np.testing.assert_allclose(1 - bessel_ratio(1e6), 5e-7, rtol=1e-6)
