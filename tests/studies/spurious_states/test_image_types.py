"""Types of samples whose types are known, and what real images pass for."""

import numpy as np
import pytest

from memgen.data.image_sets import image_set
from memgen.measures.samples.distances import RealDistances, SampleDistances
from memgen.measures.samples.types import type_fractions
from memgen.settings.spurious_images import ImageDistance, ImageExamples, ImageTypes
from memgen.studies.spurious_states import image_examples, image_types
from memgen.studies.spurious_states.attractors import attractor_rows
from memgen.studies.spurious_states.onsets import onset_rows, peak_rows, vertex
from memgen.studies.spurious_states.stack import Stack

TYPES = ("memorised", "spurious", "generalised")
S = ImageTypes(synthetic_sizes=[10, 20, 40], scales=[0.8, 1.0], bins=12, resamples=4)


@pytest.fixture
def given(pool, image_splits, image_samples):
    splits = {("blobs", *label): split for label, split in image_splits.items()}
    return ImageDistance(), 8, {"blobs": pool}, splits, {"blobs": image_samples[0]}


@pytest.fixture
def made(given, seeds_of, frame_of):
    made = image_types.table(S, seeds_of("image_types"), *given)
    return frame_of(made.rows), frame_of(made.tables["image_histograms"]), made.arrays


def distances_of(given, label):
    """d_S and d_S' of all samples of a stack, as the root mean square over nine pixels."""
    _, _, pools, splits, samples = given
    x = samples["blobs"][label].astype(float)
    K = int(label.split("K")[1])
    points = image_set(pools["blobs"]["images"], "blobs").cloud.points
    training = splits["blobs", 8, K]["training"]
    near, other = [], []
    for own, index in zip(x, training, strict=True):
        near.append(np.linalg.norm(own[:, None] - points[index], axis=2).min(axis=1) / 3)
        apart = np.linalg.norm(own[:, None] - own, axis=2) / 3 + 1e9 * np.eye(len(own))
        other.append(apart.min(axis=1))
    return np.array(near), np.array(other)


def test_the_types_are_found(made, image_samples):
    kinds = made[2]["kinds"]
    assert set(kinds) == set(image_samples[1])
    for label, expected in image_samples[1].items():
        np.testing.assert_array_equal(kinds[label], expected)


def test_fractions(made):
    frame, _, _ = made
    fractions = frame[(frame["quantity"] == "fraction") & (frame["scale"] == 1.0)]
    table = fractions.pivot_table(index="K", columns="type", values="value")
    np.testing.assert_allclose(table.loc[60, list(TYPES)], [0.5, 0.25, 0.25])
    np.testing.assert_allclose(table.loc[4, list(TYPES)], [1, 0, 0])
    assert set(fractions["n"]) == {2}
    # The resolution of a fraction of two networks and forty samples, where all agree.
    errors = fractions.set_index(["K", "type"])["stderr"]
    assert errors[4, "memorised"] == pytest.approx(1 / 82)
    assert errors[60, "memorised"] > 0.04
    assert len(frame[frame["quantity"] == "fraction"]) == 2 * 2 * 3
    ratio = frame[frame["quantity"] == "ratio_memorised"].set_index("K")["value"]
    assert ratio[4] == 1
    assert ratio[60] == pytest.approx(0.5, abs=0.1)


def test_thresholds_are_set_at_the_boundary(made):
    """Half of the samples are copies at K = 60, all at K = 4."""
    frame, _, _ = made
    assert frame[frame["quantity"] == "boundary"]["value"].tolist() == [60]
    rows = frame[frame["which"].notna() & (frame["quantity"] != "network_contrast")]
    values = rows.set_index(["which", "quantity"])["value"]
    assert set(rows["K"]) == {60}
    for which in ("delta_m", "delta_s"):
        assert 0.01 < values[which, "threshold"] <= values[which, "real_limit"]
        assert 0 <= values[which, "contrast"] <= 1
    # copies are 0.01 from their images, all others far
    assert values["delta_m", "contrast"] > 0.9
    assert values["delta_m", "left_peak"] < 0.03
    assert values["delta_m", "right_peak"] > 0.2


def test_the_two_rules_agree_where_copies_are_copies(made):
    frame, _, _ = made
    rows = frame[frame["quantity"].isin(["excess", "disagreement"])]
    assert set(rows["network"]) == {0, 1}
    assert (rows["value"].abs() < 0.1).all()
    by_network = frame[(frame["quantity"] == "network_fraction") & (frame["K"] == 60)]
    memorised = by_network[by_network["type"] == "memorised"]["value"]
    np.testing.assert_allclose(memorised, [0.5, 0.5])


def test_distances_at_the_boundary_are_kept(made, given):
    near, other = distances_of(given, "blobs-width8-K60")
    arrays = made[2]["distances"]
    assert set(arrays) == {"blobs-S", "blobs-S2"}
    np.testing.assert_allclose(arrays["blobs-S"], near, rtol=1e-4)
    np.testing.assert_allclose(arrays["blobs-S2"], other, rtol=1e-4)


