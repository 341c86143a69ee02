"""Claims of fig17_network_vs_amp, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig17_network_vs_amp as claims
from memgen.tables.rows import row, tidy


def networks(gap=0.0, network=0.5, slope=-0.5):
    rows = []
    for P in (100, 1000):
        for model in ("linear", "empirical", "network"):
            for width in (16, 64) if model == "network" else (None,):
                at = {"model": model, "P": P} | ({"width": width} if width else {})
                rows.append(row("identity_gap", "simulation", gap, 0.01, 6, **at))
                for t in (0.1, 1.0):
                    value = 1.0 if model != "network" else network * (P / 1000) ** slope
                    value *= 1.0 if width in (None, 64) else 10
                    value *= 1.5 if t == 0.1 and model == "network" else 1
                    if model == "network":
                        over = row(
                            "excess_over_linear", "simulation", value - 1, 0.01, 6, **at, t=t
                        )
                        rows.append(over)
                    rows.append(row("score_error", "simulation", value, 0.01, 6, **at, t=t))
    return {"message_passing_networks": tidy(rows)}


@pytest.mark.parametrize(("gap", "network", "slope"), [(0.0, 0.5, -0.5), (0.3, 2.0, 0.2)])
def test_networks(gap, network, slope):
    tables = networks(gap, network, slope)
    assert claims.excess_risk_is_the_squared_difference(tables).value == pytest.approx(gap)
    assert claims.network_beats_linear(tables).value == pytest.approx(network - 1)
    assert claims.network_improves_with_points(tables).value == pytest.approx(slope * np.log(10))
