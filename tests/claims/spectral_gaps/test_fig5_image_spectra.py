"""Claims of fig5_image_spectra, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spectral_gaps import fig5_image_spectra as claims
from memgen.tables.rows import row, tidy


def images(share):
    """The network's numbers are a share of the linear control's below t = 10."""
    rows = []
    for t, value in ((30.0, 0.0), (0.3, 5.0), (0.1, 6.0), (0.03, 8.0), (0.003, 10.0)):
        part = share if t < 10 else 1.0
        rows.append(row("linear_dimension", "theory", value, t=t))
        rows.append(row("tangent_dimension", "simulation", part * value, 0.1, 5, t=t))
        resolved = (1 + value) / 20
        rows.append(row("linear_resolved", "theory", resolved, t=t))
        rows.append(row("resolved", "simulation", part * resolved, 0.01, 5, t=t))
    return {"image_spectra": tidy(rows)}


@pytest.mark.parametrize("share", [0.6, 1.0])
def test_images(share):
    tables = images(share)
    assert claims.linear_at_large_noise(tables).value == pytest.approx(1)
    assert claims.local_dimension_below_linear(tables).value == pytest.approx(share)
    assert claims.images_are_resolved_better(tables).value == pytest.approx(share)
    assert claims.dimension_still_grows(tables).value == pytest.approx(1.25)


def test_a_dimension_of_nothing_is_not_measured():
    rows = [row("tangent_dimension", "simulation", 0.0, 0.0, 5, t=t) for t in (0.03, 0.003)]
    assert np.isinf(claims.dimension_still_grows({"image_spectra": tidy(rows)}).stderr)
