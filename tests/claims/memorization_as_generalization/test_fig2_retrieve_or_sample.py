"""Claims of fig2_retrieve_or_sample, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig2_retrieve_or_sample as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_overlaps_of_samples():
    rows = [mean_row("chance", draws(0.2), network="digits")]
    for t, m in ((0.1, 1.0), (30.0, 0.22)):
        at = {"network": "digits", "start": "cooled", "t": t}
        rows.append(mean_row("nearest_overlap", draws(m, 0.0), **at))
    rows += [
        mean_row("overlap_gap", draws(m), network="random", t=t) for t, m in ((1, 0.01), (2, 0.03))
    ]
    tables = {"sampling": tidy(rows)}
    cold = claims.overlap_when_cold(tables)
    assert cold.value == 1
    assert cold.stderr == 0
    assert claims.overlap_when_hot(tables).value == pytest.approx(0.02)
    assert claims.sampled_overlap_is_exact(tables).value == pytest.approx(0.02)
