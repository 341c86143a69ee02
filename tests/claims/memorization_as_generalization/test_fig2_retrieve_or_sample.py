"""Claims of fig2_retrieve_or_sample, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig2_retrieve_or_sample as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_networks_of_digits():
    rows = [
        mean_row("likeness", draws(0.8), network="generating", t=1.0),
        mean_row("alike", draws(-0.01), network="generating", t=1.0),
        mean_row("alike", draws(0.1), network="hebbian", t=1.0),
    ]
    for t, share, gap in ((0.1, 0.94, 0.004), (1.0, 0.1, 0.016), (10.0, 0.0, 0.001)):
        rows += [
            mean_row("retrieved", draws(share), network="retrieving", t=t),
            mean_row("retrieved", draws(share / 10), network="generating", t=t),
            mean_row("memorised_gap", draws(gap, 0.001), network="generating", t=t),
            mean_row("memorised_gap", draws(10 * gap), network="learnt", t=t),
        ]
    tables = {"sampling": tidy(rows)}
    assert claims.retrieved_when_cold(tables).value == pytest.approx(0.94)
    assert claims.few_are_memorised(tables).value == pytest.approx(0.04)
    worst = claims.many_are_not_memorised(tables)
    assert worst.value == pytest.approx(0.016)
    assert worst.stderr > 0.001 / np.sqrt(3)
    assert claims.samples_differ(tables).value == pytest.approx(-0.01)
    assert claims.hebbian_samples_are_alike(tables).value == pytest.approx(0.1)
    assert claims.generated_like_digits(tables).value == pytest.approx(0.8)
