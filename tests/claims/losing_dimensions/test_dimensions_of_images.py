"""Claims on dimensions of images, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig6_image_dimension, fig7_spectra_grid
from memgen.tables.rows import row, tidy


def test_images():
    rows = []
    for size, dimension in ((10, 5.0), (100, 15.0)):
        at = {"trained_on": size, "probed": "fresh"}
        rows.append(row("tangent_dimension", "simulation", dimension, 0.5, 9, **at))
        rows.append(row("detected_dimension", "simulation", dimension - 1, 0.5, 9, **at))
    tables = {"image_dimension": tidy(rows)}
    assert fig6_image_dimension.image_dimension_grows(tables).value == pytest.approx(3)
    assert fig7_spectra_grid.estimates_agree(tables).value == pytest.approx(14 / 15)
