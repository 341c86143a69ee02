"""What training and a trained network's score are given, checked by name before any work."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from memgen.diffusion.arrays import check_points, check_time, namespace
from memgen.settings.training import Training
from memgen.training.schedules import Schedule

LARGEST = float(np.finfo(np.float32).max)


def training_points(points: Any) -> Float[np.ndarray, "P N"]:
    """Return points to train on, (P, N), in float32 if they are that already, else in float64.

    Raises
    ------
    ValueError
        If they are no matrix, are none, or hold a NaN, an infinity or what float32 cannot hold.
    TypeError
        If they are no real numbers, or half-precision tensors; if they are masked or sparse.
    """
    checked = check_points(points)
    if namespace(checked) is not np:
        checked = checked.detach().cpu().numpy()
    if max(checked.max(), -checked.min()) > LARGEST:
        row = int(np.flatnonzero((np.abs(checked) > LARGEST).any(axis=1))[0])
        raise ValueError(
            f"points[{row}] holds numbers beyond {LARGEST:.2g}, the largest of float32: "
            "networks train in single precision; scale the points."
        )
    if getattr(points, "dtype", None) in (np.float32, torch.float32):
        return checked.astype(np.float32)
    # torch takes no memory that must not be written to, as that of frames and mapped files
    return checked if checked.flags.writeable else checked.copy()


def check_job(network: Any, schedule: Any, training: Any, seed: Any) -> None:
    """Refuse what is no network, schedule, `Training` or seed, by its name.

    Raises
    ------
    TypeError
        If one of them is of another kind.
    ValueError
        If the network has no parameters, or the seed is negative.
    """
    if not isinstance(network, torch.nn.Module):
        raise TypeError(f"network={_told(network)} is no torch.nn.Module.")
    if next(network.parameters(), None) is None:
        raise ValueError(f"network={type(network).__name__} has no parameters to train.")
    if not isinstance(schedule, Schedule):
        raise TypeError(
            f"schedule={_told(schedule)} is no noise schedule; give one with times, scale and "
            "label, as VarianceExploding()."
        )
    if not isinstance(training, Training):
        raise TypeError(
            f"training={_told(training)} is no Training; give "
            "memgen.settings.training.Training(steps=..., batch=...)."
        )
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"seed={_told(seed)} is no whole number.")
    if seed < 0:
        raise ValueError(f"seed={seed} must not be negative.")


def check_width(network: torch.nn.Module, schedule: Schedule, points: np.ndarray) -> None:
    """Refuse a network that does not take the points, after one look at one of them.

    Raises
    ------
    ValueError
        If it fails on samples of their N coordinates, or does not return as many.
    """
    parameter = next(network.parameters())
    x = torch.as_tensor(points[:1], dtype=parameter.dtype, device=parameter.device)
    t = torch.full((1,), 1.0, dtype=x.dtype, device=x.device)
    N, mode = points.shape[1], network.training
    network.eval()
    try:
        with torch.no_grad():
            given = tuple(network(x * schedule.scale(t)[:, None], schedule.label(t)).shape)
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        raise ValueError(
            f"network={type(network).__name__} does not take points of N={N} coordinates: {error}"
        ) from error
    finally:
        network.train(mode)
    if given != (1, N):
        raise ValueError(
            f"network={type(network).__name__} returns {given} for samples (1, {N}); it must "
            "return an estimate of their noise, of the same shape."
        )


def checkpoint_path(checkpoint: Any) -> Path | None:
    """Return where the checkpoint is to lie.

    Raises
    ------
    TypeError
        If it is neither a path nor None.
    ValueError
        If it is a folder.
    """
    if checkpoint is None:
        return None
    if not isinstance(checkpoint, (str, Path)):
        raise TypeError(f"checkpoint={_told(checkpoint)} is no path of a file.")
    path = Path(checkpoint).expanduser()
    if path.is_dir():
        raise ValueError(f"checkpoint={str(path)!r} is a folder; name a file in it.")
    return path


def score_samples(x: Any) -> Any:
    """Return samples (batch, N) as a network's score takes them.

    Whether tensors are finite is not looked at: they may be those of a transform of torch.func.

    Raises
    ------
    ValueError
        If they are no matrix, or an array of numpy is not finite.
    TypeError
        If their numbers are neither float32 nor float64; if they are masked.
    """
    name = str(getattr(x, "dtype", type(x).__name__)).split(".")[-1]
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError("x is masked; drop or fill what is, x.filled(...).")
    if not isinstance(x, (np.ndarray, torch.Tensor)) or name not in ("float32", "float64"):
        raise TypeError(f"x has dtype {name}; give an array of float64 or float32.")
    if x.ndim != 2:
        raise ValueError(
            f"x has shape {tuple(x.shape)}; it must be (batch, N). For one sample pass x[None]."
        )
    if isinstance(x, np.ndarray) and not np.isfinite(x).all():
        row = int(np.flatnonzero(~np.isfinite(x).all(axis=1))[0])
        raise ValueError(f"x[{row}] is not finite; drop it or repair it.")
    return x


def score_times(t: Any, x: torch.Tensor) -> torch.Tensor:
    """Return the variance t as (batch,), like the samples.

    Raises
    ------
    ValueError
        If it is neither a number nor one for each sample, or is not positive and finite.
    TypeError
        If it is no real number.
    """
    fits = isinstance(t, torch.Tensor) and tuple(t.shape) in ((), (1,), (len(x),))
    if fits and t.is_floating_point():
        # A tensor may be that of a transform, whose values cannot be looked at.
        return t.to(x).expand(len(x))
    return torch.as_tensor(np.array(check_time(t, np.empty((len(x), 0))))).to(x)


def _told(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."
