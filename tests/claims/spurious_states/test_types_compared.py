"""Claims on types compared, on tables made to satisfy them and to break them."""

import numpy as np
import pandas as pd
import pytest

from memgen.claims.spurious_states import (
    app_c1_critical_time,
    app_c2_volume_width,
    app_d1_spectra,
    app_e1_energy_gap,
    fig4b_basin_volume,
    fig5a_curvature,
)
from memgen.statistics.combine import worst_of
from memgen.tables.rows import row, tidy

EFFECTS = {("memorised", "spurious"): 3.0, ("spurious", "generalised"): 2.0}
EFFECTS |= {("memorised", "generalised"): 5.0}
WIDENED = worst_of([fig4b_basin_volume.Measurement(1.0, 1.0)] * 2, 2.0).stderr


def effects(quantity, flip=1.0, **more):
    """Effect sizes of two sets at the base width, and of a further width of one."""
    rows = []
    for images, width, sign in (("a", 128, 1.0), ("b", 128, flip), ("a", 32, 0.5)):
        at = {"images": images, "width": width}
        rows.append(row("crossover", "simulation", 40, None, 1, K=40, **at))
        for K, part in ((16, 0.1), (40, 1.0)):
            for (upper, lower), value in EFFECTS.items():
                for selection, less in (("typical", 1.0), ("random", 0.5)):
                    pair = {"upper": upper, "lower": lower, "selection": selection}
                    found = sign * part * less * value
                    where = at | pair | more | {"K": K}
                    rows.append(row(f"{quantity}_effect", "simulation", found, 0.1, 50, **where))
                    for number in (0, 1):
                        of_network = where | {"number": number}
                        more_or_less = found * (0.9 + 0.2 * number)
                        of = f"{quantity}_effect_of_network"
                        rows.append(row(of, "simulation", more_or_less, 0.1, 9, **of_network))
    return rows


def ratios(first=1.0, last=0.5):
    return [
        row("step_ratio", "simulation", value, 0.02, 20, images=images, width=128, K=K)
        for images in ("a", "b")
        for K, value in ((16, first), (40, 0.9), (99, last if images == "b" else 0.3))
    ]


def test_basins():
    good = {"image_basins": tidy(effects("critical_step") + ratios())}
    found = fig4b_basin_volume.memorised_bear_more_than_spurious(good)
    # over two sets, two K and two networks
    networks = 3 * np.outer([0.1, 0.1, 1, 1], [0.9, 1.1])
    assert found.value == pytest.approx(networks.mean())
    assert found.stderr == pytest.approx(networks.std(ddof=1) / np.sqrt(8))
    assert found.n == 8
    spurious = fig4b_basin_volume.spurious_bear_more_than_generalised(good)
    assert spurious.value == pytest.approx(2 * 0.55)
    at_random = fig4b_basin_volume.memorised_bear_more_at_random(good)
    assert at_random.value == pytest.approx(2.5)
    assert at_random.stderr == pytest.approx(0.1 * WIDENED)
    assert fig4b_basin_volume.few_images_are_attractors(good).value == pytest.approx(1)
    less = fig4b_basin_volume.many_images_bear_less(good)
    assert less.value == pytest.approx(0.5)
    assert less.stderr == pytest.approx(0.02 * np.sqrt(2) * WIDENED)
    assert app_c2_volume_width.memorised_above_spurious_at_every_width(good).value == pytest.approx(
        1.5
    )
    assert app_c2_volume_width.spurious_above_generalised_at_every_width(
        good
    ).value == pytest.approx(1)
    wrong = {"image_basins": tidy(effects("critical_step", flip=-1.0) + ratios(first=0.7))}
    assert fig4b_basin_volume.memorised_bear_more_than_spurious(wrong).value == pytest.approx(0)
    assert fig4b_basin_volume.few_images_are_attractors(wrong).value == pytest.approx(0.7)
    none = {"image_basins": good["image_basins"].query("selection != 'random'")}
    assert np.isinf(fig4b_basin_volume.memorised_bear_more_at_random(none).stderr)


