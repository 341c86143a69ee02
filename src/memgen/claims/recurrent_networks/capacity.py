"""Claims of fig6: capacities of couplings with and without symmetry."""

from collections.abc import Mapping
from typing import Any

from memgen.statistics.combine import fraction, worst_ratio
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def symmetric_capacity(tables: Tables) -> Measurement:
    """alpha_c(0) of symmetric couplings by Gardner, Gutfreund and Yekutieli's formula."""
    return _capacity(tables, "symmetric")


def plain_capacity(tables: Tables) -> Measurement:
    """alpha_c(0) of couplings without symmetry."""
    return _capacity(tables, "plain")


def _capacity(tables: Tables, couplings: str) -> Measurement:
    rows = select(tables["perceptron_capacity"], quantity="storage_load", couplings=couplings)
    return Measurement(float(rows.sort_values("kappa")["value"].iloc[0]))


def plain_stability_measured(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, couplings without symmetry, largest N."""
    return _stability(tables, "plain")


def symmetric_stability_measured(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, symmetric couplings, largest N, worst load."""
    return _stability(tables, "symmetric")


def _stability(tables: Tables, couplings: str) -> Measurement:
    rows = select(tables["perceptron_capacity"], couplings=couplings)
    found = select(rows, quantity="largest_stability")
    found = found[found["N"] == found["N"].max()]
    return worst_ratio(found, select(rows, quantity="gardner_stability"), ["load"], "load")


def symmetric_stability_by_spectrum(tables: Tables) -> Measurement:
    """Largest stability found, extrapolated in 1/N load by load, over the spectral theory's.

    The load where it is furthest from 1.
    """
    rows = select(tables["perceptron_capacity"], couplings="symmetric")
    theory = select(rows, quantity="spectral_stability").set_index("load")["value"]
    ratios = []
    for load, at in select(rows, quantity="largest_stability").groupby("load"):
        N, value, error = (at[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
        best = extrapolate(1 / N, value, error)
        expected = float(theory[load])
        ratios.append(
            Measurement(best.value / expected, best.stderr / expected, int(at["n"].min()))
        )
    return max(ratios, key=lambda ratio: abs(ratio.value - 1))


def fits_above_the_formula(tables: Tables) -> Measurement:
    """Fraction of draws whose patterns, above the formula's capacity, fit; largest N."""
    rows = select(tables["perceptron_capacity"], quantity="fits").sort_values("N")
    return fraction(rows.iloc[-1])
