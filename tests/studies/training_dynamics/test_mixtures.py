"""Mixtures: trajectories, regimes, outliers and samples, against theory and by their seeds."""

import numpy as np
import pytest

from memgen.data.mixture import TwoGaussians
from memgen.measures.collapse.speciation import same_class_fraction
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import Seeds, generator, seed_sequence
from memgen.settings.training_dynamics import (
    Diffusion,
    Outlier,
    OutlierTimescale,
    OutlierTrajectories,
    Regimes,
    Separation,
)
from memgen.studies.call import made
from memgen.studies.training_dynamics import (
    diffusion,
    outlier,
    outlier_timescale,
    outlier_trajectories,
    regimes,
    separation,
)
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory import random_features as theory
from memgen.theory.random_features.gain import gain_curve, outlier_time
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.speciation import (
    excess_entropy,
    mixture_collapse_time,
    same_class_probability,
    speciation_time,
)

SOURCE = "training_dynamics"


def test_the_empirical_score_ends_on_training_points_and_the_exact_one_does_not(seeds, frame):
    s = Diffusion(d=4, P=10, trajectories=12, shown=8, steps=60)
    result = diffusion.table(s, seeds("diffusion"))
    rows = select(frame(result), d=4, P=10, t=1e-3)
    ratios = select(rows, quantity="nearest_ratio")
    assert list(select(ratios, score="exact")["trajectory"]) == list(range(12))
    assert select(ratios, score="empirical")["value"].max() < 1 / 3
    for score in ("exact", "empirical"):
        memorised = select(rows, quantity="memorised_fraction", score=score)["value"].item()
        assert memorised == np.mean(select(ratios, score=score)["value"] < 1 / 3)
    assert select(ratios, score="exact")["value"].mean() > 1 / 3
    paths = result.arrays["diffusion_paths"]
    assert set(paths) == {"t", "training", "forward", "exact", "empirical"}
    assert paths["t"][0] == pytest.approx(4)
    assert paths["t"][-1] == pytest.approx(1e-3)
    for name in ("forward", "exact", "empirical"):
        assert paths[name].shape == (61, 8)
        assert paths[name][0].std() < 3
    ends = paths["empirical"][-1]
    assert np.abs(ends[:, None] - paths["training"]).min(axis=1).max() < 0.25
    starts = paths["forward"][-1]
    assert np.abs(starts[:, None] - paths["training"]).min(axis=1).max() < 0.25
    rng = generator(5, SOURCE, "diffusion", {"d": 4, "P": 10}, 0)
    points = TwoGaussians(np.full(4, 1.5)).sample(10, rng)
    np.testing.assert_allclose(paths["training"], points @ np.full(4, 0.5))


def test_forward_noise_grows_with_its_variance():
    rng = np.random.default_rng(1)
    path = diffusion.forward(np.zeros((4000, 2)), np.array([0.5, 2.0, 5.0]), rng)
    np.testing.assert_allclose((path**2).mean(axis=(1, 2)), [0.5, 2, 5], rtol=0.06)
    assert np.mean(path[0] * path[2]) == pytest.approx(0.5, rel=0.15)


@pytest.fixture(scope="module")
def regime_rows():
    s = Regimes(
        d=[64],
        N=[24],
        P=150,
        draws=3,
        probes=10,
        clones=200,
        steps=60,
        times=9,
        points=20,
        finite_points=8,
    )
    return tidy(made(regimes.table(s, Seeds(5, SOURCE, "regimes"))).rows)


