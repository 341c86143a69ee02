"""Claims of fig7_time_integrated, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig7_time_integrated as claims
from memgen.tables.rows import row, tidy


def test_time_integrated():
    rows = []
    for choice, slope in (("a", 0.5), ("b", 0.3)):
        for psi_n in (4.0, 8.0, 16.0):
            for tau in np.geomspace(0.01, 1e4, 200):
                at = {"choice": choice, "psi_n": psi_n, "tau": tau}
                # rises by .1 at tau = psi_n^slope, from another start
                gap = 0.3 + 0.1 * tau / psi_n**slope
                rows.append(row("test_loss", "simulation", gap, 0.01, 3, **at))
                rows.append(row("training_loss", "simulation", 0.2, 0.0, 3, **at))
        for n, last in ((8, 0.6), (32, 0.3)):
            at = {"choice": choice, "n_data": n}
            rows.append(row("half_memorised", "simulation", n ** (2 * slope), 0.01, 4, **at))
            for tau, value in ((1.0, 0.0), (10.0, last)):
                rows.append(row("memorised_fraction", "simulation", value, 0.01, 4, **at, tau=tau))
            rows.append(row("memorised_by_chance", "simulation", 0.1, 0.01, 9, **at))
    tables = {"time_integrated": tidy(rows)}
    assert claims.onset_grows_faster_than_data(tables).value == pytest.approx(0.3, abs=0.01)
    assert claims.memorization_takes_longer_with_data(tables).value == pytest.approx(0.6)
    assert claims.memorised_fraction_rises(tables).value == pytest.approx(6)
    assert claims.memorised_fraction_falls_with_data(tables).value == pytest.approx(0.5)
