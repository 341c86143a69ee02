"""Claims of fig8_potential: the potential's landscape."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.measurement import Measurement
from memgen.tables.read import single


def _traps(tables: Tables, regime: str) -> Measurement:
    """Mean number of traps among the three points of a plane."""
    return fraction(single(tables["potential"], quantity="traps", regime=regime), most=3)


def traps_above_onset(tables: Tables) -> Measurement:
    """Traps on the plane at t > t_o, mean over planes."""
    return _traps(tables, "above_onset")


def traps_between(tables: Tables) -> Measurement:
    """Traps on the plane at t_c < t < t_o, mean over planes."""
    return _traps(tables, "between")


def traps_below_collapse(tables: Tables) -> Measurement:
    """Traps on the plane at t < t_c, mean over planes."""
    return _traps(tables, "below_collapse")
