"""Ratios of modified Bessel functions that stay finite at any argument."""

from typing import Any

from scipy.special import i0e, i1e


def bessel_ratio(kappa: Any) -> Any:
    """Return A = I_1 / I_0, the mean resultant length of a von Mises law; in [0, 1)."""
    return i1e(kappa) / i0e(kappa)
