"""Blobs: five dimensions, and their symmetries."""

import numpy as np
import pytest

from memgen.data.blobs import LATENT_DIMENSION, blob_images, draw_latents


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
