"""Claims of fig5_retrieval_maps: basins of attraction, and where they go for N to infinity."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def unlearning_beside_the_largest_margin(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of the symmetric perceptron, N to infinity, load .3."""
    return _apart(tables, "D_opt", "perceptron", _load(tables))


def unlearning_behind_the_largest_margin(tables: Tables) -> Measurement:
    """The same at the largest load that is measured of both."""
    of_both = (("dreams", "D_opt"), ("retrieval_maps", "perceptron"))
    loads = (
        set(select(tables[name], quantity="basin_midpoint", rule=rule)["load"].astype(float))
        for name, rule in of_both
    )
    return _apart(tables, "D_opt", "perceptron", max(set.intersection(*loads)))


def the_gap_opens(tables: Tables) -> Measurement:
    """The difference at the largest load less that at the load of the maps."""
    return difference(
        unlearning_behind_the_largest_margin(tables), unlearning_beside_the_largest_margin(tables)
    )


def daydreaming_widens_basins(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of daydreaming, N to infinity, load of the maps."""
    return _apart(tables, "D_opt", "daydreaming", _load(tables))


def first_step_of_the_projector(tables: Tables) -> Measurement:
    """Overlap after the first step, pseudo-inverse, largest N, over theory; mean over .2 to .8."""
    rows = select(tables["retrieval_maps"], quantity="first_step")
    rows = rows[(rows["m0"] > 0.15) & (rows["m0"] < 0.85)]
    measured = rows[(rows["kind"] == "simulation") & (rows["N"] == rows["N"].max())]
    theory = rows[(rows["kind"] == "theory") & (rows["N"] == rows["N"].max())]
    ratio = ratio_to_theory(measured, theory, ["m0"])
    # all starts are of the same networks
    return Measurement(ratio.value, ratio.stderr, int(measured["n"].min()))


def basins_do_not_open(tables: Tables) -> Measurement:
    """Basin midpoint of the pseudo-inverse, largest less smallest N, load of the maps."""
    rows = _middles(tables, "pseudo_inverse", _load(tables))
    first, last = (rows[rows["N"] == N] for N in (rows["N"].min(), rows["N"].max()))
    return difference(only_row(last), only_row(first))


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
