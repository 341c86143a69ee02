"""Claims of fig4_training_metrics, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig4_training_metrics as claims
from memgen.tables.rows import row, tidy


def test_metrics():
    rows = []
    for psi_n, drop in ((4.0, 8.0), (16.0, 64.0), (31.0, 64.0 * (31 / 16) ** 0.2)):
        at = {"psi_n": psi_n, "psi_p": 64.0}
        rows.append(row("half_drop", "theory", drop, **at))
        rows.append(row("tau_mem", "published", psi_n, **at))
        rows.append(row("half_rise", "theory", 2 * psi_n**0.5, 0.1, 3, **at))
        for tau in np.geomspace(0.1, 1e4, 30):
            rows.append(row("training_loss", "theory", 0.5, **at, tau=tau))
        for tau in (1.0, 10.0, 9e3):
            value = 0.6 if tau > 1000 else 0.52
            rows.append(row("training_loss", "simulation", value, 0.01, 3, **at, tau=tau))
    tables = {"metrics": tidy(rows)}
    assert claims.memorization_time_grows(tables).value == pytest.approx(0.2)
    assert claims.overfitting_time_is_linear(tables).value == pytest.approx(0.5)
    assert claims.overfitting_time_is_linear(tables).stderr > 0
    assert claims.published_time_scale(tables).value == pytest.approx(2 / 31**0.5)
    assert claims.descent_follows_closed_form(tables).value == pytest.approx(0.02)


def test_descent_is_the_flow():
    rows = []
    for tau in (10.0, 1e3):
        for quantity, gap in (("training_loss", 0.01), ("test_loss", 0.0), ("score_error", 0.05)):
            value = 1 + gap if tau < 100 else 1.0
            rows.append(row(quantity, "simulation", value, 0.1, 2, psi_n=4.0, tau=tau))
            rows.append(row(f"{quantity}_flow", "theory", 1.0, 0.1, 2, psi_n=4.0, tau=tau))
    assert claims.descent_is_the_flow({"metrics": tidy(rows)}).value == pytest.approx(0.05)
