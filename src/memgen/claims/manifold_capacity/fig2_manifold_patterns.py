"""Claims of fig2_manifold_patterns: capacity of patterns on the hidden manifold."""

from memgen.claims.manifold_capacity._shared import (
    iteration_over_theory,
    weight_at_capacity,
    weight_excess,
)
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

CURVED = ("linear", "tanh", "relu")


def linear_own_weight_matches_theory(tables: Tables) -> Measurement:
    """Linear: own weight at alpha_1, simulation less exact theory of the same F and patterns."""
    return weight_excess(tables, ("linear",))


def curved_own_weight_matches_theory(tables: Tables) -> Measurement:
    """tanh, relu: own weight at alpha_1, simulation less theory of the same F and patterns."""
    return weight_excess(tables, ("tanh", "relu"))


def own_weight_crosses_at_capacity(tables: Tables) -> Measurement:
    """Own weight at alpha_1, largest N, mean over activations."""
    return weight_at_capacity(tables, CURVED)


def iteration_matches_theory(tables: Tables) -> Measurement:
    """Load at which half are retrieved, simulation over theory at its N."""
    return iteration_over_theory(tables, CURVED)


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
