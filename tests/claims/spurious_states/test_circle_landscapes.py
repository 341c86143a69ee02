"""Claims on circle landscapes, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spurious_states import (
    app_a3_toy_times,
    app_a4_cluster_threshold,
    fig2_toy_landscape,
)
from memgen.tables.rows import row, tidy


def landscape():
    rows = [row("exact_range", "theory", 1.276, t=0.025)]
    for k, nearest in enumerate((0.2, 0.1, 0.01)):
        rows.append(row("minimum_nearest", "theory", nearest, K=9, t=0.15, x1=float(k)))
        rows.append(row("minimum_nearest", "theory", 1.0, K=2, t=0.15, x1=float(k)))
    return {"toy_landscape": tidy(rows)}


def gathering(first=0.04, second=0.01):
    rows = []
    for curve, shares in (("network", (first, second)), ("exact", (0.001, 0.0))):
        for number, share in enumerate(shares):
            at = {"curve": curve, "number": number}
            rows.append(row("near_minimum", "simulation", share, 0.001, 4, **at))
            rows.append(row("near_others", "simulation", 0.004, 0.001, 4, **at))
    return {"toy_gathering": tidy(rows)}


def test_landscape():
    tables = landscape()
    assert fig2_toy_landscape.range_of_the_exact_energy(tables).value == 1.276
    assert fig2_toy_landscape.nine_points_have_spurious_minima(tables).value == 2


def test_gathering():
    first = fig2_toy_landscape.samples_gather_at_the_first_minimum
    second = fig2_toy_landscape.samples_gather_at_the_second_minimum
    assert first(gathering()).value == pytest.approx(0.04 - 0.004)
    assert first(gathering()).stderr == pytest.approx(2**0.5 * 0.001)
    assert second(gathering()).value == pytest.approx(0.01 - 0.004)
    assert first(gathering(first=0.001)).value == pytest.approx(-0.003)
    assert second(gathering(second=0.0)).value == pytest.approx(-0.004)
    left = fig2_toy_landscape.exact_score_leaves_the_first_minimum(gathering())
    assert left.value == pytest.approx(0.001 / 0.04)
    assert left.stderr == pytest.approx(0.001 / 0.04, rel=0.01)


def labelled(doubled=True):
    rows = []
    for number, noise in enumerate((0.01, -0.01, 0.01, 0.0, -0.01)):
        exact, biased = 0.3 * number, 0.2 * number + 0.1 * (number % 2)
        at = {"number": number, "angle": float(number)}
        for curve, value in (
            ("exact", exact),
            ("exact_prior_bias", biased),
            ("exact_released", 2 * biased),
        ):
            rows.append(row("energy", "theory", value, curve=curve, **at))
            rows.append(row("ring_energy", "theory", value, curve=curve, angle=float(number)))
        label = noise + (2 * biased if doubled else exact)
        rows.append(row("label", "published", label, **at))
    return {"toy_labels": tidy(rows)}


def test_labels():
    tables, correct = labelled(), labelled(doubled=False)
    slope = app_a3_toy_times.published_labels_are_doubled(tables)
    assert slope.value == pytest.approx(2, abs=0.05)
    assert 0 < slope.stderr < 0.05
    assert slope.freedom == 3
    for claim in (
        app_a3_toy_times.published_labels_are_the_released_energy,
        app_a3_toy_times.labels_follow_the_released_energy,
        app_a3_toy_times.doubling_alone_does_not_explain_them,
    ):
        ratio = claim(tables)
        assert ratio.value < 0.1
        assert ratio.stderr > 0
    released = app_a3_toy_times.published_labels_are_the_released_energy
    assert released(correct).value > 10
    # the bias -.1 number + .1 (number odd) over the range 1.2
    bias = np.array([0.0, 0.0, -0.2, -0.2, -0.4])
    expected = np.ptp(bias) / 1.2
    assert app_a3_toy_times.normal_prior_biases_the_energy(tables).value == pytest.approx(expected)


def clusters(nine=20):
    rows = []
    for K, low, high in ((2, 2, 2), (9, nine, 5), (1000, 50, 20)):
        rows.append(row("threshold", "theory", 2.0, K=K))
        for height, count in ((0.2, low), (2.0, low), (20.0, high), (200.0, high)):
            rows.append(row("clusters", "simulation", count, None, 1, K=K, height=height))
    for distance in (0.1, 0.5, 1.0, 1.5):
        rows.append(row("circle_pair_density", "theory", 0.4, distance=distance))
        at = {"K": 1000, "distance": distance}
        rows.append(
            row("pair_density", "simulation", 0.2 if distance < 0.4 else 0.41, 0.01, 5, **at)
        )
    return {"toy_landscape": tidy(rows)}


def test_clusters():
    assert app_a4_cluster_threshold.two_points_have_two_clusters(clusters()).value == 1
    nowhere = app_a4_cluster_threshold.nine_points_are_nine_clusters_nowhere
    assert nowhere(clusters()).value == 0
    assert nowhere(clusters(nine=9)).value == pytest.approx(2)  # decades
    assert nowhere(clusters()).stderr == pytest.approx(1)
    density = app_a4_cluster_threshold.distances_are_those_of_the_circle(clusters())
    assert density.value == pytest.approx(0.41 / 0.4)
    assert density.stderr == pytest.approx(0.025)
