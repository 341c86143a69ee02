"""Claims on gaps and edges, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig7_gap_opening, fig8_bulk_edges
from memgen.tables.rows import row, tidy


def gaps(off=1.0, excess_by=1.0):
    rows = [row("widest_gap", "theory", 0.5, gap="middle")]
    for N in (100, 200, 400):
        excess, place = N ** (-2 / 3), {"gap": "middle", "N": N}
        rows.append(row("widest_gap", "theory", 0.5 + excess, **place))
        drawn = off * (0.5 + excess_by * excess)
        rows.append(row("widest_gap", "simulation", drawn, 1e-4, 50, **place))
        rows.append(row("widest_time", "theory", 0.07, **place))
        rows.append(row("widest_time", "simulation", 0.07 * off, 1e-5, 50, **place))
        place = {"gap": "final", "N": N}
        rows.append(row("opening_time", "theory", 0.01, **place))
        opening = 0.01 * (off if N == 100 else 1.0)
        rows.append(row("opening_time", "simulation", opening, 1e-6, 50, **place))
    return {"gap_opening": tidy(rows)}


def test_gaps():
    assert fig7_gap_opening.widest_gap(gaps()).value == pytest.approx(1)
    assert fig7_gap_opening.widest_gap(gaps(off=1.1)).value == pytest.approx(1.1)
    assert fig7_gap_opening.final_gap_opening(gaps(off=0.9)).value == pytest.approx(0.9)
    assert fig7_gap_opening.widest_time(gaps(off=1.2)).value == pytest.approx(1.2)
    for by in (1.0, 1.3):
        excess = fig7_gap_opening.excess_over_the_limit(gaps(excess_by=by))
        assert excess.value == pytest.approx(by)


def edges(shift=1.0, step=1.0):
    rows = [row("merging_ratio", "theory", 0.25)]
    for ratio in (0.01, 0.1, 0.5):
        for name, inwards in zip(fig8_bulk_edges.EDGES, (0.05, -0.03, 0.04, -0.02), strict=True):
            place = {"ratio": ratio, "N": 100}
            rows.append(row(name, "theory", ratio, ratio=ratio))
            rows.append(row(name, "theory", ratio * (1 + inwards), **place))
            drawn = ratio * (1 + shift * inwards)
            rows.append(row(name, "simulation", drawn, 1e-4 * ratio, 5, **place))
    for N in (50, 200):
        place = {"regime": "merging", "N": N}
        rows.append(row("step_at", "simulation", step * N**-0.75, 1e-4, 5, **place))
        place = {"regime": "merged", "N": N}
        rows.append(row("step_at", "theory", 1 / N, **place))
        rows.append(row("step_at", "simulation", step / N, 1e-4 / N, 5, **place))
    return {"bulk_edges": tidy(rows)}


def test_edges():
    assert fig8_bulk_edges.edges_match(edges()).value == pytest.approx(1)
    assert fig8_bulk_edges.edges_match(edges(shift=2.0)).value == pytest.approx(
        1.1 / 1.05, rel=1e-3
    )
    for shift in (0.0, 1.0, 1.4):
        measured = fig8_bulk_edges.shifts_match(edges(shift=shift))
        assert measured.value == pytest.approx(shift, abs=1e-9)
    assert fig8_bulk_edges.merged_bulks_have_no_gap(edges(step=3.0)).value == pytest.approx(3)
    assert fig8_bulk_edges.cusp_exponent(edges(step=3.0)).value == pytest.approx(-0.75)
