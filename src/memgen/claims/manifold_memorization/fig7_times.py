"""Claims of fig7_times: the three times against the latent dimension."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def ratio_of_times(tables: Tables) -> Measurement:
    """Ratio (t_g / t_c) / alpha_D at the smallest alpha_D with t_c > 1e-8, furthest from 1.

    Below 1e-8 the nonlinear times come from their common limit, and nothing would be measured.
    """
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    ratios = []
    for _, rows in select(times, along="alpha_D", alpha=alpha).groupby("activation"):
        solved = select(rows, quantity="collapse_time")
        solved = solved[solved["value"] > 1e-8]
        smallest = rows[rows["alpha_D"] == solved["alpha_D"].min()]
        t_c, t_g = (value_of(smallest, name) for name in ("collapse_time", "generalization_time"))
        ratios.append(t_g / t_c / float(smallest["alpha_D"].iloc[0]))
    return furthest_from_one(ratios)
