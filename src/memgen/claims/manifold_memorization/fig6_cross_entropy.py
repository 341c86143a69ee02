"""Claims of fig6_cross_entropy: generalization inside the memorization phase."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def minimum_inside_memorization(tables: Tables) -> Measurement:
    """Simulated t_g over t_c, the largest over alpha_D."""
    entropy = tables["cross_entropy"]
    t_c = select(entropy, quantity="collapse_time").set_index("alpha_D")["value"]
    measured = select(entropy, quantity="generalization_time", kind="simulation")
    unit = measured["alpha_D"].map(t_c)
    ratio = measured["value"] / unit
    largest = int(ratio.to_numpy().argmax())
    stderr = float((measured["stderr"] / unit).iloc[largest])
    return Measurement(float(ratio.iloc[largest]), stderr, int(measured["n"].iloc[largest]))


def minimum_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Simulated over predicted t_g at the same N, P and D, mean over alpha_D."""
    entropy = tables["cross_entropy"]
    measured = select(entropy, quantity="generalization_time", kind="simulation")
    predicted = select(entropy, quantity="generalization_time_finite_size")
    return ratio_to_theory(measured, predicted, ["alpha_D"])


def gain_inside_memorization(tables: Tables) -> Measurement:
    """Simulated over predicted fall of the cross-entropy from t_c to t_g, mean over alpha_D."""
    entropy = tables["cross_entropy"]
    measured = select(entropy, quantity="gain_inside")
    return ratio_to_theory(
        measured, select(entropy, quantity="gain_inside_finite_size"), ["alpha_D"]
    )


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
