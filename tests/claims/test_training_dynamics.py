"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import training_dynamics as claims
from memgen.tables.rows import row, tidy


def regimes(gap=0.0, ratio=1.0):
    rows = [row("same_class_at_speciation", "theory", v, d=d) for d, v in ((9, 0.5), (99, 0.775))]
    for d in (9, 99):
        for t in np.linspace(1, 3, 21):
            rows.append(row("same_class", "theory", 1 / t, d=d, t=t))
            if t < 2:
                found = 1 / t + (gap if t == 1.5 else 0)
                rows.append(row("same_class", "simulation", found, 0.0, 50, d=d, t=t))
    for N in (10, 20):
        rows.append(row("collapse_time", "theory", 2.0, N=N))
        rows.append(row("collapse_time", "simulation", 2.0 * ratio, 0.1, 4, N=N))
    return {"regimes": tidy(rows)}


def test_regimes():
    assert claims.value_at_speciation(regimes()).value == 0.775
    assert claims.clones_match_theory(regimes()).value == pytest.approx(0)
    worst = claims.clones_match_theory(regimes(gap=-0.05))
    assert worst.value == pytest.approx(0.05)
    assert worst.stderr == pytest.approx(1 / 50)  # no clones apart: still not known exactly
    assert claims.collapse_at_predicted_time(regimes(ratio=1.2)).value == pytest.approx(1.2)


def test_spectra():
    rows = []
    for bulk, (mass, share) in enumerate(((0.1, 0.6), (0.3, 0.2), (0.2, 0.1))):
        at = {"case": "one", "psi_p": 5.0, "bulk": bulk}
        rows.append(row("mass", "theory", mass, **at))
        rows.append(row("loss_share", "theory", share, **at))
        rows.append(row("kolmogorov_distance", "simulation", 0.01 * (bulk + 1), 1e-3, 4, **at))
        for features, ratio in (("equivalent", 1 + bulk / 10), ("exact", 0.9)):
            own = at | {"features": features}
            rows.append(row("mass", "simulation", mass * ratio, 0.01 * mass, 4, **own))
            for quantity, edge in (("lower", 1.0), ("upper", 2.0)):
                rows.append(row(quantity, "simulation", edge * ratio, 0.01, 4, **own))
        for quantity, edge in (("lower", 1.0), ("upper", 2.0)):
            rows.append(row(quantity, "theory", edge, **at))
    tables = {"spectra": tidy(rows)}
    for claim, ratio in (
        (claims.masses_of_the_equivalent, 1.2),
        (claims.edges_of_the_equivalent, 1.2),
        (claims.mass_of_the_largest_bulk_of_u, 0.9),
        (claims.edges_of_the_largest_bulk_of_u, 0.9),
    ):
        assert claim(tables).value == pytest.approx(ratio)
        assert claim(tables).n == 4
    assert claims.modes_of_the_smallest_bulk(tables).value == pytest.approx(0.5)
    assert claims.modes_of_the_largest_bulk(tables).value == pytest.approx(1)
    assert claims.late_fall_of_the_smallest_bulk(tables).value == pytest.approx(0.75)
    assert claims.equivalent_spectrum(tables).value == pytest.approx(0.03)


def test_metrics():
    rows = []
    for psi_n, drop in ((4.0, 8.0), (16.0, 64.0), (31.0, 64.0 * (31 / 16) ** 0.2)):
        at = {"psi_n": psi_n, "psi_p": 64.0}
        rows.append(row("half_drop", "theory", drop, **at))
        rows.append(row("tau_mem", "published", psi_n, **at))
        rows.append(row("half_rise", "theory", 2 * psi_n**0.5, 0.1, 3, **at))
        for tau in np.geomspace(0.1, 1e4, 30):
            rows.append(row("training_loss", "theory", 0.5, **at, tau=tau))
        for tau in (1.0, 10.0, 9e3):
            value = 0.6 if tau > 1000 else 0.52
            rows.append(row("training_loss", "simulation", value, 0.01, 3, **at, tau=tau))
    tables = {"metrics": tidy(rows)}
    assert claims.memorization_time_grows(tables).value == pytest.approx(0.2)
    assert claims.overfitting_time_is_linear(tables).value == pytest.approx(0.5)
    assert claims.overfitting_time_is_linear(tables).stderr > 0
    assert claims.published_time_scale(tables).value == pytest.approx(2 / 31**0.5)
    assert claims.descent_follows_closed_form(tables).value == pytest.approx(0.02)


