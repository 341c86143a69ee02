"""Claims of the image part, on tables made to satisfy them and to break them."""

import numpy as np
import pandas as pd
import pytest

from memgen.claims import spurious_states as claims
from memgen.tables.rows import row, tidy

FRACTIONS = {  # K: memorised, spurious, generalised
    16: (0.98, 0.02, 0.0),
    64: (0.5, 0.3, 0.2),
    256: (0.0, 0.05, 0.95),
}


def types(spurious=1.0, small=0.3):
    rows = []
    for K, values in FRACTIONS.items():
        for kind, value in zip(("memorised", "spurious", "generalised"), values, strict=True):
            for width in (128, 32):
                if width == 32 and K == 256:
                    continue
                more = small if width == 32 and kind == "generalised" else 0.0
                scaled = value * spurious if kind == "spurious" else value + more
                at = {"images": "digits", "width": width, "K": K, "type": kind, "scale": 1.0}
                rows.append(row("fraction", "simulation", scaled, 0.01, 3, **at))
        at = {"images": "digits", "width": 128, "K": K}
        for quantity, value in (("false_memorised", K / 1e5), ("false_spurious", 0.001)):
            rows.append(row(quantity, "simulation", value, 0.001, 3, **at))
        for size in (100, 1000):
            share = values[1] * size / 1000
            for of, found in (("samples", share), ("real", 0.001)):
                here = at | {"of": of, "synthetic": size}
                rows.append(row("spurious_by_size", "simulation", found, 0.01, 3, **here))
    for which, contrast in (("delta_m", 0.8), ("delta_s", 0.3)):
        rows.append(row("contrast", "simulation", contrast, None, 1, images="digits", which=which))
    return {"image_types": tidy(rows)}


def test_types():
    tables = types()
    assert claims.training_distance_has_two_peaks(tables).value == 0.8
    assert claims.synthetic_distance_has_two_peaks(tables).value == 0.3
    assert claims.real_images_pass_for_memorised(tables).value == pytest.approx(256e-5)
    assert claims.real_images_pass_for_spurious(tables).value == 0.001
    peak = claims.spurious_peak(tables)
    assert peak.value == pytest.approx(0.25)
    assert peak.stderr == pytest.approx(0.01 * np.sqrt(2))
    # memorised = generalised at K = 64 * 4^(.3 / 1.25)
    place = claims.spurious_peak_is_at_the_boundary(tables)
    assert place.value == pytest.approx(-2 * 0.3 / 1.25)
    assert claims.small_networks_generalise_sooner(tables).value == pytest.approx(0.3)
    assert claims.small_networks_generalise_sooner(types(small=-0.2)).value < 0
    assert claims.spurious_peak(types(spurious=0.0)).value <= 0
    assert claims.spurious_grows_with_synthetic_set(tables).value == pytest.approx(0.27)
    assert claims.spurious_above_real(tables).value == pytest.approx(0.299)


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
    found = claims.memorised_volume_above_spurious(volumes)
    assert found.value == pytest.approx(1)
    assert found.stderr == pytest.approx(0.1, rel=0.01)
    assert claims.spurious_volume_above_generalised(volumes).value == pytest.approx(1)
    assert claims.memorised_volume_at_every_width(volumes).value == pytest.approx(1)
    assert claims.spurious_volume_at_every_width(volumes).value == pytest.approx(1)
    wrong = by_type("log_volume", "image_basins", flip=-1.0, score="network")
    assert claims.memorised_volume_above_spurious(wrong).value == pytest.approx(-1)
    few = by_type("log_volume", "image_basins", samples=2, score="network")
    assert np.isinf(claims.memorised_volume_above_spurious(few).stderr)
    steps = by_type("critical_step", "image_basins", score="network")
    assert claims.memorised_step_above_spurious(steps).value == pytest.approx(1)
    assert claims.spurious_step_above_generalised(steps).value == pytest.approx(1)
    table = steps["image_basins"]
    exact = table.assign(score="posterior", value=table["value"] / 1.1)

    both = {"image_basins": pd.concat([table, exact], ignore_index=True)}
    assert claims.recovery_follows_the_exact_score(both).value == pytest.approx(1.1)


def test_curvature_and_gap():
    near = by_type("near_zero", "image_curvature", score="network")
    assert claims.generalised_flatter_than_memorised(near).value == pytest.approx(-2)
    assert claims.generalised_flatter_than_spurious(near).value == pytest.approx(-1)
    assert claims.training_points_flatten(near).value == pytest.approx(0.75)
    gap = by_type("gap", "image_energy_gap", of="corrected")
    assert claims.memorised_gap_above_generalised(gap).value == pytest.approx(2)
    assert claims.spurious_gap_above_generalised(gap).value == pytest.approx(1)

    table = gap["image_energy_gap"]
    table = table[table["width"] == 128]
    fine = table.assign(of=None, quantity="rule_error", value=-0.3)
    both = {"image_energy_gap": pd.concat([table, fine], ignore_index=True)}
    # gaps run from 1.25 to 5
    assert claims.path_is_fine_enough(both).value == pytest.approx(0.3 / 3.75)


def test_latent():
    rows = [row("ceiling", "theory", 100.0, step=10)]
    for prompt, scale in ((0, 100.0), (1, 40.0)):
        for fraction in (0.1, 0.49, 0.9):
            value = scale * (1.5 - fraction)
            at = {"prompt": prompt, "type": "unknown", "fraction": fraction}
            rows.append(row("singular_value", "simulation", value, 1.0, 4, **at))
    found = claims.latent_spectra_below_the_ceiling({"latent_spectra": tidy(rows)})
    assert found.value == pytest.approx(0.7 * 1.01)
    assert found.n == 8
