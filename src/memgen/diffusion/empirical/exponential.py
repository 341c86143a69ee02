"""2^y for compiled loops, written so that they vectorise.

With k the integer nearest to y and r = y - k in [-1/2, 1/2],

    2^y = 2^k q(r),    q the Chebyshev interpolant of 2^r,

where 2^k is added to the exponent's bits of q. k is read off the last bits of y + 3/2 2^m, m the
number of the mantissa's bits, which rounds. The relative error is 2e-7 in float32 (degree 5) and
4e-16 in float64 (degree 10). y must lie where 2^y is a normal number.
"""

from typing import Any, no_type_check

import numpy as np
from numba import njit

# The rounding needs the order of additions as it is written; the rest may be fused.
ORDERED = {"contract", "nnan", "ninf", "nsz"}
ROUND_SINGLE = np.float32(1.5 * 2**23)
ROUND_DOUBLE = 1.5 * 2.0**52


def _coefficients(degree: int) -> list[float]:
    polynomial: Any = np.polynomial.chebyshev.Chebyshev.interpolate(
        np.exp2, degree, domain=[-0.5, 0.5]
    )
    power = polynomial.convert(kind=np.polynomial.Polynomial, domain=[-1, 1])
    return [float(c) for c in power.coef]


S0, S1, S2, S3, S4, S5 = (np.float32(c) for c in _coefficients(5))
D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, D10 = _coefficients(10)


@njit(fastmath=ORDERED, cache=True)
@no_type_check
def exp2_single(y):
    """Return 2^y in float32, for -126 < y < 126."""
    z = np.float32(y + ROUND_SINGLE)
    r = y - (z - ROUND_SINGLE)
    q = np.float32(S0 + r * (S1 + r * (S2 + r * (S3 + r * (S4 + r * S5)))))
    exponent = np.int32(np.int32(z.view(np.int32)) << np.int32(23))
    return np.int32(np.int32(q.view(np.int32)) + exponent).view(np.float32)


@njit(fastmath=ORDERED, cache=True)
@no_type_check
def exp2_double(y):
    """Return 2^y in float64, for -1022 < y < 1022."""
    z = np.float64(y + ROUND_DOUBLE)
    r = y - (z - ROUND_DOUBLE)
    high = r * (D7 + r * (D8 + r * (D9 + r * D10)))
    q = np.float64(D0 + r * (D1 + r * (D2 + r * (D3 + r * (D4 + r * (D5 + r * (D6 + high)))))))
    exponent = np.int64(z.view(np.int64)) << np.int64(52)
    return np.int64(np.int64(q.view(np.int64)) + exponent).view(np.float64)
