"""Claims of fig5_retrieval_maps: basins of attraction, and where they go for N to infinity."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def unlearning_beside_the_largest_margin(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of the symmetric perceptron, N to infinity, load .3."""
    return _apart(tables, "D_opt", "perceptron", _load(tables))


def unlearning_behind_at_middle_load(tables: Tables) -> Measurement:
    """The same at the second load that is measured of both."""
    loads = _loads_of_both(tables)
    return _apart(tables, "D_opt", "perceptron", loads[min(1, len(loads) - 1)])


def unlearning_behind_the_largest_margin(tables: Tables) -> Measurement:
    """The same at the largest load that is measured of both."""
    return _apart(tables, "D_opt", "perceptron", _loads_of_both(tables)[-1])


def first_dreams_widen_basins(tables: Tables) -> Measurement:
    """Final overlap from m_0 = 1/2 at D_in less the symmetric perceptron's, largest common N."""
    return _maps_apart(tables, "D_in", "perceptron")


def last_dreams_narrow_basins(tables: Tables) -> Measurement:
    """The same at D_fin."""
    return _maps_apart(tables, "D_fin", "perceptron")


def daydreaming_widens_basins(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of daydreaming, N to infinity, load of the maps."""
    return _apart(tables, "D_opt", "daydreaming", _load(tables))


def first_step_of_the_projector(tables: Tables) -> Measurement:
    """Overlap after the first step less theory, pseudo-inverse, largest N; the worst m_0."""
    rows = select(tables["retrieval_maps"], quantity="first_step")
    rows = rows[(rows["m0"] > 0) & (rows["m0"] < 1) & (rows["N"] == rows["N"].max())]
    both = rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "theory"], on="m0", suffixes=("", "_theory")
    )
    misses = (
        Measurement(row["value"] - row["value_theory"], row["stderr"], int(row["n"]))
        for _, row in both.iterrows()
    )
    return worst_of(misses, target=0.0)


def basins_do_not_open(tables: Tables) -> Measurement:
    """Basin midpoint of the pseudo-inverse for N to infinity, load of the maps."""
    rows = _middles(tables, "pseudo_inverse", _load(tables))
    if len(rows) == 1:
        return only_row(rows)
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    limit = extrapolate(1 / size, value, error)
    return Measurement(limit.value, limit.stderr, int(rows["n"].min()))


def _loads_of_both(tables: Tables) -> list[float]:
    """Loads, rising, at which midpoints of unlearning and the symmetric perceptron are measured."""
    of_both = (("dreams", "D_opt"), ("retrieval_maps", "perceptron"))
    loads = (
        set(select(tables[name], quantity="basin_midpoint", rule=rule)["load"].astype(float))
        for name, rule in of_both
    )
    return sorted(set.intersection(*loads))


def _maps_apart(tables: Tables, upper: str, lower: str) -> Measurement:
    """Final overlap from the m_0 nearest to 1/2, one rule less another, largest common N."""
    dreams, others = (
        select(tables[name], quantity="final_overlap", load=_load(tables))
        for name in ("dreams", "retrieval_maps")
    )
    N = max(set(dreams["N"]) & set(others["N"]))
    ends = []
    for rows, rule in ((dreams, upper), (others, lower)):
        at = select(rows, rule=rule, N=int(N))
        ends.append(of_row(at.iloc[int((at["m0"] - 0.5).abs().to_numpy().argmin())]))
    return difference(*ends)


def _load(tables: Tables) -> float:
    """Load of the maps."""
    return float(tables["retrieval_maps"]["load"].iloc[0])


def _middles(tables: Tables, rule: str, load: float) -> pd.DataFrame:
    both = [
        select(tables[name], quantity="basin_midpoint") for name in ("dreams", "retrieval_maps")
    ]
    return select(pd.concat(both), rule=rule, load=load).sort_values("N")


def _apart(tables: Tables, upper: str, lower: str, load: float) -> Measurement:
    """Midpoint of one rule less that of another, N to infinity by a line in 1/N.

    Of the sizes that both have, so that what the line misses is missed of both. Of a single size,
    the value there.
    """
    both = _middles(tables, upper, load).merge(
        _middles(tables, lower, load), on="N", suffixes=("", "_lower")
    )
    value = (both["value"] - both["value_lower"]).to_numpy(float)
    error = np.hypot(both["stderr"].to_numpy(float), both["stderr_lower"].to_numpy(float))
    n = int(both[["n", "n_lower"]].to_numpy().min())
    if len(both) == 1:
        return Measurement(float(value[0]), float(error[0]), n)
    limit = extrapolate(1 / both["N"].to_numpy(float), value, error)
    return Measurement(limit.value, limit.stderr, n)
