"""Claims of fig11_separation, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig11_separation as claims
from memgen.tables.rows import row, tidy


def test_separation():
    rows = []
    for regime, kurtosis in (("close", 3.2), ("separated", 1.7)):
        at = {"regime": regime}
        rows.append(row("variance_across", "theory", 2.0, **at))
        for steps, tau, factor in ((10, 9.0, 5.0), (20, 3.0, 5.0), (20, 9.0, 1.0)):
            here = at | {"steps": steps, "tau": tau, "score": "features"}
            rows.append(row("kurtosis", "simulation", factor * kurtosis, 0.1, 3, **here))
            rows.append(row("central_density", "simulation", factor * 0.2, 0.1, 3, **here))
            rows.append(row("variance_across", "simulation", factor * 2.1, 0.1, 3, **here))
        here["samples"] = 1000
        rows.append(row("memorised_fraction", "simulation", 0.0, 0.0, 3, **here))
    tables = {"separation": tidy(rows)}
    assert claims.kurtosis_of_close_mixture(tables).value == 3.2
    assert claims.kurtosis_of_separated_mixture(tables).value == 1.7
    assert claims.close_mixture_is_unimodal(tables).value == 0.2
    assert claims.separated_mixture_is_bimodal(tables).value == 0.2
    assert claims.kurtosis_of_close_mixture(tables).stderr > np.sqrt(24 / 1000)
    assert claims.variance_across_falls_with_training(tables).value == pytest.approx(5)
    assert claims.variance_across_close_mixture(tables).value == pytest.approx(1.05)
    assert claims.variance_across_separated_mixture(tables).value == pytest.approx(1.05)
    assert claims.features_do_not_memorise(tables).stderr == pytest.approx(1e-3)
