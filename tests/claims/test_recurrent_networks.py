"""Claims on recurrent networks, on tables whose answers are known."""

import numpy as np
import pytest

from memgen.claims import recurrent_networks as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_entropies():
    rows = [
        mean_row("entropy_over_ground", draws(1.0), N=16, t=0.3),
        mean_row("entropy_high_t", draws(0.99), N=16, t=10.0),
        mean_row("entropy_gap", draws(0.5), N=16, t=10.0),
        mean_row("entropy_gap", draws(0.01), N=16, t=0.3),
    ]
    tables = {"landscape": tidy(rows)}
    assert claims.entropy_at_low_t(tables).value == pytest.approx(1)
    assert claims.entropy_at_high_t(tables).value == pytest.approx(0.99)
    found = claims.entropy_from_chains(tables)
    assert (found.value, found.n) == (pytest.approx(0.01), 4)


def test_overlaps_of_samples():
    rows = [mean_row("chance", draws(0.2), network="digits")]
    for t, m in ((0.1, 1.0), (30.0, 0.22)):
        at = {"network": "digits", "start": "cooled", "t": t}
        rows.append(mean_row("nearest_overlap", draws(m, 0.0), **at))
    rows += [
        mean_row("overlap_gap", draws(m), network="random", t=t) for t, m in ((1, 0.01), (2, 0.03))
    ]
    tables = {"sampling": tidy(rows)}
    cold = claims.overlap_when_cold(tables)
    assert cold.value == 1
    assert cold.stderr == 0
    assert claims.overlap_when_hot(tables).value == pytest.approx(0.02)
    assert claims.overlap_is_exact(tables).value == pytest.approx(0.02)


def test_learning_steps():
    rows = []
    for N in (50, 100):
        for load, last in ((0.1, 0.02), (0.2, 0.08)):
            for step, value in ((0, 0.4), (9, last if N == 100 else 0.3)):
                at = {"N": N, "load": load, "t": 0.0, "step": step}
                rows.append(mean_row("residual", draws(value, 0.001), **at))
                rows.append(mean_row("smallest_stability", draws(step - 1 + load), **at))
                rows.append(mean_row("fraction_on_data", draws(1 - load * 4), **at))
    # nothing to match at t = 1: the residual starts at 0
    rows += [
        mean_row("residual", draws(0.0, 0.01), N=50, load=0.1, t=1.0, step=step) for step in (0, 9)
    ]
    tables = {"moment_matching": tidy(rows)}
    worst = claims.residual_at_zero_t(tables)
    assert worst.value == pytest.approx(0.2)
    assert worst.stderr > 0
    assert np.isinf(claims.residual_at_positive_t(tables).stderr)
    assert claims.patterns_become_stable(tables).value == pytest.approx(8.1)
    assert claims.starts_that_end_on_data(tables).value == pytest.approx(0.2)


def test_dream_points_beside_the_table():
    rows = []
    for N, miss in ((100, 0.03), (200, 0.01)):
        for rule, value in (("D_in", 0.1), ("D_opt", 0.25)):
            at = {"N": N, "load": 0.3, "rule": rule}
            shift = miss if rule == "D_opt" else 0.0
            rows.append(row("dream_point", "simulation", value - shift, 0.005, 8, **at))
            rows.append(row("dream_point", "published", value, **at))
        rows += [
            mean_row("smallest_stability", draws(value), N=N, load=0.3, amount=amount)
            for amount, value in ((0.0, -1.0), (0.2, 0.5), (0.4, -1.0))
        ]
    tables = {"dreams": tidy(rows)}
    found = claims.dream_points_of_the_table(tables)
    assert (found.value, found.stderr, found.n) == (pytest.approx(0.03), 0.005, 8)
    assert claims.dream_points_of_larger_networks(tables).value == pytest.approx(0.01)
    assert claims.all_patterns_stable_between(tables).value == pytest.approx(0.5)
    small = tables["dreams"].assign(N=50)
    assert np.isinf(claims.dream_points_of_the_table({"dreams": small}).stderr)


def test_final_overlaps_are_those_of_the_smallest_network():
    def table(rules):
        return tidy(
            mean_row("final_overlap", draws(m if N == 100 else 0.1), N=N, rule=rule, m0=m0)
            for rule, m in rules.items()
            for N in (100, 200)
            for m0, m in ((0.4, 0.3), (0.8, m))
        )

    tables = {
        "dreams": table({"D_opt": 0.99}),
        "retrieval_maps": table({"perceptron": 0.98, "pseudo_inverse": 0.97, "hebb": 0.5}),
    }
    assert claims.unlearning_retrieves(tables).value == pytest.approx(0.99)
    assert claims.perceptron_retrieves(tables).value == pytest.approx(0.98)
    assert claims.pseudo_inverse_retrieves(tables).value == pytest.approx(0.97)
    assert claims.hebb_does_not(tables).value == pytest.approx(0.5)


