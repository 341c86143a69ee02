"""Claims of fig3_active_samples, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.losing_dimensions import fig3_active_samples as claims
from memgen.tables.rows import row, tidy


def test_active_samples():
    rows = []
    for k, (measured, theory) in enumerate(((0.6, 0.7), (0.4, 0.3), (0.6, 0.4), (0.9, 0.9))):
        at = {"t": 0.1, "x1": float(k), "x2": 0.0}
        rows.append(row("participation", "simulation", measured, 0.01, 5, **at))
        rows.append(row("participation", "theory", theory, **at))
    for k in range(4):  # all on one side: no contour there
        at = {"t": 1.0, "x1": float(k), "x2": 0.0}
        rows.append(row("participation", "simulation", 0.1, 0.01, 5, **at))
        rows.append(row("participation", "theory", 0.1, **at))
    found = claims.contour_follows_the_onset({"active_samples": tidy(rows)})
    assert found.value == 0.75
    assert found.stderr == pytest.approx(np.sqrt(0.75 * 0.25 / 5))
