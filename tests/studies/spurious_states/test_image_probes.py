"""Basins, spectra and energies of exact scores in the place of networks."""

import numpy as np
import pytest

from memgen.data.image_sets import image_set
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius
from memgen.measures.samples.typical import most_typical
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
    image_typicality,
    stacks,
)
from memgen.studies.spurious_states.probes import Probes, crossover, shown, typical_probes
from memgen.training.schedules import VariancePreserving
from memgen.training.steps import step_variances
from tests.studies.spurious_states.conftest import ExactImageNoise

BASINS = ImageBasins(
    probes=6,
    delta=0.1,
    trials=6,
    p=0.8,
    stride=140,
    rungs=7,
    back_steps=6,
    prediction_draws=20,
    rate_steps=[100, 700],
    rate_trials=3,
    delta_scales=[1.0, 50.0],
)


@pytest.fixture(scope="session")
def atypical(pool, image_splits, image_samples):
    samples, kinds = image_samples
    splits = {("blobs", *label): split for label, split in image_splits.items()}
    given = ({"blobs": pool}, splits, {"blobs": samples}, kinds)
    return image_typicality.table(ImageDistance(), *given).arrays["atypical"]


@pytest.fixture
def of_base(pool, image_splits, stack_paths, image_samples, atypical):
    def by_set(of_stacks):
        return {("blobs", *label): value for label, value in of_stacks.items()}

    samples, kinds = image_samples
    pools = {"blobs": pool}
    return pools, by_set(stack_paths), by_set(image_splits), {"blobs": samples}, kinds, atypical


@pytest.fixture
def basins(pool, stack_paths, image_splits, image_samples, atypical, seeds_of, frame_of):
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
        *image_samples,
        atypical,
    )
    return frame_of(rows)


def test_the_network_of_the_exact_score_recovers_as_it(basins):
    ratio = basins[basins["quantity"] == "step_ratio"].set_index("K")["value"]
    # the probability flow of the same score with the same noise, in single and double precision
    np.testing.assert_allclose(ratio, 1, atol=0.1)
    steps = basins[basins["quantity"] == "critical_step"]
    training = steps[steps["type"] == "training"].pivot_table(
        index="K", columns="score", values="value"
    )
    # the reverse process draws its end from the posterior, the flow does not: close by alone
    assert (np.log(training["network"] / training["posterior"]).abs() < np.log(2)).all()
    # few images lie farther apart
    assert training.loc[4, "network"] > training.loc[60, "network"] > 100
    table = steps[steps["score"] == "network"].pivot_table(
        index="K", columns=["type", "selection"], values="value"
    )
    for selection in ("typical", "random"):
        assert table.loc[60, ("memorised", selection)] > 100
        # a sample that is none of its points comes back from the least noise alone
        assert table.loc[60, ("generalised", selection)] <= 1


def test_what_is_measured_where(basins):
    assert set(basins[basins["quantity"] == "crossover"]["K"]) == {60}
    steps = basins[basins["quantity"] == "critical_step"]
    assert set(steps[steps["selection"] == "random"].query("type != 'training'")["K"]) == {60}
    counts = steps[(steps["K"] == 60) & (steps["type"] == "memorised")]["samples"]
    assert set(counts) == {12}
    assert set(steps[steps["score"] == "network"]["kind"]) == {"simulation"}
    assert set(steps[steps["score"] != "network"]["kind"]) == {"theory"}
    assert set(steps[steps["score"] == "exact"]["type"]) == {"training"}
    effects = basins[basins["quantity"] == "critical_step_effect"]
    assert set(effects["K"]) == {60}
    assert {("memorised", "generalised")} <= set(
        effects[["upper", "lower"]].itertuples(index=False, name=None)
    )
    # memorised samples bear more
    assert (effects[effects["upper"] == "memorised"]["value"] > 1).all()
    volumes = basins[basins["quantity"] == "log_volume_of_step"]
    assert (np.diff(volumes[volumes["K"] == 4]["value"]) > 0).all()


def test_recovery_rates(basins):
    rates = basins[basins["quantity"] == "rate"].set_index(["score", "K", "type", "step"])["value"]
    assert rates["network", 4, "training", 100] == 1
    assert rates["posterior", 60, "generalised", 100] == 0
    assert rates["posterior", 4, "training", 100] == pytest.approx(1, abs=1e-3)
    assert rates["posterior", 60, "training", 700] < 0.3
    # nobody is farther from all others than fifty delta
    mean = basins[basins["quantity"] == "mean_rate"].set_index(["K", "type", "scale"])["value"]
    assert mean[60, "generalised", 50.0] > mean[60, "generalised", 1.0]
    beyond = basins[basins["quantity"] == "rate_beyond_posterior"].set_index(["K", "type"])["value"]
    network, exact = (
        rates.sort_index().loc[of, 60, "memorised"].mean() for of in ("network", "posterior")
    )
    assert beyond[60, "memorised"] == pytest.approx(network - exact)


