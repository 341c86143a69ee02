"""Claims of fig7_time_integrated, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig7_time_integrated as claims
from memgen.tables.rows import row, tidy


def test_time_integrated():
    rows = []
    for choice, slope in (("a", 0.5), ("b", 0.3)):
        for psi_n in (4.0, 8.0, 16.0):
            at = {"choice": choice, "psi_n": psi_n}
            rows.append(row("rise", "simulation", psi_n**-slope, 0.01, 3, **at))
            for tau in np.geomspace(0.1, 1e6, 400):
                rise = 1 / (1 + 10 * psi_n**slope / tau)
                rows.append(row("test_loss", "simulation", rise, 0.001, 3, **at, tau=tau))
            for level in (0.01, 0.02):
                power = slope + (0.5 if level > 0.01 else 0.0)
                here = at | {"level": level}
                rows.append(row("rise_onset", "simulation", psi_n**power, 0.1, 3, **here))
        for n, last in ((8, 0.6), (32, 0.3)):
            at = {"choice": choice, "n_data": n}
            rows.append(row("half_memorised", "simulation", n ** (2 * slope), 0.01, 4, **at))
            for tau, value in ((1.0, 0.0), (10.0, last)):
                rows.append(row("memorised_fraction", "simulation", value, 0.01, 4, **at, tau=tau))
            rows.append(row("memorised_by_chance", "simulation", 0.1, 0.01, 9, **at))
    tables = {"time_integrated": tidy(rows)}
    later = claims.overfitting_comes_later_with_data(tables)
    assert later.value == pytest.approx(2**0.3)
    assert later.stderr > 0.1 / 8**0.3
    assert claims.overfitting_is_less_with_data(tables).value == pytest.approx(4**-0.3)
    assert claims.memorization_takes_longer_with_data(tables).value == pytest.approx(1.0)
    half = claims.half_rise_hardly_depends_on_data(tables)
    assert half.value == pytest.approx(0.5, abs=0.01)
    # the loss rises by 1/4 per unit of log tau
    assert half.stderr == pytest.approx(0.004 * 2**0.5 / np.log(4), rel=0.05)
    assert claims.memorised_fraction_rises(tables).value == pytest.approx(6)
    assert claims.memorised_fraction_falls_with_data(tables).value == pytest.approx(0.5)
    none = {"time_integrated": tidy([r for r in rows if r["quantity"] != "rise_onset"])}
    assert np.isnan(claims.overfitting_comes_later_with_data(none).value)
    falling = [
        {**r, "value": 1 / r["tau"]} if r["quantity"] == "test_loss" else r
        for r in rows
        if r["quantity"] != "test_loss" or r["tau"] < 1e3
    ]
    never = claims.half_rise_hardly_depends_on_data({"time_integrated": tidy(falling)})
    assert np.isnan(never.value)
