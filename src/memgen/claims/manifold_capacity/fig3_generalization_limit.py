"""Claims of fig3_generalization_limit: basins, onset and the generalization limit."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def corrupted_start_matches_theory(tables: Tables) -> Measurement:
    """Load up to which half come back, simulation over theory, the overlap furthest from 1."""
    rows = select(tables["overlaps"], quantity="half_load")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_of(_ratios(simulated, theory, "overlap", ["overlap", "N"]))


def onset_at_one_norm(tables: Tables) -> Measurement:
    """t_o of points of one norm, simulation over exact theory, the load furthest from 1."""
    rows = select(tables["limit"], quantity="onset", model="sphere")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_of(_ratios(simulated, theory, "alpha", ["alpha"]))


def onset_of_gaussian_norms(tables: Tables) -> Measurement:
    """t_o of the diffusion model with Gaussian norms over theory, the load furthest from 1."""
    rows = select(tables["limit"], quantity="onset", model="diffusion")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_of(_ratios(simulated, theory, "alpha", ["alpha"]))


def one_norm_moves_the_onset(tables: Tables) -> Measurement:
    """Onset of the memory with Gaussian norms over that at one norm, largest alpha."""
    rows = select(tables["limit"], quantity="onset", kind="simulation")
    rows = rows[rows["alpha"] == rows["alpha"].max()]
    return ratio_to_theory(select(rows, model="memory"), select(rows, model="sphere"), ["alpha"])


def memory_parts_from_diffusion(tables: Tables) -> Measurement:
    """Onset of the memory over that of the diffusion model, Gaussian norms, mean over alpha.

    Both have the same points: the error of independent ones is not less than theirs.
    """
    rows = select(tables["limit"], quantity="onset", kind="simulation")
    return ratio_to_theory(select(rows, model="memory"), select(rows, model="diffusion"), ["alpha"])


def generalization_beyond_collapse(tables: Tables) -> Measurement:
    """Measured lambda_g over the measured lambda_c = 1 / t_c at the same N, P and D, smallest."""
    measured = select(tables["limit"], quantity="generalization_limit", kind="simulation")
    linear = select(tables["fixed_size"], activation="linear")
    collapse = select(linear, quantity="collapse_time", kind="simulation")
    both = measured.merge(collapse, on=["N", "P", "D"], suffixes=("", "_c"))
    ratios = []
    for _, at in both.iterrows():
        ratio = at["value"] * at["value_c"]
        relative = np.hypot(at["stderr"] / at["value"], at["stderr_c"] / at["value_c"])
        ratios.append(Measurement(float(ratio), float(ratio * relative), int(at["n"])))
    if not ratios:
        return Measurement(float("nan"), float("inf"), 1)
    return worst_of(ratios, 1 + max(ratio.value for ratio in ratios))  # furthest: the smallest


def measured_generalization_limit(tables: Tables) -> Measurement:
    """Measured lambda_g over the exact one at this N, mean over alpha_D."""
    rows = tables["limit"]
    simulated = select(rows, quantity="generalization_limit", kind="simulation")
    theory = select(rows, quantity="generalization_limit_finite_size")
    return ratio_to_theory(simulated, theory, ["alpha_D"])


def _ratios(
    simulated: pd.DataFrame, theory: pd.DataFrame, by: str, on: list[str]
) -> list[Measurement]:
    """Simulation over theory at each value of `by`; without those that have no theory."""
    known = simulated[simulated[by].isin(theory[by])]
    return [ratio_to_theory(at, theory, on) for _, at in known.groupby(by)]
