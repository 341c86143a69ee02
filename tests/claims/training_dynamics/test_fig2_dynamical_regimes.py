"""Claims of fig2_dynamical_regimes, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig2_dynamical_regimes as claims
from memgen.tables.rows import row, tidy


def regimes(gap=0.0, ratio=1.0):
    rows = [row("same_class_at_speciation", "theory", v, d=d) for d, v in ((9, 0.5), (99, 0.775))]
    for d in (9, 99):
        for t in np.linspace(1, 3, 21):
            rows.append(row("same_class", "theory", 1 / t, d=d, t=t))
            if t < 2:
                found = 1 / t + (gap if t == 1.5 else 0)
                rows.append(row("same_class", "simulation", found, 0.0, 50, d=d, t=t))
    for N in (10, 20):
        rows.append(row("collapse_time", "theory", 2.0, N=N))
        rows.append(row("collapse_time", "simulation", 2.0 * ratio, 0.1, 4, N=N))
    return {"regimes": tidy(rows)}


def test_regimes():
    assert claims.clones_in_one_class_at_speciation(regimes()).value == 0.775
    assert claims.clones_in_one_class_match_theory(regimes()).value == pytest.approx(0)
    worst = claims.clones_in_one_class_match_theory(regimes(gap=-0.05))
    assert worst.value == pytest.approx(0.05)
    assert worst.stderr == pytest.approx(1 / 50)  # no clones apart: still not known exactly
    assert claims.collapse_at_predicted_time(regimes(ratio=1.2)).value == pytest.approx(1.2)
