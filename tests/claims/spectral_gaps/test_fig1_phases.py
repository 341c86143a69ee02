"""Claims of fig1_phases, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spectral_gaps import fig1_phases as claims
from memgen.tables.rows import row, tidy


def phases(shift=1.0, factor=1.0):
    s1, s2, threshold = 1.0, 0.1, 0.5
    rows = [
        row("widest_time", "theory", s1 * s2),
        row("widest_gap", "theory", (s1 - s2) / (s1 + s2)),
        row("opening_time", "theory", s2**2, threshold=threshold),
    ]
    for t in np.geomspace(1e-5, 1e3, 241):
        at = t / shift
        middle = at / (at + s2**2) - at / (at + s1**2)
        for name, width in (("middle", factor * middle), ("final", s2**2 / (at + s2**2))):
            rows.append(row("gap", "simulation", width, None, 1, direction=name, t=t))
    return {"phases": tidy(rows)}


def test_phases():
    for measure in (claims.phase_widest_time, claims.phase_widest_gap, claims.phase_opening_time):
        assert measure(phases()).value == pytest.approx(1, abs=1e-3)
    assert claims.phase_widest_time(phases(shift=1.5)).value == pytest.approx(1.5, rel=1e-3)
    assert claims.phase_opening_time(phases(shift=1.5)).value == pytest.approx(1.5, rel=1e-3)
    assert claims.phase_widest_gap(phases(factor=0.9)).value == pytest.approx(0.9, rel=1e-3)
