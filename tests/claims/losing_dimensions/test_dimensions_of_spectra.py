"""Claims on what is lost at the centre and in networks, on tables made for them."""

import pytest

from memgen.claims.losing_dimensions import fig4_three_panels, fig5_dataset_size
from memgen.tables.rows import row, tidy


def centre():
    rows = []
    for direction, lost in (("large", 0.1), ("small", 0.03)):
        rows.append(row("loss_time", "theory", lost, direction=direction))
        for P, half in ((50, 0.01), (1000, 0.001)):
            at = {"direction": direction, "P": P}
            own = half if direction == "large" else 3 * half
            rows.append(row("loss_time", "simulation", 1.02 * lost, 0.001 * lost, 9, **at))
            rows.append(row("half_time", "theory", own, **at))
            rows.append(row("half_time", "simulation", 1.1 * own, 0.01 * own, 9, **at))
            rows.append(row("participation", "simulation", 2 / P, 1e-6, 9, **at))
    return tidy(rows)


def memorizing():
    rows = []
    for member in (0, 1, 2):
        for steps, lost in ((10, 0.1), (100, 0.5)):
            for k, t in enumerate((0.01, 0.1, 1.0)):
                for direction, share in (("large", 0.4), ("small", 1.0)):
                    at = {"probed": "training", "steps": steps, "member": member, "P": 50}
                    at |= {"t": t, "direction": direction}
                    seen = 0.8 * (1 - lost * share) + 0.001 * member + k - 1
                    rows.append(row("visible", "simulation", seen, n=1, of="network", **at))
                    rows.append(row("visible", "theory", 0.8, of="population", **at))
    return tidy(rows)


def test_the_centre():
    tables = {"centre": centre()}
    loss = fig4_three_panels.loss_at_the_centre_knows_no_number(tables)
    assert loss.value == pytest.approx(1.02)
    assert loss.stderr > 0.001
    assert fig4_three_panels.no_point_weighs_at_the_loss(tables).value == pytest.approx(0.002)
    assert fig4_three_panels.condensation_matches_finite_theory(tables).value == pytest.approx(1.1)
    assert fig4_three_panels.smaller_variance_condenses_first(tables).value == pytest.approx(3)


def test_networks():
    """At the middle t: .4 of .72 for the smaller variance; .5 lost of it, .2 of the larger."""
    tables = {"memorizing": memorizing()}
    fell = fig4_three_panels.network_loses_with_training(tables)
    assert fell.value == pytest.approx(0.401 / 0.721)
    assert fell.n == 3
    order = fig4_three_panels.network_loses_the_smaller_variance_first(tables)
    assert order.value == pytest.approx(0.3)
    assert order.n == 3


def test_spectra():
    rows = []
    for k in range(5):
        for P in (9, 50, 500):
            at = {"t": 10.0**-k, "panel": "network", "P": P}
            rows.append(row("gap", "simulation", k * P / 1000, 0.01, 3, **at))
    tables = {"spectra": tidy(rows)}
    assert fig5_dataset_size.gap_opens_with_data(tables).value == pytest.approx(4 * (0.5 - 0.009))
