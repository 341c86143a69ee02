"""Claims of fig12_jacobian_spectrum, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig12_jacobian_spectrum as claims
from memgen.tables.rows import row, tidy


def test_sub_manifolds():
    rows = [
        row("kolmogorov_distance", "simulation", v, 1e-3, 3, of=name)
        for name, v in (("density", 0.01), ("jacobian_density", 0.02))
    ]
    for gap, peak in (("0", 1.0), ("1", 0.1)):
        for t in (1.0, 0.1, 0.01, 1e-3):
            rows.append(row("gap", "theory", 0.5 if t == peak else 0.1, gap=gap, t=t))
    for t in (1.0, 0.1, 0.01, 1e-3):
        rows.append(row("gap", "theory", 0.9 if t <= 0.01 else 0.1, gap="final", t=t))
    tables = {"jacobian_spectrum": tidy(rows)}
    assert claims.sub_manifold_spectra(tables).value == 0.02
    assert claims.gaps_open_in_order(tables).value == pytest.approx(np.log(10))
