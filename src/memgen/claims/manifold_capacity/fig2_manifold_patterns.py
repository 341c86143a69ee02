"""Claims of fig2_manifold_patterns: capacity of patterns on the hidden manifold."""

import numpy as np

from memgen.claims.manifold_capacity._shared import retrieved_miss, weight_excess
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

CURVED = ("linear", "tanh", "relu")


def own_weight_matches_theory(tables: Tables) -> Measurement:
    """Own weight at alpha_1, simulation less theory of the same F, the activation furthest off."""
    return weight_excess(tables, CURVED)


def own_weight_crosses_near_capacity(tables: Tables) -> Measurement:
    """Simulated load of half own weight over alpha_1, mean over N and activations."""
    rows = tables["retrieval"]
    rows = rows[rows["patterns"].isin(CURVED)]
    half = select(rows, quantity="half_load_own_weight", kind="simulation")
    return ratio_to_theory(half, select(rows, quantity="retrieval_capacity"), ["patterns"])


def iteration_matches_theory(tables: Tables) -> Measurement:
    """Fraction retrieved, simulation less theory, root mean square over loads, N, activations."""
    return retrieved_miss(tables, CURVED)


def iteration_ends_earlier(tables: Tables) -> Measurement:
    """Fraction retrieved less own weight at alpha_1, largest simulated N, largest of activations.

    The fraction is interpolated between the loads on both sides of alpha_1; the larger of their
    errors counts, as if it were independent of the own weight's.
    """
    rows = tables["retrieval"]
    gaps = []
    for name in CURVED:
        simulated = select(rows, patterns=name, kind="simulation")
        at = simulated[simulated["N"] == simulated["N"].max()]
        success = at[at["quantity"] == "success"].sort_values("alpha")
        if success.empty:
            continue
        alpha_1 = value_of(rows, "retrieval_capacity", patterns=name)
        retrieved = np.interp(alpha_1, success["alpha"], success["value"])
        nearest = (success["alpha"] - alpha_1).abs().nsmallest(2).index
        weight = select(at, quantity="weight_at_capacity").iloc[0]
        error = np.hypot(success.loc[nearest, "stderr"].max(), weight["stderr"])
        gaps.append(Measurement(float(retrieved - weight["value"]), float(error), int(weight["n"])))
    return worst_of(gaps, -1.0)


def capacity_falls_with_dimension(tables: Tables) -> Measurement:
    """Load of half own weight at the largest lambda, smaller over larger alpha_D, largest ratio.

    Simulation at neighbouring alpha_D of every activation.
    """
    rows = select(tables["half_loads"], quantity="half_load_own_weight", kind="simulation")
    rows = rows[rows["patterns"].isin(CURVED)]
    ratios = []
    for _, of_one in rows.groupby("patterns"):
        largest = of_one["lam"] == of_one.groupby("alpha_D")["lam"].transform("max")
        ordered = of_one[largest].sort_values("alpha_D")
        for (_, small), (_, large) in zip(
            ordered.iloc[:-1].iterrows(), ordered.iloc[1:].iterrows(), strict=True
        ):
            ratio = small["value"] / large["value"]
            relative = np.hypot(small["stderr"] / small["value"], large["stderr"] / large["value"])
            ratios.append(Measurement(float(ratio), float(ratio * relative), int(small["n"])))
    return worst_of(ratios, 0.0)


def tanh_saturates_later(tables: Tables) -> Measurement:
    """lambda_s |xi|^2 / N of tanh over the larger of linear and relu, smallest over alpha_D."""
    rows = select(tables["curves"], quantity="saturation_lam")
    rows = rows[rows["alpha_D"].notna()]
    norms = select(tables["curves"], quantity="squared_norm")
    square_norms = norms.set_index("patterns")["value"]
    rows = rows.assign(value=rows["value"] * rows["patterns"].map(square_norms))
    tanh = select(rows, patterns="tanh").set_index("alpha_D")["value"]
    others = rows[rows["patterns"] != "tanh"].groupby("alpha_D")["value"].max()
    return Measurement(float((tanh / others).min()))


def replicas_are_stable(tables: Tables) -> Measurement:
    """Smallest replicon eigenvalue along all the manifolds' curves."""
    return Measurement(
        float(select(tables["curves"], quantity="smallest_stability")["value"].min())
    )
