"""Claims of fig12_jacobian_spectrum: the spectrum of sub-manifolds."""

import numpy as np

from memgen.claims.rows import largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def sub_manifold_spectra(tables: Tables) -> Measurement:
    """Kolmogorov distance of eigenvalues to theory, the worse of F F^T and the Jacobian."""
    return largest_row(select(tables["jacobian_spectrum"], quantity="kolmogorov_distance"))


def gaps_open_in_order(tables: Tables) -> Measurement:
    """Log of the t at which a gap is widest over that of the next one, the smallest (theory).

    The final gap, which only grows as t falls, counts by the t at which it is 1/2 wide.
    """
    rows = select(tables["jacobian_spectrum"], quantity="gap", kind="theory")
    times = []
    for gap in sorted(rows["gap"].unique()):
        at = rows[rows["gap"] == gap].sort_values("t")
        if gap == "final":
            times.append(float(at["t"][at["value"] > 0.5].max()))
        else:
            times.append(float(at["t"].iloc[int(at["value"].to_numpy().argmax())]))
    return Measurement(float(np.min(np.log(np.array(times[:-1]) / np.array(times[1:])))))
