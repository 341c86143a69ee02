"""Claims of fig1a_energy_merging, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import fig1a_energy_merging as claims
from memgen.tables.rows import row, tidy


def test_merging():
    rows = []
    for t, ratio in ((0.01, 1.0), (0.04, 0.9)):
        rows.append(row("merging_distance", "theory", 2 * t**0.5, t=t))
        rows.append(row("merging_distance_found", "theory", 2 * t**0.5 * ratio, t=t))
    assert claims.merging_threshold({"merging": tidy(rows)}).value == pytest.approx(0.9)
