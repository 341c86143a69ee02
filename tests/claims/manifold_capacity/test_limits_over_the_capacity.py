"""Claims on limits over the capacity, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_capacity import fig1_iid_patterns, fig2_manifold_patterns
from memgen.tables.rows import row, tidy


def test_limits_over_the_capacity():
    rows = []
    for patterns, alpha_D, ratio in (("gaussian", np.nan, 0.9), ("tanh", 0.5, 1.2)):
        for lam in (0.5, 1.0):
            at = {"patterns": patterns, "alpha_D": alpha_D, "lam": lam}
            rows.append(row("retrieval_capacity", "theory", 0.4, **at))
            rows.append(row("half_load_limit", "simulation", 0.4 * ratio, 0.01, 9, **at))
    tables = {"half_loads": tidy(rows)}
    assert fig1_iid_patterns.half_load_tends_to_capacity(tables).value == pytest.approx(0.9)
    assert fig2_manifold_patterns.tanh_half_load_tends_to_capacity(tables).value == pytest.approx(
        1.2
    )
