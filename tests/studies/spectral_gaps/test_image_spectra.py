"""Networks of images: what they never see, and the spectra of known scores in their place."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.image_sets import load_image_set
from memgen.networks.modulated import ModulatedMLP
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.settings.spectral_gaps import ImageNetworks, ImageSpectra
from memgen.settings.training import Training
from memgen.studies.spectral_gaps import image_network, image_spectra
from memgen.tables.read import select
from memgen.tables.rows import tidy

NETWORK = ImageNetworks(
    networks=2, held_out=3, width=8, blocks=1, channels=64, noises=30, training=Training()
)


@pytest.fixture(scope="module")
def tasks(seeds_of):
    seeds = seeds_of("image_network")
    return {data: image_network.network(NETWORK, seeds, data) for data in ("images", "gaussian")}


def test_all_images_but_its_held_out_ones_are_trained_on(tasks):
    task, images = tasks["images"], load_image_set("digits").cloud.points
    for member in range(2):
        rng = generator(7, "spectral_gaps", "train_images", {"images": "digits"}, member)
        order = rng.permutation(1797)
        columns = slice(64 * member, 64 * (member + 1))
        np.testing.assert_array_equal(task.points[:, columns], images[order[:1794]])
        np.testing.assert_array_equal(task.split["held_out"][member], images[order[1794:]])
        covariance = np.cov(images[order[:1794]].T, bias=True)
        np.testing.assert_allclose(
            task.split["level"][member], np.linalg.eigvalsh(covariance), atol=1e-9
        )
    assert task.coordinates == {"data": "images"}


def test_the_gaussian_is_like_the_images(tasks):
    images, control = tasks["images"], tasks["gaussian"]
    assert control.points.shape == images.points.shape
    assert control.seed == images.seed
    np.testing.assert_array_equal(control.split["level"], images.split["level"])
    assert control.split["held_out"].shape == (2, 3, 64)
    first, second = (task.points[:, :64] for task in (images, control))
    np.testing.assert_allclose(second.mean(axis=0), first.mean(axis=0), atol=0.15)
    np.testing.assert_allclose(np.cov(second.T), np.cov(first.T), atol=0.25)
    # the distribution is another: the digits' pixels are bounded
    assert np.abs(second).max() > np.abs(first).max() or second.min() < first.min()


def test_both_architectures_are_built():
    assert isinstance(image_network.build(NETWORK, (8, 8, 1)), ModulatedMLP)
    unet = NETWORK.model_copy(update={"architecture": "unet"})
    assert isinstance(image_network.build(unet, (8, 8, 1)), UNet)


@pytest.fixture(scope="module")
def frame(seeds_of):
    """Ten directions of variance 4 in the networks' place, four in the covariance."""
    variances = torch.as_tensor(np.repeat([4.0, 0.0], [10, 54]))

    def score(x, t):
        return -x / (variances + torch.as_tensor(t).reshape(-1, 1))

    rng = np.random.default_rng(0)
    split = {
        "held_out": rng.standard_normal((2, 300, 64)) * np.sqrt(variances.numpy()),
        "level": np.repeat([[0.0], [4.0]], [60, 4], axis=0).T.repeat(2, axis=0),
        "shape": np.array([8, 8, 1]),
    }
    s = ImageSpectra(network=NETWORK, times=[30.0, 1.0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image_spectra, "scores_of", lambda *_arguments: [score, score])
        patch.setattr(
            image_spectra,
            "noisy_spectra",
            lambda _score, clean, t, _rng: np.repeat(
                np.sort(t / (t + variances.numpy()))[None, ::-1], len(clean), axis=0
            ),
        )
        seeds = seeds_of("image_spectra")
        return tidy(image_spectra.table(s, seeds, "images", Path("weights"), split))


@pytest.mark.parametrize(("t", "dimension"), [(30.0, 0), (1.0, 10)])
def test_spectra_of_a_linear_score(frame, t, dimension):
    """t / (t + 4) beside 1, below one half where t < 4."""
    values = select(frame, quantity="singular_value", t=t).sort_values("rank")["value"]
    np.testing.assert_allclose(values, np.repeat([1.0, t / (t + 4)], [54, 10]))
    assert select(frame, quantity="tangent_dimension", t=t)["value"].item() == dimension
    linear = select(frame, quantity="linear_value", t=t).sort_values("rank")["value"]
    np.testing.assert_allclose(linear, np.repeat([1.0, t / (t + 4)], [60, 4]))
    below = select(frame, quantity="linear_dimension", t=t)["value"].item()
    assert below == (4 if dimension else 0)
    resolved = select(frame, quantity="resolved", t=t)["value"].item()
    assert resolved == pytest.approx(10 / 64 * 4 / (t + 4))
    assert select(frame, quantity="largest", t=t)["value"].item() == pytest.approx(1)


def test_the_loss_of_a_score_is_its_resolved_share(frame):
    """Mean of c / (c + t) over the schedule: ten directions, beside four of the linear score."""
    loss = select(frame, quantity="fresh_loss")
    assert loss["n"].item() == 2
    least = select(frame, quantity="linear_optimum")["value"].item()
    assert loss["value"].item() == pytest.approx(2.5 * least, rel=0.05)


@pytest.mark.parametrize("held_out", [0, 1797])
def test_too_few_or_too_many_held_out_images_are_refused(held_out):
    with pytest.raises(ValueError, match="held_out"):
        ImageNetworks(held_out=held_out)
