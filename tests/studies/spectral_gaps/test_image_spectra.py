"""A network of images: what it never sees, and the spectra of a known score."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from memgen.data.image_sets import load_image_set
from memgen.seeds import generator
from memgen.settings.image_network import ImageNetwork
from memgen.settings.spectral_gaps import ImageSpectra
from memgen.settings.training import Training
from memgen.studies.spectral_gaps import image_spectra
from memgen.studies.spectral_gaps.image_network import network
from memgen.tables.read import select
from memgen.tables.rows import row, tidy

NETWORK = ImageNetwork(held_out=3, width=8, multipliers=(1,), training=Training(device="cpu"))


def test_all_images_but_the_held_out_ones_are_trained_on(seeds_of):
    task = network(NETWORK, seeds_of("image_network"))
    images = load_image_set("digits").cloud.points
    rng = generator(7, "spectral_gaps", "train_images", {"images": "digits"}, 0)
    order = rng.permutation(1797)
    np.testing.assert_array_equal(task.points, images[order[:1794]])
    np.testing.assert_array_equal(task.split["held_out"], images[order[1794:]])
    np.testing.assert_array_equal(task.split["training"], task.points)
    assert task.seed == rng.integers(2**31)
    assert task.coordinates == {"images": "digits"}


def test_spectra_of_a_linear_score_and_the_losses(seeds_of, monkeypatch):
    """Ten directions of variance 4: t / (t + 4) beside 1, below one half where t < 4."""
    variances = np.repeat([4.0, 0.0], [10, 54])
    monkeypatch.setattr(
        image_spectra,
        "image_score",
        lambda *_arguments: lambda x, t: -x / (x.new_tensor(variances) + t[0]),
    )
    losses = pd.DataFrame([row("loss", "simulation", 0.5, None, 1, images="digits", step=20)])
    rng = np.random.default_rng(0)
    # Four directions of variance 4, exactly: 0, 0, ... and 4, 4, 4, 4 of the covariance.
    half = np.concatenate([np.sqrt(16) * np.eye(4, 64), -np.sqrt(16) * np.eye(4, 64)])
    split = {"held_out": rng.standard_normal((2, 64)), "training": half}
    s = ImageSpectra(network=NETWORK, times=[30.0, 1.0])
    rows = list(image_spectra.table(s, seeds_of("image_spectra"), Path("weights"), split, losses))
    frame = tidy(rows)
    for t, dimension in ((30.0, 0), (1.0, 10)):
        values = select(frame, quantity="singular_value", t=t).sort_values("rank")["value"]
        expected = np.repeat([1.0, t / (t + 4)], [54, 10])
        np.testing.assert_allclose(values, expected, rtol=1e-6)
        assert select(frame, quantity="tangent_dimension", t=t)["value"].iloc[0] == dimension
        # The control knows the training images alone: four directions.
        linear = select(frame, quantity="linear_value", t=t)["value"].to_numpy()
        expected = np.repeat([1.0, t / (t + 4)], [60, 4])
        np.testing.assert_allclose(np.sort(linear)[::-1], expected)
        below = select(frame, quantity="linear_dimension", t=t)["value"].iloc[0]
        assert below == (4 if dimension else 0)
        resolved = select(frame, quantity="resolved", t=t)["value"].iloc[0]
        assert resolved == pytest.approx(10 / 64 * 4 / (t + 4))
    loss = select(frame, quantity="loss").iloc[0]
    assert (loss["value"], loss["step"], loss["n"]) == (0.5, 20, 1)
    assert set(frame["images"]) == {"digits"}
    assert (frame["N"].dropna() == 64).all()
    assert list(frame.columns[:5]) == ["images", "t", "N", "rank", "step"]


def test_the_noise_has_its_own_seed(seeds_of, monkeypatch):
    """The score -x^3 / 3t has the spectrum x^2 of the noisy image."""
    monkeypatch.setattr(
        image_spectra, "image_score", lambda *_arguments: lambda x, t: -(x**3) / (3 * t[0])
    )
    clean = np.random.default_rng(0).standard_normal((2, 4))
    losses = pd.DataFrame([row("loss", "simulation", 0.5, None, 1, images="digits", step=20)])
    s = ImageSpectra(network=NETWORK, times=[0.3, 1.0])
    split = {"held_out": clean, "training": clean}
    rows = image_spectra.table(s, seeds_of("x"), Path("weights"), split, losses)
    frame = tidy(rows)
    rng = generator(7, "spectral_gaps", "image_noise", {"images": "digits"}, 0)
    for t in (0.3, 1.0):
        x = clean + np.sqrt(t) * rng.standard_normal(clean.shape)
        values = select(frame, quantity="singular_value", t=t).sort_values("rank")["value"]
        np.testing.assert_allclose(values, np.sort(x**2)[:, ::-1].mean(axis=0), rtol=1e-6)


@pytest.mark.parametrize("held_out", [0, 1797])
def test_too_few_or_too_many_held_out_images_are_refused(held_out):
    with pytest.raises(ValueError, match="held_out"):
        ImageNetwork(held_out=held_out)
