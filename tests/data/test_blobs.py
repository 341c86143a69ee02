"""Blobs: five dimensions, their symmetries, training sets that are nested."""

import numpy as np
import pytest

from memgen.data.blobs import LATENT_DIMENSION, blob_images, draw_latents
from memgen.data.image_pools import load_pool


def test_the_manifold_has_five_dimensions():
    latents = draw_latents(20, np.random.default_rng(0))
    step = 1e-5
    tangents = np.stack(
        [
            (blob_images(latents + step * e) - blob_images(latents - step * e)) / (2 * step)
            for e in np.eye(LATENT_DIMENSION)
        ],
        axis=2,
    )
    values = np.linalg.svd(tangents, compute_uv=False)
    assert values.shape == (20, 5)
    assert (values[:, -1] > 1e-2 * values[:, 0]).all()


def test_a_blob_by_hand():
    image = blob_images(np.array([[0.5, 0.5, 0.2, 0.1, 0.8]])).reshape(8, 8)
    np.testing.assert_allclose(image, image[::-1, ::-1])
    assert image[4, 4] == pytest.approx(
        0.8 * np.exp(-((0.5 / 8) ** 2) * (1 / 0.2**2 + 1 / 0.1**2) / 2)
    )
    # wider along the first axis
    assert image[6, 4] > image[4, 6]


def test_narrow_images_are_refused():
    with pytest.raises(ValueError, match="size=3"):
        blob_images(np.ones((1, 5)), 3)


def pool(name="blobs", count=300):
    return load_pool(name, np.random.default_rng(1), np.random.default_rng(2), count)


@pytest.mark.parametrize("name", ["blobs", "digits"])
def test_training_sets_are_nested_and_fresh_images_are_fresh(name):
    images = pool(name)
    few, many = images.training(10), images.training(50)
    np.testing.assert_array_equal(few, many[:10])
    fresh = images.fresh(50, 100)
    assert len(fresh) == 100
    assert np.linalg.norm(fresh[:, None] - many, axis=2).min() > 0
    assert len(images.fresh(images.size - 20, 100)) == 20
    with pytest.raises(ValueError, match="holds"):
        images.training(images.size + 1)


def test_blobs_are_on_the_scale_of_other_images():
    points = pool(count=2000).images.cloud.points
    assert points.var(axis=0).mean() == pytest.approx(1)
    with pytest.raises(ValueError, match="blob_rng"):
        load_pool("blobs", np.random.default_rng())
