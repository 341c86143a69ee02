"""Claims of fig5_retrieval_maps: basins of attraction, and where they go for N to infinity."""

import pandas as pd

from memgen.claims.rows import difference, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.extrapolation import extrapolate, extrapolate_with_bias
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def unlearning_beside_the_largest_margin(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of the symmetric perceptron, N to infinity, load .3."""
    load = _load(tables)
    return difference(_limit(tables, "D_opt", load), _limit(tables, "perceptron", load))


def unlearning_behind_the_largest_margin(tables: Tables) -> Measurement:
    """The same at the largest load that is measured of both."""
    of_both = (("dreams", "D_opt"), ("retrieval_maps", "perceptron"))
    load = max(
        set.intersection(
            *(
                set(
                    select(tables[name], quantity="basin_midpoint", rule=rule)["load"].astype(float)
                )
                for name, rule in of_both
            )
        )
    )
    return difference(_limit(tables, "D_opt", load), _limit(tables, "perceptron", load))


def daydreaming_widens_basins(tables: Tables) -> Measurement:
    """Basin midpoint at D_opt less that of daydreaming, N to infinity, load of the maps."""
    load = _load(tables)
    return difference(_limit(tables, "D_opt", load), _limit(tables, "daydreaming", load))


def first_step_of_the_projector(tables: Tables) -> Measurement:
    """Overlap after the first step, pseudo-inverse, largest N, over theory; mean over .2 to .8."""
    rows = select(tables["retrieval_maps"], quantity="first_step")
    rows = rows[(rows["m0"] > 0.15) & (rows["m0"] < 0.85)]
    measured = rows[(rows["kind"] == "simulation") & (rows["N"] == rows["N"].max())]
    theory = rows[(rows["kind"] == "theory") & (rows["N"] == rows["N"].max())]
    ratio = ratio_to_theory(measured, theory, ["m0"])
    # all starts are of the same networks
    return Measurement(ratio.value, ratio.stderr, int(measured["n"].min()))


def basins_stay_finite(tables: Tables) -> Measurement:
    """Basin midpoint of the pseudo-inverse, N to infinity: 0 if its first step were iterated."""
    return _limit(tables, "pseudo_inverse", _load(tables))


def _load(tables: Tables) -> float:
    """Load of the maps."""
    return float(tables["retrieval_maps"]["load"].iloc[0])


def _limit(tables: Tables, rule: str, load: float) -> Measurement:
    """Basin midpoint for N to infinity by a line in 1/N, with what the line may miss.

    Of a single size, the value there.
    """
    both = [
        select(tables[name], quantity="basin_midpoint") for name in ("dreams", "retrieval_maps")
    ]
    rows = select(pd.concat(both), rule=rule, load=load).sort_values("N")
    if len(rows) == 1:
        return only_row(rows)
    N, value, error = (rows[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
    fit = extrapolate if len(rows) < 3 else extrapolate_with_bias
    limit = fit(1 / N, value, error)
    return Measurement(limit.value, limit.stderr, int(rows["n"].min()))
