"""Claims of fig1_iid_patterns: capacity of independent patterns."""

import numpy as np

from memgen.claims.manifold_capacity._shared import (
    weight_at_capacity,
    weight_excess,
)
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of

INDEPENDENT = ("gaussian", "spherical", "binary")


def own_weight_crosses_at_capacity(tables: Tables) -> Measurement:
    """Simulated own weight at alpha_1, largest N, the ensemble furthest from 1/2."""
    return weight_at_capacity(tables, INDEPENDENT)


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Own weight at alpha_1, simulation less exact theory at its N, the ensemble furthest off."""
    return weight_excess(tables, INDEPENDENT)


def iteration_matches_theory(tables: Tables) -> Measurement:
    """Gap alpha_1 - load of half success, simulation over theory: the curve furthest from 1."""
    rows = tables["retrieval"]
    half = select(rows, quantity="half_load_success")
    gaps = []
    for _, at in select(half[half["patterns"].isin(INDEPENDENT)], kind="simulation").iterrows():
        theory = single(half, kind="theory", patterns=at["patterns"], N=at["N"])
        alpha_1 = value_of(rows, "retrieval_capacity", patterns=at["patterns"])
        gap = float(alpha_1 - theory["value"])
        ratio = float(alpha_1 - at["value"]) / gap
        error = float(np.hypot(at["stderr"], ratio * theory["stderr"])) / gap
        gaps.append(Measurement(ratio, error, int(at["n"])))
    return worst_of(gaps)


def iteration_ends_log_below(tables: Tables) -> Measurement:
    """Slope of N (alpha_1 - load of half success) against log N, spherical, N of 50 to 300.

    At larger N the load is not known to 1/N.
    """
    rows = select(tables["retrieval"], patterns="spherical")
    theory = select(rows, quantity="half_load_success", kind="theory").sort_values("N")
    theory = theory[theory["N"].between(50, 300)].iloc[[0, -1]]
    N = theory["N"].to_numpy(float)
    gap = N * (value_of(rows, "retrieval_capacity") - theory["value"].to_numpy())
    return Measurement(float(np.diff(gap)[0] / np.diff(np.log(N))[0]))


def storage_matches_first_moment(tables: Tables) -> Measurement:
    """Load at which half of the draws store all, simulation over first moment, lambda = inf."""
    return _storage(tables, "inf")


def storage_at_finite_lambda(tables: Tables) -> Measurement:
    """The same at the finite lambda."""
    return _storage(tables, "finite")


def _storage(tables: Tables, which: str) -> Measurement:
    rows = select(tables["storage"], quantity="half_storage", which=which)
    return ratio_to_theory(select(rows, kind="simulation"), select(rows, kind="theory"), ["N"])