def test_clones_part_as_the_integral_says(regime_rows):
    rows = select(regime_rows, d=64)
    t_S = select(rows, quantity="speciation_time")["value"].item()
    assert t_S == pytest.approx(speciation_time(64.0))
    assert select(rows, quantity="same_class_at_speciation")["value"].item() == pytest.approx(
        0.775, abs=0.01
    )
    curve = select(rows, quantity="same_class", kind="theory")
    np.testing.assert_allclose(curve["t"] / t_S, np.linspace(0.5, 1.5, 20))
    assert (np.diff(curve["value"]) < 0).all()
    drawn = select(rows, quantity="same_class", kind="simulation")
    np.testing.assert_allclose(drawn["t"] / t_S, np.linspace(0.5, 1.5, 9))
    expected = same_class_probability(drawn["t"].to_numpy(), 64.0)
    assert (np.abs(drawn["value"] - expected) < 0.12).all()
    assert (drawn["n"] == 200).all()


def test_the_collapse_is_where_the_theory_says(regime_rows):
    rows = select(regime_rows, N=24, P=150)
    times = select(rows, quantity="collapse_time")
    t_C = select(times, model="published")["value"].item()
    assert t_C == pytest.approx(mixture_collapse_time(np.log(150) / 24))
    finite = select(times, model="finite")["value"].item()
    measured = select(times, kind="simulation")
    assert measured["value"].item() == pytest.approx(finite, rel=0.25)
    assert measured["n"].item() == 3
    drawn = select(rows, quantity="own_weight", kind="simulation")
    assert drawn["value"].iloc[0] > 0.75
    assert drawn["value"].iloc[0] > drawn["value"].iloc[-1]
    np.testing.assert_allclose(drawn["t"] / t_C, np.linspace(0.7, 2.5, 9))
    alpha = np.log(150) / 24
    curves = select(rows, quantity="excess_entropy", kind="theory")
    for model, signal in (("published", 0.0), ("class", 24.0)):
        curve = select(curves, model=model)
        expected = np.maximum(0, excess_entropy(curve["t"].to_numpy(), 24, alpha, signal) / alpha)
        np.testing.assert_allclose(curve["value"], expected)
    for quantity in ("excess_entropy", "own_weight"):
        at = select(rows, quantity=quantity)
        both = select(at, kind="simulation").merge(select(at, model="finite"), on="t")
        assert len(both) == 9
        assert np.abs(both["value_x"] - both["value_y"]).max() < 0.25
    assert "published" not in set(rows["kind"])  # of other N and P
    miss = select(rows, quantity="excess_entropy_miss")
    assert abs(miss["value"].item()) < 4 * miss["stderr"].item()


def test_released_points_stand_beside_theory_at_their_size():
    rows = tidy(regimes.published_rows(2.667, {"N": 4096, "P": 20000}))
    released = select(rows, kind="published")
    assert (released["t"] > 0.7 * 2.667).all()
    finite = select(rows, model="finite")["value"].to_numpy()
    assert np.abs((released["value"] - finite) / released["stderr"]).max() < 3
    law = select(rows, model="published")["value"].to_numpy()
    assert np.abs((released["value"] - law) / released["stderr"]).max() > 4


def test_regimes_have_the_seeds_of_their_points(regime_rows):
    s = Regimes(P=150, probes=10)
    t = mixture_collapse_time(np.log(150) / 24) * np.linspace(0.7, 2.5, 9)
    draws = [
        regimes.curves_of_draw(
            seed_sequence(5, SOURCE, "regimes", {"N": 24, "P": 150}, k), 24, t, s
        )
        for k in range(3)
    ]
    weight = select(regime_rows, quantity="own_weight", kind="simulation")
    expected = np.mean([draw.own_weight.mean(axis=0) for draw in draws], axis=0)
    np.testing.assert_allclose(weight["value"], expected)
    np.testing.assert_allclose(weight["t"], t)
    entropy = select(regime_rows, quantity="excess_entropy", kind="simulation")
    expected = np.mean([draw.excess_entropy for draw in draws], axis=0) * 24 / np.log(150)
    np.testing.assert_allclose(entropy["value"], expected)
    rng = generator(5, SOURCE, "regimes_clones", {"d": 64, "ratio": 1.5}, 0)
    same = same_class_fraction(1.5 * speciation_time(64.0), 64.0, 1.0, 200, 60, rng)
    last = select(regime_rows, quantity="same_class", kind="simulation")["value"].iloc[-1]
    assert last == pytest.approx(np.mean(same))


