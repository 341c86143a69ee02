"""Spectra of U: sums over the spectrum, drawn eigenvalues against the limit, their seeds."""

import numpy as np
import pytest

from memgen.seeds import Seeds, generator
from memgen.settings.training_dynamics import Loads, MixtureSpectrum, Spectra
from memgen.statistics.control import controlled_mean
from memgen.studies.training_dynamics import loads, mixture_spectrum, spectra
from memgen.tables.read import select
from memgen.theory.random_features import outlier, outlier_threshold
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.separated import separated_outlier

S = Spectra(psi_p=8, psi_n=2, d=[10, 16], draws=2, points=120)
MIXTURE = MixtureSpectrum(
    t=[0.1, 0.5],
    d=[12, 24],
    draws=3,
    most_draws=7,
    points=60,
    separated_t=[0.1],
    curve=[0.5, 3.0],
    curve_d=14,
    curve_draws=5,
    equivalent_draws=4,
    curve_points=6,
)


@pytest.fixture(scope="module", params=["one", "two"])
def spectrum(request):
    case = request.param
    return case, spectra.table(S, Seeds(5, "training_dynamics", "spectra"), case)


def test_the_limit_s_spectrum_holds_all_modes_and_its_trace(spectrum, frame):
    case, made = spectrum
    theory = select(frame(made), case=case, kind="theory")
    mass, mean = (
        select(theory, quantity=name).set_index("bulk")["value"] for name in ("mass", "mean")
    )
    atom, atom_mass = (
        select(theory, quantity=name)["value"].item() for name in ("atom", "atom_mass")
    )
    assert mass.sum() + atom_mass == pytest.approx(1, abs=1e-6)
    trace = np.mean(made.arrays["values"]["eigenvalues"])
    assert (mass * mean).sum() + atom * atom_mass == pytest.approx(trace, rel=0.06)
    for bulk, curve in select(theory, quantity="density").groupby("bulk"):
        assert np.trapezoid(curve["value"], curve["x"]) == pytest.approx(mass[bulk], rel=0.03)
    model = FeatureModel(8, 2, 0.01, *spectra.CASES[case])
    final = loss_curve(np.array([np.inf]), model).final
    assert select(theory, quantity="fall")["value"].sum() == pytest.approx(1 - final)


def test_the_finite_density_is_one_and_near_drawn_eigenvalues(spectrum, frame):
    _, made = spectrum
    rows = frame(made)
    density = select(rows, quantity="finite_density").sort_values("x")
    assert np.trapezoid(density["value"], density["x"]) == pytest.approx(1, abs=0.03)
    distances = select(rows, quantity="kolmogorov_distance").set_index("modes")["value"]
    assert distances["all"] < 0.15
    assert (distances < 0.45).all()


def test_falls_are_those_of_the_drawn_matrices(spectrum, frame):
    case, made = spectrum
    rows = frame(made)
    falls = rows[(rows["quantity"] == "fall") & (rows["kind"] == "simulation")]
    model = FeatureModel(8, 2, 0.01, *spectra.CASES[case])
    drawn = list(
        spectra.drawn_moments(model, 16, S, Seeds(5, "training_dynamics", "spectra"), case)
    )
    assert set(falls["d"]) == ({10, 16} if case == "one" else set())
    if case == "one":
        assert set(falls["n"]) == {3, 2}
        at = falls[falls["d"] == 16].set_index("modes")["value"]
        whole = [np.trace(m.V.T @ np.linalg.solve(m.U, m.V)) / 16 for m in drawn]
        assert at.sum() == pytest.approx(np.mean(whole))
        largest = []
        for m in drawn:
            top, vectors = np.linalg.eigh(m.U)
            learnt = ((vectors.T @ m.V) ** 2).sum(axis=1) / top / 16
            largest.append([learnt[-16:].sum(), learnt[-32:-16].sum(), learnt[-48:-32].sum()])
        for name, value in zip(
            ("largest", "memorization", "small"), np.mean(largest, axis=0), strict=True
        ):
            assert at[name] == pytest.approx(value)
    values = [np.linalg.eigvalsh(m.U) for m in drawn]
    np.testing.assert_allclose(made.arrays["values"]["eigenvalues"], values, atol=1e-12)


def test_spectra_of_both_loads_are_near_theory(seeds, frame):
    s = Loads(psi_p=8, psi_n=[2.0, 4.0], d=12, draws=2, points=100)
    result = loads.table(s, seeds("loads"))
    rows = frame(result)
    for psi_n in s.psi_n:
        at = select(rows, psi_n=psi_n, psi_p=8.0, t=0.01)
        mass = select(at, quantity="mass")["value"].sum()
        atom_mass = select(at, quantity="atom_mass")["value"].item()
        assert mass + atom_mass == pytest.approx(1, abs=1e-6)
        finite = select(at, quantity="finite_density", d=12).sort_values("x")
        assert np.trapezoid(finite["value"], finite["x"]) == pytest.approx(1, abs=0.05)
        distance = select(at, quantity="kolmogorov_distance")
        assert distance["value"].item() < 0.2
        assert distance["n"].item() == 2
        rng = generator(5, "training_dynamics", "loads", {"psi_n": psi_n, "d": 12}, 1)
        again = loads.drawn_spectrum(FeatureModel(8, psi_n, 0.01), 12, rng)
        np.testing.assert_allclose(result.arrays["loads_values"][f"psi_n_{psi_n:g}"][1], again)


