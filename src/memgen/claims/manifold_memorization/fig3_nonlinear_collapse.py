"""Claims of fig3_nonlinear_collapse: collapse time of curved manifolds."""

import numpy as np

from memgen.claims.manifold_memorization.local_metric import local_prefactor
from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def prefactor_is_mean_squared_slope(tables: Tables) -> Measurement:
    """t_c / (E[sigma'^2] t_c of the linear manifold), continued to alpha_D = 0 (theory).

    By the straight line through the two smallest alpha_D; furthest from 1 over the activations.
    """
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    limits = []
    for name, rows in select(times, along="alpha_D", alpha=alpha).groupby("activation"):
        if name == "linear":
            continue
        exact = select(rows, quantity="collapse_time").sort_values("alpha_D")["value"]
        rescaled = select(rows, quantity="collapse_time_rescaled").sort_values("alpha_D")
        x, y = rescaled["alpha_D"].to_numpy(), exact.to_numpy() / rescaled["value"].to_numpy()
        limits.append(y[0] - x[0] * (y[1] - y[0]) / (x[1] - x[0]))
    return furthest_from_one(limits)


def prefactor_tanh(tables: Tables) -> Measurement:
    """Simulated over predicted prefactor of the tanh manifold, mean over D."""
    return _to_finite_size(tables, "tanh")


def prefactor_relu(tables: Tables) -> Measurement:
    """Simulated over predicted prefactor of the relu manifold, mean over D."""
    return _to_finite_size(tables, "relu")


def prefactor_of_local_metric(tables: Tables) -> Measurement:
    """Simulated prefactor over that of the metric at a point, smallest D, furthest from 1."""
    rows = tables["fixed_size"]
    rows = rows[rows["D"] == rows["D"].min()]
    ratios = []
    for _, one in select(rows, quantity="prefactor", kind="simulation").iterrows():
        local = local_prefactor(str(one["activation"]), int(one["N"]), int(one["D"]))
        ratios.append(quotient(of_row(one), local))
    return worst_of(ratios)


def prefactor_at_large_dimension(tables: Tables) -> Measurement:
    """Simulated prefactor over its limit for N to infinity, mean over the two largest D."""
    rows = tables["fixed_size"]
    rows = rows[rows["D"] >= np.sort(rows["D"].unique())[-2:].min()]
    simulated = select(rows, quantity="prefactor", kind="simulation")
    limit = select(rows, quantity="prefactor", kind="theory")
    return ratio_to_theory(simulated, limit, ["D", "activation"])


def _to_finite_size(tables: Tables, activation: str) -> Measurement:
    rows = select(tables["fixed_size"], activation=activation)
    simulated = select(rows, quantity="prefactor", kind="simulation")
    predicted = select(rows, quantity="prefactor_finite_size")
    return ratio_to_theory(simulated, predicted, ["D"])