def test_blocks_are_the_same_points_each_time():
    sequence = np.random.SeedSequence(3)
    data = TwoGaussians(np.ones(2))
    first, second = (list(regimes.blocks(sequence, data, 2300)) for _ in range(2))
    assert [len(block) for block in first] == [1000, 1000, 300]
    np.testing.assert_array_equal(np.concatenate(first), np.concatenate(second))


OUTLIER = Outlier(
    signals=[1.0, 8.0],
    t_range=(0.1, 2.0),
    points=8,
    simulated=3,
    d=24,
    draws=2,
    equivalent_draws=3,
    map_signals=(0.1, 20.0),
    map_points=5,
)


@pytest.fixture(scope="module")
def outlier_rows():
    return tidy(made(outlier.table(OUTLIER, Seeds(5, SOURCE, "outlier"))).rows)


def test_the_theory_of_the_outlier_ends_at_its_transition(outlier_rows):
    curve = select(outlier_rows, quantity="threshold")
    np.testing.assert_allclose(curve["t"], np.linspace(0.1, 2, 8))
    assert curve["value"].iloc[0] == pytest.approx(theory.outlier_threshold(4, 8, 0.1))
    assert (np.diff(curve["value"]) > 0).all()
    times = select(outlier_rows, quantity="transition_time").set_index("signal")["value"]
    for signal, t in times.items():
        assert theory.outlier_threshold(4, 8, t) == pytest.approx(signal)
        overlaps = select(outlier_rows, quantity="overlap", kind="theory", signal=signal)
        assert overlaps["t"].iloc[0] == pytest.approx(0.1)
        assert overlaps[["t", "value"]].iloc[-1].tolist() == [t, 0]
        assert (np.diff(overlaps["value"]) < 0).all()
    edges = select(outlier_rows, quantity="edge")
    assert edges["value"].iloc[0] == pytest.approx(theory.bulks(4, 8, 0.1)[-1].upper)
    meets = select(outlier_rows, quantity="eigenvalue_over_edge")["value"]
    assert meets.to_numpy() == pytest.approx(1, abs=1e-5)
    for row in select(outlier_rows, quantity="half_signal").itertuples():
        assert theory.outlier(4, 8, row.t, row.value).overlap == pytest.approx(0.5)


def test_outliers_are_where_the_theory_says(outlier_rows):
    expected = theory.outlier(4, 8, 0.1, 8.0)
    at = select(outlier_rows, signal=8.0, t=0.1, d=24)
    drawn = select(at, features="exact").set_index("quantity")["value"]
    finite = select(at, features="equivalent").set_index("quantity")["value"]
    for values, suffix in ((drawn, ""), (finite, "_finite")):
        assert values[f"eigenvalue{suffix}"] == pytest.approx(expected.eigenvalue, rel=0.35)
        assert values[f"overlap{suffix}"] == pytest.approx(expected.overlap, abs=0.15)
    numbers = [generator(5, SOURCE, "outlier", {"t": 0.1, "d": 24}, k) for k in range(2)]
    draws = [outlier.exact_outlier(OUTLIER, 0.1, 8.0, rng) for rng in numbers]
    np.testing.assert_allclose(drawn[["eigenvalue", "overlap"]], np.mean(draws, axis=0))


def test_the_map_grows_with_the_means(outlier_rows):
    row = select(outlier_rows, quantity="map", t=0.1).sort_values("signal")
    np.testing.assert_allclose(row["signal"], np.geomspace(0.1, 20, 5))
    assert row["value"].iloc[0] < 0.3
    assert row["value"].iloc[-1] > 0.9


