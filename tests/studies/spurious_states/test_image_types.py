"""Types of samples whose types are known, and what real images pass for."""

import numpy as np
import pytest

from memgen.data.image_sets import image_set
from memgen.measures.samples.types import type_fractions
from memgen.settings.spurious_images import ImageDistance, ImageExamples, ImageTypes
from memgen.studies.spurious_states import image_examples, image_types
from memgen.studies.spurious_states.stacks import Stack

TYPES = ("memorised", "spurious", "generalised")
S = ImageTypes(synthetic_sizes=[10, 25, 40], scales=[0.8, 1.0], bins=12)


@pytest.fixture
def given(pool, image_splits, image_samples):
    splits = {("blobs", *label): split for label, split in image_splits.items()}
    return ImageDistance(), 8, {"blobs": pool}, splits, {"blobs": image_samples[0]}


@pytest.fixture
def made(given, seeds_of, frame_of):
    made = image_types.table(S, seeds_of("image_types"), *given)
    return frame_of(made.rows), frame_of(made.tables["image_histograms"]), made.arrays["kinds"]


def test_the_types_are_found(made, image_samples):
    _, _, kinds = made
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


def test_thresholds(made):
    frame, _, _ = made
    rows = frame.set_index(["which", "quantity"])["value"]
    for which in ("delta_m", "delta_s"):
        assert 0.05 < rows[which, "threshold"] <= rows[which, "real_limit"]
        assert 0 <= rows[which, "contrast"] <= 1


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
    types[Stack("blobs", 16, 4)] = np.array([["spurious"] * 4] * 2)
    types[Stack("blobs", 16, 16)] = np.array([["spurious"] * 4] * 2)
    frame = frame_of(image_types.onset_rows(types)).set_index("quantity")
    assert set(frame["width"]) == {8}
    assert frame.loc["onset", "value"] == pytest.approx(8)
    assert frame.loc["memorisation_limit", "value"] == pytest.approx(8)
    assert frame.loc["onset", "stderr"] > 0


def test_baselines_are_of_images_that_were_not_trained_on(made):
    frame, _, _ = made
    for quantity in ("false_memorised", "false_spurious"):
        rows = frame[frame["quantity"] == quantity].set_index("K")
        assert (rows["value"] < 0.1).all()
        # 120 images, of which 60 were trained on; as many as there are samples
        assert rows.loc[60, "fresh"] == 40
        assert (rows["stderr"] >= 1 / 82).all()


def test_the_spurious_fraction_grows_with_the_synthetic_set(made):
    frame, _, _ = made
    rows = frame[(frame["quantity"] == "spurious_by_size") & (frame["K"] == 60)]
    samples = rows[rows["of"] == "samples"].set_index("synthetic")["value"]
    # the repetitions are the samples from 20 to 30
    assert samples[10] == 0
    assert samples[25] == pytest.approx(5 / 25)
    assert samples[40] == pytest.approx(10 / 40)
    real = rows[rows["of"] == "real"].set_index("synthetic")["value"]
    assert real[40] < samples[40]


def test_histograms(made):
    _, frame, _ = made
    for (_, _, of), rows in frame.groupby(["K", "which", "of"]):
        assert len(rows) == 12
        assert rows["value"].sum() == pytest.approx(1, abs=0.02 if of == "samples" else 0.2)
    of_four = frame[(frame["K"] == 4) & (frame["of"] == "samples") & (frame["which"] == "S")]
    copies = of_four[of_four["high"] < 0.3]
    assert copies["value"].sum() == pytest.approx(1, abs=0.02)
    real = frame[(frame["K"] == 4) & (frame["of"] == "real") & (frame["which"] == "S")]
    assert real[real["high"] < 0.3]["value"].sum() == 0


def test_errors_are_of_the_table_s_seed(seeds_of, made):
    rng = (
        seeds_of("image_types")
        .stream("bootstrap")
        .generator({"images": "blobs", "width": 8, "K": 60})
    )
    types = np.array(TYPES)[made[2]["blobs-width8-K60"]]
    frame = made[0]
    rows = frame[(frame["quantity"] == "fraction") & (frame["scale"] == 0.8) & (frame["K"] == 60)]
    np.testing.assert_allclose(rows["stderr"].astype(float), type_fractions(types, rng).stderr)


def test_examples(given, seeds_of, frame_of, pool, image_samples):
    samples, kinds = image_samples
    made = image_examples.table(
        ImageExamples(shown=2, neighbours=3), seeds_of("image_examples"), *given, kinds
    )
    frame, pictures = frame_of(made.rows), made.arrays["pictures"]
    assert list(frame.columns[:4]) == ["images", "type", "width", "K"]
    counts = frame[frame["quantity"] == "count"].set_index("type")
    assert dict(counts["value"]) == {"memorised": 20, "spurious": 10, "generalised": 10}
    assert set(counts["K"]) == {60}
    first = frame[(frame["quantity"] == "distance") & (frame["neighbour"] == 1)]
    first = first.set_index(["type", "which"])["value"]
    assert first["memorised", "S"] < 0.1
    assert first["spurious", "S2"] < 0.1
    assert first["spurious", "S"] > 0.5
    assert first["generalised", "S"] > 0.5
    assert first["generalised", "S2"] > 0.5
    for kind in TYPES:
        assert pictures[f"blobs-{kind}-sample"].shape == (2, 3, 3, 1)
        assert pictures[f"blobs-{kind}-S"].shape == (2, 3, 3, 3, 1)
        assert (np.diff(pictures[f"blobs-{kind}-S2-distance"], axis=1) >= 0).all()
    images = image_set(pool["images"], "blobs")
    rng = (
        seeds_of("image_examples")
        .stream("examples")
        .generator({"images": "blobs", "type": "spurious"})
    )
    chosen = rng.permutation(np.arange(20, 30))[:2]
    of_first = samples["blobs-width8-K60"][0][chosen].astype(float)
    np.testing.assert_allclose(pictures["blobs-spurious-sample"], images.as_pixels(of_first))
    # the nearest training image of a copy is what it copies
    np.testing.assert_allclose(
        pictures["blobs-memorised-S"][:, 0], pictures["blobs-memorised-sample"], atol=0.02
    )


def test_examples_are_where_the_rarest_type_is_most_frequent():
    few, some, none = (Stack("blobs", 8, K) for K in (4, 16, 60))
    ladder = {
        few: np.array([[0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0]]),
        some: np.array([[0, 0, 1, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0, 0, 0]]),
        none: np.array([[2, 2, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]),
    }
    chosen = image_examples.candidates_by_type(ladder)
    # K = 60 alone has all three
    assert {kind: place[0] for kind, place in chosen.items()} == dict.fromkeys(TYPES, none)
    assert chosen["memorised"][1] == 1
    del ladder[none]
    chosen = image_examples.candidates_by_type(ladder)
    assert set(chosen) == {"memorised", "spurious"}
    stack, network, candidates = chosen["spurious"]
    assert (stack, network) in ((few, 0), (some, 1))
    assert list(candidates) in ([7], [1, 2])
