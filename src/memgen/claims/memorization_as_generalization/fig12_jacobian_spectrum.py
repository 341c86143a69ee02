"""Claims of fig12_jacobian_spectrum: the spectrum of sub-manifolds."""

from itertools import pairwise

import numpy as np

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

GAPS = ("0", "1", "final")


def sub_manifold_spectra(tables: Tables) -> Measurement:
    """Kolmogorov distance of the drawn eigenvalues of F F^T to theory, over that of rigid ones.

    That is sqrt(2) log(D) / (pi D) of D nonzero eigenvalues, to leading order.
    """
    rows = tables["jacobian_spectrum"]
    D = value_of(rows, "nonzero_eigenvalues", kind="theory")
    drawn = only_row(select(rows, quantity="kolmogorov_distance"))
    rigid = np.sqrt(2) * np.log(D) / (np.pi * D)
    return Measurement(drawn.value / rigid, drawn.stderr / rigid, drawn.n)


def gaps_open_in_order(tables: Tables) -> Measurement:
    """Log of the t of a gap over that of the next, over theory's, for the closest pair."""
    drawn, expected = zip(*(_times(tables, gap) for gap in GAPS), strict=True)
    steps = [np.log(upper / lower) for upper, lower in pairwise(expected)]
    k = int(np.argmin(steps))
    # of the same draws: as if they moved apart
    error = sum(of_gap.stderr / of_gap.value for of_gap in drawn[k : k + 2])
    log_ratio = np.log(drawn[k].value / drawn[k + 1].value)
    return Measurement(float(log_ratio / steps[k]), float(error / steps[k]), drawn[k].n)


def intermediate_gaps_are_widest_in_time(tables: Tables) -> Measurement:
    """Drawn t at which a gap is widest over theory's at this N, mean over the two gaps."""
    one, other = (_time_over_theory(tables, gap) for gap in ("0", "1"))
    # both of the same draws: as if they moved together
    error = (one.stderr + other.stderr) / 2
    return Measurement((one.value + other.value) / 2, error, one.n)


def final_gap_opens_last(tables: Tables) -> Measurement:
    """Drawn t at which the final gap is 1/2 wide over theory's at this N."""
    return _time_over_theory(tables, "final")


def _time_over_theory(tables: Tables, gap: str) -> Measurement:
    drawn, expected = _times(tables, gap)
    return Measurement(drawn.value / expected, drawn.stderr / expected, drawn.n)


def _times(tables: Tables, gap: str) -> tuple[Measurement, float]:
    """Return the drawn time of a gap and theory's at this N."""
    rows = select(tables["jacobian_spectrum"], quantity="time", gap=gap)
    drawn = only_row(select(rows, kind="simulation"))
    of_size = rows[rows["N"].notna()]
    return drawn, value_of(of_size, "time", kind="theory")
