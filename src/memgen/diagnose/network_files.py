"""Networks and encoders of a user: a Python file, or a folder that diffusers wrote.

A Python file of a network defines

    def denoiser(x, sigma):  # x + noise of standard deviation sigma -> the clean x, expected

for x (batch, ...) in the shape and the units of the training file: a float32 tensor of torch, or
an array of numpy where the file says `ARRAYS = "numpy"`. A file of an encoder defines
`encode(images)`, from arrays as they are read to features (batch, F). These files run as code of
yours.
"""

import hashlib
import runpy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diagnose.cloud import Units

BATCH = 128


@dataclass(frozen=True)
class Network:
    """A denoiser in standard units.

    Attributes
    ----------
    name : str
        What messages call it.
    call : callable
        call(x, sigma): raw noisy points (batch, *shape) in float32 to denoised ones; a number.
    units : Units
    shape : tuple of int
        Of one point in the file.
    """

    name: str
    call: Callable[[np.ndarray, float], Any]
    units: Units
    shape: tuple[int, ...]

    def denoise(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return the denoised points at noise variance t, all in standard units.

        Raises
        ------
        ValueError
            If the network returns another shape, or a number that is not finite.
        """
        sigma = float(np.sqrt(t)) * self.units.scale
        found = np.empty(x.shape)
        for start in range(0, len(x), BATCH):
            part = x[start : start + BATCH]
            raw = self.units.raw(part).reshape(len(part), *self.shape).astype(np.float32)
            try:
                answer = self.call(raw, sigma)
            except Exception as error:
                raise ValueError(
                    f"{self.name}: denoiser(x, sigma) failed for x of shape {raw.shape} and "
                    f"sigma={sigma:.4g}: {type(error).__name__}: {error}"
                ) from error
            answer = answer.detach().cpu().numpy() if hasattr(answer, "detach") else answer
            answer = np.asarray(answer)
            if answer.shape != raw.shape:
                raise ValueError(
                    f"{self.name}: denoiser(x, sigma) returned shape {answer.shape} for x of shape "
                    f"{raw.shape}; it must return the denoised x, in that shape."
                )
            if answer.dtype.kind != "f" or not np.isfinite(answer).all():
                raise ValueError(
                    f"{self.name}: denoiser(x, sigma) returned {answer.dtype} with numbers that "
                    f"are not finite at sigma={sigma:.4g}, or no real ones."
                )
            found[start : start + len(part)] = self.units.standard(answer)
        return found

    def mark(self, x: Float[np.ndarray, "batch N"], times: Sequence[float]) -> str:
        """Return a digest of its answers at some points, which tells any weights from others."""
        whole = hashlib.sha256()
        for t in times:
            whole.update(self.denoise(x, t).tobytes())
        return whole.hexdigest()[:32]

    def score(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return (denoised x - x) / t."""
        return (self.denoise(x, t) - x) / t


def load_network(
    source: Any, units: Units, training: np.ndarray, shape: tuple[int, ...]
) -> Network:
    """Return the network of a file, a folder or a caller's function.

    Parameters
    ----------
    source : str, Path or callable
        A Python file that defines `denoiser`, a diffusers folder, or the function itself, of arrays
        of numpy.
    units : Units
        Standard units of the training points.
    training : (P, ...)
        The training points in their own units, from which the range of pixels is told.
    shape : tuple of int
        Of one point.

    Raises
    ------
    FileNotFoundError, ValueError, ImportError
        If there is nothing there, the file has no such function, or the folder is none of a
        pixel-space diffusion model.
    """
    if callable(source):
        return Network("network", source, units, shape)
    path = Path(source).expanduser()
    name = f"network ({path})"
    if path.is_dir():
        from memgen.diagnose.diffusers_folder import pixel_denoiser

        return Network(name, pixel_denoiser(path, name, training, shape), units, shape)
    found = _defined(path, name, "denoiser", "denoiser(x, sigma)")
    function, arrays = found["denoiser"], found.get("ARRAYS", "torch")
    if arrays not in ("torch", "numpy"):
        raise ValueError(f"{name}: ARRAYS = {arrays!r}; write 'torch' or 'numpy'.")
    if arrays == "numpy":
        return Network(name, function, units, shape)

    def of_tensors(x: np.ndarray, sigma: float) -> Any:
        import torch

        with torch.no_grad():
            return function(torch.from_numpy(x), sigma)

    return Network(name, of_tensors, units, shape)


def load_encoder(source: Any) -> tuple[str, Callable[[np.ndarray], Any]]:
    """Return the name and the function of an encoder, from a Python file or as it is.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such file, or it defines no `encode`.
    """
    if callable(source):
        return "encoder", source
    path = Path(source).expanduser()
    name = f"encoder ({path})"
    return name, _defined(path, name, "encode", "encode(images)")["encode"]


def name_of(source: Any) -> str:
    """Return the name of a function, or of a file or folder."""
    if callable(source):
        return (
            f"{getattr(source, '__module__', '')}.{getattr(source, '__qualname__', repr(source))}"
        )
    return str(source)


def _defined(path: Path, name: str, function: str, call: str) -> dict[str, Any]:
    if not path.exists():
        raise FileNotFoundError(f"{name}: there is no such file.")
    if path.suffix != ".py":
        raise ValueError(f"{name}: give a Python file (.py) that defines {call}.")
    try:
        found = runpy.run_path(str(path))
    except Exception as error:
        raise ValueError(f"{name} cannot be run: {type(error).__name__}: {error}") from error
    if not callable(found.get(function)):
        raise ValueError(f"{name} defines no {call}: add that function.")
    return found
