"""Claims of fig4_training_metrics, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig4_training_metrics as claims
from memgen.tables.rows import row, tidy


def metrics(power=1.5, real=1.1):
    rows = []
    for psi_n in (4.0, 16.0, 64.0):
        at = {"psi_n": psi_n, "psi_p": 64.0}
        rows.append(row("tau_mem", "published", psi_n, **at))
        rows.append(row("half_rise", "theory", 2 * psi_n**0.5, 0.1, 3, **at))
        rows.append(row("half_rise", "simulation", 3.0 * psi_n, 0.1, 3, **at))
        for level in (0.05, 0.1, 0.2):
            onset = 10 * level * psi_n ** (power - (level == 0.05))
            rows.append(row("gap_onset", "theory", onset, 0.01 * onset, 4, **at, level=level))
            drawn = real * onset
            rows.append(row("gap_onset", "simulation", drawn, 0.01 * drawn, 2, **at, level=level))
        for tau in np.geomspace(0.1, 1e4, 30):
            rows.append(row("test_loss_flow", "simulation", 0.5, 0.01, 2, **at, tau=tau))
        for tau in (1.0, 10.0, 9e3):
            value = 0.51 if tau > 1000 else 0.6
            rows.append(row("test_loss", "simulation", value, 0.01, 3, **at, tau=tau))
    return {"metrics": tidy(rows)}


def test_exponents():
    assert claims.onset_grows_at_least_as_n(metrics()).value == pytest.approx(1.5)
    assert claims.onset_grows_at_least_as_n(metrics(power=0.7)).value == pytest.approx(0.7)
    assert claims.onset_grows_at_least_as_n(metrics()).stderr > 0
    assert claims.relative_time_grows_less(metrics()).value == pytest.approx(0.5)


def test_units_and_real_features():
    spread = claims.onset_in_units_of_the_published_time(metrics())
    assert spread.value == pytest.approx(16**0.5)
    assert spread.stderr == pytest.approx(4 * 0.01 * 2**0.5)
    assert claims.real_onset_is_later(metrics()).value == pytest.approx(1.1)


def test_gradient_descent():
    assert claims.descent_follows_closed_form(metrics()).value == pytest.approx(0.02)
    early = metrics()["metrics"]
    early = early[early["tau"].isna() | (early["tau"] < 50)]
    assert np.isnan(claims.descent_follows_closed_form({"metrics": early}).value)