def test_volumes_are_those_of_the_critical_steps(frame_of):
    points = [np.random.default_rng(0).standard_normal((3, 9)), np.zeros((1, 9))]
    critical = [np.array([100, 0, 400]), np.array([400])]
    group = Probes("memorised", "typical", points)
    rows = image_basins.basin_rows(critical, group, "simulation", {"type": "x"})
    rows = frame_of(rows).set_index("quantity")
    assert rows.loc["critical_step", "value"] == pytest.approx(225)
    assert rows.loc["no_basin", "value"] == pytest.approx(0.25)
    variances = step_variances(VariancePreserving(), np.array([100.0, 400.0, 400.0]))
    radii = squared_noise_radius(np.stack([points[0][0], points[0][2], points[1][0]]), variances)
    volumes = log_volume(radii, 9)
    assert rows.loc["log_volume", "value"] == pytest.approx(volumes.mean())
    assert rows.loc["log_volume_spread", "value"] == pytest.approx(volumes.std(ddof=1))
    assert set(rows["samples"]) == {4}


def test_spectra_of_the_exact_score_are_its_own(of_base, seeds_of, frame_of):
    s = ImageCurvature(noise=1.0, other_noise=[0.5], samples=5, ranks=4)
    frame = frame_of(
        image_curvature.table(s, seeds_of("image_curvature"), Architecture(), *of_base)
    )
    here = frame[frame["noise"] == 1.0]
    for quantity in ("singular_value", "spread", "near_zero"):
        rows = here[here["quantity"] == quantity]
        network = rows[rows["score"] == "network"]["value"].to_numpy()
        exact = rows[rows["score"] == "empirical"]["value"].to_numpy()
        np.testing.assert_allclose(network, exact, atol=2e-3)
    values = here[(here["quantity"] == "singular_value") & (here["score"] == "network")]
    assert set(values["rank"]) == {1, 2, 4, 9}
    ordered = values.sort_values("rank").groupby(["K", "type", "selection"])["value"]
    assert all((np.diff(spectrum) >= -1e-6).all() for _, spectrum in ordered)
    # A point that stands alone has no direction along: t times the Jacobian is -1 there.
    alone = values[(values["K"] == 4) & (values["type"] == "training")]["value"]
    np.testing.assert_allclose(alone, 1, atol=0.2)
    near = frame[(frame["quantity"] == "near_zero") & (frame["selection"] == "typical")]
    assert set(near[near["noise"] == 0.5]["K"]) == {60}
    assert set(near[near["K"] == 4]["type"]) == {"memorised"}
    assert set(frame[frame["quantity"] == "crossover"]["K"]) == {60}


def test_summaries_count_what_is_nearly_zero(frame_of):
    values = [np.array([[1.0, 0.6, 0.4, 0.0], [1.0, 0.9, 0.8, 0.2]]), np.empty((0, 4))]
    rows = frame_of(image_curvature.spectrum_rows(values, 4, "theory", {"type": "x"}))
    rows = rows.set_index(["quantity", "rank"])
    assert rows["value"].xs("near_zero").iloc[0] == 1.5
    assert rows.loc[("singular_value", 3), "value"] == 0.75
    assert rows.loc[("spread", 3), "value"] == pytest.approx(0.3 / np.sqrt(2))


