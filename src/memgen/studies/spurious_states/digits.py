"""The image set `digits`: 1797 images of 8 x 8 pixels, which come with scikit-learn."""

from memgen.data.images import raw_digits
from memgen.studies.made import Made


def table() -> Made:
    """Return `images` (P, height, width, 1), their pixels 0 to 16."""
    return Made(arrays={"images": {"images": raw_digits()}})
