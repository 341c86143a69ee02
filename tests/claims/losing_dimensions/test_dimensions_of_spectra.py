"""Claims on dimensions of spectra, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig4_three_panels, fig5_dataset_size
from memgen.tables.rows import row, tidy


def spectra(after):
    rows = []
    for k, dimension in enumerate((0.0, 2.0, 7.0, 7.0, after)):
        at = {"t": 10.0**-k}
        rows.append(row("dimension", "theory", dimension, **at, panel="theory_published", P=9))
        rows.append(
            row("dimension", "simulation", dimension + 0.3, 0.1, 3, **at, panel="empirical", P=9)
        )
        for P in (9, 50, 500):
            here = at | {"panel": "network", "P": P}
            rows.append(row("dimension", "simulation", dimension * P / 50, 0.1, 3, **here))
            rows.append(row("gap", "simulation", k * P / 1000, 0.01, 3, **here))
    rows.append(row("sequence", "simulation", 0.8, 0.2, 5, panel="empirical", P=9))
    for P in (9, 50, 500):
        rows.append(row("sequence", "simulation", P / 500, 0.0, 5, panel="network", P=P))
    return {"spectra": tidy(rows)}


def test_spectra():
    tables = spectra(5.0)
    assert fig4_three_panels.theory_first_dimension(tables).value == 2
    assert fig4_three_panels.theory_full_dimension(tables).value == 7
    assert fig4_three_panels.theory_after_loss(tables).value == 5
    assert fig4_three_panels.theory_after_loss(spectra(7.0)).value == 0
    assert fig4_three_panels.empirical_first_dimension(tables).value == 2
    assert fig4_three_panels.empirical_full_dimension(tables).value == 7
    assert fig4_three_panels.empirical_after_loss(tables).value == 5
    assert fig4_three_panels.network_full_dimension(tables).value == 7
    assert fig4_three_panels.empirical_sequence(tables).value == 0.8
    assert fig4_three_panels.network_sequence(tables).value == 0.1
    assert fig4_three_panels.network_sequence(tables).stderr == pytest.approx(1 / 7)
    assert fig5_dataset_size.gap_opens_with_data(tables).value == pytest.approx(4 * (0.5 - 0.009))
