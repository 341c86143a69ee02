"""Densities hold all eigenvalues but the spike, and drawn spectra follow them."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.seeds import generator
from memgen.settings.spectral_gaps import ExactSpectra
from memgen.studies.spectral_gaps.exact_spectra import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.spectra import bulk_edges

N, RATIOS, VARIANCES = 200, (0.1, 0.3), (1.0, 0.01)


@pytest.fixture(scope="module")
def made(seeds_of):
    s = ExactSpectra(N=N, draws=2, points=200, aspect_ratios=RATIOS, variances=VARIANCES)
    return table(s, seeds_of("exact_spectra"), "ambient")


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


@pytest.mark.parametrize(
    ("case", "bulk", "mass"), [("one", 0, 0.4), ("two", 0, RATIOS[1]), ("two", 1, RATIOS[0])]
)
def test_the_mass_of_a_bulk_is_its_share_of_columns(frame, case, bulk, mass):
    """Of two, the first bulk is that of the smaller variance."""
    for panel in range(3):
        rows = select(frame, quantity="density", case=case, panel=panel, bulk=bulk)
        assert rows["r"].is_monotonic_increasing
        assert np.trapezoid(rows["value"], rows["r"]) == pytest.approx(mass, rel=0.01)


def test_the_spike_has_the_rest(frame):
    spikes = select(frame, quantity="spike")
    assert len(spikes) == 6
    np.testing.assert_allclose(spikes["value"], 0.6)


def test_panels_lie_around_the_widest_gap(frame):
    """t = factor sqrt(g_1 g_2); for one bulk of s^2 = 1, sqrt(gamma_- gamma_+) = 1 - alpha."""
    lower, upper = bulk_edges(RATIOS, VARIANCES)
    for case, unit in (("one", 0.6), ("two", np.sqrt(lower[1] * upper[0]))):
        times = select(frame, quantity="spike", case=case).sort_values("panel")["t"]
        np.testing.assert_allclose(times, unit * np.array([10.0, 1.0, 0.1]))


def test_drawn_spectra_follow_the_density(frame):
    distances = select(frame, quantity="kolmogorov_distance")
    assert len(distances) == 6
    assert (distances["value"] < 0.05).all()
    assert (distances["stderr"] > 0).all()
    assert (distances["n"] == 2).all()


def test_moments_of_each_bulk_agree(frame):
    """The mean of r over a bulk and its spread, N = 200: to about 1 / N and the draws' error."""
    for name in ("mean", "spread"):
        rows = select(frame, quantity=name)
        both = rows[rows["kind"] == "simulation"].merge(
            rows[rows["kind"] == "theory"], on=["case", "panel", "bulk"], suffixes=("", "_theory")
        )
        assert len(both) == 9
        np.testing.assert_allclose(both["value"], both["value_theory"], rtol=0.06)


def test_arrays_hold_all_draws(made, frame):
    rng = generator(7, "spectral_gaps", "exact_spectra", {"case": "two", "N": N}, 1)
    F = draw_columns(N, [20, 60], VARIANCES, rng)
    level = np.linalg.eigvalsh(F.T @ F)
    for panel in range(3):
        t = select(frame, quantity="spike", case="two", panel=panel)["t"].iloc[0]
        values = made.arrays["exact_spectra_values"][f"two_{panel}"]
        assert values.shape == (2, 80)
        np.testing.assert_allclose(values[1], -t / (t + level))
