"""Claims on trained networks, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig3_trained_spectra, fig4_theory_vs_network
from memgen.tables.rows import row, tidy


def trained(factor=1.0):
    rows = []
    for law, rank, excess in (("descending", 70.0, 0.01), ("swapped", 90.0, 0.02)):
        rows.append(row("excess_loss", "theory", 0.03, law=law))
        rows.append(row("excess_loss", "simulation", factor * excess, 1e-4, 3, law=law))
        for t in (1.0, 0.1, 0.01):
            at = {"law": law, "t": t}
            value = rank if t == 0.1 else 50.0
            rows.append(row("largest_drop_rank", "simulation", value, 0.1, 3, **at))
            rows.append(row("spike_width", "simulation", factor * (0.1 - t / 10), 1e-3, 3, **at))
            miss = factor * (0.02 if law == "swapped" else 0.01)
            rows.append(row("miss", "simulation", miss, 1e-4, 3, **at))
            rows.append(row("miss", "theory", 0.1, **at))
            for gap, width in (("middle", 0.6), ("final", 0.1)):
                place = {**at, "gap": gap}
                rows.append(row("gap", "theory", width, **place, score="exact"))
                drawn = width * (1 + 0.01 * factor if gap == "middle" else 2)
                rows.append(row("gap", "simulation", drawn, 1e-3, 3, **place, score="network"))
    return {"trained_spectra": tidy(rows)}


@pytest.mark.parametrize("factor", [1.0, 4.0])
def test_trained(factor):
    tables = trained(factor)
    assert fig3_trained_spectra.gap_moves_with_the_order(tables).value == 20
    optimum = fig3_trained_spectra.training_near_its_optimum(tables)
    assert optimum.value == pytest.approx(0.02 * factor)
    resolved = fig3_trained_spectra.networks_resolve_the_bulks(tables)
    assert resolved.value == pytest.approx(0.2 * factor)
    width = fig4_theory_vs_network.spike_is_narrow(tables)
    assert width.value == pytest.approx(0.099 * factor)
    # The final gap is too narrow here to be judged.
    gaps = fig4_theory_vs_network.gaps_are_the_exact_scores(tables)
    assert gaps.value == pytest.approx(0.01 * factor)
    assert gaps.stderr == pytest.approx(1e-3 / 0.6)


def test_longer_training():
    """Networks trained for fewer steps miss by four times as much."""
    tables = trained() | {"short_spectra": trained(4.0)["trained_spectra"]}
    gap = fig4_theory_vs_network.widest_gap_is_narrower(tables)
    assert gap.value == pytest.approx(1.01)
    shorter = fig4_theory_vs_network.shorter_trained_gap_is_narrower(tables)
    assert shorter.value == pytest.approx(1.04)
    width = fig4_theory_vs_network.spike_narrows_with_training(tables)
    assert width.value == pytest.approx(0.25)
    assert width.stderr > 0