def test_capacities():
    rows = []
    for couplings, capacity, ratio in (("symmetric", 1.278, 1.2), ("plain", 2.0, 1.0)):
        rows += [
            row("storage_load", "theory", capacity - kappa, couplings=couplings, kappa=kappa)
            for kappa in (0.0, 0.5)
        ]
        for load in (0.2, 0.5):
            at = {"couplings": couplings, "load": load}
            rows.append(row("gardner_stability", "theory", 1 / load, **at))
            rows += [
                mean_row("largest_stability", draws(ratio / load * (1 + 1 / N)), **at, N=N)
                for N in (50, 10**9)
            ]
    rows += [
        row("spectral_stability", "theory", 1.25 / load, couplings="symmetric", load=load)
        for load in (0.2, 0.5, 1.0)
    ]
    rows += [
        mean_row("fits", np.array(fits), couplings="symmetric", load=1.3, N=N)
        for N, fits in ((50, [True, False]), (100, [True, True]))
    ]
    tables = {"perceptron_capacity": tidy(rows)}
    assert claims.symmetric_capacity(tables).value == 1.278
    assert claims.plain_capacity(tables).value == 2
    assert claims.plain_stability_measured(tables).value == pytest.approx(1, abs=1e-6)
    assert claims.symmetric_stability_measured(tables).value == pytest.approx(1.2, abs=1e-6)
    by_spectrum = claims.symmetric_stability_by_spectrum(tables)
    assert by_spectrum.value == pytest.approx(1.2 / 1.25, abs=1e-3)
    fits = claims.fits_above_the_formula(tables)
    assert (fits.value, fits.stderr) == (1, 0.25)


def test_learning_temperatures():
    rows = [mean_row("free_spread", draws(1e-13, 0.0), P=300)]
    for P, mass, shift in ((6, 0.99, 0.9), (300, 0.7, 0.05)):
        rows += [
            mean_row("cold_mass", draws(mass), P=P),
            mean_row("mass_gain", draws(mass - 0.1), P=P),
            mean_row("log_best_over_teacher", draws(shift), P=P),
        ]
    tables = {"learning_temperature": tidy(rows)}
    assert claims.temperature_is_a_gauge(tables).value == pytest.approx(1e-13)
    assert claims.cold_mass(tables).value == pytest.approx(0.99)
    assert claims.memorises_when_cold(tables).value == pytest.approx(0.89)
    assert claims.best_at_the_teacher_s_temperature(tables).value == pytest.approx(0.05)
    assert claims.few_examples_want_it_hotter(tables).value == pytest.approx(0.9)


def test_the_theorem_s_draws_are_pooled():
    rows = [
        mean_row("minima_are_data", np.array([True] * 9 + [False]), N=10, P=4),
        mean_row("minima_are_data", np.array([True] * 30), N=14, P=4),
        row("moment_difference", "theory", 0.0, N=8),
        row("minima_not_data", "theory", 8, N=8),
    ]
    tables = {"moment_theorem": tidy(rows)}
    found = claims.theorem_for_random_data(tables)
    assert (found.value, found.n) == (pytest.approx(39 / 40), 40)
    assert found.stderr == pytest.approx(np.sqrt(39 / 40 / 40 / 40))
    assert claims.counterexample_moments(tables).value == 0
    assert claims.counterexample_minima(tables).value == 8


def test_storage():
    rows = [
        mean_row("stored", draws(value), N=100, load=load, points=100 * load, rule=rule)
        for rule, value in (("hebb", 0.0), ("unlearning", 0.05))
        for load in (0.5, 1.0, 1.2)
    ]
    for t, fractions in ((1.0, (1.0, 1.0, 0.97)), (5.0, (1.0, 0.75, 0.25))):
        rows += [
            mean_row("stored", draws(f), N=100, P=P, load=P / 100, points=10, t=t, rule="score")
            for P, f in zip((10, 100, 10000), fractions, strict=True)
        ]
        rows.append(row("capacity", "theory", 10.0, N=100, t=t, rule="score"))
    tables = {"storage": tidy(rows)}
    assert claims.networks_fail_at_load_one(tables).value == pytest.approx(0.05)
    assert claims.score_does_not(tables).value == pytest.approx(0.97)
    exact = {"storage": tables["storage"].assign(stderr=0.0)}
    certain = claims.score_does_not(exact)
    assert certain.stderr == pytest.approx(1 / 42)  # no point differed: not known exactly
    # half way between 100 and 10000 in log P: 1000, which is the theory's 10 N
    found = claims.score_s_capacity(tables)
    assert found.value == pytest.approx(1)
    assert found.stderr == pytest.approx(0.02 / np.sqrt(3) / (0.5 / np.log(100)) / np.log(1000))
    never = tables["storage"][tables["storage"]["t"] != 5.0]
    assert np.isinf(claims.score_s_capacity({"storage": never}).stderr)


def test_structure():
    rules = ("hebb", "unlearning", "perceptron", "pseudo_inverse", "daydreaming")
    rows = [
        mean_row("final_overlap", draws(0.5 + gain * k), alpha_D=alpha_D, rule=rule)
        for k, rule in enumerate(rules)
        for alpha_D, gain in ((0.0, 0.0), (0.1, 0.1), (3.2, 0.0))
    ]
    tables = {"structure": tidy(rows)}
    for k, rule in enumerate(rules):
        found = getattr(claims, f"structure_helps_{rule}")(tables)
        assert found.value == pytest.approx(0.1 * k)
        assert found.stderr == pytest.approx(0.02 * np.sqrt(2 / 3))
    assert claims.weak_structure_is_none(tables).value == pytest.approx(0)
