"""Claims on fractions of types, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spurious_states import (
    app_b1_histograms,
    app_b2_width,
    app_b4_synthetic_size,
    fig3_distance_histograms,
    fig4a_fractions,
)
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
    assert fig3_distance_histograms.training_distance_has_two_peaks(tables).value == 0.8
    assert fig3_distance_histograms.synthetic_distance_has_two_peaks(tables).value == 0.3
    assert app_b1_histograms.real_images_pass_for_memorised(tables).value == pytest.approx(256e-5)
    assert app_b1_histograms.real_images_pass_for_spurious(tables).value == 0.001
    peak = fig4a_fractions.spurious_peak(tables)
    assert peak.value == pytest.approx(0.25)
    assert peak.stderr == pytest.approx(0.01 * np.sqrt(2))
    # memorised = generalised at K = 64 * 4^(.3 / 1.25)
    place = fig4a_fractions.spurious_peak_is_at_the_boundary(tables)
    assert place.value == pytest.approx(-2 * 0.3 / 1.25)
    assert app_b2_width.small_networks_generalise_sooner(tables).value == pytest.approx(0.3)
    assert app_b2_width.small_networks_generalise_sooner(types(small=-0.2)).value < 0
    assert fig4a_fractions.spurious_peak(types(spurious=0.0)).value <= 0
    assert app_b4_synthetic_size.spurious_grows_with_synthetic_set(tables).value == pytest.approx(
        0.27
    )
    assert app_b4_synthetic_size.spurious_above_real(tables).value == pytest.approx(0.299)
