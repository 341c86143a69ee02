"""Claims of fig2_manifold_patterns: capacity of patterns on the hidden manifold."""

from memgen.claims.manifold_capacity._shared import (
    half_load_ratio,
    iterated_limit_over_capacity,
    limit_over_capacity,
)
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

CURVED = ("linear", "tanh", "relu")


def linear_own_weight_matches_theory(tables: Tables) -> Measurement:
    """Load at which the own weight is 1/2, simulated over theory of the same N, linear manifold.

    The theory is itself averaged over draws of F.
    """
    return half_load_ratio(tables, "half_load_own_weight", ("linear",))


def linear_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """Linear manifold: the load where the own weight is 1/2, for 1/N to 0, over alpha_1."""
    return limit_over_capacity(tables, ("linear",))


def tanh_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """The tanh manifold: the load where the own weight is 1/2, for 1/N to 0, over alpha_1."""
    return limit_over_capacity(tables, ("tanh",))


def relu_half_load_tends_to_capacity(tables: Tables) -> Measurement:
    """The relu manifold: the load where the own weight is 1/2, for 1/N to 0, over alpha_1."""
    return limit_over_capacity(tables, ("relu",))


def manifold_iteration_tends_to_capacity(tables: Tables) -> Measurement:
    """Limit of the half-retrieval load + log N / N over alpha_1, the worst activation."""
    return iterated_limit_over_capacity(tables, CURVED)


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