def test_onsets(made):
    frame, _, _ = made
    limit = frame[frame["quantity"] == "memorisation_limit"]
    # All are memorised at K = 4, half at K = 60: the mean does not fall below a half.
    assert len(frame[frame["quantity"] == "onset"]) == 0
    assert limit["value"].between(50, 60).all()


def test_onset_of_a_ladder_that_crosses(frame_of):
    types = {
        Stack("blobs", 8, K): np.array([["memorised"] * (10 - n) + ["generalised"] * n] * 2)
        for K, n in ((4, 0), (16, 10))
    }
    types[Stack("blobs", 16, 4)] = np.array([["spurious"] * 4])
    types[Stack("blobs", 16, 16)] = np.array([["spurious"] * 4])
    frame = frame_of(onset_rows(types, 10, np.random.default_rng(0))).set_index("quantity")
    assert set(frame["width"]) == {8}
    for quantity in ("onset", "memorisation_limit"):
        assert frame.loc[quantity, "value"] == pytest.approx(8)
        # it falls from one to the other within one step of the ladder
        assert frame.loc[quantity, "stderr"] == pytest.approx(8 * np.log(4) / np.sqrt(12))


def test_the_error_of_an_onset_is_that_of_the_samples_where_there_is_one_network(frame_of):
    types = {
        Stack("blobs", 8, K): np.repeat([["generalised", "memorised"]], (n, 400 - n), axis=1)
        for K, n in ((10, 160), (20, 240))
    }
    frame = frame_of(onset_rows(types, 300, np.random.default_rng(1))).set_index("quantity")
    # sd of the mean of the two shares over the slope, and of the ladder
    scatter = np.sqrt(0.24 / 400 / 2) / (0.2 / np.log(2))
    ladder = np.log(2) * 0.04 / np.sqrt(12)
    expected = frame.loc["onset", "value"] * np.hypot(scatter, ladder)
    assert frame.loc["onset", "stderr"] == pytest.approx(expected, rel=0.3)


def test_the_vertex_of_a_parabola():
    x = np.array([0.0, 1.0, 2.0, 3.5])
    assert vertex(x, 5 - (x - 1.3) ** 2) == pytest.approx((1.3, 5.0))
    assert vertex(x, x) is None
    assert vertex(x, -x) is None


def test_the_peak_of_the_spurious_fraction(frame_of):
    """Fractions .2, .6, .6 at K = 10, 20, 40, and .2 at 80: largest between 20 and 40."""
    types = {
        Stack("blobs", 8, K): np.repeat([["spurious", "memorised"]] * 2, (n, 500 - n), axis=1)
        for K, n in ((10, 100), (20, 300), (40, 300), (80, 100))
    }
    rng = np.random.default_rng(0)
    frame = frame_of(peak_rows(types, 100, rng)).set_index("quantity")
    assert frame.loc["spurious_peak", "value"] == pytest.approx(20 * 2**0.5, rel=1e-6)
    assert frame.loc["peak_height", "value"] == pytest.approx(0.65)
    assert 0 < frame.loc["spurious_peak", "stderr"] < 5
    del types[Stack("blobs", 8, 80)], types[Stack("blobs", 8, 40)]
    assert list(peak_rows(types, 10, rng)) == []


def test_baselines_are_of_images_that_were_not_trained_on(made):
    frame, _, _ = made
    for quantity in ("false_memorised", "false_spurious"):
        rows = frame[frame["quantity"] == quantity].set_index("K")
        assert (rows["value"] < 0.1).all()
        # 120 images, of which 60 were trained on; as many as there are samples
        assert rows.loc[60, "fresh"] == 40
        assert (rows["stderr"] >= 1 / 82).all()


def test_repetitions_by_size(made):
    frame, _, _ = made
    rows = frame[(frame["quantity"] == "spurious_by_size") & (frame["K"] == 60)]
    samples = rows[(rows["of"] == "samples") & (rows["network"] == 0)]
    samples = samples.set_index("synthetic")["value"]
    # the repetitions are the samples from 20 to 30
    assert samples[40] == pytest.approx(10 / 40)
    assert samples[20] == pytest.approx(np.mean([0, 10 / 20]))
    assert samples[10] == pytest.approx(np.mean([0, 0, 1, 0]))
    real = rows[(rows["of"] == "real") & (rows["network"] == 0)].set_index("synthetic")["value"]
    assert real[40] < samples[40]
    clusters = frame[(frame["quantity"] == "clusters") & (frame["K"] == 60)]
    clusters = clusters[(clusters["of"] == "samples") & (clusters["synthetic"] == 40)]
    assert clusters["value"].tolist() == [1, 1]


