"""Claims of fig5b_latent_diffusion, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import fig5b_latent_diffusion as claims
from memgen.tables.rows import row, tidy


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
