"""Claims of fig6_error_scaling: the least score error against the number of data."""

from memgen.claims.rows import furthest
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def equivalent_error_exponent_at_large_loads(tables: Tables) -> Measurement:
    """Exponent of the least score error against psi_n >= 8, equivalent features, sigma_x = 1."""
    return _exponent(tables, 8.0, "theory")


def equivalent_error_exponent(tables: Tables) -> Measurement:
    """Exponent of the least score error against all psi_n, equivalent features, sigma_x = 1."""
    return _exponent(tables, 0.0, "theory")


def real_error_exponent(tables: Tables) -> Measurement:
    """Exponent of the least score error of real features against all psi_n, sigma_x = 1."""
    return _exponent(tables, 0.0, "simulation")


def _exponent(tables: Tables, lowest: float, kind: str) -> Measurement:
    rows = select(tables["error_scaling"], quantity="least_error", kind=kind, sigma_x=1.0)
    rows = rows[rows["psi_n"] >= lowest]
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].sum()))


def real_error_is_the_equivalent_error(tables: Tables) -> Measurement:
    """Least score error of real features over that of their equivalent, the worst point."""
    rows = select(tables["error_scaling"], quantity="least_error")
    at = ["sigma_x", "psi_n"]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return furthest(ratio_to_theory(point, theory, at) for _, point in simulated.groupby(at))
