"""Claims of fig11_random_energy: the random energy model."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def gaussian_condensation_time(tables: Tables) -> Measurement:
    """Condensation time from the highest levels over theory at the same N, mean over N."""
    return _condensation_ratio(tables, "gaussian")


def diffusion_condensation_time(tables: Tables) -> Measurement:
    """The same for the energies of a diffusion model."""
    return _condensation_ratio(tables, "diffusion")


def condensation_in_the_limit(tables: Tables) -> Measurement:
    """Condensation time of the finite-size theory at the largest N over the limit's, furthest."""
    ratios = []
    for energies in ("gaussian", "diffusion"):
        rows = select(tables["random_energy"], quantity="condensation_time", energies=energies)
        theory = select(rows, kind="theory")
        finite = theory[np.isfinite(theory["N"])].sort_values("N").iloc[-1]
        ratios.append(finite["value"] / value_of(theory, "condensation_time", N=np.inf))
    return Measurement(float(max(ratios, key=lambda ratio: abs(ratio - 1))))


def participation_of_all_levels(tables: Tables) -> Measurement:
    """Y2 of all levels drawn minus the exact mean at the same N, mean over t and both energies."""
    gaps = [_gap(tables, "participation", energies) for energies in ("gaussian", "diffusion")]
    return weighted_mean(
        np.array([gap.value for gap in gaps]),
        np.array([gap.stderr for gap in gaps]),
        min(gap.n or 2 for gap in gaps),
    )


def condensed_participation(tables: Tables) -> Measurement:
    """Y2 - (1 - t / t_c) below .8 t_c, mean over t, Gaussian energies at the largest N."""
    rows = select(tables["random_energy"], energies="gaussian")
    t_c = value_of(rows, "condensation_time", kind="theory", N=np.inf)
    measured = select(rows, quantity="participation", levels="highest")
    measured = measured[(measured["N"] == measured["N"].max()) & (measured["t"] < 0.8 * t_c)]
    return Measurement(
        float((measured["value"] - (1 - measured["t"] / t_c)).mean()),
        float(measured["stderr"].mean()),
        int(measured["n"].min()),
    )


def _condensation_ratio(tables: Tables, energies: str) -> Measurement:
    rows = select(tables["random_energy"], quantity="condensation_time_ratio", energies=energies)
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))


def _gap(tables: Tables, quantity: str, energies: str) -> Measurement:
    """Mean over t of drawn minus exact; points of one curve share their draws."""
    rows = select(tables["random_energy"], quantity=quantity, energies=energies)
    drawn = select(rows, levels="all").sort_values("t")
    exact = select(rows, levels="theory", N=float(drawn["N"].iloc[0])).sort_values("t")
    expected = np.interp(np.log(drawn["t"]), np.log(exact["t"]), exact["value"])
    error = np.hypot(drawn["stderr"], _error_at(drawn, exact)).mean()
    return Measurement(
        float((drawn["value"] - expected).mean()), float(error), int(drawn["n"].min())
    )


def _error_at(drawn: pd.DataFrame, exact: pd.DataFrame) -> np.ndarray:
    """Error of the exact means at the times of the draws: 0 where nothing is averaged over."""
    return np.interp(drawn["t"], exact["t"], exact["stderr"].fillna(0.0))
