"""Grey, and equal images."""

import numpy as np
from PIL import Image

from memgen.data.image_pixels import count_equal, luma


def test_grey_is_that_of_pillow_on_all_bytes(rng):
    colours = rng.integers(0, 256, (1, 300, 300, 3), dtype=np.uint8)
    colours[0, 0, :256] = np.arange(256)[:, None]  # greys stay what they are
    expected = np.asarray(Image.fromarray(colours[0]).convert("L"))
    np.testing.assert_array_equal(luma(colours)[0, :, :, 0], expected)
    np.testing.assert_array_equal(luma(colours)[0, 0, :256, 0], np.arange(256))


def test_grey_of_levels_between_the_bytes(rng):
    colours = rng.uniform(0, 255, (2, 5, 4, 3)).astype(np.float32)
    expected = colours @ np.array([0.299, 0.587, 0.114])
    np.testing.assert_allclose(luma(colours)[..., 0], expected, rtol=1e-4)


def test_one_channel_stays(rng):
    pixels = rng.integers(0, 256, (3, 4, 4, 1), dtype=np.uint8)
    assert luma(pixels) is pixels


def test_equal_images_are_counted_once_each(rng):
    pixels = rng.integers(0, 256, (10, 4, 4, 3), dtype=np.uint8)
    assert count_equal(pixels) == 0
    again = np.concatenate([pixels, pixels[2:5], pixels[2:3]])
    assert count_equal(again) == 4
    again[12, 0, 0, 0] ^= 1
    assert count_equal(again) == 3