@pytest.fixture(scope="module")
def mixture():
    return mixture_spectrum.table(MIXTURE, Seeds(5, "training_dynamics", "mixture_spectrum"))


def test_the_outlier_of_a_mixture_is_that_of_the_theory(mixture, frame):
    rows = frame(mixture)
    threshold = outlier_threshold(4, 8, 0.1)
    assert select(rows, quantity="threshold")["value"].item() == pytest.approx(threshold)
    expected = outlier(4, 8, 0.1, 4 * threshold).eigenvalue
    largest = select(rows, quantity="largest", level=4.0)
    assert select(largest, kind="theory")["value"].item() == pytest.approx(expected)
    drawn = select(largest, kind="simulation")
    assert drawn["value"].item() == pytest.approx(expected, rel=0.35)
    upper = select(rows, quantity="upper")["value"].item()
    for level in (0.5, 1.0):
        edge = select(rows, quantity="largest", level=level, kind="theory")["value"].item()
        assert edge == upper
    ratios = select(rows, quantity="outlier_ratio")
    assert ratios[["t", "d", "n"]].to_numpy().tolist() == [
        [0.1, 12, 7],
        [0.1, 24, 3],
        [0.5, 12, 7],
        [0.5, 24, 3],
    ]
    assert ratios["value"].between(0.6, 1.2).all()


def test_the_largest_eigenvalue_grows_past_the_threshold(mixture, frame):
    curve = select(frame(mixture), quantity="curve")
    limit, finite, real = (
        select(curve, features=features).sort_values("signal")
        for features in ("limit", "equivalent", "real")
    )
    threshold = outlier_threshold(4, 8, 0.1)
    np.testing.assert_allclose(limit["signal"], np.linspace(0, 3 * threshold, 6))
    flat = limit["signal"] <= threshold
    assert limit["value"][flat].nunique() == 1
    assert (np.diff(limit["value"][~flat]) > 0).all()
    assert finite["value"].to_numpy() == pytest.approx(limit["value"].to_numpy()[1:], rel=0.3)
    assert list(finite["n"].unique()) == [4]
    np.testing.assert_allclose(real["signal"], threshold * np.array([0.5, 3.0]))
    assert real["value"].iloc[1] > real["value"].iloc[0]
    assert real["value"].to_numpy() == pytest.approx([limit["value"].iloc[0], 5.0], rel=0.3)


def test_the_levels_share_their_draws(mixture, frame):
    values = mixture.arrays["mixture_spectrum_values"]
    assert set(values) == {"control", "level_0", "level_1", "level_2"}
    rng = generator(5, "training_dynamics", "mixture_spectrum", {"t": 0.1, "d": 24}, 1)
    again = mixture_spectrum.top_of_spectrum(
        24, 0.1, 0.5 * outlier_threshold(4, 8, 0.1), MIXTURE, rng
    )
    np.testing.assert_allclose(values["level_0"][1], again.values)
    ratio = np.mean(values["level_0"][:, -1] / values["control"][:, -1])
    row = select(frame(mixture), quantity="over_control", level=0.5)
    assert row["value"].item() == pytest.approx(ratio)
    # more means, a larger top of the same matrix
    assert (values["level_2"][:, -1] > values["level_0"][:, -1]).all()


def test_controls_have_mean_zero_and_explain_the_outlier():
    s = MixtureSpectrum()
    found = [
        mixture_spectrum.top_of_spectrum(20, 0.1, 4.0, s, np.random.default_rng(k))
        for k in range(80)
    ]
    controls = np.array([top.controls for top in found])
    error = controls.std(axis=0) / np.sqrt(len(found))
    assert (np.abs(controls.mean(axis=0)) < 3.5 * error).all()
    values = np.array([top.values[-1] for top in found])
    explained = controlled_mean(values, controls)
    assert explained.stderr < 0.6 * values.std() / np.sqrt(len(found))
    assert abs(explained.value - values.mean()) < 3.5 * values.std() / np.sqrt(len(found))


def test_the_separated_outlier_is_of_order_d(mixture, frame):
    drawn = select(frame(mixture), quantity="separated_ratio").set_index("d")
    assert list(drawn["n"]) == [7, 3]
    assert drawn.loc[24, "value"] == pytest.approx(1, rel=0.3)
    found = [
        mixture_spectrum.top_of_spectrum(
            24,
            0.1,
            24.0,
            MIXTURE,
            generator(
                5, "training_dynamics", "mixture_spectrum_separated", {"t": 0.1, "d": 24}, draw
            ),
        ).values[-1]
        for draw in range(3)
    ]
    expected = np.mean(found) / (24 * separated_outlier(4, 0.1, 1.0))
    assert drawn.loc[24, "value"] == pytest.approx(expected)
