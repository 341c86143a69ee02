"""Claims of arXiv:2503.09518, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.combine import furthest_from_one, ratio_to_theory, worst_ratio
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]
INDEPENDENT = ("gaussian", "spherical", "binary")
CURVED = ("linear", "tanh", "relu")


def _largest(tables: Tables, patterns: str) -> Measurement:
    rows = select(tables["curves"], quantity="largest_capacity", patterns=patterns)
    return Measurement(float(rows["value"].iloc[0]))


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


def _half_loads(tables: Tables, quantity: str, names: tuple[str, ...]) -> Measurement:
    """Simulated over theoretical half load at the same N, of the ensemble furthest from 1."""
    rows = select(tables["retrieval"], quantity=quantity)
    rows = rows[rows["patterns"].isin(names)]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_ratio(simulated, theory, ["patterns", "N"], by="patterns")


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Load at which the own weight is 1/2, simulated over exact, same N: independent patterns."""
    return _half_loads(tables, "half_load_own_weight", INDEPENDENT)


def linear_own_weight_matches_theory(tables: Tables) -> Measurement:
    """The same for the linear manifold, whose theory is itself averaged over draws of F."""
    return _half_loads(tables, "half_load_own_weight", ("linear",))


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
    found = []
    for patterns in ("spherical", "binary"):
        rows = select(tables["retrieval"], patterns=patterns)
        theory = select(rows, quantity="half_load_success", kind="theory").sort_values("N")
        N, loads = (theory[name].to_numpy(dtype=float)[-2:] for name in ("N", "value"))
        limit = np.polyfit(1 / N, loads + np.log(N) / N, 1)[1]
        found.append(limit / select(rows, quantity="retrieval_capacity")["value"].iloc[0])
    return furthest_from_one(found)


def _fall(success: pd.DataFrame) -> tuple[float, float]:
    """Range of alpha between success 3/4 and 1/4, and the largest step of the loads in it."""
    ordered = success.sort_values("alpha")
    loads, values = ordered["alpha"].to_numpy(), ordered["value"].to_numpy()
    ends = []
    for level in (0.75, 0.25):
        k = int(np.flatnonzero(values >= level)[-1])
        share = (values[k] - level) / (values[k] - values[k + 1])
        ends.append((k, loads[k] + share * (loads[k + 1] - loads[k])))
    (first, start), (last, stop) = ends
    return float(stop - start), float(np.diff(loads)[first : last + 1].max())


def norms_blur_retrieval(tables: Tables) -> Measurement:
    """Width of the fall of success, Gaussian over spherical patterns, at the largest N.

    The sharp one is known to a step of the loads over sqrt(12).
    """
    success = select(tables["retrieval"], quantity="success", kind="simulation")
    falls = []
    for patterns in ("gaussian", "spherical"):
        rows = select(success, patterns=patterns)
        falls.append(_fall(rows[rows["N"] == rows["N"].max()]))
    (broad, _), (sharp, step) = falls
    sharp = max(sharp, step / np.sqrt(12))
    error = broad / sharp * step / np.sqrt(12) / sharp
    return Measurement(broad / sharp, error, int(success["n"].min()))


