"""Claims of fig2_dynamical_regimes, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.training_dynamics import fig2_dynamical_regimes as claims
from memgen.tables.rows import row, tidy


def regimes(miss=0.0, ratio=1.0, share=1.0, released=True):
    """Clones that miss phi, a collapse off theory, released points with a share of the class."""
    rows = [row("same_class_at_speciation", "theory", v, d=d) for d, v in ((9, 0.5), (99, 0.775))]
    for d in (9, 99):
        for k, t in enumerate(np.linspace(1.1, 1.8, 8)):
            rows.append(row("same_class", "theory", 1 / t, d=d, t=t))
            value = 1 / t + (-1) ** k * miss * np.sqrt((1 - 1 / t) / t / 100)
            rows.append(row("same_class", "simulation", value, 0.01, 100, d=d, t=t))
    for N in (10, 20):
        rows.append(row("collapse_time", "theory", 1.9, N=N, model="published"))
        rows.append(row("collapse_time", "theory", 2.0, N=N, model="finite"))
        rows.append(row("collapse_time", "simulation", 2.0 * ratio, 0.1, 4, N=N))
        miss = 0.01 * N * (share - 1)
        rows.append(row("excess_entropy_miss", "simulation", miss, 0.02, 30, N=N))
        for t in (1.5, 2.5, 3.0) if released else ():
            there = {"N": N, "t": t}
            value = 0.8 - 0.1 * share if t > 2 else 0.7
            rows.append(row("excess_entropy", "published", value, 0.01, **there))
            for model, theory in (("published", 0.8), ("finite", 0.7)):
                there["model"] = model
                rows.append(row("excess_entropy_at_published", "theory", theory, **there))
    return {"regimes": tidy(rows)}


def test_speciation():
    assert claims.clones_in_one_class_at_speciation(regimes()).value == 0.775
    assert claims.clones_in_one_class_match_theory(regimes()).value == pytest.approx(0)
    missed = claims.clones_in_one_class_match_theory(regimes(miss=3))
    assert missed.value == pytest.approx(9)
    assert missed.stderr == pytest.approx(np.sqrt(2 / 16))


def test_collapse():
    assert claims.collapse_at_predicted_time(regimes(ratio=1.2)).value == pytest.approx(1.2)


def test_released_points():
    assert claims.released_points_match_theory(regimes()).value == pytest.approx(0)
    # 5 errors off at the 4 of 6 points past the collapse
    assert claims.released_points_match_theory(regimes(share=0.5)).value == pytest.approx(
        25 * 4 / 6
    )
    drawn = claims.drawn_entropy_matches_theory(regimes(share=0.5))
    assert drawn.value == pytest.approx(-0.1)
    assert drawn.stderr > 0.02  # paid for the selection
    half = claims.entropy_missing_from_the_published_law(regimes(share=0.5))
    assert half.value == pytest.approx(0.5)
    assert half.stderr == pytest.approx(0.01 / 0.1 / 2)
    for claim in (
        claims.released_points_match_theory,
        claims.entropy_missing_from_the_published_law,
    ):
        assert claim(regimes(released=False)).stderr == np.inf
