"""Claims of arXiv:2503.09518, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.activations import ACTIVATION_NAMES
from memgen.claims.combine import ratio_to_theory
from memgen.claims.verdict import Measurement
from memgen.measures.extrapolation import extrapolate
from memgen.tables import select

Tables = Mapping[str, Any]
INDEPENDENT = ("gaussian", "spherical", "binary")


def _saturation(tables: Tables, patterns: str) -> Measurement:
    rows = select(tables["curves"], quantity="saturation_capacity", patterns=patterns)
    return Measurement(float(rows["value"].iloc[0]))


def saturation_gaussian(tables: Tables) -> Measurement:
    """Largest alpha_1 of Gaussian patterns."""
    curve = select(tables["curves"], quantity="retrieval_capacity", patterns="gaussian")
    return Measurement(float(curve["value"].max()))


def saturation_binary(tables: Tables) -> Measurement:
    """alpha_1 of binary patterns for lambda to infinity."""
    return _saturation(tables, "binary")


def spherical_capacity_rises(tables: Tables) -> Measurement:
    """Slope of alpha_1 of spherical patterns against log lambda at the largest lambda."""
    curve = select(tables["curves"], quantity="retrieval_capacity", patterns="spherical")
    last = curve.sort_values("lam").iloc[-2:]
    return Measurement(float(np.diff(last["value"])[0] / np.diff(np.log(last["lam"]))[0]))


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Simulated over exact load at which the own weight is 1/2, at the same N (weighted mean)."""
    rows = select(tables["retrieval"], quantity="half_load_own_weight")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["patterns", "N"])


def iteration_matches_map(tables: Tables) -> Measurement:
    """Simulated over predicted load at which half of the patterns come back (weighted mean)."""
    rows = select(tables["retrieval"], quantity="half_load_success")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["patterns", "N"])


def _width(success: pd.DataFrame) -> float:
    """Range of alpha between success 3/4 and 1/4 in a falling curve, by linear interpolation."""
    ordered = success.sort_values("alpha")
    falling = np.minimum.accumulate(ordered["value"].to_numpy())[::-1]
    loads = np.interp([0.25, 0.75], falling, ordered["alpha"].to_numpy()[::-1])
    return float(loads[0] - loads[1])


def norms_blur_retrieval(tables: Tables) -> Measurement:
    """Width of the fall of success, Gaussian over spherical patterns, at the largest N."""
    widths = []
    for patterns in ("gaussian", "spherical"):
        rows = select(tables["retrieval"], quantity="success", kind="simulation", patterns=patterns)
        widths.append(_width(rows[rows["N"] == rows["N"].max()]))
    n = int(select(tables["retrieval"], quantity="success", kind="simulation")["n"].min())
    # The sharp fall is known to half a step of the loads at most; its error is taken as that.
    return Measurement(widths[0] / widths[1], 0.5 * widths[0] / widths[1] / np.sqrt(n), n)


def _limit_over_theory(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Extrapolated half load over alpha_1, weighted mean over lambda and alpha_D."""
    rows = tables["half_loads"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_limit")
    theory = select(rows, quantity="retrieval_capacity")
    on = ["patterns", "lam"] + (["alpha_D"] if limit["alpha_D"].notna().all() else [])
    return ratio_to_theory(limit, theory, on)


def half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """Independent patterns: the load where the own weight is 1/2, to 1/N = 0, over alpha_1."""
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
    """Load where half are retrieved, extrapolated in log N / N, over alpha_1 (weighted mean)."""
    rows = tables["retrieval"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_success_limit")
    return ratio_to_theory(limit, select(rows, quantity="retrieval_capacity"), ["patterns"])


def iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Independent patterns."""
    return _iterated_limit(tables, INDEPENDENT)


def manifold_iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Patterns of the hidden manifold, all activations."""
    return _iterated_limit(tables, tuple(ACTIVATION_NAMES))


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
    """Simulated load at which half of the draws store all, extrapolated in 1/N, over alpha_c."""
    rows = select(tables["storage"], which="finite")
    limit = select(rows, quantity="storage_capacity")["value"].iloc[0]
    found = select(rows, quantity="half_storage", kind="simulation")
    columns = (found[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
    sizes, values, errors = columns
    best = extrapolate(1 / sizes, values, errors)
    return Measurement(best.value / limit, best.stderr / limit, int(found["n"].min()))


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
    """Simulated over predicted load that a corrupted start bears, at the same N (weighted mean)."""
    rows = select(tables["overlaps"], quantity="half_load")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["overlap", "N"])


def generalization_beyond_collapse(tables: Tables) -> Measurement:
    """log(lambda_g / lambda_c), smallest over alpha_D (theory)."""
    rows = tables["curves"]
    limit = select(rows, quantity="generalization_limit").set_index("alpha_D")["value"]
    collapse = select(rows, quantity="collapse_limit").set_index("alpha_D")["value"]
    return Measurement(float(np.log(limit / collapse).min()))


def measured_generalization_limit(tables: Tables) -> Measurement:
    """Simulated lambda_g over finite-size theory with the D - 1 dimensions of the projection."""
    rows = tables["limit"]
    simulated = select(rows, quantity="generalization_limit", kind="simulation")
    theory = select(rows, quantity="generalization_limit_finite_size")
    return ratio_to_theory(simulated, theory, ["alpha_D"])
