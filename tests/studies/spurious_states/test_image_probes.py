"""Basins, spectra and energies of exact scores in the place of networks."""

import numpy as np
import pandas as pd
import pytest

from memgen.data.image_sets import image_set
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius
from memgen.measures.samples.image_distance import image_distance
from memgen.settings.spurious_images import (
    Architecture,
    ImageBasins,
    ImageCurvature,
    ImageDistance,
    ImageEnergyGap,
)
from memgen.studies.spurious_states import (
    image_basins,
    image_curvature,
    image_energy_gap,
    stacks,
)
from memgen.training.schedules import VariancePreserving
from memgen.training.steps import step_variances
from tests.studies.spurious_states.conftest import ExactImageNoise

L2 = image_distance("l2", image_set(np.random.default_rng(0).random((9, 3, 3, 1)), "any"))
BASINS = ImageBasins(
    probes=6, trials=6, p=0.8, fine=25, stride=150, back_steps=10, prediction_draws=60
)


@pytest.fixture
def of_base(pool, image_splits, stack_paths, image_samples):
    def by_set(of_stacks):
        return {("blobs", *label): value for label, value in of_stacks.items()}

    samples, kinds = image_samples
    pools = {"blobs": pool}
    return pools, by_set(stack_paths), by_set(image_splits), {"blobs": samples}, kinds


@pytest.fixture
def basins(pool, stack_paths, image_splits, image_samples, seeds_of, frame_of):
    samples, kinds = image_samples
    types = pd.DataFrame(
        {"images": "blobs", "quantity": "threshold", "which": ["delta_s", "delta_m"]}
    )
    types["value"] = [9.0, 0.3]
    rows = image_basins.table(
        BASINS,
        seeds_of("image_basins"),
        ImageDistance(),
        Architecture(),
        "cpu",
        8,
        "blobs",
        pool,
        stack_paths,
        image_splits,
        samples,
        kinds,
        types,
    )
    return frame_of(rows)


def test_the_network_of_the_exact_score_recovers_as_it(basins):
    steps = basins[basins["quantity"] == "critical_step"]
    training = steps[steps["type"] == "training"].pivot_table(
        index="K", columns="score", values="value"
    )
    # the probability flow of the same score, in single and in double precision
    np.testing.assert_allclose(training["network"], training["exact"], rtol=0.3)
    # the reverse process draws its end from the posterior, the flow does not: close by alone
    assert (np.log(training["network"] / training["posterior"]).abs() < np.log(2)).all()
    # few images lie farther apart
    assert training.loc[4, "network"] > training.loc[60, "network"] > 100
    table = steps[steps["score"] == "network"].pivot_table(
        index="K", columns="type", values="value"
    )
    assert table.loc[60, "memorised"] > 100
    assert table.loc[60, "generalised"] == 0
    assert np.isnan(table.loc[4, "generalised"])


def test_kinds_and_counts(basins):
    assert set(basins[basins["score"] == "network"]["kind"]) == {"simulation"}
    assert set(basins[basins["score"] != "network"]["kind"]) == {"theory"}
    assert set(basins[basins["score"] == "exact"]["type"]) == {"training"}
    lost = basins[basins["quantity"] == "no_basin"].set_index(["K", "type", "score"])["value"]
    assert lost[60, "generalised", "network"] == 1
    assert lost[60, "memorised", "network"] == 0
    counts = basins[(basins["K"] == 60) & (basins["type"] == "memorised")]["samples"]
    assert set(counts) == {12}


def test_volumes_are_those_of_the_critical_steps(frame_of):
    steps = np.array([1, 100, 400])
    variances = step_variances(VariancePreserving(), steps.astype(float))
    protocol = image_basins.Protocol(BASINS, L2, 0.3, steps, variances)
    points = [np.random.default_rng(0).standard_normal((3, 9)), np.zeros((1, 9))]
    critical = [np.array([100, 0, 400]), np.array([400])]
    rows = image_basins.basin_rows(critical, points, protocol, "simulation", {"type": "x"})
    rows = frame_of(rows).set_index("quantity")
    assert rows.loc["critical_step", "value"] == pytest.approx(225)
    assert rows.loc["no_basin", "value"] == pytest.approx(0.25)
    radii = squared_noise_radius(
        np.stack([points[0][0], points[0][2], points[1][0]]), variances[[1, 2, 2]]
    )
    volumes = log_volume(radii, 9)
    assert rows.loc["log_volume", "value"] == pytest.approx(volumes.mean())
    assert rows.loc["log_volume_spread", "value"] == pytest.approx(volumes.std(ddof=1))
    assert set(rows["samples"]) == {4}


