"""Claims of fig4_unlearning, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig4_unlearning as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_dream_points_beside_the_table():
    rows = []
    for N, miss in ((100, 0.03), (200, 0.01)):
        for rule, value in (("D_in", 0.1), ("D_opt", 0.25)):
            at = {"N": N, "load": 0.3, "rule": rule}
            shift = miss if rule == "D_opt" else 0.0
            rows.append(row("dream_point", "simulation", value - shift, 0.005, 8, **at))
            rows.append(row("dream_point", "published", value, **at))
        rows += [
            mean_row("smallest_stability", draws(value), N=N, load=0.3, amount=amount)
            for amount, value in ((0.0, -1.0), (0.2, 0.5), (0.4, -1.0))
        ]
    tables = {"dreams": tidy(rows)}
    found = claims.dream_points_at_a_hundred_spins(tables)
    assert (found.value, found.stderr, found.n) == (pytest.approx(0.03), 0.005, 8)
    assert claims.dream_points_of_larger_networks(tables).value == pytest.approx(0.01)
    assert claims.unlearning_stabilises_every_pattern(tables).value == pytest.approx(0.5)
    small = tables["dreams"].assign(N=50)
    assert np.isinf(claims.dream_points_at_a_hundred_spins({"dreams": small}).stderr)