def test_outlier():
    rows = [row("threshold", "theory", 1.0, t=t) for t in (0.1, 1.0)]
    for signal, ratio in ((1.5, 3.0), (4.0, 1.1)):
        for features in ("exact", "equivalent"):
            at = {"signal": signal, "t": 0.5, "features": features}
            rows.append(row("eigenvalue_there", "theory", 2.0, **at))
            rows.append(row("eigenvalue", "simulation", 2 * ratio, 0.1, 4, **at))
            rows.append(row("overlap_there", "theory", 0.5, **at))
            rows.append(row("overlap", "simulation", 0.25 * ratio, 0.1, 4, **at))
    tables = {"outlier": tidy(rows)}
    assert claims.outlier_matches_closed_form(tables).value == pytest.approx(1.1)
    assert claims.equivalent_outlier_matches_closed_form(tables).value == pytest.approx(1.1)
    assert claims.overlap_matches_closed_form(tables).value == pytest.approx(0.55)


def test_descent_is_the_flow():
    rows = []
    for tau in (10.0, 1e3):
        for quantity, gap in (("training_loss", 0.01), ("test_loss", 0.0), ("score_error", 0.05)):
            value = 1 + gap if tau < 100 else 1.0
            rows.append(row(quantity, "simulation", value, 0.1, 2, psi_n=4.0, tau=tau))
            rows.append(row(f"{quantity}_flow", "theory", 1.0, 0.1, 2, psi_n=4.0, tau=tau))
    assert claims.descent_is_the_flow({"metrics": tidy(rows)}).value == pytest.approx(0.05)


def test_diffusion():
    rows = [
        row("nearest_ratio", "simulation", value, None, 1, score="empirical")
        for value in (0.1, 0.3)
    ]
    rows.append(row("memorised_fraction", "simulation", 0.0, 0.0, 98, score="exact"))
    tables = {"diffusion": tidy(rows)}
    assert claims.trajectories_end_on_training_points(tables).value == 0.3
    assert claims.exact_score_generalises(tables).stderr == pytest.approx(0.01)


def test_generalization_gap():
    rows = []
    for psi_n, value in ((1.0, 3.0), (2.0, 2.0), (4.0, 2.5)):
        at = {"psi_p": 4.0, "psi_n": psi_n, "tau": 1e3, "part": "map", "d": 9}
        rows.append(row("generalization_gap", "theory", value, 0.1, 3, **at))
    for d, ratio in ((10, 0.6), (20, 0.8)):
        at = {"psi_p": 4.0, "psi_n": 2.0, "tau": 1e3, "part": "ladder", "d": d}
        rows.append(row("generalization_gap", "theory", 2.0, 0.01, 3, **at))
        rows.append(row("generalization_gap", "simulation", 2.0 * ratio, 0.01, 3, **at))
    tables = {"generalization_map": tidy(rows)}
    assert claims.gap_falls_with_data(tables).value == 0.5
    assert claims.real_gap_is_the_equivalent_gap(tables).value == pytest.approx(0.8)
    assert claims.real_gap_approaches(tables).value == pytest.approx(0.5)


def test_error_scaling():
    rows = []
    for psi_n in (2.0, 4.0, 8.0, 16.0, 32.0):
        for sigma_x in (1.0, 2.0):
            at = {"psi_n": psi_n, "sigma_x": sigma_x}
            value = psi_n**-0.5 if psi_n < 8 else 8**0.5 / psi_n
            rows.append(row("least_error", "theory", value, 0.01 * value, 5, **at))
            found = sigma_x * value
            rows.append(row("least_error", "simulation", found, 0.01 * found, 5, **at))
    tables = {"error_scaling": tidy(rows)}
    assert claims.error_exponent(tables).value == pytest.approx(-1)
    assert -1 < claims.error_exponent_over_all_loads(tables).value < -0.5
    assert claims.real_error_exponent(tables).value < -0.5
    assert claims.real_error_is_the_equivalent_error(tables).value == pytest.approx(2, rel=0.02)


def test_time_integrated():
    rows = []
    for choice, slope in (("a", 0.5), ("b", 0.3)):
        for psi_n in (4.0, 8.0, 16.0):
            rows.append(
                row(
                    "half_rise",
                    "simulation",
                    psi_n**slope if psi_n < 16 else 0.1,
                    0.01,
                    3,
                    choice=choice,
                    psi_n=psi_n,
                    psi_p=16.0,
                )
            )
        for n, last in ((8, 0.6), (32, 0.3)):
            at = {"choice": choice, "n_data": n}
            rows.append(row("half_memorised", "simulation", n ** (2 * slope), 0.01, 4, **at))
            for tau, value in ((1.0, 0.0), (10.0, last)):
                rows.append(row("memorised_fraction", "simulation", value, 0.01, 4, **at, tau=tau))
            rows.append(row("memorised_by_chance", "simulation", 0.1, 0.01, 9, **at))
    tables = {"time_integrated": tidy(rows)}
    assert claims.integrated_overfitting_grows(tables).value == pytest.approx(0.3)
    assert claims.memorization_takes_longer_with_data(tables).value == pytest.approx(0.6)
    assert claims.memorised_fraction_rises(tables).value == pytest.approx(6)
    assert claims.memorised_fraction_falls_with_data(tables).value == pytest.approx(0.5)


