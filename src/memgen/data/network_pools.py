"""The training set of each network of a ladder: an order of the images of its own."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.data.image_pools import ImagePool, PoolName, load_pool
from memgen.seeds import generator


def network_pools(
    seed: int, source: str, name: PoolName, count: int, s: Mapping[str, Any]
) -> list[ImagePool]:
    """Return the pools of `count` networks: the same images, in an order for each network.

    The order depends on the set and the network alone, so that training sets are nested in K and
    the same for all widths.

    Parameters
    ----------
    seed, source
        Of the seed tree.
    name : str
        The image set.
    count : int
        Networks.
    s : mapping
        blob_count, directory, size, grey.
    """
    at = {"images": name}
    blob_rng = generator(seed, source, "blobs", at, 0)
    first = load_pool(
        name,
        generator(seed, source, "order", at, 0),
        blob_rng,
        s["blob_count"],
        s["directory"],
        s["size"],
        s["grey"],
    )
    rest = [
        ImagePool(first.images, _order(generator(seed, source, "order", at, k), first.size))
        for k in range(1, count)
    ]
    return [first, *rest]


def _order(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.permutation(size)