def test_the_ladder():
    steps = image_basins.ladder(ImageBasins(fine=5, stride=100))
    assert list(steps[:6]) == [1, 6, 11, 16, 21, 26]
    assert list(steps[6:9]) == [126, 226, 326]
    assert steps[-1] == 926


def test_spectra_of_the_exact_score_are_its_own(of_base, seeds_of, frame_of):
    s = ImageCurvature(step=300, samples=5, ranks=4)
    frame = frame_of(
        image_curvature.table(s, seeds_of("image_curvature"), Architecture(), *of_base)
    )
    t = float(step_variances(VariancePreserving(), np.array([300.0]))[0])
    np.testing.assert_allclose(frame["t"].dropna().astype(float), t)
    training = frame[frame["type"] == "training"]
    for quantity in ("singular_value", "spread", "near_zero", "mean_value"):
        rows = training[training["quantity"] == quantity]
        network = rows[rows["score"] == "network"]["value"].to_numpy()
        exact = rows[rows["score"] == "empirical"]["value"].to_numpy()
        assert len(network) == (8 if "value" in quantity and quantity[0] == "s" else len(exact))
        np.testing.assert_allclose(network, exact, atol=2e-3)
    values = frame[(frame["quantity"] == "singular_value") & (frame["score"] == "network")]
    assert set(values["rank"]) == {0, 3, 5, 8}
    ordered = values.sort_values("rank").groupby(["K", "type"])["value"]
    assert all((np.diff(spectrum) <= 1e-9).all() for _, spectrum in ordered)
    # A point that stands alone has no direction along: t times the Jacobian is -1 there.
    alone = training[(training["quantity"] == "mean_value") & (training["K"] == 4)]["value"]
    np.testing.assert_allclose(alone, 1, atol=0.05)
    manifold = frame[frame["score"] == "manifold"]
    assert set(manifold["value"]) == {5}
    assert set(manifold["K"]) == {4, 60}
    assert set(frame[frame["K"] == 4]["type"].dropna()) == {"memorised", "training"}


def test_summaries_count_what_is_nearly_zero(frame_of):
    values = [np.array([[1.0, 0.6, 0.4, 0.0], [1.0, 0.9, 0.8, 0.2]]), np.empty((0, 4))]
    rows = frame_of(image_curvature.spectrum_rows(values, 4, "theory", {"type": "x"}))
    rows = rows.set_index(["quantity", "rank"])
    assert rows["value"].xs("near_zero").iloc[0] == 1.5
    assert rows["value"].xs("mean_value").iloc[0] == pytest.approx(4.9 / 8)
    assert rows.loc[("singular_value", 1), "value"] == 0.75
    assert rows.loc[("spread", 1), "value"] == pytest.approx(0.3 / np.sqrt(2))
    assert rows.loc[("spread", 1), "stderr"] == pytest.approx(0.15)


def test_gaps(of_base, seeds_of, frame_of):
    s = ImageEnergyGap(step=200, path_points=40, references=2, samples=10)
    frame = frame_of(
        image_energy_gap.table(s, seeds_of("image_energy_gap"), Architecture(), *of_base)
    )
    gaps = frame[frame["quantity"] == "gap"].pivot_table(
        index=["K", "type"], columns="of", values="value"
    )["corrected"]
    # A copy lies deep in the energy of the exact score; an image that was never seen does not.
    assert gaps[60, "memorised"] > gaps[60, "generalised"]
    assert gaps[4, "training"] > 0
    rule = frame[frame["quantity"] == "rule_error"].set_index(["K", "type"])["value"]
    assert (rule.abs() < 0.2 * gaps.abs().max()).all()
    assert set(frame[frame["quantity"] == "gap"]["n"]) == {2}


