"""Claims of fig11_random_energy: the random energy model."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean, worst_of
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
    """Y2 of all levels drawn minus the exact mean at the same N, mean over t; furthest energies."""
    return _gap(tables, "participation", "all")


def participation_of_highest_levels(tables: Tables) -> Measurement:
    """Y2 from the highest levels minus the exact mean at the same N; furthest energies and N."""
    return _gap(tables, "participation", "highest")


def free_energy_of_levels(tables: Tables) -> Measurement:
    """Free energy of drawn levels, all or the highest, minus the exact mean; furthest from 0."""
    return worst_of((_gap(tables, "free_energy", name) for name in ("all", "highest")), target=0.0)


def derrida_participation(tables: Tables) -> Measurement:
    """Y2 from the highest levels minus its limit 1 - t / t_c below .8 t_c, Gaussian, largest N."""
    return _departure(tables, "gaussian")


def diffusion_participation(tables: Tables) -> Measurement:
    """Y2 minus its limit below .8 t_c for the energies of a diffusion model, largest N."""
    return _departure(tables, "diffusion")


def _departure(tables: Tables, energies: str) -> Measurement:
    rows = select(tables["random_energy"], energies=energies)
    t_c = value_of(rows, "condensation_time", kind="theory", N=np.inf)
    drawn = select(rows, quantity="participation", levels="highest")
    drawn = drawn[(drawn["N"] == drawn["N"].max()) & (drawn["t"] < 0.8 * t_c)]
    limit = select(rows, quantity="participation", kind="theory", N=np.inf).sort_values("t")
    gap = float((drawn["value"] - np.interp(drawn["t"], limit["t"], limit["value"])).mean())
    # Points of one curve share their draws.
    return Measurement(gap, float(drawn["stderr"].mean()), int(drawn["n"].min()))


def _condensation_ratio(tables: Tables, energies: str) -> Measurement:
    rows = select(tables["random_energy"], quantity="condensation_time_ratio", energies=energies)
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))


def _gap(tables: Tables, quantity: str, levels: str) -> Measurement:
    gaps, errors, draws = [], [], []
    rows = select(tables["random_energy"], quantity=quantity)
    for _, drawn in select(rows, levels=levels).groupby(["energies", "N"]):
        drawn = drawn.sort_values("t")
        at = {"energies": drawn["energies"].iloc[0], "N": float(drawn["N"].iloc[0])}
        exact = select(rows, levels="theory", **at).sort_values("t")
        expected = np.interp(np.log(drawn["t"]), np.log(exact["t"]), exact["value"])
        gaps.append(float((drawn["value"] - expected).mean()))
        # Points of one curve share their draws: the error of the mean is the mean of the errors.
        errors.append(float(np.hypot(drawn["stderr"], _errors(drawn, exact)).mean()))
        draws.append(int(drawn["n"].min()))
    return worst_of(
        (Measurement(*each) for each in zip(gaps, errors, draws, strict=True)), target=0.0
    )


def _errors(drawn: pd.DataFrame, exact: pd.DataFrame) -> np.ndarray:
    """Errors of the exact means at the times of the draws: 0 where nothing is averaged over."""
    return np.asarray(np.interp(drawn["t"], exact["t"], exact["stderr"].fillna(0.0)))
