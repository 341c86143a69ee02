"""Claims of fig6_curved_manifold, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig6_curved_manifold as claims
from memgen.tables.rows import row, tidy


def test_curved():
    rows = [
        row("probes", "theory", 50.0),
        row("dimension_recovered", "simulation", 1.0, 0.0, 4, t=1e-3),
    ]
    for t, ratio in ((1e-5, 1.5), (1e-4, 1.2), (1e-3, 1.0), (1e-2, 3.0)):
        for direction in (0, 1):
            at = {"t": t, "direction": direction}
            value = ratio * (1 + direction)
            rows.append(row("ratio_to_tangent_map", "simulation", value, 0.1, 4, **at))
    for direction, exponent in ((0, 1.0), (1, 1.1)):
        rows.append(row("vanishing_exponent", "simulation", exponent, 0.01, 4, direction=direction))
    tables = {"curved": tidy(rows)}
    assert claims.tangent_dimension(tables).value == 1
    assert claims.tangent_dimension(tables).stderr == pytest.approx(1 / 200)
    assert claims.tangent_map(tables).value == 3
    assert claims.tangent_values_vanish(tables).value == pytest.approx(1.1)
