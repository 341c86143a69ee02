"""Networks of ever more images: nested training sets, spectra, two dimensions."""

from pathlib import Path

import numpy as np
import pytest

from memgen.data.image_sets import load_image_set
from memgen.seeds import generator
from memgen.settings.image_network import ImageNetwork
from memgen.settings.losing_dimensions import ImageDimension
from memgen.settings.training import Training
from memgen.studies.losing_dimensions import image_dimension
from memgen.studies.losing_dimensions.image_networks import network
from memgen.tables.read import select
from memgen.tables.rows import tidy

NETWORK = ImageNetwork(held_out=3, width=8, multipliers=(1,), training=Training(device="cpu"))
SETTINGS = ImageDimension(sizes=[20, 30], network=NETWORK, t=0.01)
IMAGES = load_image_set("digits").cloud.points


def test_training_sets_are_nested_and_the_held_out_images_the_same(seeds_of):
    small, large = (network(NETWORK, seeds_of("image_networks"), size) for size in (20, 30))
    order = generator(7, "losing_dimensions", "images", {"images": "digits"}, 0).permutation(1797)
    np.testing.assert_array_equal(large.points, IMAGES[order[:30]])
    np.testing.assert_array_equal(small.points, large.points[:20])
    for task, size in ((small, 20), (large, 30)):
        np.testing.assert_array_equal(task.split["held_out"], IMAGES[order[-3:]])
        np.testing.assert_array_equal(task.split["training"], task.points)
        rng = generator(7, "losing_dimensions", "images", {"size": size}, 0)
        assert task.seed == rng.integers(2**31)
        assert task.coordinates == {"trained_on": size}


@pytest.fixture
def split():
    return {"training": IMAGES[:20], "held_out": IMAGES[20:23]}


def made(split, seeds, score, monkeypatch):
    monkeypatch.setattr(image_dimension, "image_score", lambda *_arguments: score)
    return tidy(image_dimension.table(SETTINGS, seeds, 20, Path("weights"), split))


def test_spectra_of_a_linear_score(seeds_of, monkeypatch, split):
    """Twelve directions of variance 4 among 64: both estimates see twelve."""
    variances = np.repeat([4.0, 0.0], [12, 52])

    def score(x, t):
        return -x / (x.new_tensor(variances) + t[0])

    frame = made(split, seeds_of("image_dimension"), score, monkeypatch)
    for probed in ("trained", "fresh"):
        rows = select(frame, probed=probed)
        values = select(rows, quantity="singular_value").sort_values("rank")["value"]
        np.testing.assert_allclose(values, np.repeat([1, 0.01 / 4.01], [52, 12]), rtol=1e-6)
        assert (select(rows, quantity="tangent_dimension")["value"] == 12).all()
        assert (select(rows, quantity="detected_dimension")["value"] == 12).all()
        second = select(rows, quantity="second_difference").set_index("rank")["value"]
        assert list(second[second > 0.5].index) == [51, 52]
        assert (select(rows, quantity="spread")["value"].abs() < 1e-12).all()
    assert set(frame["n"]) == {3}
    assert (frame["trained_on"] == 20).all()
    assert (frame["t"] == 0.01).all()
    assert (frame["N"] == 64).all()


def test_both_kinds_of_images_have_their_own_noise(seeds_of, monkeypatch, split):
    """The score -x^3 / 3t has the spectrum x^2 of the noisy image."""

    def score(x, t):
        return -(x**3) / (3 * t[0])

    frame = made(split, seeds_of("image_dimension"), score, monkeypatch)
    for probed, clean in (("trained", IMAGES[:3]), ("fresh", IMAGES[20:23])):
        rng = generator(7, "losing_dimensions", "images_noise", {"probed": probed}, 0)
        x = clean + 0.1 * rng.standard_normal(clean.shape)
        spectra = np.sort(x**2)[:, ::-1]
        rows = select(frame, probed=probed)
        values = select(rows, quantity="singular_value").sort_values("rank")
        np.testing.assert_allclose(values["value"], spectra.mean(axis=0), atol=1e-9)
        spread = select(rows, quantity="spread").sort_values("rank")
        np.testing.assert_allclose(spread["value"], spectra.std(axis=0, ddof=1), atol=1e-9)
        np.testing.assert_allclose(spread["stderr"], spread["value"] / 2, atol=1e-9)
        count = (spectra < 0.5 * spectra[:, :1]).sum(axis=1).mean()
        measured = select(rows, quantity="tangent_dimension")["value"].iloc[0]
        assert measured == pytest.approx(count)
