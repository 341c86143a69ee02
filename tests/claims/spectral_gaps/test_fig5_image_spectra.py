"""Claims of fig5_image_spectra, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig5_image_spectra as claims
from memgen.tables.rows import row, tidy


def images(share=0.6, control=1.0):
    rows = []
    for data, factor in (("images", share), ("gaussian", control)):
        for t, dimension, resolved in ((30.0, 2, 0.03), (0.1, 40, 0.5), (0.01, 50, 0.8)):
            at = {"data": data, "t": t}
            rows.append(row("tangent_dimension", "simulation", dimension * factor, 0.1, 3, **at))
            rows.append(row("resolved", "simulation", resolved * factor, 0.001, 3, **at))
            rows.append(row("linear_resolved", "theory", resolved, **at))
        rows.append(row("fresh_loss", "simulation", 0.4 * factor, 0.001, 3, data=data))
        rows.append(row("linear_optimum", "theory", 0.4, data=data))
    return {"image_spectra": tidy(rows)}


def test_images_are_judged_by_their_control():
    tables = images(control=1.1)
    assert claims.control_is_linear(tables).value == pytest.approx(1.1)
    assert claims.local_dimension_below_linear(tables).value == pytest.approx(0.6 / 1.1)
    assert claims.images_are_resolved_better(tables).value == pytest.approx(0.6 / 1.1)
    assert claims.images_are_no_gaussian(tables).value == pytest.approx(0.6)


def test_images_like_a_gaussian_break_them():
    tables = images(share=1.0)
    assert claims.local_dimension_below_linear(tables).value == pytest.approx(1)
    assert claims.images_are_no_gaussian(tables).value == pytest.approx(1)
    assert claims.images_are_no_gaussian(tables).stderr == pytest.approx(0.001 / 0.4)
