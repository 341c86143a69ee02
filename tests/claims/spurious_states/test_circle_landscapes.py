"""Claims on circle landscapes, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import app_a3_toy_times, fig2_toy_landscape
from memgen.tables.rows import row, tidy


def landscape(doubled=True, clusters=(0.2, 0.01)):
    rows = [row("exact_range", "theory", 1.276, t=0.025)]
    for k, nearest in enumerate((0.2, 0.1, 0.01)):
        rows.append(row("minimum_nearest", "theory", nearest, K=9, t=0.15, x1=float(k)))
        rows.append(row("minimum_nearest", "theory", 1.0, K=4, t=0.15, x1=float(k)))
    for k, nearest in enumerate(clusters):
        at = {"K": 9, "cluster": k, "size": 5}
        rows.append(row("centroid_nearest", "simulation", nearest, None, 1, **at))
    # one sample is no cluster
    lone = {"K": 9, "cluster": 9, "size": 1}
    rows.append(row("centroid_nearest", "simulation", 0.5, None, 1, **lone))
    noise = (0.01, -0.01, 0.01, 0.0, -0.01)
    for angle, e in zip((0.0, 1.0, 2.0, 3.0, 4.0), noise, strict=True):
        exact, biased = 0.3 * angle, 0.2 * angle
        for curve, value in (
            ("exact", exact),
            ("exact_prior_bias", biased),
            ("exact_released", 2 * biased),
        ):
            at = {"curve": curve, "angle": angle, "K": 9, "t": 0.15}
            rows.append(row("ring_energy", "theory", value, **at))
        label = e + (2 * biased if doubled else exact)
        at = {"curve": "label", "angle": angle, "K": 9, "t": 0.15}
        rows.append(row("ring_energy", "published", label, **at))
    return {"toy_landscape": tidy(rows)}


def test_landscape():
    tables = landscape()
    assert fig2_toy_landscape.range_of_the_exact_energy(tables).value == 1.276
    assert fig2_toy_landscape.nine_points_have_spurious_minima(tables).value == 2
    assert fig2_toy_landscape.nine_points_have_spurious_clusters(tables).value == 1
    none = landscape(clusters=(0.01, 0.02))
    assert fig2_toy_landscape.nine_points_have_spurious_clusters(none).value == 0


def test_labels():
    tables, correct = landscape(), landscape(doubled=False)
    slope = app_a3_toy_times.published_labels_are_doubled(tables)
    assert slope.value == pytest.approx(2, abs=0.05)
    assert 0 < slope.stderr < 0.05
    ratio = app_a3_toy_times.published_labels_are_the_released_energy(tables)
    assert ratio.value < 0.1
    assert ratio.stderr > 0
    assert app_a3_toy_times.published_labels_are_the_released_energy(correct).value > 10
    # the bias -.1 angle over the range .3 angle
    assert app_a3_toy_times.normal_prior_biases_the_energy(tables).value == pytest.approx(1 / 3)
