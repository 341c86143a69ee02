"""Claims of fig6_perceptron_capacity: the capacity of couplings with and without symmetry."""

from memgen.claims.rows import furthest, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction, ratio_to_theory
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def symmetric_capacity_of_the_formula(tables: Tables) -> Measurement:
    """Capacity alpha_c(0) of symmetric couplings by Gardner, Gutfreund and Yekutieli's formula."""
    return _capacity(tables, "symmetric")


def capacity_without_symmetry(tables: Tables) -> Measurement:
    """Capacity alpha_c(0) of couplings without symmetry by Gardner's formula."""
    return _capacity(tables, "plain")


def _capacity(tables: Tables, couplings: str) -> Measurement:
    """Load that the formula stores at the smallest stability."""
    rows = select(tables["perceptron_capacity"], quantity="storage_load", couplings=couplings)
    return of_row(rows.sort_values("kappa").iloc[0])


def stability_without_symmetry(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, couplings without symmetry, largest N."""
    return furthest(_stabilities(tables, "plain"))


def symmetric_couplings_exceed_the_formula(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, symmetric couplings, largest N, smallest ratio.

    Couplings that reach more than the formula show that it is no largest stability: one above 1
    at every load refutes it at every load.
    """
    return min(_stabilities(tables, "symmetric"), key=lambda ratio: ratio.value)


def _stabilities(tables: Tables, couplings: str) -> list[Measurement]:
    """Largest stability found over the formula's at the largest N, load by load."""
    rows = select(tables["perceptron_capacity"], couplings=couplings)
    reached = select(rows, quantity="largest_stability")
    reached = reached[reached["N"] == reached["N"].max()]
    formula = select(rows, quantity="gardner_stability")
    return [ratio_to_theory(at, formula, ["load"]) for _, at in reached.groupby("load")]


def symmetric_stability_follows_the_spectrum(tables: Tables) -> Measurement:
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
    return furthest(ratios)


def symmetric_couplings_fit_above_the_formula(tables: Tables) -> Measurement:
    """Fraction of draws that symmetric couplings fit above the formula's capacity, largest N."""
    rows = select(tables["perceptron_capacity"], quantity="fits").sort_values("N")
    return fraction(rows.iloc[-1])
