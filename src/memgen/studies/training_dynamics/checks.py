"""Checks of settings that need the theory of the outlier: what is to be seen must stand out."""

from collections.abc import Callable
from typing import Any

from memgen.settings.training_dynamics import Outlier, OutlierTimescale
from memgen.theory.random_features import outlier_threshold


def check_outlier(s: Outlier) -> None:
    """Each |m|^2 must leave the bulk within the range of t, where its transition is judged.

    Raises
    ------
    ValueError
        If one does not.
    """
    first, last = (outlier_threshold(s.psi_p, s.psi_n, t) for t in s.t_range)
    if not (first < min(s.signals) and max(s.signals) < last):
        raise ValueError(
            f"signals = {s.signals} must lie between {first:.4g} and {last:.4g}, the thresholds "
            f"at t = {s.t_range[0]:g} and {s.t_range[1]:g}: their transition is to be seen."
        )


def check_outlier_timescale(s: OutlierTimescale) -> None:
    """Each |m|^2 must lie above the threshold: below it there is no gain of an outlier's own.

    Raises
    ------
    ValueError
        If one does not.
    """
    threshold = outlier_threshold(s.psi_p, s.psi_n, s.t)
    if min(s.signals) <= threshold:
        raise ValueError(
            f"signals = {s.signals} must lie above {threshold:.4g}, where an outlier leaves "
            "the bulk."
        )


CHECKS: dict[str, Callable[[Any], None]] = {
    "outlier": check_outlier,
    "outlier_timescale": check_outlier_timescale,
}
