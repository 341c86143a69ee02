"""Claims of app_a5_toy_basins, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import app_a5_toy_basins as claims
from memgen.tables.rows import row, tidy


def test_recovery():
    rows = []
    for point, (found, exact) in enumerate(((0.4, 0.42), (0.1, 0.17)), start=1):
        at = {"K": 2, "point": point}
        rows.append(row("critical_time", "simulation", found, 0.01, 8, **at))
        rows.append(row("expected_time", "theory", exact, 0.02, **at))
    found = claims.recovery_as_predicted({"toy_basins": tidy(rows)})
    assert found.value == pytest.approx(0.07)
    assert found.stderr == 0.01
    assert found.n == 8
