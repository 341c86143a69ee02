"""Claims of fig9_storage, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig9_storage as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_storage():
    rows = [
        mean_row("stored", draws(value), N=100, load=load, points=100 * load, rule=rule)
        for rule, value in (("hebb", 0.0), ("unlearning", 0.06))
        for load in (0.5, 1.0, 1.2)
    ]
    for P, f in ((10, 1.0), (300, 0.97), (10000, 0.2)):
        point = {"N": 100, "P": P, "load": P / 100, "points": 10, "t": 8.0, "rule": "score"}
        rows.append(mean_row("stored", draws(f), **point))
    # at t = 20 theory has exp(2) points: too few of them
    for t, half, ratio in ((5.0, 0.1, 1.1), (8.0, 0.1, 0.95), (20.0, 0.02, 2.0)):
        at = {"N": 100, "t": t, "rule": "score"}
        rows.append(row("measured_half_load", "theory", half, 0.001, 9, **at))
        rows.append(row("measured_half_load", "simulation", half * ratio, 0.001, 9, **at))
    for N in (40, 60, 80):
        for t, ratio in ((5.0, 1.02), (8.0, 1.2)):
            at = {"N": N, "t": t, "rule": "score"}
            rows.append(row("log_half", "theory", 0.1 * N, 0.01, 9, **at))
            rows.append(row("log_half", "simulation", ratio * 0.1 * N, 0.01, 9, **at))
        at = {"N": N, "rule": "pseudo_inverse"}
        rows.append(row("log_half", "simulation", np.log(0.5 * N**1.5), 0.01, 9, **at))
    tables = {"storage": tidy(rows)}
    fails = claims.networks_fail_at_load_one(tables)
    assert fails.value == pytest.approx(0.06)
    assert fails.stderr > 0.02 / np.sqrt(3)  # it was chosen among two
    assert claims.score_stores_beyond_load_one(tables).value == pytest.approx(0.97)
    exact = {"storage": tables["storage"].assign(stderr=0.0)}
    certain = claims.score_stores_beyond_load_one(exact)
    assert certain.stderr == pytest.approx(1 / 42)  # no point differed: not known exactly
    assert claims.score_loses_where_theory_says(tables).value == pytest.approx(1.1)
    assert claims.score_grows_exponentially(tables).value == pytest.approx(1.2)
    assert claims.projector_grows_linearly(tables).value == pytest.approx(1.5)
    kinds = (tables["storage"]["quantity"] != "measured_half_load") | (
        tables["storage"]["kind"] == "theory"
    )
    never = {"storage": tables["storage"][kinds]}
    assert np.isinf(claims.score_loses_where_theory_says(never).stderr)
