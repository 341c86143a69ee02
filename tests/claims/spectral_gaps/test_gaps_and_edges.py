"""Claims on gaps and edges, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig7_gap_opening, fig8_bulk_edges
from memgen.tables.rows import row, tidy


def gaps(off=1.0, power=-2 / 3):
    rows = [row("widest_gap", "theory", 0.5, gap="middle")]
    for N in (100, 200, 400):
        excess, place = N**power, {"gap": "middle", "N": N}
        rows.append(row("widest_gap", "theory", 0.5 + excess, **place))
        rows.append(row("widest_gap", "simulation", off * (0.5 + excess), 1e-4, 50, **place))
        place = {"gap": "final", "N": N}
        rows.append(row("opening_time", "theory", 0.01, **place))
        opening = 0.01 * (off if N == 100 else 1.0)
        rows.append(row("opening_time", "simulation", opening, 1e-6, 50, **place))
    return {"gap_opening": tidy(rows)}


def test_gaps():
    assert fig7_gap_opening.widest_gap(gaps()).value == pytest.approx(1)
    assert fig7_gap_opening.widest_gap(gaps(off=1.1)).value == pytest.approx(1.1)
    assert fig7_gap_opening.final_gap_opening(gaps(off=0.9)).value == pytest.approx(0.9)
    for power in (-2 / 3, -1):
        exponent = fig7_gap_opening.finite_size_exponent(gaps(power=power))
        assert exponent.value == pytest.approx(power)


def edges(shift=1.0, step=1.0):
    rows = [row("merging_ratio", "theory", 0.25)]
    for ratio in (0.01, 0.1, 0.5):
        for name, inwards in zip(fig8_bulk_edges.EDGES, (0.05, -0.03, 0.04, -0.02), strict=True):
            place = {"ratio": ratio, "N": 100}
            rows.append(row(name, "theory", ratio, ratio=ratio))
            rows.append(row(name, "theory", ratio * (1 + inwards), **place))
            drawn = ratio * (1 + shift * inwards)
            rows.append(row(name, "simulation", drawn, 1e-4 * ratio, 5, **place))
        rows.append(row("relative_step", "theory", 0.01, **place))
        rows.append(row("relative_step", "simulation", 0.01 * step, 1e-4, 5, **place))
    return {"bulk_edges": tidy(rows)}


def test_edges():
    assert fig8_bulk_edges.edges_match(edges()).value == pytest.approx(1)
    assert fig8_bulk_edges.edges_match(edges(shift=2.0)).value == pytest.approx(
        1.1 / 1.05, rel=1e-3
    )
    for shift in (0.0, 1.0, 1.4):
        measured = fig8_bulk_edges.shift_is_tracy_widoms(edges(shift=shift))
        assert measured.value == pytest.approx(shift, abs=1e-9)
    assert fig8_bulk_edges.merged_bulks_have_no_gap(edges(step=3.0)).value == pytest.approx(3)
