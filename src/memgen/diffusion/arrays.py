"""Arrays of numpy or torch: which library they belong to, and what a function may ask of them.

Nothing here imports torch: an array can only be a tensor if torch is loaded already.
"""

import sys
from types import ModuleType
from typing import Any

import numpy as np
from jaxtyping import Float

Time = float | Float[Any, ""] | Float[Any, " batch"]
"""A noise variance: one for all the samples, or one for each."""


def namespace(array: Any) -> ModuleType:
    """Return the library, numpy or torch, that `array` belongs to."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(array, torch.Tensor):
        return torch
    return np


def like(array: Any, template: Any) -> Any:
    """Return `array` in the library, dtype and device of `template`, copied only if it must be."""
    xp = namespace(template)
    if xp is np:
        if namespace(array) is not np:
            array = array.detach().cpu().numpy()
        return np.asarray(array, dtype=template.dtype)
    return xp.as_tensor(array, dtype=template.dtype, device=template.device)


def detach(array: Any) -> Any:
    """Return `array` as a constant of automatic differentiation."""
    return array if namespace(array) is np else array.detach()


def epsilon(array: Any) -> float:
    """Return the spacing of the numbers of `array` at 1."""
    return float(namespace(array).finfo(array.dtype).eps)


def check_points(points: Any, name: str = "points") -> Any:
    """Return `points` as a finite floating array of shape (P, N); numpy arrays as float64.

    Raises
    ------
    ValueError
        If it is no matrix, is empty, or holds a NaN or an infinity.
    TypeError
        If its numbers are no real numbers, or half-precision ones.
    """
    xp = namespace(points)
    if xp is np:
        points = np.asarray(points)
        if points.dtype.kind not in "fiu":
            raise TypeError(f"{name} has dtype {points.dtype}; give real numbers.")
        points = points.astype(np.float64, copy=False)
    elif points.dtype not in (xp.float32, xp.float64):
        raise TypeError(f"{name} has dtype {points.dtype}; convert it with {name}.double().")
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(
            f"{name} has shape {tuple(points.shape)}; it must be (P, N), with P points of N "
            f"coordinates each, both at least 1."
        )
    _check_finite(points, name)
    return points


def check_samples(x: Any, dimension: int, name: str = "x") -> Any:
    """Return `x` if it is a finite floating array of shape (batch, `dimension`).

    Raises
    ------
    ValueError
        If the shape is another, or a NaN or an infinity is in it.
    TypeError
        If it is no array of float32 or float64.
    """
    if str(getattr(x, "dtype", None)).split(".")[-1] not in ("float32", "float64"):
        raise TypeError(
            f"{name} has dtype {getattr(x, 'dtype', type(x).__name__)}; give an array of float64 "
            f"or float32."
        )
    if x.ndim != 2 or x.shape[1] != dimension:
        raise ValueError(
            f"{name} has shape {tuple(x.shape)}; it must be (batch, {dimension}), with as many "
            f"coordinates as the points have. For one sample pass {name}[None]."
        )
    _check_finite(x, name)
    return x


def check_time(t: Any, x: Any) -> Any:
    """Return `t` as an array (batch,) like `x`, one positive variance for each sample.

    Raises
    ------
    ValueError
        If `t` is neither a number nor of shape (batch,), or if it is not positive and finite.
    """
    xp = namespace(x)
    t = like(t, x)
    if tuple(t.shape) not in ((), (x.shape[0],)):
        raise ValueError(
            f"t has shape {tuple(t.shape)}; it must be one number or of shape ({x.shape[0]},), "
            f"one for each sample."
        )
    if not bool(((t > 0) & xp.isfinite(t)).all()):
        raise ValueError(
            f"t={np.array2string(like(t, np.empty(0)), threshold=6)} must be positive and "
            f"finite: at t=0 the empirical density is a sum of delta peaks."
        )
    return xp.broadcast_to(t, (x.shape[0],))


def _check_finite(array: Any, name: str) -> None:
    finite = namespace(array).isfinite(array)
    if not bool(finite.all()):
        row = int(namespace(array).nonzero(~finite)[0].ravel()[0])
        raise ValueError(f"{name}[{row}] is not finite; drop it or repair it.")