def test_recovery():
    rows = [row("crossover", "simulation", 40, None, 1, images="a", width=8, K=40)]
    rates = {"memorised": 0.9, "spurious": 0.6, "generalised": 0.4, "training": 0.7}
    for K in (16, 40):
        for kind, rate in rates.items():
            at = {"images": "a", "width": 8, "K": K, "type": kind}
            beyond = rate / 2 + K / 1000
            rows.append(row("rate_beyond_posterior", "simulation", beyond, 0.1, 9, **at))
            for scale in (0.5, 1.0):
                of = at | {"scale": scale}
                rows.append(row("mean_rate", "simulation", scale * rate, 0.1, 9, **of))
    tables = {"image_basins": tidy(rows)}
    follows = app_c1_critical_time.training_points_follow_the_exact_score(tables)
    assert follows.value == pytest.approx(0.366)
    assert follows.stderr == pytest.approx(0.1)
    above = app_c1_critical_time.memorised_above_spurious(tables)
    assert above.value == pytest.approx(0.3)
    assert above.stderr == pytest.approx(0.1 * np.sqrt(2))
    assert app_c1_critical_time.spurious_above_generalised(tables).value == pytest.approx(0.2)
    few = {"image_basins": tidy([each for each in rows if each.get("type") != "generalised"])}
    assert np.isinf(app_c1_critical_time.spurious_above_generalised(few).stderr)


def test_curvature():
    rows = effects("near_zero", noise=0.25) + effects("near_zero", flip=0.5, noise=0.6)
    for images in ("a", "b"):
        for K, value in ((16, 1.0), (40, 50.0)):
            at = {"images": images, "K": K, "type": "training", "N": 784, "noise": 0.25}
            rows.append(row("near_zero", "simulation", value, 0.5, 9, score="network", **at))
            rows.append(row("near_zero", "theory", 0.0, 0.0, 9, score="empirical", **at))
            rows.append(row("singular_value", "simulation", 1.0, 0.1, 9, score="network", **at))
            share = 0.9 - K / 100
            rows.append(row("uniform_share", "simulation", share, 0.1, 9, score="network", **at))
    near = {"image_curvature": tidy(rows)}
    assert fig5a_curvature.generalised_flatter_than_memorised(near).value == pytest.approx(-5)
    assert fig5a_curvature.spurious_flatter_than_memorised(near).value == pytest.approx(-3)
    assert fig5a_curvature.generalised_flatter_at_every_noise(near).value == pytest.approx(-5)
    assert fig5a_curvature.generalised_flatter_than_spurious(near).value == pytest.approx(-2)
    exact = fig5a_curvature.training_points_are_isolated_by_the_exact_score(near)
    assert exact.value == 0
    assert app_d1_spectra.training_points_flatten(near).value == pytest.approx(50)
    own = app_d1_spectra.few_images_leave_the_networks_own_directions(near)
    assert own.value == pytest.approx(0.24)
    assert own.stderr == pytest.approx(0.1 * np.sqrt(2) * WIDENED)


def test_blobs():
    rows = [
        row("near_zero", "simulation", value, 0.1, 9, K=K, type=kind, score=score)
        for K, value in ((8, 0.2), (64, 4.9))
        for kind in ("training", "held_out")
        for score in ("network", "population")
    ]
    tables = {"blob_curvature": tidy(rows)}
    of_all = tables["blob_curvature"].assign(
        value=lambda rows: rows["value"].where(rows["score"] == "network", 4.5)
    )
    beyond = app_d1_spectra.network_finds_the_dimension({"blob_curvature": of_all})
    assert beyond.value == pytest.approx(0.4)
    assert beyond.stderr == pytest.approx(0.1 * np.sqrt(2))
    assert app_d1_spectra.few_blobs_are_isolated(tables).value == 0.2
    assert app_d1_spectra.exact_score_has_the_dimension(tables).value == 4.9


def test_energies():
    rows = effects("gap")
    for kind, gap in (("memorised", 5.0), ("generalised", 1.0)):
        at = {"images": "a", "K": 16, "type": kind, "selection": "typical"}
        rows.append(row("gap", "simulation", gap, 0.1, 9, **at))
        rows.append(row("released_gap", "simulation", 0.0105 * gap, 0.1, 9, **at))
        rows.append(row("rule_error", "simulation", -0.3, None, 1, **at))
    rows.append(row("slip", "theory", 0.01, images="a", K=16))
    tables = {"image_energy_gap": tidy(rows)}
    deeper = app_e1_energy_gap.memorised_deeper_than_generalised(tables)
    assert deeper.value == pytest.approx(5 * 0.55 * 2.5 / 3)
    assert app_e1_energy_gap.spurious_deeper_than_generalised(tables).n == 12
    assert app_e1_energy_gap.path_is_fine_enough(tables).value == pytest.approx(0.3 / 4)
    released = app_e1_energy_gap.released_gap_is_the_gap_made_small(tables)
    assert released.value == pytest.approx(1.05)
    assert isinstance(tables["image_energy_gap"], pd.DataFrame)
