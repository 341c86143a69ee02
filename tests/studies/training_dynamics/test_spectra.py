"""Spectra of U: sums over the spectrum, drawn eigenvalues against the limit, their seeds."""

import numpy as np
import pytest

from memgen.seeds import Seeds, generator
from memgen.settings.training_dynamics import Loads, MixtureSpectrum, Spectra
from memgen.studies.training_dynamics import loads, mixture_spectrum, spectra
from memgen.tables.read import select
from memgen.theory.random_features import outlier, outlier_threshold
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.separated import separated_outlier

S = Spectra(psi_p=8, psi_n=2, d=[10, 16], draws=2, points=120)
MIXTURE = MixtureSpectrum(
    cases=[(0.01, 6.0), (0.3, 0.05)],
    d=[12, 24],
    draws=2,
    most_draws=5,
    points=60,
    separated_t=[0.1],
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
    falls = select(frame(made), quantity="fall", kind="simulation")
    assert set(falls["d"]) == ({10, 16} if case == "one" else {16})
    assert set(falls["n"]) == ({3, 2} if case == "one" else {2})
    at = falls[falls["d"] == 16].set_index("modes")["value"]
    model = FeatureModel(8, 2, 0.01, *spectra.CASES[case])
    drawn = list(
        spectra.drawn_moments(model, 16, S, Seeds(5, "training_dynamics", "spectra"), case)
    )
    whole = [np.trace(m.V.T @ np.linalg.solve(m.U, m.V)) / 16 for m in drawn]
    assert at.sum() == pytest.approx(np.mean(whole))
    values = [np.linalg.eigvalsh(m.U) for m in drawn]
    np.testing.assert_allclose(made.arrays["values"]["eigenvalues"], values)


def test_loads_sum_to_all_modes_and_the_late_share_is_one(frame):
    s = Loads(psi_p=16, psi_n=[4.0], psi_n_range=(2.0, 6.0), points=60, shares=2)
    rows = frame(loads.table(s))
    assert (rows["kind"] == "theory").all()
    for psi_n in s.psi_n:
        spectrum = select(select(rows, psi_n=psi_n), psi_p=16.0, t=0.01)
        mass = select(spectrum, quantity="mass")["value"].sum()
        atom_mass = select(spectrum, quantity="atom_mass")["value"].item()
        assert mass + atom_mass == pytest.approx(1, abs=1e-6)
        atom = select(spectrum, quantity="atom")["value"].item()
        assert atom < select(spectrum, quantity="lower")["value"].min()
        for bulk, curve in select(spectrum, quantity="density").groupby("bulk"):
            area = np.trapezoid(curve["value"], curve["x"])
            expected = select(spectrum, quantity="mass", bulk=bulk)["value"].item()
            assert area == pytest.approx(expected, rel=0.03)
    counts = select(rows, quantity="bulks")
    np.testing.assert_allclose(counts["psi_n"], [2, 6])
    shares = select(rows, quantity="late_share")
    assert shares["value"].between(0.3, 1).all()
    assert len(shares) == (counts["value"] > 2).sum()


@pytest.fixture(scope="module")
def mixture():
    return mixture_spectrum.table(MIXTURE, Seeds(5, "training_dynamics", "mixture_spectrum"))


def test_the_outlier_of_a_mixture_is_that_of_the_theory(mixture, frame):
    rows = frame(mixture)
    assert select(rows, quantity="threshold", case=0)["value"].item() == pytest.approx(
        outlier_threshold(4, 8, 0.01)
    )
    expected = outlier(4, 8, 0.01, 6.0).eigenvalue
    theory = select(rows, quantity="outlier", kind="theory")
    assert theory[["case", "value"]].to_numpy().tolist() == [[0, pytest.approx(expected)]]
    drawn = select(select(rows, quantity="outlier", kind="simulation"), case=0, d=24)
    assert drawn["value"].item() == pytest.approx(expected, rel=0.35)
    assert select(rows, quantity="kolmogorov_distance")["value"].between(0.01, 0.5).all()


@pytest.mark.parametrize("case", [0, 1])
def test_deviations_are_from_the_largest_eigenvalue_of_the_limit(mixture, frame, case):
    """Below the threshold that is the bulk's upper edge."""
    rows = select(frame(mixture), case=case)
    simulated = select(rows, kind="simulation")
    if case == 0:
        limit = outlier(4, 8, 0.01, 6.0).eigenvalue
    else:
        limit = select(rows, quantity="density")["x"].max()
    for d, draws in ((12, 5), (24, 2)):
        at_d = select(simulated, d=d).set_index("quantity")
        assert (at_d["n"] == draws).all()
        ratio = at_d.loc["outlier", "value"] / limit - 1
        assert at_d.loc["deviation", "value"] == pytest.approx(ratio, abs=0.02)
        variance = at_d.loc["deviation", "stderr"] ** 2 * (draws - 1)
        square = at_d.loc["deviation", "value"] ** 2 + variance
        assert at_d.loc["squared_deviation", "value"] == pytest.approx(square)


def test_the_mixture_s_eigenvalues_are_the_last_draw_s(mixture):
    values = mixture.arrays["mixture_spectrum_values"]
    point = {"t": 0.3, "signal": 0.05, "d": 24}
    rng = generator(5, "training_dynamics", "mixture_spectrum", point, 1)
    again = mixture_spectrum.eigenvalues(24, 0.3, np.sqrt(0.05), MIXTURE, rng)
    np.testing.assert_allclose(values["case_1"], again)
    assert len(values["case_0"]) == 96


def test_the_separated_outlier_is_of_order_d(mixture, frame):
    rows = select(frame(mixture), quantity="separated_outlier")
    limit = select(rows, kind="theory")["value"].item()
    assert limit == pytest.approx(separated_outlier(4, 0.1, 1.0))
    drawn = select(rows, kind="simulation", t=0.1, separation=1.0).set_index("d")
    assert list(drawn["n"]) == [4, 2]
    assert drawn.loc[24, "value"] == pytest.approx(limit, rel=0.3)
    point = {"t": 0.1, "separation": 1.0, "d": 24}
    tops = [
        mixture_spectrum.eigenvalues(
            24,
            0.1,
            np.sqrt(24),
            MIXTURE,
            generator(5, "training_dynamics", "mixture_spectrum_separated", point, draw),
        )[-1]
        for draw in range(2)
    ]
    assert drawn.loc[24, "value"] == pytest.approx(np.mean(tops) / 24)
