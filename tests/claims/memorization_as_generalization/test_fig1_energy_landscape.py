"""Claims of fig1_energy_landscape, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig1_energy_landscape as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_entropies():
    rows = [
        mean_row("entropy_over_ground", draws(1.0), N=16, t=0.3),
        mean_row("entropy_high_t", draws(0.99), N=16, t=10.0),
        mean_row("entropy_gap", draws(0.5), N=16, t=10.0),
        mean_row("entropy_gap", draws(0.01), N=16, t=0.3),
    ]
    tables = {"landscape": tidy(rows)}
    assert claims.entropy_at_low_t(tables).value == pytest.approx(1)
    assert claims.entropy_at_high_t(tables).value == pytest.approx(0.99)
    found = claims.entropy_from_chains(tables)
    assert (found.value, found.n) == (pytest.approx(0.01), 4)
