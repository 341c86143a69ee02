"""The posterior of points that are never held: they come in blocks, and go.

Sums over two sets of points merge into the sums over both (`sums.merge`), so a pass over blocks
needs the memory of one block, whatever P is:

    from memgen.data.hidden_manifold import HiddenManifold, draw_matrix

    manifold = HiddenManifold(draw_matrix(N, D, seeds.generator({"N": N})))
    blocks = (manifold.sample(2**16, seeds.generator({"N": N}, k)) for k in range(150))
    posterior = streamed(blocks, x, t)

Each block is drawn from a seed of its own, so that another pass draws the same points again.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import Time, check_points, check_samples, check_time, like, namespace
from memgen.diffusion.empirical import blocks
from memgen.diffusion.empirical.sums import Posterior, merge


def streamed(points: Iterable[Float[Any, "_ N"]], x: Float[Any, "batch N"], t: Time) -> Posterior:
    """Return score, denoised point, log-density and participation among points that stream by.

    Parameters
    ----------
    points : iterable of (points, N)
        Blocks of points, of 1e4 points or more each for speed. Each is used once.
    x : (batch, N)
        Samples, of numpy or torch; the results are like them. Gradients are not followed.
    t : float or (batch,)
        Noise variances.

    Raises
    ------
    ValueError, TypeError
        If there is no block, or as in `EmpiricalScore`.
    """
    total, nothing = None, np.zeros((len(x), 0))
    dtype = np.dtype(str(getattr(x, "dtype", "float64")).split(".")[-1])
    for given in points:
        block = check_points(given)
        x = check_samples(x, block.shape[1])
        x64, t64 = like(x, np.empty(0)), like(check_time(t, x), np.empty(0))
        if namespace(block) is not np:
            block = block.detach().cpu().numpy()
        found = blocks.sums(blocks.centred(block, dtype), x64, t64)
        if total is None:
            total = found
        else:
            count = total.count + found.count
            total = replace(merge(total, found, nothing), count=count)
    if total is None:
        raise ValueError("points holds no block; a generator gives its blocks only once.")
    read = (total.score, total.denoised, total.log_density, total.participation)
    return Posterior(*(like(a, x) for a in read))
