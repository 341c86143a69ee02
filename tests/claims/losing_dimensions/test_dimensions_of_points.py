"""Claims on what is lost at the centre and on what networks see, on tables made for them."""

import numpy as np
import pytest

from memgen.claims.losing_dimensions import fig4_three_panels as fig4
from memgen.claims.losing_dimensions import fig5_dataset_size as fig5
from memgen.tables.rows import row, tidy

TIMES = (0.01, 0.1, 1.0)


def centre():
    rows = []
    for direction, lost in (("large", 0.1), ("small", 0.03)):
        rows.append(row("loss_time", "theory", lost, direction=direction))
        for P, half in ((50, 0.01), (1000, 0.001)):
            at = {"direction": direction, "P": P}
            own = half if direction == "large" else (2 if P == 50 else 3) * half
            early = 0.9 if P == 50 else 1.02
            rows.append(row("loss_time", "simulation", early * lost, 0.001 * lost, 9, **at))
            rows.append(row("half_time", "theory", own, **at))
            rows.append(row("half_time", "simulation", 1.1 * own, 0.01 * own, 9, **at))
    return tidy(rows)


def visible():
    rows = []
    for t in TIMES:
        rows.append(row("gap", "theory", 0.8 - 0.3 * np.log10(t), of="population", t=t))
        for steps, lost in ((10, 0.1), (100, 0.5)):
            at = {"probed": "training", "steps": steps, "P": 50, "t": t, "of": "network"}
            for direction, share in (("large", 0.4), ("small", 1.0)):
                seen = 0.8 * (1 - lost * share) + t - 0.1
                rows.append(row("visible", "simulation", seen, 0.01, 3, **at, direction=direction))
                own = at | {"of": "empirical", "direction": direction}
                rows.append(row("visible", "simulation", 0.05, 0.0, 3, **own))
            rows.append(row("order", "simulation", 0.6 * lost + t - 0.1, 0.01, 3, **at))
        for P, gap, own in ((50, 0.1, 0.0), (500, 0.9 + 0.2 * t, 0.05)):
            at = {"probed": "fresh", "steps": 100, "P": P, "t": t}
            rows.append(row("gap", "simulation", gap + t, 0.01, 3, **at, of="network"))
            rows.append(row("gap", "simulation", own, 0.01, 3, **at, of="empirical"))
    return tidy(rows)


def test_the_centre():
    tables = {"centre": centre()}
    least = fig4.loss_hardly_depends_on_the_number(tables)
    assert least.value == pytest.approx(0.9)
    # wider than one P's error, for having been chosen
    assert least.stderr > 0.001
    many = fig4.loss_of_many_points_is_of_infinitely_many(tables)
    assert many.value == pytest.approx(1.02)
    assert fig4.larger_variance_is_lost_first(tables).value == pytest.approx(10 / 3)
    before = fig4.loss_comes_before_condensation(tables)
    assert before.value == pytest.approx(0.9 * 0.03 / (1.1 * 0.02))
    assert fig4.condensation_matches_finite_theory(tables).value == pytest.approx(1.1)
    first = fig4.smaller_variance_condenses_first(tables)
    assert first.value == pytest.approx(2)
    assert first.stderr > 0.02 * 2**0.5 * 0.99


def test_networks():
    """At the middle t: .4 of .72 for the smaller variance; .3 more lost of it in the end."""
    tables = {"visible": visible()}
    fell = fig4.network_sees_less_with_training(tables)
    assert fell.value == pytest.approx(0.4 / 0.72)
    assert fell.n == 3
    assert fig4.network_sees_less_of_the_smaller_variance(tables).value == pytest.approx(0.3)
    # at t = .01: .8 * .5 - .09 for the smaller variance, whose points' score sees .05
    more = fig4.network_sees_more_than_its_points(tables)
    assert more.value == pytest.approx(0.31 - 0.05)


def test_gaps():
    tables = {"visible": visible()}
    opened = fig5.gap_opens_with_data(tables)
    assert opened.value == pytest.approx(0.92 - 0.1)
    # at t = 1: 2.1 for .8
    assert fig5.most_points_match_infinitely_many(tables).value == pytest.approx(1.3)
    assert fig5.most_points_are_not_memorized(tables).value == pytest.approx(0.92 + 0.1 - 0.05)
    # at t = .01
    assert fig5.fewest_points_are_not_memorized(tables).value == pytest.approx(0.1 + 0.01)
    kept = fig5.score_of_most_points_keeps_most_of_the_gap_at_large_t(tables)
    assert kept.value == pytest.approx(0.05 / 0.8)
