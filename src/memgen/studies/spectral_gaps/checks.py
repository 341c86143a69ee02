"""Checks of settings that need theory."""

from collections.abc import Callable
from typing import Any

from memgen.settings.spectral_gaps import GapOpening
from memgen.theory.spectra import widest_gap


def check_gap_opening(s: GapOpening) -> None:
    """Refuse variances between which there is no gap, or one that never is as wide as asked.

    Raises
    ------
    ValueError
        Naming the key, its value and the remedy.
    """
    try:
        widest = widest_gap(s.aspect_ratios, s.variances, 0)
    except ValueError as error:
        raise ValueError(
            f"variances = {list(s.variances)}: {error} Take variances further apart."
        ) from None
    if s.threshold >= widest:
        raise ValueError(
            f"threshold = {s.threshold} is never reached: the gap between variances = "
            f"{list(s.variances)} is {widest:.3g} wide at most; take a smaller threshold."
        )


CHECKS: dict[str, Callable[[Any], None]] = {"gap_opening": check_gap_opening}
