"""Networks of ever more images: nested training sets, spectra, dimensions."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.image_sets import load_image_set
from memgen.seeds import generator
from memgen.settings.losing_dimensions import ImageDimension, ImagePerceptrons
from memgen.settings.training import Training
from memgen.studies.losing_dimensions import image_dimension
from memgen.studies.losing_dimensions.image_networks import build, build_stack, network
from memgen.tables.read import select
from memgen.tables.rows import tidy

NETWORK = ImagePerceptrons(
    held_out=3, networks=2, width=8, blocks=1, training=Training(device="cpu")
)
SETTINGS = ImageDimension(sizes=[20, 30], network=NETWORK, times=(0.01, 0.1))
IMAGES = load_image_set("digits").cloud.points
CLEAN = np.stack([IMAGES[:20], IMAGES[50:70]])
FRESH = np.stack([IMAGES[20:23], IMAGES[70:73]])


def test_training_sets_are_nested_and_the_held_out_images_the_same(seeds_of):
    seeds = seeds_of("image_networks")
    small, large = (network(NETWORK, seeds, size, 9) for size in (20, 30))
    for member in (0, 1):
        rng = generator(7, "losing_dimensions", "images", {"images": "digits"}, member)
        order = rng.permutation(1797)
        own = slice(64 * member, 64 * (member + 1))
        np.testing.assert_array_equal(large.points[:, own], IMAGES[order[:30]])
        np.testing.assert_array_equal(small.points, large.points[:20])
        for task in (small, large):
            np.testing.assert_array_equal(task.split["held_out"][member], IMAGES[order[-3:]])
            np.testing.assert_array_equal(task.split["training"][member], task.points[:, own])
    for task, size in ((small, 20), (large, 30)):
        rng = generator(7, "losing_dimensions", "images", {"size": size}, 0)
        assert task.seed == rng.integers(2**31)
        assert task.coordinates == {"trained_on": size, "steps": 9}
        assert task.training.steps == 9


def test_more_images_than_there_are_are_refused(seeds_of):
    with pytest.raises(ValueError, match="take 1794 at most"):
        network(NETWORK, seeds_of("image_networks"), 1795, 9)


def test_the_stack_holds_perceptrons_of_the_images():
    stack = build_stack(NETWORK, 64)
    assert stack(torch.zeros(3, 128), torch.zeros(3)).shape == (3, 128)
    assert build(NETWORK, 64)(torch.zeros(3, 64), torch.zeros(3)).shape == (3, 64)


def made(seeds, score, monkeypatch):
    monkeypatch.setattr(
        image_dimension, "load_members", lambda *_arguments: [torch.nn.Identity()] * 2
    )
    monkeypatch.setattr(image_dimension, "NetworkScore", lambda *_arguments: score)
    splits = {(20, n): {"training": CLEAN, "held_out": FRESH} for n in (5, 9)}
    networks = {label: Path("weights") for label in splits}
    return tidy(image_dimension.table(SETTINGS, seeds, networks, splits))


def test_spectra_of_a_linear_score(seeds_of, monkeypatch):
    """Twelve directions of variance 4 among 64: both estimates see twelve."""
    variances = np.repeat([4.0, 0.0], [12, 52])

    def score(x, t):
        return -x / (x.new_tensor(variances) + t[0])

    frame = made(seeds_of("image_dimension"), score, monkeypatch)
    for t in (0.01, 0.1):
        rows = select(frame, t=t)
        assert (select(rows, quantity="dimension")["value"] == 12).all()
        rows = select(rows, probed="fresh", steps=9)
        values = select(rows, quantity="singular_value").sort_values("rank")["value"]
        np.testing.assert_allclose(values, np.repeat([1, t / (4 + t)], [52, 12]), rtol=1e-5)
        assert (select(rows, quantity="detected_dimension")["value"] == 12).all()
        assert (select(rows, quantity="detected_share")["value"] == 1).all()
        second = select(rows, quantity="second_difference").set_index("rank")["value"]
        assert list(second[second > 0.5].index) == [51, 52]
        assert (select(rows, quantity="spread")["value"].abs() < 1e-6).all()
    # spectra of the most steps alone, dimensions of all
    assert set(select(frame, quantity="singular_value")["steps"]) == {9}
    assert set(select(frame, quantity="dimension")["steps"]) == {5, 9}
    assert set(frame["n"]) == {2}


def test_the_control_is_the_principal_components(seeds_of, monkeypatch):
    frame = made(seeds_of("image_dimension"), lambda x, t: -x / t[0], monkeypatch)
    level = [np.linalg.eigvalsh(np.cov(own.T, bias=True)) for own in CLEAN]
    for t in (0.01, 0.1):
        rows = select(frame, t=t)
        count = np.mean([(one > t).sum() for one in level])
        assert select(rows, quantity="linear_dimension")["value"].iloc[0] == count
        linear = select(rows, quantity="linear_value").sort_values("rank")["value"]
        expected = np.mean([t / (t + one) for one in level], axis=0)
        np.testing.assert_allclose(linear, expected, rtol=1e-6)
        # a score that points to one image has no tangent direction
        assert (select(rows, quantity="dimension")["value"] == 0).all()
        assert (select(rows, quantity="detected_share")["value"] == 0).all()


def test_both_kinds_of_images_have_their_own_noise(seeds_of, monkeypatch):
    """The score -x^3 / 3t has the spectrum x^2 of the noisy image."""

    def score(x, t):
        return -(x**3) / (3 * t[0])

    frame = made(seeds_of("image_dimension"), score, monkeypatch)
    for probed, clean in (("trained", CLEAN[:, :3]), ("fresh", FRESH)):
        rng = generator(7, "losing_dimensions", "images_noise", {"probed": probed}, 0)
        x = clean + 0.1 * rng.standard_normal(clean.shape)
        spectra = np.sort(x**2)[..., ::-1]
        rows = select(frame, probed=probed, t=0.01, steps=9)
        below = (spectra < 0.5).sum(axis=2).mean()
        assert select(rows, quantity="dimension")["value"].iloc[0] == pytest.approx(below)
        if probed == "fresh":
            values = select(rows, quantity="singular_value").sort_values("rank")["value"]
            np.testing.assert_allclose(values, spectra.mean(axis=(0, 1)), atol=1e-6)
            spread = select(rows, quantity="spread").sort_values("rank")["value"]
            expected = spectra.std(axis=1, ddof=1).mean(axis=0)
            np.testing.assert_allclose(spread, expected, atol=1e-6)
