"""The finished tables of the sources on spectra and training, held against independent theory."""

import numpy as np
import pytest

from memgen.tables.read import select
from memgen.theory.random_features import outlier, outlier_threshold
from memgen.theory.spectra import jacobian_density

DYNAMICS, GAPS, LOSING = "training_dynamics", "spectral_gaps", "losing_dimensions"


@pytest.mark.parametrize("case", ["one", "two"])
def test_the_features_spectrum_holds_all_modes(table, case):
    """Masses and atom sum to 1, and each density integrates to its bulk's mass."""
    rows = select(table("spectra", DYNAMICS), case=case, kind="theory")
    masses = select(rows, quantity="mass").set_index("bulk")["value"]
    atom = select(rows, quantity="atom_mass")["value"].item()
    assert masses.sum() + atom == pytest.approx(1, abs=1e-6)
    for bulk, curve in select(rows, quantity="density").groupby("bulk"):
        ordered = curve.sort_values("x")
        assert np.trapezoid(ordered["value"], ordered["x"]) == pytest.approx(masses[bulk], rel=0.01)


def test_the_training_loss_falls_from_one_to_what_it_ends_at(table):
    rows = select(table("metrics", DYNAMICS), quantity="training_loss", kind="theory")
    for _, curve in rows.groupby("psi_n"):
        values = curve.sort_values("tau")["value"].to_numpy()
        assert values[0] == pytest.approx(1, abs=0.01)
        assert (np.diff(values) <= 1e-9).all()
        assert (values > 0).all()


def test_the_score_error_starts_at_the_score_s_own_norm(table):
    """Features of weight 0 give no score: E = E|score|^2 / d = 1 / (e^{-2t} sigma_x^2 + Delta)."""
    errors = select(table("error_scaling", DYNAMICS), quantity="score_error")
    assert (errors["value"] > 0).all()
    start = errors[errors["tau"] == errors["tau"].min()]
    decay = np.exp(-2 * start["t"])
    norm = 1 / (decay * start["sigma_x"] ** 2 + 1 - decay)
    assert (start["value"] < 1.01 * norm).all()
    assert (start["value"] > 0.5 * norm).all()


def test_outliers_in_the_table_are_the_library_s(table):
    rows = table("outlier", DYNAMICS)
    times = select(rows, quantity="transition_time").set_index("signal")["value"]
    for signal, t in times.items():
        assert outlier_threshold(4.0, 8.0, t) == pytest.approx(signal)
    curves = select(rows, quantity="eigenvalue", kind="theory")
    before = curves[curves["t"] < 0.99 * curves["signal"].map(times)]
    for row in before.iloc[::40].itertuples():
        assert row.value == pytest.approx(outlier(4.0, 8.0, row.t, row.signal).eigenvalue)
    limits = select(rows, quantity="threshold").iloc[::20]
    for row in limits.itertuples():
        assert row.value == pytest.approx(outlier_threshold(4.0, 8.0, row.t), rel=1e-6)


def test_the_gain_rises_and_starts_in_proportion_to_tau(table):
    rows = select(table("outlier_timescale", DYNAMICS), quantity="gain", kind="theory")
    for _, at in rows.groupby("signal"):
        along, across = (
            select(at, direction=direction).sort_values("tau")["value"].to_numpy()
            for direction in ("along", "across")
        )
        assert (np.diff(along) >= 0).all()
        assert (np.diff(across) >= 0).all()
        assert along[1] / along[0] == pytest.approx(across[1] / across[0], rel=0.01)


def test_the_jacobian_s_density_in_the_table_is_marchenko_pastur(table):
    """One variance: r = -1 / (1 + lambda / t) of Marchenko and Pastur's law of F^T F."""
    rows = select(table("exact_spectra", GAPS), case="one", quantity="density", kind="theory")
    ratio = 0.4  # D / N, s^2 = 1
    low, high = (1 - np.sqrt(ratio)) ** 2, (1 + np.sqrt(ratio)) ** 2
    for t, curve in rows.groupby("t"):
        r = curve["r"].to_numpy()
        eigenvalue = t * (-1 / r - 1)
        inside = (eigenvalue > low) & (eigenvalue < high)
        x = eigenvalue[inside]
        density = np.sqrt((high - x) * (x - low)) / (2 * np.pi * x)  # all modes, of mass D / N
        expected = density * t / r[inside] ** 2
        np.testing.assert_allclose(curve["value"][inside], expected, rtol=1e-6, atol=1e-5)
        again = jacobian_density(r[inside], t, [ratio], [1.0])
        np.testing.assert_allclose(curve["value"][inside], again, rtol=1e-6, atol=1e-5)


def test_gaps_open_before_they_are_widest(table):
    rows = select(table("gap_opening", GAPS), quantity="width", kind="theory")
    for _, curve in rows.groupby("gap"):
        ordered = curve.sort_values("t", ascending=False)
        width = ordered["value"].to_numpy()
        assert width.min() >= 0
        assert width.max() < 1
        assert width.argmax() > 0


def test_dimensions_at_the_centre_are_those_of_infinitely_many_points(table):
    """As t falls: 2 while only the wide directions stand out, 7 in all, then 5; P knows nothing."""
    rows = select(table("centre", LOSING), quantity="dimension", panel="centre")
    for P in (0, int(rows["P"].max())):
        ordered = select(rows, P=P).sort_values("t", ascending=False)
        seen = ordered["value"].round().astype(int).tolist()
        first = [seen.index(dimension) for dimension in (2, 7, 5)]
        assert first == sorted(first), P


def test_participation_lies_between_its_bounds(table):
    rows = select(table("active_samples", LOSING), quantity="participation")
    P = rows["P"].iloc[0]
    assert rows["value"].between(1 / P, 1).all()
