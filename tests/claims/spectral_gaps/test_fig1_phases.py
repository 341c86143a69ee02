"""Claims of fig1_phases, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spectral_gaps import fig1_phases as claims
from memgen.tables.rows import row, tidy


def phases(factor=1.0, miss=1.0):
    s1, s2, error = 1.0, 0.1, 1e-3
    rows = [row("widest_gap", "theory", (s1 - s2) / (s1 + s2), t=s1 * s2)]
    for label, t in (("at", 0.1), ("above", 1.0), ("below", 0.01)):
        # Another variance than s_2^2 moves the gap and its sides.
        width = t / (t + factor * s2**2) - t / (t + s1**2)
        place = {"direction": "middle", "t": t}
        rows.append(row(f"gap_{label}_widest", "simulation", width, error, 9, **place))
    half = factor * s2**2 / (s2**2 + factor * s2**2)
    rows.append(row("gap_at_half", "simulation", half, error, 9, direction="final", t=s2**2))
    for k, t in enumerate(np.geomspace(1e-3, 10, 8)):
        for name, std in (("normal", 0.0), ("second", s2), ("first", s1)):
            place = {"direction": name, "t": t}
            value = t / (t + std**2)
            rows.append(row("expected_value", "theory", value, **place))
            measured = value + (-1) ** k * miss * error
            rows.append(row("singular_value", "simulation", measured, error, 9, **place))
    return {"phases": tidy(rows)}


def test_phases():
    assert claims.values_follow_tweedie(phases()).value == pytest.approx(1)
    assert claims.values_follow_tweedie(phases(miss=3.0)).value == pytest.approx(9)
    assert claims.widest_gap(phases()).value == pytest.approx(1)
    assert claims.gap_is_even_about_its_widest(phases()).value == pytest.approx(1)
    assert claims.final_gap_is_half_open(phases()).value == pytest.approx(0.5)
    off = phases(factor=2.0)
    assert claims.widest_gap(off).value == pytest.approx(0.905, abs=0.01)
    assert claims.gap_is_even_about_its_widest(off).value > 1.2
    assert claims.final_gap_is_half_open(off).value == pytest.approx(2 / 3)
