"""The image set `blobs`: images of one blob each, with five latent dimensions."""

from memgen.data.blobs import blob_images, draw_latents
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Blobs
from memgen.studies.made import Made

SIZE = 8  # pixels along a side, as digits have


def table(s: Blobs, seeds: Seeds) -> Made:
    """Return `images` (P, height, width, 1)."""
    rng = seeds.generator({"images": "blobs"})
    images = blob_images(draw_latents(s.count, rng), SIZE)
    return Made(arrays={"images": {"images": images.reshape(-1, SIZE, SIZE, 1)}})
