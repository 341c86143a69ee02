"""Claims of fig3_trained_spectra: spectra of trained networks."""

import numpy as np

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def gap_moves_with_the_order(tables: Tables) -> Measurement:
    """Rank of the largest drop at t = .1, swapped law minus first: m_1 - m_2."""
    rows = select(tables["trained_spectra"], quantity="largest_drop_rank")
    first, swapped = (of_row(single(rows, law=law, t=0.1)) for law in ("descending", "swapped"))
    return difference(swapped, first)


def training_near_its_optimum(tables: Tables) -> Measurement:
    """Loss on fresh points above its optimum, over the optimum, the worst law."""
    rows = select(tables["trained_spectra"], quantity="excess_loss", kind="simulation")
    return worst_of((of_row(law) for _, law in rows.iterrows()), target=0.0)


def networks_resolve_the_bulks(tables: Tables) -> Measurement:
    """Miss of the networks' spectra over that of each bulk's mean, root mean square over t.

    The worst law.
    """
    rows = select(tables["trained_spectra"], quantity="miss")
    ratios = []
    for _, at in rows.groupby("law"):
        drawn, blurred = select(at, kind="simulation"), select(at, kind="theory")
        value = float(np.sqrt(np.mean(drawn["value"] ** 2)))
        error = float(np.sqrt(np.sum((drawn["value"] * drawn["stderr"]) ** 2)))
        measured = Measurement(value, error / (len(drawn) * value), int(drawn["n"].min()))
        null = Measurement(float(np.sqrt(np.mean(blurred["value"] ** 2))))
        ratios.append(quotient(measured, null))
    return worst_of(ratios, target=0.0)