def _limit_over_theory(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Half load for 1/N to 0 over alpha_1: the weighted mean over lambda of the worst ensemble."""
    rows = tables["half_loads"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_limit")
    theory = select(rows, quantity="retrieval_capacity")
    if limit["alpha_D"].notna().all():
        return worst_ratio(limit, theory, ["patterns", "lam", "alpha_D"], by="alpha_D")
    return worst_ratio(limit, theory, ["patterns", "lam"], by="patterns")


def half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """Independent patterns: the load where the own weight is 1/2, for 1/N to 0, over alpha_1."""
    return _limit_over_theory(tables, INDEPENDENT)


def linear_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """The same for the linear manifold."""
    return _limit_over_theory(tables, ("linear",))


def tanh_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """The same for tanh."""
    return _limit_over_theory(tables, ("tanh",))


def relu_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """The same for relu."""
    return _limit_over_theory(tables, ("relu",))


def _iterated_limit(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Limit of half-retrieval load + log N / N over alpha_1, of the ensemble furthest from 1."""
    rows = tables["retrieval"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_success_limit")
    theory = select(rows, quantity="retrieval_capacity")
    return worst_ratio(limit, theory, ["patterns"], by="patterns")


def iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Independent patterns."""
    return _iterated_limit(tables, INDEPENDENT)


def manifold_iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Patterns of the hidden manifold, all activations."""
    return _iterated_limit(tables, CURVED)


def storage_matches_first_moment(tables: Tables) -> Measurement:
    """Simulated over predicted load at which half of the draws store all, lambda = inf, same N."""
    rows = select(tables["storage"], quantity="half_storage", which="inf")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["N"])


def first_moment_tends_to_capacity(tables: Tables) -> Measurement:
    """The first moment's load at its largest N over alpha_c = log(2) / 4."""
    rows = tables["storage"]
    theory = select(rows, quantity="half_storage", which="inf", kind="theory")
    limit = select(rows, quantity="storage_capacity", which="inf")["value"].iloc[0]
    return Measurement(float(theory.sort_values("N")["value"].iloc[-1] / limit))


def storage_at_finite_lambda(tables: Tables) -> Measurement:
    """Simulated load at which half of the draws store all, extrapolated in 1/N, over alpha_c.

    What such an extrapolation misses, seen on the first moment at lambda = inf and the same N, is
    part of the error.
    """
    rows = select(tables["storage"], which="finite")
    limit = select(rows, quantity="storage_capacity")["value"].iloc[0]
    found = select(rows, quantity="half_storage", kind="simulation").sort_values("N")
    sizes, values, errors = (found[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
    best = extrapolate(1 / sizes, values, errors)
    infinite = select(tables["storage"], which="inf")
    exact = select(infinite, quantity="half_storage", kind="theory")
    exact = exact[exact["N"].isin(sizes)].sort_values("N")["value"].to_numpy()
    target = select(infinite, quantity="storage_capacity")["value"].iloc[0]
    miss = abs(extrapolate(1 / sizes, exact, errors).value / target - 1)
    error = float(np.hypot(best.stderr / limit, miss))
    return Measurement(best.value / limit, error, int(found["n"].min()))


def capacity_falls_with_dimension(tables: Tables) -> Measurement:
    """Largest ratio of the saturation capacities at neighbouring alpha_D, smaller over larger."""
    rows = select(tables["curves"], quantity="saturation_capacity")
    ratios = []
    for _, curve in rows[rows["alpha_D"].notna()].groupby("patterns"):
        values = curve.sort_values("alpha_D")["value"].to_numpy()
        ratios += list(values[:-1] / values[1:])
    return Measurement(float(max(ratios)))


def tanh_saturates_later(tables: Tables) -> Measurement:
    """lambda_s of tanh over the larger one of linear and relu, smallest over alpha_D."""
    rows = select(tables["curves"], quantity="saturation_lam")
    rows = rows[rows["alpha_D"].notna()]
    tanh = select(rows, patterns="tanh").set_index("alpha_D")["value"]
    others = rows[rows["patterns"] != "tanh"].groupby("alpha_D")["value"].max()
    return Measurement(float((tanh / others).min()))


def replicas_are_stable(tables: Tables) -> Measurement:
    """Smallest replicon eigenvalue along all the manifolds' curves."""
    return Measurement(
        float(select(tables["curves"], quantity="smallest_stability")["value"].min())
    )


def memory_is_diffusion(tables: Tables) -> Measurement:
    """Largest difference of energy and potential, spherical patterns, mean over draws."""
    found = select(tables["limit"], quantity="energy_difference", patterns="spherical").iloc[0]
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))


def norms_part_the_two(tables: Tables) -> Measurement:
    """The same for Gaussian patterns, whose norms differ."""
    found = select(tables["limit"], quantity="energy_difference", patterns="gaussian").iloc[0]
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))


def corrupted_start_matches_map(tables: Tables) -> Measurement:
    """Simulated over predicted load, corrupted starts, largest N: the overlap furthest from 1."""
    rows = select(tables["overlaps"], quantity="half_load")
    rows = rows[rows["P"] == rows["P"].max()]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_ratio(simulated, theory, ["overlap", "N"], by="overlap")


def generalization_beyond_collapse(tables: Tables) -> Measurement:
    """log(lambda_g / lambda_c), smallest over alpha_D (theory)."""
    rows = tables["curves"]
    limit = select(rows, quantity="generalization_limit").set_index("alpha_D")["value"]
    collapse = select(rows, quantity="collapse_limit").set_index("alpha_D")["value"]
    return Measurement(float(np.log(limit / collapse).min()))


def measured_generalization_limit(tables: Tables) -> Measurement:
    """Simulated lambda_g over the estimate with D - 1 dimensions, the alpha_D furthest from 1."""
    rows = tables["limit"]
    simulated = select(rows, quantity="generalization_limit", kind="simulation")
    theory = select(rows, quantity="generalization_limit_finite_size")
    return worst_ratio(simulated, theory, ["alpha_D"], by="alpha_D")
