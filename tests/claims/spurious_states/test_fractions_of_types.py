"""Claims on types of samples, on tables made to satisfy them and to break them."""

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

TYPES = ("memorised", "spurious", "generalised")
FRACTIONS = {  # K: memorised, spurious, generalised; networks
    16: (0.98, 0.02, 0.0, 1),
    32: (0.7, 0.2, 0.1, 1),
    64: (0.5, 0.3, 0.2, 3),
    128: (0.2, 0.2, 0.6, 1),
    256: (0.0, 0.05, 0.95, 1),
}
CONTRASTS = {16: 0.05, 32: 0.2, 64: 0.4, 128: 0.2, 256: 0.05}


def types(contrast=1.0, excess=0.05, spurious=1.0, slope=0.5, again=0.8):
    """Rows of a set whose boundary is K = 64, where the networks scatter by 0.1 of a value."""
    at = {"images": "a", "width": 64, "K": 64}
    rows = [row("boundary", "simulation", 64, None, 1, **at)]
    pooled = contrast * CONTRASTS[64]
    rows.append(row("contrast", "simulation", pooled, 0.05, 3, which="delta_m", **at))
    for K, (*values, networks) in FRACTIONS.items():
        at = {"images": "a", "width": 64, "K": K}
        for kind, value in zip(TYPES, values, strict=True):
            value *= spurious if kind == "spurious" else 1
            about = at | {"type": kind, "scale": 1.0}
            rows.append(row("fraction", "simulation", value, 0.01, networks, **about))
        ratio = values[0] - excess
        rows.append(row("ratio_memorised", "simulation", ratio, 0.01, networks, **at))
        for number in range(networks):
            factor = 1 + 0.1 * (number - (networks - 1) / 2)
            here = at | {"network": number}

            def add(quantity, value, here=here, factor=factor, **more):
                rows.append(row(quantity, "simulation", value * factor, None, 1, **here, **more))

            add("network_contrast", contrast * CONTRASTS[K], which="delta_m")
            add("network_contrast", 0.9, which="delta_s")
            add("network_fraction", values[0], type="memorised")
            add("network_fraction", values[1], type="spurious")
            add("excess", excess)
            add("disagreement", 0.06)
            for size in (500, 1000):
                share = spurious * values[1] * (size / 1000) ** slope
                add("spurious_by_size", share, of="samples", synthetic=size)
                add("spurious_by_size", 0.01, of="real", synthetic=size)
            for sample, value in (("repeated", again), ("single", 0.1)):
                add("recurrence", value, of="samples", sample=sample)
    for width, place in ((32, 40.0), (64, 80.0)):
        about = {"images": "a", "width": width}
        rows.append(row("memorisation_limit", "simulation", place, 2.0, 1, **about))
        if width == 32:  # as the other width, at half its K
            for K, (memorised, *_) in FRACTIONS.items():
                of = about | {"K": K // 2, "type": "memorised", "scale": 1.0}
                rows.append(row("fraction", "simulation", memorised, 0.01, 1, **of))
        rows.append(row("spurious_peak", "simulation", place, 4.0, 1, **about))
    return {"image_types": tidy(rows)}


def test_two_peaks_are_those_of_the_networks_at_the_boundary():
    found = fig3_distance_histograms.training_distance_has_two_peaks(types())
    assert found.value == pytest.approx(0.4)
    # of the samples, and of the scatter between networks
    networks = FRACTIONS[64][3]
    single = 0.4 * (1 + 0.1 * (np.arange(networks) - (networks - 1) / 2))
    between = single.std(ddof=1) / np.sqrt(networks)
    assert found.stderr == pytest.approx(np.hypot(0.05, between))
    assert found.n == networks
    assert fig3_distance_histograms.training_distance_has_two_peaks(types(0.2)).value < 0.1
    apart = app_b1_histograms.two_peaks_at_the_boundary_alone(types())
    others = np.array([0.05, 0.2, 0.2, 0.05])
    assert apart.value == pytest.approx(0.4 - others.mean())
    assert apart.stderr == pytest.approx(np.hypot(between, others.std(ddof=1) / 2))
    assert apart.n == networks


def test_the_two_rules():
    agree = fig3_distance_histograms.types_agree_with_the_ratio(types(excess=-0.2))
    assert agree.value == pytest.approx(-0.2)
    assert fig4a_fractions.memorised_by_both_rules(types(excess=-0.2)).value == pytest.approx(0.2)
    found = app_b1_histograms.rules_disagree_on(types())
    assert found.value == pytest.approx(0.06)
    assert found.n == 7


def test_the_bump():
    peak = fig4a_fractions.spurious_peak(types())
    assert peak.value == pytest.approx(0.25)
    # of the samples, and the scatter of networks, .1 of .3
    assert peak.stderr == pytest.approx(np.hypot(0.01 * np.sqrt(2), 0.03))
    assert fig4a_fractions.spurious_peak(types(spurious=0)).value == 0
    assert fig4a_fractions.points_of_the_bump(types()).value == 3
    assert fig4a_fractions.points_of_the_bump(types(spurious=0)).value == 0


def test_the_peak_s_place():
    """Memorised by the ratio falls from .65 to .45 between 32 and 64."""
    place = fig4a_fractions.spurious_peak_is_at_the_boundary(types())
    half = 32 * 2**0.75
    assert place.value == pytest.approx(np.log2(80 / half))
    # half a rung, more than the 4 / 80 of the samples, and the samples' of the ratio
    assert place.stderr == pytest.approx(np.hypot(0.5, 0.01 / 0.2))
    assert np.isinf(fig4a_fractions.spurious_peak_is_at_the_boundary(types(excess=-0.6)).stderr)


def test_widths():
    growth = app_b2_width.memorisation_limit_grows_with_width(types())
    assert growth.value == pytest.approx(1)
    # of the samples, and networks that scatter by .05 where half a rung changes .2
    samples = np.hypot(2 / 40, 2 / 80) / np.log(2)
    assert growth.stderr == pytest.approx(np.hypot(samples, np.sqrt(2) * 0.05 / 0.2))
    lonely = {"image_types": types()["image_types"].query("network != 1 and network != 2")}
    assert np.isinf(app_b2_width.memorisation_limit_grows_with_width(lonely).stderr)


def test_attractors():
    found = app_b4_synthetic_size.spurious_fraction_saturates(types(slope=0.25))
    assert found.value == pytest.approx(0.25)
    again = app_b4_synthetic_size.spurious_samples_are_found_again(types())
    assert again.value == pytest.approx(0.7)
    assert again.stderr == pytest.approx(np.hypot(0.08, 0.01) / np.sqrt(3))
    assert fig3_distance_histograms.spurious_samples_recur(types(again=0.3)).value < 0.5
    above = app_b4_synthetic_size.spurious_above_real(types())
    assert above.value == pytest.approx(0.3 - 0.01)