def test_recurrence_among_fresh_samples(frame_of):
    """Twenty samples about one place, twenty about two, the rest alone: halves hold both."""
    rng = np.random.default_rng(2)
    cloud = 100 * rng.standard_normal((60, 3))
    cloud[:40:2], cloud[1:40:2] = 0, 5
    cloud = rng.permutation(cloud + 0.01 * rng.standard_normal(cloud.shape))
    apart = SampleDistances([cloud], np.full((1, 60), 9.0), np.zeros((1, 60)), np.zeros((1, 60)))
    real = RealDistances([cloud[:4]], [np.full(4, 9.0)], [np.zeros(4)])
    rows = attractor_rows(Stack("blobs", 8, 4), apart, real, (1.0, 1.0), [10, 60], 1)
    frame = frame_of(rows)
    found = frame[(frame["quantity"] == "recurrence") & (frame["of"] == "samples")]
    found = found.set_index("sample")
    assert found.loc["repeated", "value"] == 1
    assert found.loc["repeated", "samples"] == 40
    assert found.loc["single", "value"] == 0
    assert set(frame[frame["of"] == "real"]["synthetic"].dropna()) == set()


def test_histograms(made):
    _, frame, _ = made
    for (_, _, of), rows in frame.groupby(["K", "which", "of"]):
        assert len(rows) == 12
        if of != "new":
            assert rows["value"].sum() == pytest.approx(1, abs=0.02 if of == "samples" else 0.2)
    of_four = frame[(frame["K"] == 4) & (frame["of"] == "samples") & (frame["which"] == "S")]
    copies = of_four[of_four["high"] < 0.1]
    assert copies["value"].sum() == pytest.approx(1, abs=0.02)
    real = frame[(frame["K"] == 4) & (frame["of"] == "real") & (frame["which"] == "S")]
    assert real[real["high"] < 0.1]["value"].sum() == 0


def test_errors_are_of_the_table_s_seed(seeds_of, made):
    rng = (
        seeds_of("image_types")
        .stream("bootstrap")
        .generator({"images": "blobs", "width": 8, "K": 60})
    )
    types = np.array(TYPES)[made[2]["kinds"]["blobs-width8-K60"]]
    frame = made[0]
    rows = frame[(frame["quantity"] == "fraction") & (frame["scale"] == 0.8) & (frame["K"] == 60)]
    np.testing.assert_allclose(rows["stderr"].astype(float), type_fractions(types, rng).stderr)


@pytest.fixture
def examples(given, made, seeds_of, frame_of, image_samples):
    shown = ImageExamples(shown=2, neighbours=3)
    more = (image_samples[1], made[2]["distances"], made[0])
    found = image_examples.table(shown, seeds_of("image_examples"), *given, *more)
    return frame_of(found.rows), found.arrays["pictures"]


def test_examples(examples):
    frame, pictures = examples
    assert set(frame["K"]) == {60}
    assert set(frame["selection"]) >= {"typical", "random", "peak_S"}
    first = frame[(frame["quantity"] == "distance") & (frame["neighbour"] == 1)]
    first = first[first["selection"] == "random"].set_index(["type", "which"])["value"]
    assert first["memorised", "S"] < 0.03
    assert first["spurious", "S2"] < 0.03
    assert first["spurious", "S"] > 0.2
    assert first["generalised", "S"] > 0.2
    assert first["generalised", "S2"] > 0.2
    for kind in TYPES:
        assert pictures[f"blobs-{kind}-random-sample"].shape == (2, 3, 3, 1)
        assert pictures[f"blobs-{kind}-random-S"].shape == (2, 3, 3, 3, 1)
        assert (np.diff(pictures[f"blobs-{kind}-random-S2-distance"], axis=1) >= 0).all()
    # the nearest training image of a copy is what it copies
    np.testing.assert_allclose(
        pictures["blobs-memorised-typical-S"][:, 0],
        pictures["blobs-memorised-typical-sample"],
        atol=0.02,
    )


def test_typical_examples_are_the_extremes_of_their_type(examples, given):
    frame, pictures = examples
    near, other = distances_of(given, "blobs-width8-K60")
    first = pictures["blobs-memorised-typical-S-distance"][0, 0]
    assert first == pytest.approx(near[0, :20].min(), rel=1e-3)
    last = pictures["blobs-generalised-typical-S2-distance"][0, 0]
    assert last == pytest.approx(other[0, 30:].max(), rel=1e-3)
    # ten repetitions of one image are shown once
    counts = frame[(frame["quantity"] == "count") & (frame["selection"] == "typical")]
    assert dict(zip(counts["type"], counts["value"], strict=True))["spurious"] == 1


def test_one_hump_has_no_peaks_to_show(given, made, seeds_of, frame_of, image_samples):
    """All other samples are shown, and fig3 leaves the places at its peaks empty."""
    humps = made[0][~made[0]["quantity"].isin(["left_peak", "right_peak"])]
    shown = ImageExamples(shown=2, neighbours=3)
    more = (image_samples[1], made[2]["distances"], humps)
    found = image_examples.table(shown, seeds_of("image_examples"), *given, *more)
    assert set(frame_of(found.rows)["selection"]) == {"typical", "random"}


def test_a_repeated_image_is_shown_once():
    features = np.array([[0.0], [0.1], [5.0], [5.2], [9.0]])
    order = np.array([1, 0, 3, 2, 4])
    assert image_examples.spaced(order, features, 0.5, 3).tolist() == [1, 3, 4]
    assert image_examples.spaced(order, features, 0.5, 1).tolist() == [1]
    assert len(image_examples.spaced(order[:0], features, 0.5, 3)) == 0