def test_gaps(of_base, seeds_of, frame_of):
    s = ImageEnergyGap(step=200, path_points=16, references=2, samples=6, rule_samples=2)
    frame = frame_of(
        image_energy_gap.table(s, seeds_of("image_energy_gap"), Architecture(), *of_base)
    )
    gaps = frame[frame["quantity"] == "gap"].set_index(["K", "type", "selection"])["value"]
    # A copy lies deep in the energy of the exact score; an image that was never seen does not.
    for selection in ("typical", "random"):
        assert gaps[60, "memorised", selection] > gaps[60, "generalised", selection]
    assert gaps[4, "training", "random"] > 0
    rule = frame[frame["quantity"] == "rule_error"]["value"]
    assert (rule.abs() < 0.2 * gaps.abs().max()).all()
    effects = frame[(frame["quantity"] == "gap_effect") & (frame["upper"] == "memorised")]
    assert (effects[effects["lower"] == "generalised"]["value"] > 1).all()
    over = frame[frame["quantity"] == "gap_over_training"]
    own = over[(over["K"] == 60) & (over["selection"] == "typical")].set_index("type")["value"]
    difference = gaps[60, "generalised", "typical"] - gaps[60, "training", "random"]
    assert own["generalised"] == pytest.approx(difference)
    # released = slip (gap - bare) + bare, where bare is the gap without a score
    level = image_energy_gap.level_of(200)
    assert set(frame[frame["quantity"] == "slip"]["value"]) == {level.slip}
    pools, _, splits, *_ = of_base
    points = image_set(pools["blobs"]["images"], "blobs").cloud.points
    bare = []
    split = splits["blobs", 8, 4]
    for training, held_out in zip(split["training"], split["held_out"], strict=True):
        # without a score u / beta = -|x|^2 / 4, in variance-preserving coordinates
        ends, own = ((points[which] ** 2).sum(axis=1) for which in (held_out[-2:], training))
        bare.append((own - ends.mean()) / 4 / (1 + level.t))
    bare = np.concatenate(bare).mean()
    released = frame[frame["quantity"] == "released_gap"].set_index(["K", "type"])["value"]
    expected = level.slip * (gaps[4, "training", "random"] - bare) + bare
    assert released[4, "training"] == pytest.approx(expected, rel=0.02)


def test_the_gap_of_a_gaussian():
    """Data N(0, 1) have the score -x at every level: u / beta = |x|^2 / 4."""
    rng = np.random.default_rng(1)
    x, ends = rng.standard_normal((3, 5)), rng.standard_normal((2, 5))
    gap = image_energy_gap.mean_gap(lambda x: -x, x, ends, 4000)
    expected = ((ends**2).sum(axis=1).mean() - (x**2).sum(axis=1)) / 4
    np.testing.assert_allclose(gap, expected, rtol=1e-4)


def test_levels():
    level = image_energy_gap.level_of(1)
    # abar = 1 - beta at the first step, which is 1e-4
    assert level.t == pytest.approx(1e-4, rel=0.1)
    assert level.slip == pytest.approx(0.01, rel=0.05)
    later = image_energy_gap.level_of(1000)
    assert later.slip == pytest.approx(1, abs=1e-3)


def test_the_score_of_a_level(pool):
    points = pool["images"].reshape(120, 9)[:4]
    t, x = 0.5, np.random.default_rng(2).standard_normal((3, 9)).astype(np.float32)
    score = image_energy_gap.preserving_score(ExactImageNoise(points), t)
    # x = x_t / sqrt(1 + t), so that the score is sqrt(1 + t) times that of x_t
    scale = np.sqrt(1 + t)
    exact = scale * EmpiricalScore(points).score(scale * x.astype(float), t)
    np.testing.assert_allclose(score(x), exact, rtol=1e-4, atol=1e-4)


def test_the_most_typical_samples(atypical, image_samples, pool, image_splits):
    samples, kinds = image_samples
    stack = stacks.Stack("blobs", 8, 60)
    label = stack.label
    split = stacks.read_split(stacks.read_images(pool, "blobs"), image_splits[8, 60])
    sampled = stacks.SampledStack(stack, split, [], samples[label], kinds[label])
    typical = list(typical_probes(sampled, atypical[label], 3))
    chosen = [
        most_typical(own, near, other, 3)
        for own, near, other in zip(
            kinds[label], atypical[label], np.abs(atypical[label]), strict=True
        )
    ]
    for group in typical:
        for number, points in enumerate(group.points):
            expected = samples[label][number][chosen[number][group.kind]]
            np.testing.assert_array_equal(points, expected)
    assert [group.kind for group in typical] == ["memorised", "spurious", "generalised"]
    # a copy's distance to what it copies, and a new image's to all others
    far = atypical[label]
    assert 0 < far[kinds[label] == 0].max() < 0.3
    assert far[kinds[label] == 2].max() < -0.3


def test_the_crossover_and_what_is_shown():
    def of(*counts):
        return np.repeat([0, 1, 2], counts)[None]

    ladder = {
        stacks.Stack("any", 8, K): kinds
        for K, kinds in ((4, of(9, 1, 0)), (6, of(5, 3, 2)), (8, of(4, 2, 4)), (9, of(0, 1, 9)))
    }
    assert crossover(ladder).K == 6
    assert [stack.K for stack in shown(ladder)] == [4, 6, 9]
    assert [stack.K for stack in shown(dict(list(ladder.items())[1:2]))] == [6]
