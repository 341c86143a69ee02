"""The distance between images in a unit that does not grow with their number of pixels."""

import numpy as np

from memgen.data.image_sets import ImageSet
from memgen.measures.samples.image_distance import ImageDistance as Distance
from memgen.measures.samples.image_distance import image_distance
from memgen.settings.spurious_images import ImageDistance


def pixel_distance(distance: ImageDistance, images: ImageSet) -> Distance:
    """Return the distance that settings name; Euclidean, the root mean square over pixels.

    The pixels of an image set have unit variance on average, so that independent images are about
    sqrt(2) apart. LPIPS has its own unit.
    """
    metric = image_distance(distance.name, images, distance.backbone, distance.heads)
    if distance.name != "l2":
        return metric
    unit = float(np.sqrt(np.prod(images.shape)))
    return Distance(lambda x: metric.features(x) / unit, metric.power)