def test_the_gap_of_a_gaussian():
    """Data N(0, 1) have the score -x at every level: u = beta |x|^2 / 4."""
    rng = np.random.default_rng(1)
    x, ends = rng.standard_normal((3, 5)), rng.standard_normal((2, 5))
    gap = image_energy_gap.mean_gap(lambda x: -x, x, ends, 0.02, 4000)
    expected = 0.02 / 4 * ((ends**2).sum(axis=1).mean() - (x**2).sum(axis=1))
    np.testing.assert_allclose(gap, expected, rtol=1e-4)


def test_levels():
    level = image_energy_gap.level_of(1)
    # abar = 1 - beta at the first step, which is 1e-4
    assert level.t == pytest.approx(1e-4, rel=0.1)
    assert level.beta == pytest.approx(1e-4)
    assert level.slip == pytest.approx(0.01, rel=0.05)
    later = image_energy_gap.level_of(1000)
    assert later.beta == pytest.approx(2e-2)
    assert later.slip == pytest.approx(1, abs=1e-3)


def test_the_score_of_a_level(pool):
    points = pool["images"].reshape(120, 9)[:4]
    t, x = 0.5, np.random.default_rng(2).standard_normal((3, 9)).astype(np.float32)
    score = image_energy_gap.preserving_score(ExactImageNoise(points), t)
    # x = x_t / sqrt(1 + t), so that the score is sqrt(1 + t) times that of x_t
    scale = np.sqrt(1 + t)
    exact = scale * EmpiricalScore(points).score(scale * x.astype(float), t)
    np.testing.assert_allclose(score(x), exact, rtol=1e-4, atol=1e-4)


def test_what_the_released_code_makes_of_a_gap(of_base, seeds_of, frame_of):
    """released = slip (gap - bare) + bare, where bare is the gap without a score."""
    s = ImageEnergyGap(step=200, path_points=12, references=2, samples=10)
    pools, networks, splits, samples, kinds = of_base
    rows = image_energy_gap.table(
        s, seeds_of("image_energy_gap"), Architecture(), pools, networks, splits, samples, kinds
    )
    frame = frame_of(rows)
    level = image_energy_gap.level_of(200)
    rows = frame[(frame["quantity"] == "gap") & (frame["K"] == 4) & (frame["type"] == "training")]
    value = rows.set_index("of")["value"]
    points = image_set(pools["blobs"]["images"], "blobs").cloud.points
    split = splits["blobs", 8, 4]
    bare = []
    for training, held_out in zip(split["training"], split["held_out"], strict=True):
        x, ends = points[training], points[held_out[-2:]]
        # without a score u = -beta |x|^2 / 4, in variance-preserving coordinates
        squares = (ends**2).sum(axis=1).mean() - (x**2).sum(axis=1)
        bare.append(-level.beta / 4 * squares / (1 + level.t))
    bare = np.concatenate(bare).mean()
    expected = level.slip * (value["corrected"] - bare) + bare
    assert value["released"] == pytest.approx(expected, rel=0.02)
    assert frame["t"].dropna().iloc[0] == pytest.approx(level.t)


def test_probes_are_chosen_by_the_seed_of_their_table(
    monkeypatch, pool, stack_paths, image_splits, image_samples, of_base, seeds_of
):
    choices = []

    def choose(samples, kinds, training, most, rng):
        assert samples.shape == (2, 40, 9)
        assert kinds.shape == (2, 40)
        choices.append((len(training[0]), most, rng.integers(2**31)))
        return {}

    monkeypatch.setattr(stacks, "choose_by_type", choose)
    types = pd.DataFrame({"images": ["blobs"], "quantity": "threshold", "which": "delta_m"})
    types["value"] = 0.3
    of_set = (pool, stack_paths, image_splits, *image_samples, types)
    basins = (ImageDistance(), Architecture(), "cpu", 8, "blobs", *of_set)
    for study, s, most, given in (
        (image_basins, BASINS, 6, basins),
        (image_curvature, ImageCurvature(samples=7), 7, (Architecture(), *of_base)),
        (image_energy_gap, ImageEnergyGap(samples=11), 11, (Architecture(), *of_base)),
    ):
        seeds = seeds_of(study.__name__.rpartition(".")[2])
        list(study.table(s, seeds, *given))
        width = {"width": 8} if study is image_basins else {}
        points = [{"images": "blobs", "K": K, **width} for K in (4, 60)]
        expected = [seeds.generator(point).integers(2**31) for point in points]
        assert choices == [(4, most, expected[0]), (60, most, expected[1])]
        choices.clear()
