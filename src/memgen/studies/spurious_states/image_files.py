"""Image sets that are read from files: downloaded once, or a folder of images of one's own."""

import numpy as np

from memgen.data.image_sets import ImageSetName, read_image_set
from memgen.settings.spurious_images import ImageFiles
from memgen.studies.made import Made


def table(s: ImageFiles, images: ImageSetName) -> Made:
    """Return `images` (P, height, width, channels), in raw pixel units.

    Beside them the numbers of files of a folder that were `left_out`, and of images that are
    `equal` to an earlier one.
    """
    read = read_image_set(images, s.directory, s.size, s.grey)
    counts = {"left_out": np.array(read.left_out), "equal": np.array(read.equal)}
    return Made(arrays={"images": {"images": read.pixels, **counts}})
