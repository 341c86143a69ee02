"""Claims of fig6_perceptron_capacity, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig6_perceptron_capacity as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.002, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def met(_):
    return 1.0


def rows_of(couplings, size, ratio):
    """Stabilities on a line in 1 / size to `ratio` of the theory's, at every load."""
    for load in (0.2, 0.5, 0.9):
        at = {"couplings": couplings, "load": load}
        yield row("theory_stability", "theory", 1 / load, **at)
        for one in (30, 60, 120):
            value = ratio(load) / load * (1 + 2 / one)
            yield mean_row("largest_stability", draws(value), **at, **{size: one})


def tables(full=met, diluted=met):
    rows = [
        *rows_of("symmetric", "N", full),
        *rows_of("diluted", "C", diluted),
        *rows_of("plain", "N", met),
        *(
            mean_row("fits", np.array(fits), couplings="symmetric", load=load, N=N)
            for N, load, fits in (
                (50, 1.3, [True, True]),
                (50, 1.4, [True, False]),
                (100, 1.4, [True, True]),
                (100, 1.5, [False, False]),
            )
        ),
        *(
            mean_row("fits", np.array(fits), couplings="diluted", load=load, C=C)
            for C, load, fits in (
                (16, 1.0, [True] * 4),
                (16, 1.1, [False] * 4),
                (32, 1.1, [True] * 3 + [False]),
                (32, 1.2, [True] + [False] * 3),
            )
        ),
    ]
    return {"perceptron_capacity": tidy(rows)}


def test_lines_are_continued_to_the_theory():
    good = tables()
    for claim in (
        claims.diluted_networks_meet_the_formula,
        claims.full_networks_follow_the_spectrum,
        claims.couplings_without_symmetry_meet_gardner,
        claims.full_networks_exceed_diluted_ones,
    ):
        assert claim(good).value == pytest.approx(1, abs=1e-9)
    fits = claims.full_networks_fit_in_the_gap(good)
    assert (fits.value, fits.stderr) == (1, 0.25)
    # half at 1.05 and 1.15
    half = claims.diluted_networks_are_fitted_up_to_the_formula(good)
    assert half.value == pytest.approx(1.25)
    assert half.stderr > 0.02


def test_the_worst_load_is_taken_and_pays_for_it():
    bad = tables(lambda load: 1.1 if load == 0.5 else 1.0, lambda load: 0.9 if load > 0.8 else 1.0)
    diluted = claims.diluted_networks_meet_the_formula(bad)
    assert diluted.value == pytest.approx(0.9)
    full = claims.full_networks_follow_the_spectrum(bad)
    assert full.value == pytest.approx(1.1)
    assert full.stderr > claims.full_networks_exceed_diluted_ones(tables()).stderr / np.sqrt(2)
    assert claims.full_networks_exceed_diluted_ones(bad).value == pytest.approx(1.1)
    # beyond a load of .7 no line in 1/N is trusted
    far = tables(lambda load: 2.0 if load == 0.9 else 1.0)
    assert claims.full_networks_follow_the_spectrum(far).value == pytest.approx(1, abs=1e-9)
    assert claims.full_networks_follow_the_spectrum_further(far).value == pytest.approx(2)
