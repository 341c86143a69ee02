"""Capacities for N to infinity: against lambda, against the overlap; and limits of the manifold.

alpha_1 is the load log P / N at which the patterns' own weight vanishes, alpha_c the one at which
the first of all patterns is lost.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize_scalar

from memgen.activations import ActivationName, get_activation
from memgen.data.patterns import PatternName
from memgen.settings.manifold_capacity import Curves
from memgen.tables.rows import Point, Row, row
from memgen.theory.capacity import retrieval_capacity, saturation, storage_capacity
from memgen.theory.capacity.cumulants import binary
from memgen.theory.capacity.spherical_manifold import (
    normed_generalization_time,
    normed_onset_time,
)
from memgen.theory.energies.rem import gaussian
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.replica.hopfield_branch import follow_branch

INDEPENDENT: tuple[PatternName, ...] = ("gaussian", "spherical", "binary")
CURVED: tuple[ActivationName, ...] = ("linear", "tanh", "relu")
CUMULANTS = {"gaussian": gaussian(1.0), "binary": binary()}
# Curves of the manifold run to twice lambda_s, those of the overlap over all of (0, 1].
FRACTIONS = (0.02, 2)
OVERLAPS = (0.02, 1)
ALPHA_DS = (0.05, 2)
ALPHAS = (0.02, 0.4)


def table(s: Curves, alpha: float, onset_alpha_D: float) -> Iterator[Row]:
    """Yield the capacities of all ensembles, and the limits in lambda at load `alpha`."""
    lams = np.geomspace(*s.lam_range, s.points)
    for patterns in INDEPENDENT:
        yield from independent_rows(patterns, lams)
    for activation in CURVED:
        for alpha_D in s.alpha_Ds:
            yield from manifold_rows(activation, alpha_D, s.points)
        yield from limit_rows(activation, s.points)
        square = get_activation(activation).second_moment()
        yield row("squared_norm", "theory", square, patterns=activation, unit="N")
    for lam in s.overlap_lams:
        yield from overlap_rows(lam, s.overlap_points)
    yield from generalization_rows(alpha, s.points)
    yield from onset_rows(onset_alpha_D, s.points)


def independent_rows(patterns: PatternName, lams: np.ndarray) -> Iterator[Row]:
    """Yield alpha_1, for Gaussian patterns alpha_c, and the largest alpha_1 over lambda.

    The largest one is searched for in alpha_1 = lambda - zeta(lambda), zeta the cumulant of an
    overlap, for patterns of which this holds up to saturation.
    """
    curves = {"retrieval_capacity": retrieval_capacity(lams, patterns)}
    if patterns == "gaussian":
        curves["storage_capacity"] = storage_capacity(lams, patterns)
    for quantity, values in curves.items():
        for lam, value in zip(lams, values, strict=True):
            yield row(quantity, "theory", value, patterns=patterns, lam=lam)
    if patterns in CUMULANTS:
        zeta = CUMULANTS[patterns].value
        best = minimize_scalar(lambda lam: float(zeta(lam)) - lam, bounds=(0, 40), method="bounded")
        yield row("largest_capacity", "theory", -best.fun, patterns=patterns)


def manifold_rows(activation: ActivationName, alpha_D: float, points: int) -> Iterator[Row]:
    """Yield alpha_1 up to twice lambda_s, with the stability of the replica-symmetric branch."""
    ensemble: Point = {"patterns": activation, "alpha_D": alpha_D}
    end = saturation("manifold", alpha_D, activation)
    lams = end.lam * np.linspace(*FRACTIONS, points)
    values = retrieval_capacity(lams, "manifold", alpha_D, activation)
    branch = follow_branch(lams, alpha_D, activation)
    stability = min(point.solution.stability for point in branch.points)
    for lam, value in zip(lams, values, strict=True):
        yield row("retrieval_capacity", "theory", value, **ensemble, lam=lam)
    yield row("saturation_lam", "theory", end.lam, **ensemble)
    yield row("saturation_capacity", "theory", end.capacity, **ensemble)
    yield row("smallest_stability", "theory", stability, **ensemble)


def limit_rows(activation: ActivationName, points: int) -> Iterator[Row]:
    """Yield alpha_1 of independent coordinates sigma(g), the manifold at alpha_D = inf."""
    lams = saturation("manifold", np.inf, activation).lam * np.linspace(*FRACTIONS, points)
    values = retrieval_capacity(lams, "manifold", np.inf, activation)
    for lam, value in zip(lams, values, strict=True):
        yield row("independent_capacity", "theory", value, patterns=activation, lam=lam)


def overlap_rows(lam: float, points: int) -> Iterator[Row]:
    """Yield alpha_1 of spherical patterns against the overlap c of the start with its pattern."""
    for overlap in np.linspace(*OVERLAPS, points):
        value = retrieval_capacity(lam, "spherical", overlap=overlap)
        point: Point = {"patterns": "spherical", "lam": lam, "overlap": overlap}
        yield row("overlap_capacity", "theory", value, **point)


def generalization_rows(alpha: float, points: int) -> Iterator[Row]:
    """Yield 1 / t_g, 1 / t_c and 1 / t_o of the linear manifold at one norm against alpha_D."""
    for alpha_D in np.geomspace(*ALPHA_DS, points):
        at: Point = {"patterns": "linear", "alpha": alpha, "alpha_D": alpha_D}
        t_g, t_o = (
            time(alpha, alpha_D) for time in (normed_generalization_time, normed_onset_time)
        )
        yield row("generalization_limit", "theory", 1 / t_g, **at)
        yield row("collapse_limit", "theory", 1 / collapse_time(alpha, alpha_D), **at)
        yield row("onset_limit", "theory", 1 / t_o, **at)


def onset_rows(alpha_D: float, points: int) -> Iterator[Row]:
    """Yield, against alpha, t_o of the diffusion model and 1 / lambda where alpha_1 is alpha.

    For points of one norm they are one; on the Gaussian manifold alpha_1 saturates.
    """
    end = saturation("manifold", alpha_D, "linear")
    lams = end.lam * np.geomspace(1 / 30, 1, points)
    alphas = retrieval_capacity(lams, "manifold", alpha_D, "linear")
    for lam, alpha in zip(lams, alphas, strict=True):
        yield row("onset", "theory", 1 / lam, model="memory", alpha_D=alpha_D, alpha=alpha)
    for alpha in np.geomspace(*ALPHAS, points):
        at: Point = {"alpha_D": alpha_D, "alpha": alpha}
        yield row("onset", "theory", onset_time(alpha, alpha_D), model="diffusion", **at)
        yield row("onset", "theory", normed_onset_time(alpha, alpha_D), model="sphere", **at)
