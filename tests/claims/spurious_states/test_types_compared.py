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
from memgen.tables.rows import row, tidy

VALUES = {"memorised": 3.0, "spurious": 2.0, "generalised": 1.0, "training": 4.0}


def by_type(quantity, table, samples=50, flip=1.0, **more):
    rows = []
    for images in ("digits", "blobs"):
        for width in (128, 32):
            for K in (16, 64) if width == 128 else (16,):
                for kind, value in VALUES.items():
                    sign = flip if images == "blobs" else 1.0
                    at = {"images": images, "width": width, "K": K, "type": kind}
                    at |= {"samples": samples} | more
                    rows.append(row(quantity, "simulation", sign * value + K / 64, 0.1, 3, **at))
    return {table: tidy(rows)}


def test_basins():
    volumes = by_type("log_volume", "image_basins", score="network")
    found = fig4b_basin_volume.memorised_volume_above_spurious(volumes)
    assert found.value == pytest.approx(1)
    assert found.stderr == pytest.approx(0.1, rel=0.01)
    assert fig4b_basin_volume.spurious_volume_above_generalised(volumes).value == pytest.approx(1)
    assert app_c2_volume_width.memorised_volume_at_every_width(volumes).value == pytest.approx(1)
    assert app_c2_volume_width.spurious_volume_at_every_width(volumes).value == pytest.approx(1)
    wrong = by_type("log_volume", "image_basins", flip=-1.0, score="network")
    assert fig4b_basin_volume.memorised_volume_above_spurious(wrong).value == pytest.approx(-1)
    few = by_type("log_volume", "image_basins", samples=2, score="network")
    assert np.isinf(fig4b_basin_volume.memorised_volume_above_spurious(few).stderr)
    steps = by_type("critical_step", "image_basins", score="network")
    assert app_c1_critical_time.memorised_step_above_spurious(steps).value == pytest.approx(1)
    assert app_c1_critical_time.spurious_step_above_generalised(steps).value == pytest.approx(1)
    table = steps["image_basins"]
    exact = table.assign(score="posterior", value=table["value"] / 1.1)

    both = {"image_basins": pd.concat([table, exact], ignore_index=True)}
    assert app_c1_critical_time.recovery_follows_the_exact_score(both).value == pytest.approx(1.1)


def test_curvature_and_gap():
    near = by_type("near_zero", "image_curvature", score="network")
    assert fig5a_curvature.generalised_flatter_than_memorised(near).value == pytest.approx(-2)
    assert fig5a_curvature.generalised_flatter_than_spurious(near).value == pytest.approx(-1)
    assert app_d1_spectra.training_points_flatten(near).value == pytest.approx(0.75)
    gap = by_type("gap", "image_energy_gap", of="corrected")
    assert app_e1_energy_gap.memorised_gap_above_generalised(gap).value == pytest.approx(2)
    assert app_e1_energy_gap.spurious_gap_above_generalised(gap).value == pytest.approx(1)

    table = gap["image_energy_gap"]
    table = table[table["width"] == 128]
    fine = table.assign(of=None, quantity="rule_error", value=-0.3)
    both = {"image_energy_gap": pd.concat([table, fine], ignore_index=True)}
    # gaps run from 1.25 to 5
    assert app_e1_energy_gap.path_is_fine_enough(both).value == pytest.approx(0.3 / 3.75)
