"""Claims of fig1_iid_patterns: capacity of independent patterns."""

import numpy as np
import pandas as pd

from memgen.claims.manifold_capacity._shared import (
    half_load_ratio,
    iterated_limit_over_capacity,
    limit_over_capacity,
)
from memgen.claims.rows import of_row, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, ratio_to_theory, worst_ratio
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of

INDEPENDENT = ("gaussian", "spherical", "binary")


def _largest(tables: Tables, patterns: str) -> Measurement:
    """Largest alpha_1 over lambda."""
    return of_row(single(tables["curves"], quantity="largest_capacity", patterns=patterns))


def saturation_gaussian(tables: Tables) -> Measurement:
    """Largest alpha_1 of Gaussian patterns, by a search over lambda."""
    return _largest(tables, "gaussian")


def saturation_binary(tables: Tables) -> Measurement:
    """Largest alpha_1 of binary patterns up to lambda = 40, by a search."""
    return _largest(tables, "binary")


def spherical_capacity_rises(tables: Tables) -> Measurement:
    """Slope of alpha_1 of spherical patterns against log lambda at the largest lambda."""
    curve = select(tables["curves"], quantity="retrieval_capacity", patterns="spherical")
    last = curve.sort_values("lam").iloc[-2:]
    return Measurement(float(np.diff(last["value"])[0] / np.diff(np.log(last["lam"]))[0]))


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Load at which the own weight is 1/2, simulated over exact, same N: independent patterns."""
    return half_load_ratio(tables, "half_load_own_weight", INDEPENDENT)


def iteration_matches_map(tables: Tables) -> Measurement:
    """Load at which half come back, simulated over the map's, at the largest N of each."""
    rows = select(tables["retrieval"], quantity="half_load_success")
    rows = rows[rows["patterns"].isin(("spherical", "binary"))]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    largest = simulated.groupby("patterns")["N"].transform("max")
    return worst_ratio(
        simulated[simulated["N"] == largest], theory, ["patterns", "N"], by="patterns"
    )


def map_tends_to_capacity(tables: Tables) -> Measurement:
    """The map's load + log N / N at its two largest N, in 1/N to 0, over alpha_1 (theory)."""
    ratios = []
    for patterns in ("spherical", "binary"):
        rows = select(tables["retrieval"], patterns=patterns)
        theory = select(rows, quantity="half_load_success", kind="theory").sort_values("N")
        N, loads = (theory[name].to_numpy(dtype=float)[-2:] for name in ("N", "value"))
        limit = np.polyfit(1 / N, loads + np.log(N) / N, 1)[1]
        ratios.append(limit / value_of(rows, "retrieval_capacity"))
    return furthest_from_one(ratios)


def _fall(success: pd.DataFrame) -> tuple[float, float] | None:
    """Range of alpha between success 3/4 and 1/4, and the largest step of the loads in it.

    None where the loads do not hold the whole fall.
    """
    ordered = success.sort_values("alpha")
    loads, values = ordered["alpha"].to_numpy(), ordered["value"].to_numpy()
    if values.max() < 0.75 or values[-1] >= 0.25:
        return None
    ends = []
    for level in (0.75, 0.25):
        k = int(np.flatnonzero(values >= level)[-1])
        share = (values[k] - level) / (values[k] - values[k + 1])
        ends.append((k, loads[k] + share * (loads[k + 1] - loads[k])))
    (first, start), (last, stop) = ends
    return float(stop - start), float(np.diff(loads)[first : last + 1].max())


def norms_blur_retrieval(tables: Tables) -> Measurement:
    """Width of the fall of success, Gaussian over spherical patterns, at the largest N.

    The sharp one is known to a step of the loads over sqrt(12). Not measured where the loads do not
    hold both falls.
    """
    success = select(tables["retrieval"], quantity="success", kind="simulation")
    falls = []
    for patterns in ("gaussian", "spherical"):
        rows = select(success, patterns=patterns)
        falls.append(_fall(rows[rows["N"] == rows["N"].max()]))
    if falls[0] is None or falls[1] is None:
        return Measurement(np.nan, np.inf, int(success["n"].min()))
    (broad, _), (sharp, step) = falls
    sharp = max(sharp, step / np.sqrt(12))
    error = broad / sharp * step / np.sqrt(12) / sharp
    return Measurement(broad / sharp, error, int(success["n"].min()))


def half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """Independent patterns: the load where the own weight is 1/2, for 1/N to 0, over alpha_1."""
    return limit_over_capacity(tables, INDEPENDENT)


def iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Limit of the half-retrieval load + log N / N over alpha_1, the worst independent patterns."""
    return iterated_limit_over_capacity(tables, INDEPENDENT)


def storage_matches_first_moment(tables: Tables) -> Measurement:
    """Simulated over predicted load at which half of the draws store all, lambda = inf, same N."""
    rows = select(tables["storage"], quantity="half_storage", which="inf")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["N"])


def first_moment_tends_to_capacity(tables: Tables) -> Measurement:
    """Load where half the draws store all, by the first moment at its largest N, over log(2)/4."""
    rows = tables["storage"]
    theory = select(rows, quantity="half_storage", which="inf", kind="theory").sort_values("N")
    limit = theory_value(rows, "storage_capacity", which="inf")
    return Measurement(float(theory["value"].iloc[-1] / limit))


def storage_at_finite_lambda(tables: Tables) -> Measurement:
    """Simulated load at which half of the draws store all, extrapolated in 1/N, over alpha_c.

    What such an extrapolation misses, seen on the first moment at lambda = inf and the same N, is
    part of the error.
    """
    rows = select(tables["storage"], which="finite")
    limit = value_of(rows, "storage_capacity")
    stored = select(rows, quantity="half_storage", kind="simulation").sort_values("N")
    sizes, values, errors = (
        stored[name].to_numpy(dtype=float) for name in ("N", "value", "stderr")
    )
    best = extrapolate(1 / sizes, values, errors)
    infinite = select(tables["storage"], which="inf")
    exact = select(infinite, quantity="half_storage", kind="theory")
    exact = exact[exact["N"].isin(sizes)].sort_values("N")["value"].to_numpy()
    target = value_of(infinite, "storage_capacity")
    miss = abs(extrapolate(1 / sizes, exact, errors).value / target - 1)
    error = float(np.hypot(best.stderr / limit, miss))
    return Measurement(best.value / limit, error, int(stored["n"].min()))
