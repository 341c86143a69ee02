"""Claims of fig1_energy_landscape, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig1_energy_landscape as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_the_largest_network_counts():
    rows = []
    for N, others, gap, heat in ((16, 3.0, 0.5, 1.4), (100, 8.0, 0.05, 0.98)):
        rows += [
            mean_row("minima_not_patterns", draws(others, 0.0), N=N),
            mean_row("cold_entropy_gap", draws(gap), N=N, t=0.3),
            mean_row("peak_heat_over_exact", draws(heat), N=N),
        ]
    tables = {"landscape": tidy(rows)}
    minima = claims.spurious_minima(tables)
    assert (minima.value, minima.stderr, minima.n) == (8, 0, 4)
    assert claims.entropy_of_cooled_chains(tables).value == pytest.approx(0.05)
    assert claims.specific_heat_of_cooled_chains(tables).value == pytest.approx(0.98)
