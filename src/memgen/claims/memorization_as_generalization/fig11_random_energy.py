"""Claims of fig11_random_energy: the random energy model."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def _condensation_time(tables: Tables, energies: str) -> Measurement:
    """Measured t_c, extrapolated in log N / N from at most the three largest N, over its limit."""
    rows = select(tables["random_energy"], quantity="condensation_time", energies=energies)
    limit = value_of(rows, "condensation_time", kind="theory")
    measured = select(rows, kind="simulation").sort_values("N").iloc[-3:]
    N, values, errors = (measured[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
    best = extrapolate(np.log(N) / N, values, errors)
    return Measurement(best.value / limit, best.stderr / limit, int(measured["n"].min()))


def gaussian_condensation_time(tables: Tables) -> Measurement:
    """Condensation time of Gaussian energies, from the highest levels' exponent, over theory."""
    return _condensation_time(tables, "gaussian")


def diffusion_condensation_time(tables: Tables) -> Measurement:
    """Condensation time of diffusion energies, from the highest levels' exponent, over theory."""
    return _condensation_time(tables, "diffusion")


def _gap(first: pd.DataFrame, second: pd.DataFrame) -> Measurement:
    """Mean difference of two curves at the same t; points of one curve share their draws."""
    both = first.merge(second, on="t", suffixes=("", "_other"))
    if both.empty:
        raise ValueError("The two curves have no t in common.")
    error = np.hypot(both["stderr"], both["stderr_other"].fillna(0)).mean()
    return Measurement(
        float((both["value"] - both["value_other"]).mean()), float(error), int(both["n"].min())
    )


def poisson_process_is_exact(tables: Tables) -> Measurement:
    """Y2 of all levels minus Y2 from the highest ones, at the N where all are drawn."""
    rows = select(tables["random_energy"], quantity="participation", energies="gaussian")
    drawn = select(rows, levels="all")
    return _gap(drawn, select(rows, levels="highest", N=float(drawn["N"].iloc[0])))


def condensed_participation(tables: Tables) -> Measurement:
    """Y2 - (1 - t / t_c) below .8 t_c, mean over t, Gaussian energies at the largest N."""
    rows = select(tables["random_energy"], energies="gaussian")
    t_c = value_of(rows, "condensation_time", kind="theory")
    measured = select(rows, quantity="participation", levels="highest")
    measured = measured[(measured["N"] == measured["N"].max()) & (measured["t"] < 0.8 * t_c)]
    return Measurement(
        float((measured["value"] - (1 - measured["t"] / t_c)).mean()),
        float(measured["stderr"].mean()),
        int(measured["n"].min()),
    )


def free_energy_freezes(tables: Tables) -> Measurement:
    """Free energy at the smallest t over the level edge, Gaussian energies at the largest N."""
    rows = select(tables["random_energy"], energies="gaussian", quantity="free_energy")
    edge = select(rows, kind="theory").sort_values("t")["value"].iloc[0]
    highest = select(rows, levels="highest")
    coldest = highest[highest["N"] == highest["N"].max()].sort_values("t").iloc[0]
    return of_row(coldest, scale=edge)
