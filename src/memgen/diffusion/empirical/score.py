"""The empirical score as a function of samples and noise variance.

    p_t(x) = 1/P sum_mu (2 pi t)^(-N/2) exp(-|x - xi^mu|^2 / 2t)
    grad log p_t(x) = sum_mu w_mu (xi^mu - x) / t,      w = softmax(-|x - xi^mu|^2 / 2t)

(arXiv:2502.09578.)
"""

from collections.abc import Callable
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
from memgen.diffusion.empirical import blocks, certified
from memgen.diffusion.empirical.certified import Certified
from memgen.diffusion.empirical.devices import full_precision, on_processor
from memgen.diffusion.empirical.flat import plane_of
from memgen.diffusion.empirical.sums import Posterior, Sums

# Points and queries in a block of log-weights of the differentiable pass, which should stay in a
# processor's cache, or fill an accelerator.
POINTS = {"cpu": 2048, "accelerator": 2**16}
QUERIES = {"cpu": 128, "accelerator": 1024}
# Pairs of a query and a point from which on the compiled pass is worth its start.
COMPILED = 2**17


class EmpiricalScore:
    """Density, score and weights of the diffused training points, in variance-exploding time.

    Samples `x` are (batch, N); `t` is the noise variance, a number or one for each sample, with
    the units of x squared. numpy arrays give numpy arrays, torch tensors give tensors of the same
    dtype and device. In float64 log-weights are exact to about 1e-12 at any t, or to what rounding
    x itself does to them where points at a distance tie: eps |x - xi| |xi - xi'| / t. In float32
    they are exact to about 1e-5, whatever precision autocast or torch's settings ask for.

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
        # Samples that samplers asked for.
        self.asked = 0

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
        return self._read(x, t, kernel.score, lambda sums: sums.score)

    def denoise(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
        """Return sum w xi = x + t score, the posterior mean of the clean point."""
        return self._read(x, t, kernel.denoise, lambda sums: sums.denoised)

    def log_density(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return log p_t(x) in nats, with -log P and the Gaussian's normalisation."""
        return self._read(x, t, kernel.log_density, lambda sums: sums.log_density)

    def participation(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return Y2 = sum w^2, in [1/P, 1]: the REM's participation ratio."""
        return self._read(x, t, lambda s: s.sums.participation, lambda sums: sums.participation)

    def active_samples(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return 1 / Y2, the effective number of points that the score listens to."""
        return 1 / self.participation(x, t)

    def posterior(self, x: Float[Any, "batch N"], t: Time) -> Posterior:
        """Return score, denoised point, log-density and participation from one pass."""
        width = self.dimension
        table = self._read(x, t, _row_of_state, _row_of_sums)
        columns = (table[:, :width], table[:, width : 2 * width], table[:, -2], table[:, -1])
        return Posterior(*columns)

    def jacobian(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N N"]:
        """Return grad score = (Cov_w[xi] / t - 1) / t, the covariance from a second pass."""
        x = check_samples(x, self.dimension)
        t = check_time(t, x)
        wide = x.astype(np.float64) if namespace(x) is np else x
        with full_precision(x):
            return like(self._collect(self._jacobian, wide, like(t, wide)), x)

    def certified(self, x: Float[Any, "batch N"], t: Time, tolerance: float = 1e-9) -> Certified:
        """Return the score from the points that can matter, and what it leaves out.

        The points that are left out have a normalised weight below `tolerance` together, so the
        score is off by at most dropped (|score| + max |xi - x| / t). Where too many points matter
        the exact pass answers, which visits all and drops what is below its own rounding. Samples
        that a gradient is asked of, and those on accelerators, always take the exact pass.

        Raises
        ------
        ValueError
            Unless 0 < tolerance < 1.
        """
        if not 0 < tolerance < 1:
            raise ValueError(f"tolerance={tolerance} must lie between 0 and 1.")
        x = check_samples(x, self.dimension)
        t = check_time(t, x)
        B = len(x)
        if not on_processor(x) or self.size < certified.WORTH:
            return Certified(self.score(x, t), np.zeros(B), np.full(B, self.size))
        x64, t64 = (np.ascontiguousarray(like(a, np.empty(0))) for a in (x, t))
        plane, flat = self._plane()
        if plane is not None:
            u, rest = plane.split(x64)
            found = flat.certified(like(u, np.empty(0, _dtype(x))), t64, tolerance)
            score = plane.lift(like(found.score, x64), rest, t64)
            return Certified(like(score, x), *found[1:])
        if "tree" not in self._by_template:
            self._by_template["tree"] = certified.search(like(self.points, np.empty(0)))
        score, dropped, visited = self._by_template["tree"].run(x64, t64, tolerance)
        rest = np.flatnonzero(visited < 0)
        if rest.size == B:
            score = self.score(x, t)
        elif rest.size:
            score[rest] = like(self.score(x[rest], t64[rest]), np.empty(0))
        visited[rest] = self.size
        dropped[rest] = self.size * 2.0 ** (3 - blocks.NEGLIGIBLE[_dtype(x)])
        return Certified(like(score, x), dropped, visited)

    def _plane(self) -> tuple[Any, Any]:
        """Return the linear manifold of the points and the score on it, or (None, None)."""
        if "plane" not in self._by_template:
            plane = plane_of(like(self.points, np.empty(0)))
            flat = None if plane is None else EmpiricalScore(plane.coordinates)
            self._by_template["plane"] = (plane, flat)
        return self._by_template["plane"]

    def covariance_product(
        self, x: Float[Any, "batch N"], t: Time, v: Float[Any, "batch N"]
    ) -> Float[Any, "batch N"]:
        """Return Cov_w[xi] v, one vector for each sample, from one pass and without the matrix."""
        x = check_samples(x, self.dimension)
        times: Any = check_time(t, x)
        v = like(check_samples(v, self.dimension, "v"), x)
        if not on_processor(x, v):
            jacobian = self.jacobian(x, times)
            image = namespace(x).einsum("bij,bj->bi", jacobian, v)
            return times[:, None] * (times[:, None] * image + v)
        template = np.empty(0, _dtype(x))
        x64, t64, v64 = (like(a, np.empty(0)) for a in (x, times, v))
        return like(blocks.sums(self._centred(template.dtype), x64, t64, v64).covariance(v64), x)

    def jacobian_product(
        self, x: Float[Any, "batch N"], t: Time, v: Float[Any, "batch N"]
    ) -> Float[Any, "batch N"]:
        """Return (grad score) v = (Cov_w v / t - v) / t from one pass and without the matrix."""
        covariance, column = self.covariance_product(x, t, v), check_time(t, x)[:, None]
        return (covariance / column - like(v, x)) / column

    def _read(
        self,
        x: Any,
        t: Any,
        of_state: Callable[[kernel.KernelState], Any],
        of_sums: Callable[[Sums], Any],
    ) -> Any:
        """Read a result off the compiled pass, or off the differentiable one.

        The latter serves where gradients are asked for, on accelerators and, in float64, where
        there is little to do.
        """
        x = check_samples(x, self.dimension)
        t = check_time(t, x)
        if not on_processor(x):
            with full_precision(x):
                return like(self._collect(of_state, x, t), x)
        x64, t64 = (like(a, np.empty(0)) for a in (x, t))
        if len(x) * self.size < COMPILED:
            return like(self._collect(of_state, x64, t64), x)
        return like(of_sums(blocks.sums(self._centred(_dtype(x)), x64, t64)), x)

    def _centred(self, dtype: np.dtype) -> blocks.Centred:
        """Return the points prepared for compiled passes in `dtype`."""
        if dtype not in self._by_template:
            points = self.points
            points = points if namespace(points) is np else points.detach().cpu().numpy()
            self._by_template[dtype] = blocks.centred(np.ascontiguousarray(points), dtype)
        return self._by_template[dtype]

    def _collect(self, read: Any, x: Any, t: Any) -> Any:
        """Run over blocks of queries and of points, and join what `read` makes of the states."""
        xp = namespace(x)
        prepared, centre = self._prepared(x)
        step = QUERIES[_device(x)]
        parts = []
        for start in range(0, max(len(x), 1), step):
            rows = slice(start, start + step)
            state = kernel.init(x[rows], t[rows], centre)
            for block in prepared:
                state = kernel.update(state, block)
            parts.append(read(state))
        return xp.concatenate(parts)

    def _jacobian(self, state: kernel.KernelState) -> Any:
        xp = namespace(state.x)
        prepared, _ = self._prepared(state.x)
        mean = kernel.denoise(state)
        covariance = xp.zeros_like(mean[:, :, None] * mean[:, None, :])
        for block in prepared:
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
            prepared = [kernel.prepare(points[start : start + step], mean) for start in starts]
            self._by_template[key] = (prepared, mean)
        return self._by_template[key]


def _device(array: Any) -> str:
    return "cpu" if str(array.device).startswith("cpu") else "accelerator"


def _dtype(x: Any) -> np.dtype:
    return np.dtype(str(x.dtype).split(".")[-1])


def _row_of_state(state: kernel.KernelState) -> Any:
    scalars = (kernel.log_density(state)[:, None], state.sums.participation[:, None])
    xp = namespace(state.x)
    return xp.concatenate((kernel.score(state), kernel.denoise(state), *scalars), 1)


def _row_of_sums(sums: Sums) -> Float[np.ndarray, "batch columns"]:
    scalars = (sums.log_density[:, None], sums.participation[:, None])
    return np.concatenate((sums.score, sums.denoised, *scalars), 1)
