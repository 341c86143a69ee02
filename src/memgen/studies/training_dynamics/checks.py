"""Checks of settings that need the theory of the outlier: what is to be seen must stand out."""

from collections.abc import Callable
from typing import Any

from memgen.settings.training_dynamics import MixtureSpectrum, Outlier, OutlierTimescale
from memgen.theory.random_features import outlier_threshold


def check_outlier(s: Outlier) -> None:
    """One |m|^2 must exceed twice the threshold at the first t, where the closed form is judged.

    Raises
    ------
    ValueError
        If none does.
    """
    threshold = outlier_threshold(s.psi_p, s.psi_n, s.t_range[0])
    if max(s.signals) <= 2 * threshold:
        raise ValueError(
            f"signals = {s.signals}: one must exceed {2 * threshold:.4g}, twice the "
            f"threshold at t = {s.t_range[0]:g}, where the closed form is judged."
        )


def check_mixture_spectrum(s: MixtureSpectrum) -> None:
    """The outlier of each case must have left the bulk.

    Raises
    ------
    ValueError
        If one has not.
    """
    for t, signal in s.cases:
        threshold = outlier_threshold(s.psi_p, s.psi_n, t)
        if signal <= threshold:
            raise ValueError(
                f"cases: |m|^2 = {signal:g} at t = {t:g} must exceed {threshold:.4g}, where an "
                "outlier leaves the bulk."
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
    "mixture_spectrum": check_mixture_spectrum,
    "outlier_timescale": check_outlier_timescale,
}
