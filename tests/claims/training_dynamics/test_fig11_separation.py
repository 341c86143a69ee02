"""Claims of fig11_separation, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig11_separation as claims
from memgen.tables.rows import row, tidy


def test_separation():
    rows = []
    for regime, power in (("close", -0.2), ("separated", -0.1)):
        for d in (20, 40):
            at = {"regime": regime, "d": d}
            rows.append(row("variance_across", "theory", 1.0, **at))
            rows.append(row("peak_width", "theory", 1.0 + 0.1 * (d > 20), **at))
            exact = 1.02 if regime == "close" else 0.99
            rows.append(row("variance_across", "simulation", exact, 0.01, 3, **at, score="exact"))
            for tau in (10.0, 100.0, 1000.0):
                here = at | {"tau": tau, "score": "features"}
                centre = 1 - tau / (1250 if d > 20 else 1100)
                rows.append(row("central_density", "simulation", centre, 0.1, 3, **here))
                width = 3.3 + 10 / tau + 0.6 * (d > 20)
                rows.append(row("peak_width", "simulation", width, 0.1, 3, **here))
                variance = 3 * tau**power
                error = 0.01 * variance
                rows.append(row("variance_across", "simulation", variance, error, 3, **here))
    tables = {"separation": tidy(rows)}
    assert claims.close_mixture_is_unimodal(tables).value == pytest.approx(1 - 10 / 11)
    assert claims.separated_mixture_is_bimodal(tables).value == pytest.approx(0.2)
    wide = claims.separated_peaks_are_too_wide(tables)
    assert wide.value == pytest.approx(3.31)
    assert wide.stderr > 0.1
    sampler = claims.sampler_is_exact(tables)
    assert sampler.value == pytest.approx(1.02)
    assert sampler.stderr > 0.01
    widens = claims.separated_peaks_widen_with_size(tables)
    assert widens.value == pytest.approx(3.91 / 3.31)
    assert widens.stderr > 0.1 / 3.31
    alone = {"separation": tidy([r for r in rows if r["d"] == 40])}
    assert np.isnan(claims.separated_peaks_widen_with_size(alone).value)
