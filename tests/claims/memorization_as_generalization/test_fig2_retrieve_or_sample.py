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
        mean_row("log_level_t_gap", draws(-0.01), network="random"),
        mean_row("likeness", draws(0.8), network="generating", t=1.0),
    ]
    for t, share, gap in ((0.1, 0.94, 0.004), (1.0, 0.1, 0.006), (10.0, 0.0, 0.001)):
        rows += [
            mean_row("retrieved", draws(share), network="retrieving", t=t),
            mean_row("retrieved", draws(share / 10), network="generating", t=t),
            mean_row("memorised_gap", draws(gap), network="generating", t=t),
            mean_row("memorised_gap", draws(0.2), network="retrieving", t=t),
        ]
    tables = {"sampling": tidy(rows)}
    assert claims.sampled_temperature(tables).value == pytest.approx(-0.01)
    assert claims.retrieved_when_cold(tables).value == pytest.approx(0.94)
    assert claims.generated_not_memorised(tables).value == pytest.approx(0.006)
    assert claims.generated_like_digits(tables).value == pytest.approx(0.8)
