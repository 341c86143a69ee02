"""Claims of fig6_error_scaling, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig6_error_scaling as claims
from memgen.tables.rows import row, tidy


def test_error_scaling():
    rows = []
    for psi_n in (2.0, 4.0, 8.0, 16.0, 32.0):
        for sigma_x in (1.0, 2.0):
            at = {"psi_n": psi_n, "sigma_x": sigma_x}
            value = psi_n**-0.5 if psi_n < 8 else 8**0.5 / psi_n
            rows.append(row("least_error", "theory", value, 0.01 * value, 5, **at))
            # wide data flatten in the last step: below, by sqrt 2
            found = sigma_x * value * (2**0.5 if sigma_x > 1 and psi_n == 32 else 1)
            rows.append(row("least_error", "simulation", found, 0.01 * found, 5, **at))
    for d, excess in ((10, 1.0), (20, 0.3)):
        at = {"psi_n": 32.0, "sigma_x": 2.0, "d": d}
        rows.append(row("ladder_error", "theory", 0.5, 0.01, 5, **at))
        rows.append(row("ladder_error", "simulation", 0.5 * (1 + excess), 0.01, 5, **at))
    distances = [
        row("kolmogorov_distance", "simulation", value, 1e-3, 4, psi_n=psi_n)
        for psi_n, value in ((8.0, 0.02), (32.0, 0.05))
    ]
    tables = {"error_scaling": tidy(rows), "loads": tidy(distances)}
    mean = claims.equivalent_mean_exponent(tables)
    assert mean.value == pytest.approx(-0.5 - 0.5 * 2 / 4)
    assert mean.stderr == pytest.approx(0.01 * 2**0.5 / np.log(16))
    steepens = claims.equivalent_error_steepens(tables)
    assert steepens.value == pytest.approx(-0.5)
    # the middle point enters both exponents
    alone = 0.01 * 6**0.5 / np.log(4)
    assert alone < steepens.stderr < 1.5 * alone
    real = claims.real_error_steepens(tables)
    assert real.value == pytest.approx(-0.5)
    assert real.stderr == pytest.approx(alone)
    flattens = claims.real_error_flattens_for_wide_data(tables)
    assert flattens.value == pytest.approx(0.5)
    assert flattens.stderr == pytest.approx(0.02 / np.log(2))
    approach = claims.real_error_approaches_the_equivalent_s(tables)
    assert approach.value == pytest.approx(0.3)
    assert approach.stderr > 0.02
    assert claims.spectrum_matches_finite_theory(tables).value == pytest.approx(0.05)
