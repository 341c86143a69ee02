"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import spectral_gaps as claims
from memgen.tables.rows import row, tidy


def phases(shift=1.0, factor=1.0):
    s1, s2, threshold = 1.0, 0.1, 0.5
    rows = [
        row("widest_time", "theory", s1 * s2),
        row("widest_gap", "theory", (s1 - s2) / (s1 + s2)),
        row("opening_time", "theory", s2**2, threshold=threshold),
    ]
    for t in np.geomspace(1e-5, 1e3, 241):
        at = t / shift
        middle = at / (at + s2**2) - at / (at + s1**2)
        for name, width in (("middle", factor * middle), ("final", s2**2 / (at + s2**2))):
            rows.append(row("gap", "simulation", width, None, 1, direction=name, t=t))
    return {"phases": tidy(rows)}


def test_phases():
    for measure in (claims.phase_widest_time, claims.phase_widest_gap, claims.phase_opening_time):
        assert measure(phases()).value == pytest.approx(1, abs=1e-3)
    assert claims.phase_widest_time(phases(shift=1.5)).value == pytest.approx(1.5, rel=1e-3)
    assert claims.phase_opening_time(phases(shift=1.5)).value == pytest.approx(1.5, rel=1e-3)
    assert claims.phase_widest_gap(phases(factor=0.9)).value == pytest.approx(0.9, rel=1e-3)


def test_exact_spectra():
    rows = [
        row("kolmogorov_distance", "simulation", v, 1e-3, 3, panel=k)
        for k, v in enumerate((0.01, 0.03))
    ]
    assert claims.exact_spectra_match({"exact_spectra": tidy(rows)}).value == 0.03


def test_trained():
    rows = []
    for law, rank, excess in (("descending", 70.0, 1.02), ("swapped", 90.0, 1.05)):
        rows.append(row("optimum", "theory", 0.2, law=law))
        for step, loss in ((10, 0.5), (20, 0.2 * excess)):
            rows.append(row("loss", "simulation", loss, None, 1, law=law, step=step))
        for t in (1.0, 0.1, 0.01):
            value = rank if t == 0.1 else 50.0
            rows.append(row("largest_drop_rank", "simulation", value, 0.1, 4, law=law, t=t))
            rows.append(row("spike_width", "simulation", 1 - t, 0.1, 4, law=law, t=t))
        for rank, gap in ((0, 0.01), (1, 0.2 if law == "swapped" else 0.1)):
            here = {"law": law, "t": 0.1, "rank": rank}
            rows.append(row("singular_value", "theory", 0.5, **here, score="exact"))
            rows.append(
                row("singular_value", "simulation", 0.5 - gap, 0.03, 4, **here, score="network")
            )
    tables = {"trained_spectra": tidy(rows)}
    assert claims.network_spectrum_matches(tables).value == pytest.approx(0.2)
    assert claims.gap_moves_with_the_order(tables).value == 20
    assert claims.training_near_its_optimum(tables).value == pytest.approx(1.05)
    assert claims.network_broadens_the_spike(tables).value == 0.99


def test_curved():
    rows = [
        row("probes", "theory", 50.0),
        row("dimension_recovered", "simulation", 1.0, 0.0, 4, t=1e-3),
    ]
    for t, ratio in ((1e-5, 1.5), (1e-4, 1.2), (1e-3, 1.0), (1e-2, 3.0)):
        for direction in (0, 1):
            at = {"t": t, "direction": direction}
            value = ratio * (1 + direction)
            rows.append(row("ratio_to_tangent_map", "simulation", value, 0.1, 4, **at))
    for direction, exponent in ((0, 1.0), (1, 1.1)):
        rows.append(row("vanishing_exponent", "simulation", exponent, 0.01, 4, direction=direction))
    tables = {"curved": tidy(rows)}
    assert claims.tangent_dimension(tables).value == 1
    assert claims.tangent_dimension(tables).stderr == pytest.approx(1 / 200)
    assert claims.tangent_map(tables).value == 3
    assert claims.tangent_values_vanish(tables).value == pytest.approx(1.1)


def test_gaps_and_edges():
    rows = [
        row("widest_time", "theory", 2.0, gap="middle"),
        row("widest_time", "simulation", 2.2, 0.1, 5, gap="middle"),
        row("widest_gap", "theory", 0.5, gap="middle"),
        row("widest_gap", "simulation", 0.4, 0.1, 5, gap="middle"),
    ]
    tables = {"gap_opening": tidy(rows)}
    assert claims.widest_time(tables).value == pytest.approx(1.1)
    assert claims.widest_gap(tables).value == pytest.approx(0.8)
    rows = [row("merging_ratio", "theory", 0.25)]
    for name in ("small_lower", "small_upper", "large_lower", "large_upper"):
        found = 0.8 if name == "small_upper" else 1.1
        rows.append(row(name, "simulation", found, 0.1, 5, ratio=0.1))
        rows.append(row(f"{name}_there", "theory", 1.0, ratio=0.1))
    tables = {"bulk_edges": tidy(rows)}
    assert claims.merging_ratio(tables).value == 0.25
    assert claims.edges_match(tables).value == pytest.approx(0.8)
    assert claims.edges_match(tables).n == 5


def test_images():
    rows = [
        row("tangent_dimension", "simulation", value, 0.1, 5, t=t)
        for t, value in ((30.0, 0.0), (0.3, 5.0), (0.03, 8.0), (0.003, 10.0))
    ]
    tables = {"image_spectra": tidy(rows)}
    assert claims.trivial_phase(tables).value == 0
    assert claims.coverage_phase(tables).value == pytest.approx(0.5)
    assert claims.consolidation_phase(tables).value == pytest.approx(1.25)
    flat = [row("tangent_dimension", "simulation", 0.0, 0.0, 5, t=t) for t in (30.0, 0.003)]
    assert np.isinf(claims.coverage_phase({"image_spectra": tidy(flat)}).stderr)
