"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import training_dynamics as claims
from memgen.tables import row, tidy


def regimes(gap=0.0, ratio=1.0):
    rows = [row("same_class_at_speciation", "theory", v, d=d) for d, v in ((9, 0.5), (99, 0.775))]
    for d in (9, 99):
        for t in np.linspace(1, 3, 21):
            rows.append(row("same_class", "theory", 1 / t, d=d, t=t))
            if t < 2:
                rows.append(row("same_class", "simulation", 1 / t + gap, 0.01, 50, d=d, t=t))
    for N in (10, 20):
        rows.append(row("collapse_time", "theory", 2.0, N=N))
        rows.append(row("collapse_time", "simulation", 2.0 * ratio, 0.1, 4, N=N))
    return {"regimes": tidy(rows)}


def test_regimes():
    assert claims.value_at_speciation(regimes()).value == 0.775
    assert claims.clones_match_theory(regimes()).value == pytest.approx(0)
    assert claims.clones_match_theory(regimes(gap=0.05)).value == pytest.approx(0.05)
    assert claims.collapse_at_predicted_time(regimes(ratio=1.2)).value == pytest.approx(1.2)


def test_spectra():
    rows = []
    for bulk, (mass, share) in enumerate(((0.1, 0.6), (0.3, 0.2), (0.2, 0.1))):
        at = {"case": "one", "psi_p": 5.0, "bulk": bulk}
        rows.append(row("mass", "theory", mass, **at))
        rows.append(row("loss_share", "theory", share, **at))
        rows.append(row("kolmogorov_distance", "simulation", 0.01 * (bulk + 1), 1e-3, 4, **at))
    tables = {"spectra": tidy(rows)}
    assert claims.modes_of_the_smallest_bulk(tables).value == pytest.approx(0.5)
    assert claims.modes_of_the_largest_bulk(tables).value == pytest.approx(1)
    assert claims.late_fall_of_the_smallest_bulk(tables).value == pytest.approx(0.75)
    assert claims.equivalent_spectrum(tables).value == pytest.approx(0.03)


def test_metrics():
    rows = []
    for psi_n in (4.0, 16.0):
        at = {"psi_n": psi_n}
        rows.append(row("half_drop", "theory", psi_n**1.5, **at))
        rows.append(row("tau_mem", "published", psi_n, **at))
        rows.append(row("half_rise", "theory", 2 * psi_n**0.5, 0.1, 3, **at))
        for tau in np.geomspace(0.1, 1e4, 30):
            rows.append(row("training_loss", "theory", 0.5, **at, tau=tau))
        for tau in (1.0, 10.0, 9e3):
            value = 0.6 if tau > 1000 else 0.52
            rows.append(row("training_loss", "simulation", value, 0.01, 3, **at, tau=tau))
    tables = {"metrics": tidy(rows)}
    assert claims.memorization_time_grows(tables).value == pytest.approx(1.5)
    assert claims.overfitting_time_is_linear(tables).value == pytest.approx(0.5)
    assert claims.overfitting_time_is_linear(tables).stderr > 0
    assert claims.published_time_scale(tables).value == pytest.approx(0.5)
    assert claims.descent_follows_closed_form(tables).value == pytest.approx(0.02)


def test_outlier():
    rows = [row("threshold", "theory", 1.0, t=t) for t in (0.1, 1.0)]
    for signal, ratio in ((1.5, 3.0), (4.0, 1.1)):
        for features in ("exact", "equivalent"):
            at = {"signal": signal, "t": 0.5, "features": features}
            rows.append(row("eigenvalue_there", "theory", 2.0, **at))
            rows.append(row("eigenvalue", "simulation", 2 * ratio, 0.1, 4, **at))
    tables = {"outlier": tidy(rows)}
    assert claims.outlier_matches_closed_form(tables).value == pytest.approx(1.1)
    assert claims.equivalent_outlier_matches_closed_form(tables).value == pytest.approx(1.1)
