"""Each claim of the circle toy holds on tables made to satisfy it, and fails on broken ones."""

import pytest

from memgen.claims import spurious_states as claims
from memgen.tables.rows import row, tidy


def test_merging():
    rows = []
    for t, ratio in ((0.01, 1.0), (0.04, 0.9)):
        rows.append(row("merging_distance", "theory", 2 * t**0.5, t=t))
        rows.append(row("merging_distance_found", "theory", 2 * t**0.5 * ratio, t=t))
    assert claims.merging_threshold({"merging": tidy(rows)}).value == pytest.approx(0.9)


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
    assert claims.exact_range(tables).value == 1.276
    assert claims.nine_points_have_spurious_minima(tables).value == 2
    assert claims.nine_points_have_spurious_clusters(tables).value == 1
    none = landscape(clusters=(0.01, 0.02))
    assert claims.nine_points_have_spurious_clusters(none).value == 0


def test_labels():
    tables, correct = landscape(), landscape(doubled=False)
    slope = claims.labels_are_doubled(tables)
    assert slope.value == pytest.approx(2, abs=0.05)
    assert 0 < slope.stderr < 0.05
    ratio = claims.labels_are_the_released_energy(tables)
    assert ratio.value < 0.1
    assert ratio.stderr > 0
    assert claims.labels_are_the_released_energy(correct).value > 10
    # the bias -.1 angle over the range .3 angle
    assert claims.bias_of_the_prior(tables).value == pytest.approx(1 / 3)


def training(above=0.0018, share=0.02):
    rows = [row("circle_optimum", "theory", 0.9)]
    for K, best, from_points, from_circle in (
        (2, 0.3, 0.003, 0.5),
        (9, 0.6, 0.03, 0.2),
        (1000, 0.9, above, 0.0009),
    ):
        rows.append(row("empirical_optimum", "simulation", best, 0.001, 8, K=K))
        rows.append(row("network_from_empirical", "simulation", from_points, 1e-4, 50, K=K))
        rows.append(row("network_from_circle", "simulation", from_circle, 1e-4, 50, K=K))
        rows.append(row("empirical_from_circle", "simulation", 0.0009, 1e-5, 50, K=K))
        for t in (0.001, 0.1):
            followed = share if (K, t) == (1000, 0.001) else 0.9
            rows.append(row("followed", "simulation", followed, 0.01, 50, K=K, t=t))
    return {"toy_training": tidy(rows)}


def test_training():
    tables = training()
    assert claims.largest_reaches_circle(tables).value == pytest.approx(1.001)
    assert claims.largest_is_nearer_to_circle(tables).value == pytest.approx(0.5)
    stays = claims.largest_stays_above_its_points(tables)
    assert stays.value == pytest.approx(2)
    assert stays.stderr > 0
    assert claims.largest_stays_above_its_points(training(above=0.0003)).value < 1
    assert claims.largest_does_not_follow_its_points(tables).value == 0.02
    assert claims.largest_does_not_follow_its_points(training(share=0.7)).value == 0.7
    assert claims.few_points_are_learnt(tables).value == pytest.approx(1.05)


def test_recovery():
    rows = []
    for point, (found, exact) in enumerate(((0.4, 0.42), (0.1, 0.17)), start=1):
        at = {"K": 2, "point": point}
        rows.append(row("critical_time", "simulation", found, 0.01, 8, **at))
        rows.append(row("expected_time", "theory", exact, 0.02, **at))
    found = claims.recovery_as_predicted({"toy_basins": tidy(rows)})
    assert found.value == pytest.approx(0.07)
    assert found.stderr == 0.01
    assert found.n == 8


def minima(early=0, late=2):
    rows = []
    for t, spurious in ((0.001, early), (0.0025, 0), (0.003, 0), (0.005, late), (0.25, 3)):
        rows.append(row("spurious", "theory", spurious, K=9, t=t))
        rows.append(row("spurious", "theory", 0, K=2, t=t))
    for t, ratio in ((0.01, 1.01), (0.1, 5.0)):
        # the second is not small beside 1/beta
        small = 0.1 * t if ratio < 2 else 0.5 * t
        rows.append(row("barrier", "theory", small, K=12, t=t))
        rows.append(row("barrier_found", "theory", ratio * small, K=12, t=t))
        for K, scale in ((100, 1.5), (1000, 1.1)):
            rows.append(row("ring_variance", "theory", 1e-4, K=K, t=t))
            rows.append(row("ring_variance", "simulation", scale * 1e-4, 1e-6, 9, K=K, t=t))
    return {"toy_minima": tidy(rows)}


def test_minima():
    tables = minima()
    assert claims.no_spurious_minima_early(tables).value == 0
    assert claims.no_spurious_minima_early(minima(early=1)).value == 1
    assert claims.spurious_minima_later(tables).value == 2
    assert claims.spurious_minima_later(minima(late=0)).value == 0
    assert claims.two_points_have_none(tables).value == 0
    assert claims.barrier_formula(tables).value == pytest.approx(1.01)
    assert claims.roughness_formula(tables).value == pytest.approx(1.1)
