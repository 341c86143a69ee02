"""Numbers as a reader sees them: with as many digits as their errors allow."""

import math


def with_error(value: float, stderr: float | None) -> str:
    """Return "1.15 ± 0.23": the error to two digits, the value to the same decimal place.

    Without an error (zero, nan or None) the value to four digits; where nothing could be measured,
    an infinite error, both as they are.
    """
    if not stderr or math.isnan(stderr):
        return f"{value:.4g}"
    if math.isinf(stderr) or not math.isfinite(value):
        return f"{value:g} ± {stderr:g}"
    rounded = float(f"{stderr:.1e}")
    decimals = 1 - math.floor(math.log10(rounded))
    if max(abs(value), rounded) < 1e-3 or max(abs(value), rounded) >= 1e6:
        return f"{value:.4g} ± {stderr:.2g}"
    decimals = max(decimals, 0)
    return f"{value:.{decimals}f} ± {stderr:.{decimals}f}"