def test_gains_of_real_features_follow_the_theory(seeds, frame):
    s = OutlierTimescale(signals=[8.0], points=20, d=24, draws=2)
    rows = select(frame(outlier_timescale.table(s, seeds("outlier_timescale"), 8.0)), signal=8.0)
    model, tau = FeatureModel(4, 8, 0.1), np.geomspace(1e-2, 1e5, 20)
    assert select(rows, quantity="tau_out")["value"].item() == outlier_time(model, 8.0)
    for direction, signal in (("along", 8.0), ("across", 0.0)):
        curve = gain_curve(tau, model, signal)
        exact = select(rows, quantity="exact_gain", direction=direction)["value"].item()
        assert exact == curve.exact
        gain = select(rows, quantity="gain", direction=direction)
        predicted = select(gain, kind="theory")["value"]
        np.testing.assert_allclose(predicted, curve.value)
        measured = select(gain, kind="simulation", d=24)
        np.testing.assert_allclose(measured["tau"], tau)
        assert np.abs(measured["value"].to_numpy() - curve.value).max() < 0.35
        assert measured["value"].iloc[0] == pytest.approx(curve.value[0], rel=0.4)
    rise = select(rows, quantity="rise_time").set_index("kind")["value"]
    assert rise["theory"] == pytest.approx(outlier_time(model, 8.0), rel=0.5)
    assert rise["simulation"] == pytest.approx(rise["theory"], rel=0.5)
    draws = [
        outlier_timescale.gains_of_draw(
            s,
            8.0,
            tau,
            generator(5, SOURCE, "outlier_timescale", {"signal": 8.0, "t": 0.1, "d": 24}, draw),
        )[0]
        for draw in range(2)
    ]
    along = select(rows, quantity="gain", direction="along", kind="simulation")
    np.testing.assert_allclose(along["value"], np.mean(draws, axis=0))


def test_gains_are_along_the_first_axis_and_the_mean_of_the_others():
    s = OutlierTimescale(signals=[8.0], points=10, d=10)
    tau = np.array([5.0])
    along, across = outlier_timescale.gains_of_draw(s, 8.0, tau, np.random.default_rng(2))
    rng = np.random.default_rng(2)
    W = rng.standard_normal((40, 10))
    mean = np.zeros(10)
    mean[0] = np.sqrt(8)
    x = TwoGaussians(mean).sample(80, rng)
    flow = gradient_flow(training_moments(W, x, 0.1))
    # s.e = -G e.x: the projection of E[s x^T] over E[x x^T] of fresh data along e.
    response = flow.weights(5.0) @ population_moments(W, 0.1).X
    expected = -np.diag(response)
    assert along[0] == pytest.approx(expected[0], rel=0.02)
    assert across[0] == pytest.approx(expected[1:].mean(), rel=0.02)


def test_late_networks_spread_the_samples_along_the_means(seeds, frame):
    s = OutlierTrajectories(d=10, draws=2, trajectories=40, shown=5, steps=20)
    result = outlier_trajectories.table(s, seeds("outlier_trajectories"), 4.0, 8.0)
    rows = select(frame(result), quantity="spread", d=10, signal=8.0)
    assert dict(rows[["stage", "tau"]].drop_duplicates().to_numpy()) == {"early": 4.0, "late": 1e3}
    paths = result.arrays["outlier_timescale_paths"]
    assert paths["t"][[0, -1]] == pytest.approx([4.0, 0.01])
    assert paths["early"].shape == paths["late"].shape == (21, 5)
    late = select(rows, stage="late")
    along, across = (select(late, direction=direction) for direction in ("along", "across"))
    np.testing.assert_allclose(along["t"], paths["t"])
    # Of the mixture: e^{-2t} |m|^2 + 1 along, 1 across.
    assert along["value"].iloc[0] == pytest.approx(1, rel=0.5)
    assert along["value"].iloc[-1] > 3 * across["value"].iloc[-1]
    assert across["value"].iloc[0] == pytest.approx(1, rel=0.2)
    first = select(rows, stage="early", direction="along")["value"].iloc[-1]
    assert first != along["value"].iloc[-1]
    apart = select(frame(result), quantity="log_ratio", place="end")
    own = select(apart, kind="theory")["value"].item()
    assert own == pytest.approx(np.log1p(8 * np.exp(-0.02)))
    found = select(apart, kind="simulation", stage="late")["value"].item()
    ends = np.log(along["value"].iloc[-1] / across["value"].iloc[-1])
    assert found == pytest.approx(ends, abs=0.1)
    transition = select(frame(result), quantity="log_ratio", place="transition", stage="late")
    assert 0 < transition["value"].item() < found


