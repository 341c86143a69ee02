"""Claims of fig6_perceptron_capacity, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig6_perceptron_capacity as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_capacities():
    rows = []
    for couplings, capacity, ratio in (("symmetric", 1.278, 1.2), ("plain", 2.0, 1.0)):
        rows += [
            row("storage_load", "theory", capacity - kappa, couplings=couplings, kappa=kappa)
            for kappa in (0.0, 0.5)
        ]
        for load in (0.2, 0.5):
            at = {"couplings": couplings, "load": load}
            rows.append(row("gardner_stability", "theory", 1 / load, **at))
            rows += [
                mean_row("largest_stability", draws(ratio / load * (1 + 1 / N)), **at, N=N)
                for N in (50, 10**9)
            ]
    rows += [
        row("spectral_stability", "theory", 1.25 / load, couplings="symmetric", load=load)
        for load in (0.2, 0.5, 1.0)
    ]
    rows += [
        mean_row("fits", np.array(fits), couplings="symmetric", load=1.3, N=N)
        for N, fits in ((50, [True, False]), (100, [True, True]))
    ]
    tables = {"perceptron_capacity": tidy(rows)}
    assert claims.symmetric_capacity_of_the_formula(tables).value == 1.278
    assert claims.capacity_without_symmetry(tables).value == 2
    assert claims.stability_without_symmetry(tables).value == pytest.approx(1, abs=1e-6)
    assert claims.symmetric_couplings_exceed_the_formula(tables).value == pytest.approx(
        1.2, abs=1e-6
    )
    by_spectrum = claims.symmetric_stability_follows_the_spectrum(tables)
    assert by_spectrum.value == pytest.approx(1.2 / 1.25, abs=1e-3)
    fits = claims.symmetric_couplings_fit_above_the_formula(tables)
    assert (fits.value, fits.stderr) == (1, 0.25)
