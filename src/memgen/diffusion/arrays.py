"""Arrays of numpy or torch: which library they belong to, and what a function may ask of them.

The one door of inputs. `check_points` and `check_samples` keep the library of what they are given,
for the engine; `as_numpy` and `as_real` take the same inputs for a measure, which works in numpy,
and `like` brings its answer back. What is no plain matrix of real, finite numbers is refused by
its name.
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


def check_points(points: Any, name: str = "points", copy: bool = False) -> Any:
    """Return `points` as a finite floating array of shape (P, N); numpy arrays as float64.

    Lists of rows and data frames become numpy arrays.

    Parameters
    ----------
    points : (P, N)
        Real numbers.
    name : str
        What a message calls them.
    copy : bool
        Whether what is returned shares no memory with what was given, so that a later change in
        place of the one leaves the other alone. Otherwise it is copied only if it must be.

    Raises
    ------
    ValueError
        If it is no matrix, is empty, or holds a NaN or an infinity.
    TypeError
        If its numbers are no real numbers, or half-precision ones; if it is masked or sparse.
    """
    given, points = points, _dense(points, name)
    if namespace(points) is np:
        points = points.astype(np.float64, copy=False)
        if copy and _shares_memory(points, given):
            points = points.copy()
    elif copy:
        points = points.clone()
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
        If it is no array of float32 or float64, or is masked or sparse.
    """
    _check_plain(x, name)
    if str(getattr(x, "dtype", None)).split(".")[-1] not in ("float32", "float64"):
        if not (isinstance(x, np.ndarray) and x.dtype.newbyteorder("=") in ("f4", "f8")):
            raise TypeError(
                f"{name} has dtype {getattr(x, 'dtype', type(x).__name__)}; give an array of "
                f"float64 or float32."
            )
        x = x.astype(x.dtype.newbyteorder("="))
    _check_width(x, dimension, name)
    _check_finite(x, name)
    return x


def as_numpy(x: Any, name: str, dimension: int | None = None) -> Float[np.ndarray, "batch N"]:
    """Return `x` as a finite float64 array (batch, N) of numpy, for a measure.

    Tensors of any device are detached and copied; lists of rows, data frames and integers are
    converted; a float64 array is returned as it is, not copied.

    Parameters
    ----------
    x : (batch, N)
        Real numbers; the batch may be empty.
    name : str
        What a message calls them.
    dimension : int, optional
        N, where something else decides it.

    Raises
    ------
    ValueError
        If it is no matrix, has another N, or holds a NaN or an infinity.
    TypeError
        If its numbers are no real numbers, or half-precision tensors; if it is masked or sparse.
    """
    x = as_real(x, name)
    if dimension is not None:
        _check_width(x, dimension, name)
    elif x.ndim != 2 or x.shape[1] == 0:
        raise ValueError(
            f"{name} has shape {x.shape}; it must be (batch, N). For one sample pass {name}[None]."
        )
    _check_finite(x, name)
    return x


def as_real(values: Any, name: str) -> Float[np.ndarray, "*shape"]:
    """Return `values` as a float64 array of numpy, of any shape and with NaN and infinity let in.

    Raises
    ------
    ValueError
        If a list has rows of different lengths.
    TypeError
        If these are no real numbers, or half-precision tensors, or are masked or sparse.
    """
    return like(_dense(values, name), np.empty(0))


def check_time(t: Any, x: Any) -> Any:
    """Return `t` as an array (batch,) like `x`, one positive variance for each sample.

    Raises
    ------
    ValueError
        If `t` is neither a number nor of shape (1,) or (batch,), or is not positive and finite.
    TypeError
        If it is no real number: None, a string, a truth value, a masked array.
    """
    xp = namespace(x)
    _check_plain(t, "t")
    if namespace(t) is np and np.asarray(t).dtype.kind not in "fiu":
        raise TypeError(f"t={t!r} is no real number; give a positive variance.")
    t = like(t, x)
    if tuple(t.shape) not in ((), (1,), (x.shape[0],)):
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


def _dense(array: Any, name: str) -> Any:
    """Return `array` as an array of numpy, or a floating tensor as it is."""
    _check_plain(array, name)
    xp = namespace(array)
    if xp is not np:
        if array.dtype not in (xp.float32, xp.float64):
            real = not array.dtype.is_complex and array.dtype != xp.bool
            remedy = f"convert it with {name}.double()" if real else "give real numbers"
            raise TypeError(f"{name} has dtype {array.dtype}; {remedy}.")
        return array
    try:
        dense = np.asarray(array)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; it must be a matrix.") from None
    if dense.dtype.kind not in "fiu":
        raise TypeError(f"{name} has dtype {dense.dtype}; give real numbers.")
    return dense


def _check_plain(array: Any, name: str) -> None:
    """Refuse what numpy would take for something else than it is: masks, sparse, lists of them."""
    rows = array if isinstance(array, (list, tuple)) else []
    if any(isinstance(one, np.ma.MaskedArray) for one in (array, *rows)):
        raise TypeError(f"{name} is masked; drop or fill what is, {name}.filled(...).")
    if any(namespace(row) is not np and row.ndim for row in rows):
        raise TypeError(f"{name} is a list of tensors; join them with torch.stack({name}).")
    if namespace(array) is np:
        if hasattr(array, "toarray") and hasattr(array, "nnz"):
            raise TypeError(f"{name} is sparse; give {name}.toarray().")
    elif getattr(array, "layout", None) != namespace(array).strided:
        raise TypeError(f"{name} is sparse; give {name}.to_dense().")


def _check_width(x: Any, dimension: int, name: str) -> None:
    if x.ndim != 2 or x.shape[1] != dimension:
        raise ValueError(
            f"{name} has shape {tuple(x.shape)}; it must be (batch, {dimension}), with as many "
            f"coordinates as the points have. For one sample pass {name}[None]."
        )


def _check_finite(array: Any, name: str) -> None:
    finite = namespace(array).isfinite(array)
    if not bool(finite.all()):
        row = int(namespace(array).nonzero(~finite)[0].ravel()[0])
        raise ValueError(f"{name}[{row}] is not finite; drop it or repair it.")


def _shares_memory(array: np.ndarray, given: Any) -> bool:
    # a frame may hand out its own memory, of which nothing here can know
    return not isinstance(given, (list, tuple)) and (
        not isinstance(given, np.ndarray) or np.may_share_memory(array, given)
    )