def test_mixture_spectrum():
    rows = []
    for case in (0, 1):
        rows.append(row("outlier", "theory", 2.0, case=case))
        for d in (100, 400):
            at = {"case": case, "d": d}
            rows.append(row("outlier", "simulation", 2.0 if d == 100 else 2.1, 0.01, 4, **at))
            rows.append(row("squared_deviation", "simulation", 3 / d, 0.1 / d, 4, **at))
            rows.append(row("kolmogorov_distance", "simulation", 0.01 * (case + 1), 1e-3, 4, **at))
    for t, ratio in ((0.1, 1.01), (1.0, 1.2)):
        rows.append(row("separated_outlier", "theory", 3.0, t=t))
        rows.append(row("separated_outlier", "simulation", 3 * ratio, 0.01, 4, t=t, d=400))
    tables = {"mixture_spectrum": tidy(rows)}
    assert claims.mixture_outlier(tables).value == pytest.approx(1.05)
    assert claims.mixture_outlier(tables).n == 4
    assert claims.mixture_outlier_sharpens(tables).value == pytest.approx(-0.5)
    assert claims.mixture_bulk_unchanged(tables).value == pytest.approx(0.02)
    assert claims.separated_outlier(tables).value == pytest.approx(1.2)


def test_outlier_timescale():
    rows = []
    for signal, ratio in ((2.0, 1.0), (8.0, 0.9)):
        at = {"signal": signal}
        rows.append(row("tau_out", "theory", 3.0, **at))
        rows.append(row("rise_time", "simulation", 3.3, 0.1, 4, **at))
        rows.append(row("rise_time", "theory", 2.75, **at))
        for tau in (1.0, 10.0, 100.0):
            here = at | {"direction": "along", "tau": tau}
            rows.append(row("gain", "theory", 1.0, **here))
            found = ratio if tau > 3 else 0.1
            rows.append(row("gain", "simulation", found, 0.02, 4, **here))
    tables = {"outlier_timescale": tidy(rows)}
    assert claims.gain_rises_at_outlier_time(tables).value == pytest.approx(1.1)
    assert claims.gain_rises_when_theory_says(tables).value == pytest.approx(1.2)
    assert claims.gain_matches_theory(tables).value == pytest.approx(0.9)
    assert claims.gain_matches_theory(tables).stderr == pytest.approx(0.02)


def test_separation():
    rows = []
    for regime, kurtosis in (("close", 3.2), ("separated", 1.7)):
        at = {"regime": regime}
        rows.append(row("variance_across", "theory", 2.0, **at))
        for steps, tau, factor in ((10, 9.0, 5.0), (20, 3.0, 5.0), (20, 9.0, 1.0)):
            here = at | {"steps": steps, "tau": tau, "score": "features"}
            rows.append(row("kurtosis", "simulation", factor * kurtosis, 0.1, 3, **here))
            rows.append(row("central_density", "simulation", factor * 0.2, 0.1, 3, **here))
            rows.append(row("variance_across", "simulation", factor * 2.1, 0.1, 3, **here))
        here["samples"] = 1000
        rows.append(row("memorised_fraction", "simulation", 0.0, 0.0, 3, **here))
    tables = {"separation": tidy(rows)}
    assert claims.kurtosis_of_close_mixture(tables).value == 3.2
    assert claims.kurtosis_of_separated_mixture(tables).value == 1.7
    assert claims.close_mixture_is_unimodal(tables).value == 0.2
    assert claims.separated_mixture_is_bimodal(tables).value == 0.2
    assert claims.kurtosis_of_close_mixture(tables).stderr > np.sqrt(24 / 1000)
    assert claims.variance_across_falls_with_training(tables).value == pytest.approx(5)
    assert claims.variance_across_close_mixture(tables).value == pytest.approx(1.05)
    assert claims.variance_across_separated_mixture(tables).value == pytest.approx(1.05)
    assert claims.features_do_not_memorise(tables).stderr == pytest.approx(1e-3)
