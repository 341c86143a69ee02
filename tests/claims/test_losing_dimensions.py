"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import losing_dimensions as claims
from memgen.tables.rows import row, tidy


def test_concept():
    rows = []
    for data, times in (("few", (1.0, 0.9)), ("many", (8.0, 1.0))):
        for direction, half, lost in zip(("large", "small"), times, (10.0, 1.0), strict=True):
            at = {"data": data, "direction": direction}
            rows.append(row("half_time", "simulation", half, 0.01, 5, **at))
            rows.append(row("loss_time", "theory", lost, **at))
    tables = {"concept": tidy(rows)}
    assert claims.few_directions_lost_together(tables).value == pytest.approx(1 / 0.9)
    assert claims.many_directions_lost_in_order(tables).value == pytest.approx(0.8)
    assert claims.many_directions_lost_in_order(tables).stderr > 0


def test_condensation():
    rows = []
    for direction, ratio in (("large", 1.0), ("normal", 1.2)):
        at = {"direction": direction, "radius": 1.0}
        rows.append(row("half_time", "simulation", 2.0 * ratio, 0.01, 5, **at))
        rows.append(row("half_time", "theory", 2.0, **at, model="finite"))
        rows.append(row("half_time", "theory", 8.0, **at, model="gaussian"))
    tables = {"condensation": tidy(rows)}
    assert claims.finite_theory_within_errors(tables).value == pytest.approx(1.2)
    assert claims.gaussian_model_is_off(tables).value == pytest.approx(4.0)


def test_active_samples():
    rows = []
    for k, (measured, theory) in enumerate(((0.6, 0.7), (0.4, 0.3), (0.6, 0.4), (0.9, 0.9))):
        at = {"t": 0.1, "x1": float(k), "x2": 0.0}
        rows.append(row("participation", "simulation", measured, 0.01, 5, **at))
        rows.append(row("participation", "theory", theory, **at))
    for k in range(4):  # all on one side: no contour there
        at = {"t": 1.0, "x1": float(k), "x2": 0.0}
        rows.append(row("participation", "simulation", 0.1, 0.01, 5, **at))
        rows.append(row("participation", "theory", 0.1, **at))
    found = claims.contour_follows_the_onset({"active_samples": tidy(rows)})
    assert found.value == 0.75
    assert found.stderr == pytest.approx(np.sqrt(0.75 * 0.25 / 5))


def spectra(after):
    rows = []
    for k, dimension in enumerate((0.0, 2.0, 7.0, 7.0, after)):
        at = {"t": 10.0**-k}
        rows.append(row("dimension", "theory", dimension, **at, panel="theory_published", P=9))
        rows.append(
            row("dimension", "simulation", dimension + 0.3, 0.1, 3, **at, panel="empirical", P=9)
        )
        for P in (9, 50, 500):
            here = at | {"panel": "network", "P": P}
            rows.append(row("dimension", "simulation", dimension * P / 50, 0.1, 3, **here))
            rows.append(row("gap", "simulation", k * P / 1000, 0.01, 3, **here))
    rows.append(row("sequence", "simulation", 0.8, 0.2, 5, panel="empirical", P=9))
    for P in (9, 50, 500):
        rows.append(row("sequence", "simulation", P / 500, 0.0, 5, panel="network", P=P))
    return {"spectra": tidy(rows)}


def test_spectra():
    tables = spectra(5.0)
    assert claims.theory_first_dimension(tables).value == 2
    assert claims.theory_full_dimension(tables).value == 7
    assert claims.theory_after_loss(tables).value == 5
    assert claims.theory_after_loss(spectra(7.0)).value == 0
    assert claims.empirical_first_dimension(tables).value == 2
    assert claims.empirical_full_dimension(tables).value == 7
    assert claims.empirical_after_loss(tables).value == 5
    assert claims.network_full_dimension(tables).value == 7
    assert claims.empirical_sequence(tables).value == 0.8
    assert claims.network_sequence(tables).value == 0.1
    assert claims.network_sequence(tables).stderr == pytest.approx(1 / 7)
    assert claims.gap_opens_with_data(tables).value == pytest.approx(4 * (0.5 - 0.009))


def test_images():
    rows = []
    for size, dimension in ((10, 5.0), (100, 15.0)):
        at = {"trained_on": size, "probed": "fresh"}
        rows.append(row("tangent_dimension", "simulation", dimension, 0.5, 9, **at))
        rows.append(row("detected_dimension", "simulation", dimension - 1, 0.5, 9, **at))
    tables = {"image_dimension": tidy(rows)}
    assert claims.image_dimension_grows(tables).value == pytest.approx(3)
    assert claims.estimates_agree(tables).value == pytest.approx(14 / 15)
