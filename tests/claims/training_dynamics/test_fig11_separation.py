"""Claims of fig11_separation, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig11_separation as claims
from memgen.tables.rows import row, tidy


def test_separation():
    rows = []
    for regime, kurtosis, power in (("close", 3.2, -0.2), ("separated", 1.5, -0.1)):
        at = {"regime": regime}
        rows.append(row("variance_across", "theory", 1.0, **at))
        rows.append(row("kurtosis", "theory", 1.0, **at))
        exact = 1.02 if regime == "close" else 0.99
        rows.append(row("variance_across", "simulation", exact, 0.01, 3, **at, score="exact"))
        for tau in (10.0, 100.0, 1000.0):
            here = at | {"tau": tau, "score": "features"}
            rows.append(row("kurtosis", "simulation", kurtosis + 10 / tau, 0.1, 3, **here))
            rows.append(row("central_density", "simulation", 1 - tau / 1250, 0.1, 3, **here))
            variance = 3 * tau**power
            rows.append(row("variance_across", "simulation", variance, 0.01 * variance, 3, **here))
    tables = {"separation": tidy(rows)}
    assert claims.close_mixture_is_unimodal(tables).value == pytest.approx(0.2)
    assert claims.separated_mixture_is_bimodal(tables).value == pytest.approx(0.2)
    assert claims.kurtosis_of_separated_mixture(tables).value == pytest.approx(0.255)
    assert claims.kurtosis_of_separated_mixture(tables).stderr == pytest.approx(0.05)
    sampler = claims.sampler_is_exact(tables)
    assert sampler.value == pytest.approx(1.02)
    assert sampler.stderr > 0.01
    falls = claims.training_narrows_across(tables)
    assert falls.value == pytest.approx(-0.1)
    assert falls.stderr > np.sqrt(2) * 0.01 / np.log(100)
