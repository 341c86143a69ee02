"""Claims on trained networks, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig3_trained_spectra, fig4_theory_vs_network
from memgen.tables.rows import row, tidy


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
    assert fig3_trained_spectra.network_spectrum_matches(tables).value == pytest.approx(0.2)
    assert fig3_trained_spectra.gap_moves_with_the_order(tables).value == 20
    assert fig3_trained_spectra.training_near_its_optimum(tables).value == pytest.approx(1.05)
    assert fig4_theory_vs_network.network_broadens_the_spike(tables).value == 0.99
