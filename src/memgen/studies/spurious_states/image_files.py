"""Image sets that are read from files: downloaded once, or a folder of images of one's own."""

from memgen.data.image_sets import ImageSetName, raw_images
from memgen.settings.spurious_images import ImageFiles
from memgen.studies.made import Made


def table(s: ImageFiles, images: ImageSetName) -> Made:
    """Return `images` (P, height, width, channels), in raw pixel units."""
    raw = raw_images(images, s.directory, s.size, s.grey)
    return Made(arrays={"images": {"images": raw}})
