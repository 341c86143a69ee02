"""Claims of fig6_cross_entropy: generalization inside the memorization phase."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def minimum_inside_memorization(tables: Tables) -> Measurement:
    """Logarithm of t_c / t_g of the theory, smallest over alpha_D."""
    entropy = select(tables["cross_entropy"], kind="theory")
    t_c = select(entropy, quantity="collapse_time").set_index("alpha_D")["value"]
    t_g = select(entropy, quantity="generalization_time").set_index("alpha_D")["value"]
    return Measurement(float(np.log(t_c / t_g).min()))


def simulated_minimum_inside_memorization(tables: Tables) -> Measurement:
    """Logarithm of t_c over the simulated t_g, smallest over alpha_D."""
    entropy = tables["cross_entropy"]
    measured = select(entropy, quantity="generalization_time", kind="simulation")
    both = measured.merge(
        select(entropy, quantity="collapse_time"), on="alpha_D", suffixes=("", "_collapse")
    )
    logs = np.log((both["value_collapse"] / both["value"]).to_numpy(float))
    worst = both.iloc[int(logs.argmin())]
    return Measurement(float(logs.min()), float(worst["stderr"] / worst["value"]), int(worst["n"]))


def finite_size_cross_entropy(tables: Tables) -> Measurement:
    """Simulation minus finite-size theory at the t nearest the minimum, mean over alpha_D."""
    entropy = tables["cross_entropy"]
    simulated = select(entropy, quantity="cross_entropy", kind="simulation")
    predicted = select(entropy, quantity="cross_entropy_finite_size")
    both = simulated.merge(predicted, on=["alpha_D", "t"], suffixes=("", "_theory"))
    lowest = both.loc[both.groupby("alpha_D")["value_theory"].idxmin()]
    # The alpha_D have draws of their own: their errors are independent.
    errors = np.hypot(lowest["stderr"], lowest["stderr_theory"])
    return Measurement(
        float((lowest["value"] - lowest["value_theory"]).mean()),
        float(np.sqrt((errors**2).sum()) / len(lowest)),
        int(lowest["n"].min()),
    )
