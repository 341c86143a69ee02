"""Claims of fig5_image_spectra, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spectral_gaps import fig5_image_spectra as claims
from memgen.tables.rows import row, tidy


def test_images():
    rows = [
        row("tangent_dimension", "simulation", value, 0.1, 5, t=t)
        for t, value in ((30.0, 0.0), (0.3, 5.0), (0.03, 8.0), (0.003, 10.0))
    ]
    tables = {"image_spectra": tidy(rows)}
    assert claims.trivial_phase(tables).value == 0
    assert claims.coverage_phase(tables).value == pytest.approx(0.5)
    assert claims.consolidation_phase(tables).value == pytest.approx(1.25)
    flat = [row("tangent_dimension", "simulation", 0.0, 0.0, 5, t=t) for t in (30.0, 0.003)]
    assert np.isinf(claims.coverage_phase({"image_spectra": tidy(flat)}).stderr)
