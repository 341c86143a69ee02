"""Claims of fig4_unlearning, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig4_unlearning as claims
from memgen.tables.rows import mean_row, row, tidy

PUBLISHED = {"D_in": 0.1, "D_opt": 0.25, "D_fin": 0.4}


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def tables(misses, sizes=(100, 150, 300)):
    rows = []
    for N in sizes:
        for load in (0.3, 0.4, 0.5):
            for rule, value in PUBLISHED.items():
                at = {"N": N, "load": load, "rule": rule}
                miss = misses.get((N, load, rule), 0.002)
                rows.append(row("dream_point", "simulation", value + miss, 0.001, 8, **at))
                rows.append(row("dream_point", "published", value, **at))
    structure = [
        mean_row("smallest_stability", draws(least * N / 100), N=N, alpha_D=alpha_D, rule=rule)
        for N in (100, 200)
        for alpha_D in (0.0, 0.1)
        for rule, least in (("unlearning", 0.5), ("perceptron", 2.0 - alpha_D))
    ]
    return {"dreams": tidy(rows), "structure": tidy(structure)}


def test_points_beside_the_table():
    odd = {(100, 0.5, "D_in"): 0.03, (300, 0.4, "D_opt"): -0.05}
    found = tables(odd)
    for claim in (claims.first_stable, claims.most_stable, claims.last_stable):
        assert claim(found).value == pytest.approx(0.002)
        assert claim(found).stderr < 0.001
    assert claims.first_stable_differs(found).value == pytest.approx(0.03)
    assert claims.most_stable_differs(found).value == pytest.approx(0.05)
    assert claims.margin_of_unlearning(found).value == pytest.approx(0.25)


def test_misses_of_both_signs_do_not_cancel():
    bad = tables({(N, 0.3, "D_fin"): sign * 0.02 for N, sign in ((150, 1), (300, -1))})
    assert claims.last_stable(bad).value == pytest.approx(np.sqrt((2 * 4e-4 + 7 * 4e-6) / 9))


def test_other_sizes_measure_nothing():
    small = tables({}, sizes=(50,))
    small["dreams"] = small["dreams"].query("kind != 'published'")
    for claim in (claims.first_stable, claims.first_stable_differs):
        assert np.isinf(claim(small).stderr)
