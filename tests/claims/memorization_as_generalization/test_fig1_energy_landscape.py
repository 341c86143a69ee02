"""Claims of fig1_energy_landscape, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig1_energy_landscape as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def landscape(larger=2.03):
    rows = []
    for N, others, gap in ((16, 3.0, 0.5), (100, 8.0, 0.05)):
        rows += [
            mean_row("ground_states", draws(6.0, 0.0), N=N),
            mean_row("minima_not_patterns", draws(others, 0.0), N=N),
            mean_row("overlap_gap", draws(gap), N=N),
        ]
    rows += [
        mean_row("ends_spread", draws(1.7), N=100),
        mean_row("heat_peak_limit", draws(2.0), of="all"),
        mean_row("heat_peak_limit", draws(larger), of="larger"),
    ]
    return {"landscape": tidy(rows)}


def test_the_largest_network_counts():
    tables = landscape()
    minima = claims.spurious_minima(tables)
    assert (minima.value, minima.stderr, minima.n) == (8, 0, 4)
    assert claims.lowest_states(tables).value == 6
    assert claims.order_of_cooled_chains(tables).value == pytest.approx(0.05)
    assert claims.chains_spread_over_patterns(tables).value == pytest.approx(1.7)


def test_what_the_smallest_size_changes_is_an_error():
    found = claims.critical_temperature(landscape())
    assert found.value == pytest.approx(2)
    assert found.stderr == pytest.approx(np.hypot(0.02 / np.sqrt(3), 0.03))
    assert claims.critical_temperature(landscape(larger=2.4)).stderr > 0.39