def test_trajectories_have_the_seeds_of_their_point(seeds):
    s = OutlierTrajectories(d=10, draws=2, trajectories=10, shown=5, steps=20)
    result = outlier_trajectories.table(s, seeds("outlier_trajectories"), 4.0, 8.0)
    point = {"signal": 8.0, "d": 10}
    rng = generator(5, SOURCE, "outlier_timescale_trajectories", point, 1)
    times = np.geomspace(np.expm1(8.0), np.expm1(0.02), 21)
    last = outlier_trajectories.trajectories(s, 4.0, 8.0, times, rng)
    paths = result.arrays["outlier_timescale_paths"]
    np.testing.assert_allclose(paths["late"], last["late"][0])
    np.testing.assert_allclose(paths["early"], last["early"][0])


@pytest.mark.parametrize(("regime", "signal"), [("close", 4.0), ("separated", 2.5**2 * 10)])
def test_generated_samples_are_as_far_apart_as_the_mixture(seeds, frame, regime, signal):
    s = Separation(
        psi_p=4,
        psi_n=8,
        d=[10, 12],
        separation=2.5,
        tau=[10.0, 500.0],
        steps=25,
        samples=200,
        draws=2,
    )
    result = separation.table(s, seeds("separation"), regime)
    assert set(frame(result)["d"]) == {10, 12}
    rows = select(frame(result), regime=regime, signal=signal, d=10)
    mixture = select(rows, kind="theory").set_index("quantity")["value"]
    assert mixture["variance_along"] == pytest.approx(np.exp(-0.02) * signal + 1)
    drawn = select(rows, kind="simulation")
    exact = select(drawn, score="exact").set_index("quantity")["value"]
    assert exact["variance_along"] == pytest.approx(mixture["variance_along"], rel=0.2)
    assert exact["kurtosis"] == pytest.approx(mixture["kurtosis"], rel=0.2)
    assert exact["variance_across"] == pytest.approx(1, rel=0.1)
    largest = select(frame(result), kind="simulation", d=12, score="features", tau=500.0)
    along = result.arrays["along"]
    assert set(along) == {"features", "exact"}
    assert along["features"].shape == (400,)
    variances = [along["features"][:200].var(), along["features"][200:].var()]
    late = largest.set_index("quantity")
    assert late.loc["variance_along", "value"] == pytest.approx(np.mean(variances))
    assert len(select(drawn, score="features", quantity="kurtosis")) == 2


def test_samples_have_the_seeds_of_their_regime(seeds):
    s = Separation(psi_p=4, psi_n=4, d=[10], tau=[10.0, 90.0], steps=20, samples=100, draws=2)
    result = separation.table(s, seeds("separation"), "close")
    data = TwoGaussians(np.array([2.0] + [0.0] * 9))
    point = {"regime": "close", "signal": 4.0, "d": 10}
    draws = [
        separation.generate(s, data, generator(5, SOURCE, "separation", point, draw))
        for draw in range(2)
    ]
    for name, label in (("features", 90.0), ("exact", "exact")):
        again = np.concatenate([draw[label][:, 0] for draw in draws])
        np.testing.assert_allclose(result.arrays["along"][name], again)
