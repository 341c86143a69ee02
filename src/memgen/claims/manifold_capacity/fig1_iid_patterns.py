"""Claims of fig1_iid_patterns: capacity of independent patterns."""

import numpy as np

from memgen.claims.manifold_capacity._shared import (
    iteration_over_theory,
    weight_at_capacity,
    weight_excess,
)
from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of

INDEPENDENT = ("gaussian", "spherical", "binary")


def saturation_binary(tables: Tables) -> Measurement:
    """Largest alpha_1 of binary patterns up to lambda = 40, by a search."""
    return of_row(single(tables["curves"], quantity="largest_capacity", patterns="binary"))


def own_weight_crosses_at_capacity(tables: Tables) -> Measurement:
    """Simulated own weight at alpha_1, largest N, mean over the three ensembles."""
    return weight_at_capacity(tables, INDEPENDENT)


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Own weight at alpha_1, simulation less exact theory at its N, mean over lambda, ensembles."""
    return weight_excess(tables, INDEPENDENT)


def iteration_matches_theory(tables: Tables) -> Measurement:
    """Load at which half are retrieved, simulation over theory at its N."""
    return iteration_over_theory(tables, INDEPENDENT)


def iteration_ends_log_below(tables: Tables) -> Measurement:
    """Slope of N (alpha_1 - load of half success) against log N, spherical, two largest N."""
    rows = select(tables["retrieval"], patterns="spherical")
    theory = select(rows, quantity="half_load_success", kind="theory").sort_values("N").iloc[-2:]
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
