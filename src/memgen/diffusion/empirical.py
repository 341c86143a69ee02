"""The empirical score: the exact score of the training points diffused to noise variance t.

    p_t(x) = 1/P sum_mu (2 pi t)^(-N/2) exp(-|x - xi^mu|^2 / 2t)
    grad log p_t(x) = sum_mu w_mu (xi^mu - x) / t,      w = softmax(-|x - xi^mu|^2 / 2t)

(arXiv:2502.09578.) It is computed in blocks of points with a running softmax: beyond the points,
and a centred copy where they lie far from the origin, memory grows with P by one number a point.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion import kernel
from memgen.diffusion.arrays import (
    Time,
    check_points,
    check_samples,
    check_time,
    like,
    namespace,
)

# Points and queries in a block of log-weights, which should stay in a processor's cache, or fill an
# accelerator.
POINTS = {"cpu": 2048, "accelerator": 2**16}
QUERIES = {"cpu": 128, "accelerator": 1024}


class EmpiricalScore:
    """Density, score and weights of the diffused training points, in variance-exploding time.

    Samples `x` are (batch, N); `t` is the noise variance, a number or one for each sample, with
    the units of x squared. numpy arrays give numpy arrays, torch tensors give tensors of the same
    dtype and device. In float64 log-weights are exact to about 1e-12 at any t, or to what rounding
    x itself does to them where points at a distance tie: eps |x - xi| |xi - xi'| / t.

    Parameters
    ----------
    points : (P, N)
        Training points, of numpy or torch. They are not copied where the dtype allows.

    Raises
    ------
    ValueError, TypeError
        If points or samples are no finite real matrices of matching widths, or t is not positive.
    """

    def __init__(self, points: Any):
        self.points = check_points(points)
        self._by_template: dict[Any, Any] = {}

    @property
    def size(self) -> int:
        """P, the number of points."""
        return self.points.shape[0]

    @property
    def dimension(self) -> int:
        """N, the number of coordinates."""
        return self.points.shape[1]

    def score(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
        """Return grad log p_t(x) = sum w (xi - x) / t."""
        return self._collect(kernel.score, x, t)

    def denoise(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
        """Return sum w xi = x + t score, the posterior mean of the clean point."""
        return self._collect(kernel.denoise, x, t)

    def log_density(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return log p_t(x) in nats, with -log P and the Gaussian's normalisation."""
        return self._collect(kernel.log_density, x, t)

    def participation(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return Y2 = sum w^2, in [1/P, 1]: the REM's participation ratio."""
        return self._collect(lambda state: state.sums.participation, x, t)

    def active_samples(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return 1 / Y2, the effective number of points that the score listens to."""
        return 1 / self.participation(x, t)

    def jacobian(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N N"]:
        """Return grad score = (Cov_w[xi] / t - 1) / t, the covariance from a second pass."""
        return self._collect(self._jacobian, x, t)

    def _collect(self, read: Any, x: Any, t: Any) -> Any:
        """Run over blocks of queries and of points, and join what `read` makes of the states."""
        x = check_samples(x, self.dimension)
        t = check_time(t, x)
        xp = namespace(x)
        # numpy works in float64 whatever it is given; torch keeps to the dtype of its device.
        x64, t64 = (x.astype(np.float64), t.astype(np.float64)) if xp is np else (x, t)
        blocks, centre = self._prepared(x64)
        step = QUERIES[_device(x)]
        parts = []
        for start in range(0, max(len(x), 1), step):
            rows = slice(start, start + step)
            state = kernel.init(x64[rows], t64[rows], centre)
            for block in blocks:
                state = kernel.update(state, block)
            parts.append(read(state))
        return like(xp.concatenate(parts), x)

    def _jacobian(self, state: kernel.KernelState) -> Any:
        xp = namespace(state.x)
        blocks, _ = self._prepared(state.x)
        mean = kernel.denoise(state)
        covariance = xp.zeros_like(mean[:, :, None] * mean[:, None, :])
        for block in blocks:
            for row, index, weights in kernel.weights(state, block):
                difference = block.points[index] - mean[row]
                covariance[row] += (difference * weights[:, None]).T @ difference
        t = state.t[:, None, None]
        identity = xp.eye(self.dimension, dtype=t.dtype, device=t.device)
        return (covariance / t - identity) / t

    def _prepared(self, template: Any) -> tuple[list[kernel.PointBlock], Any]:
        """Return the points in blocks of the library, dtype and device of `template`, and 0 or c.

        Points that are spread about the origin are used in place; others are centred, in a copy.
        """
        key = (namespace(template).__name__, template.dtype, str(template.device))
        if key not in self._by_template:
            points = like(self.points, template)
            mean = points.mean(0)
            xp = namespace(points)
            if bool((mean**2).sum() < 0.5 * xp.einsum("pn,pn->", points, points) / self.size):
                mean = 0 * mean
            step = POINTS[_device(template)]
            starts = range(0, len(points), step)
            blocks = [kernel.prepare(points[start : start + step], mean) for start in starts]
            self._by_template[key] = (blocks, mean)
        return self._by_template[key]


def _device(array: Any) -> str:
    return "cpu" if str(array.device).startswith("cpu") else "accelerator"
