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
            rows.append(row("largest_margin", "theory", 2.0, N=N, load=load))
            rows += [
                mean_row("smallest_stability", draws(least), N=N, load=load, amount=amount)
                for amount, least in ((0.0, -1.0), (0.26, 0.5), (0.4, -1.0))
            ]
    return {"dreams": tidy(rows)}


def test_points_beside_the_table():
    odd = {(100, 0.5, "D_in"): 0.03, (300, 0.4, "D_opt"): -0.05}
    found = tables(odd)
    for claim in (claims.first_stable, claims.most_stable, claims.last_stable):
        assert claim(found).value == pytest.approx(0.002)
        assert claim(found).stderr < 0.001
    assert claims.the_first_row_differs(found).value == pytest.approx(0.03)
    assert claims.the_outlier_is_off_the_trend(found).value == pytest.approx(0.05)
    assert claims.margin_of_unlearning(found).value == pytest.approx(0.25)


def test_a_miss_is_seen_and_other_sizes_measure_nothing():
    bad = tables({(N, load, "D_fin"): 0.02 for N in (150, 300) for load in (0.3, 0.4, 0.5)})
    assert claims.last_stable(bad).value == pytest.approx(0.02)
    small = tables({}, sizes=(50,))
    small["dreams"] = small["dreams"].query("kind != 'published'")
    for claim in (claims.first_stable, claims.the_first_row_differs):
        assert np.isinf(claim(small).stderr)
