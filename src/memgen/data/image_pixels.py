"""What pixels are, wherever images come from: levels, grey, and images that are equal."""

import hashlib

import numpy as np
from jaxtyping import Num

# (P, height, width, channels) with 1 or 3 channels, levels 0 to 255. Bytes; of pictures with
# 16 bits a pixel, real numbers between the 256 levels.
Pixels = Num[np.ndarray, "P height width channels"]

# Weights of red, green and blue in grey, over 65536: .299, .587 and .114.
LUMA = (19595, 38470, 7471)


def luma(pixels: Pixels) -> Num[np.ndarray, "P height width 1"]:
    """Return pixels with one channel: the luma .299 R + .587 G + .114 B of ITU-R BT.601.

    It is the grey that Pillow's mode "L" has, level by level: bytes are rounded to the nearest
    byte. Pixels of one channel are returned as they are.
    """
    if pixels.shape[-1] == 1:
        return pixels
    if pixels.dtype == np.uint8:
        whole = (pixels.astype(np.int32) * LUMA).sum(axis=-1, keepdims=True)
        return ((whole + 2**15) >> 16).astype(np.uint8)
    return (pixels * (np.array(LUMA, pixels.dtype) / 2**16)).sum(axis=-1, keepdims=True)


def count_equal(pixels: Pixels) -> int:
    """Return how many images equal an earlier one, pixel by pixel."""
    seen = {hashlib.sha256(image.tobytes()).digest() for image in pixels}
    return len(pixels) - len(seen)
