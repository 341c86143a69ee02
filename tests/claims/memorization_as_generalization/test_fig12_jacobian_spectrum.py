"""Claims of fig12_jacobian_spectrum, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig12_jacobian_spectrum as claims
from memgen.tables.rows import row, tidy


def test_sub_manifolds():
    rows = [row("kolmogorov_distance", "simulation", 0.004, 1e-3, 3, N=100)]
    for gap, theory, drawn in (("0", 0.2, 0.21), ("1", 0.01, 0.0099), ("final", 4e-4, 5e-4)):
        rows.append(row("time", "theory", 2 * theory, gap=gap))
        rows.append(row("time", "theory", theory, gap=gap, N=100))
        rows.append(row("time", "simulation", drawn, 0.01 * drawn, 3, gap=gap, N=100))
    rows.append(row("nonzero_eigenvalues", "theory", 50.0, N=100))
    tables = {"jacobian_spectrum": tidy(rows)}
    rigid = np.sqrt(2) * np.log(50) / (50 * np.pi)
    assert claims.sub_manifold_spectra(tables).value == pytest.approx(0.004 / rigid)
    order = claims.gaps_open_in_order(tables)
    closest = np.log(0.2 / 0.01)
    assert order.value == pytest.approx(np.log(0.21 / 0.0099) / closest)
    assert order.stderr == pytest.approx(0.02 / closest)
    mean = claims.intermediate_gaps_are_widest_in_time(tables)
    assert mean.value == pytest.approx(1.02)
    assert mean.stderr == pytest.approx((0.0105 + 0.0099) / 2)
    assert claims.final_gap_opens_last(tables).value == pytest.approx(1.25)
