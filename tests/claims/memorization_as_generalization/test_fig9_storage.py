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
        for rule, value in (("hebb", 0.0), ("unlearning", 0.05))
        for load in (0.5, 1.0, 1.2)
    ]
    for t, fractions in ((1.0, (1.0, 1.0, 0.97)), (5.0, (1.0, 0.75, 0.25))):
        rows += [
            mean_row("stored", draws(f), N=100, P=P, load=P / 100, points=10, t=t, rule="score")
            for P, f in zip((10, 100, 10000), fractions, strict=True)
        ]
        rows.append(row("capacity", "theory", 10.0, N=100, t=t, rule="score"))
    tables = {"storage": tidy(rows)}
    assert claims.networks_fail_at_load_one(tables).value == pytest.approx(0.05)
    assert claims.score_stores_far_beyond_load_one(tables).value == pytest.approx(0.97)
    exact = {"storage": tables["storage"].assign(stderr=0.0)}
    certain = claims.score_stores_far_beyond_load_one(exact)
    assert certain.stderr == pytest.approx(1 / 42)  # no point differed: not known exactly
    # half way between 100 and 10000 in log P: 1000, which is the theory's 10 N
    found = claims.capacity_of_the_score(tables)
    assert found.value == pytest.approx(1)
    assert found.stderr == pytest.approx(0.02 / np.sqrt(3) / (0.5 / np.log(100)) / np.log(1000))
    never = tables["storage"][tables["storage"]["t"] != 5.0]
    assert np.isinf(claims.capacity_of_the_score({"storage": never}).stderr)
