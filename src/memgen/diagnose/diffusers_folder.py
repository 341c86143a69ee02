"""A pixel-space diffusion model from a folder that diffusers' `save_pretrained` wrote.

Its U-Net tells the noise (or velocity, or the image) of x_k = sqrt(abar_k) x + sqrt(1 - abar_k) w,
with pixels in [-1, 1] and channels first. At noise of standard deviation sigma on the clean image
abar = 1 / (1 + sigma^2); the step k between two of the schedule is interpolated in log sigma.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from memgen.data.row_blocks import blocks_of

KINDS = ("epsilon", "v_prediction", "sample")


def pixel_denoiser(
    folder: Path, name: str, training: np.ndarray, shape: tuple[int, ...]
) -> Callable[[np.ndarray, float], Any]:
    """Return denoiser(x, sigma) of arrays (batch, height, width, channels), or channels first.

    Parameters
    ----------
    folder : Path
        Of an unconditional pipeline (model_index.json) with parts `unet` and `scheduler`.
    name : str
        What messages call it.
    training : (P, ...)
        Training images. Pixels are taken to be -1 to 1 where some are negative, else 0 to 1, or 0
        to 255 where one exceeds 1.
    shape : tuple of int
        Of one image.

    Raises
    ------
    ValueError
        If the folder has no such parts, or the images do not suit its U-Net.
    ImportError
        If diffusers is not installed.
    """
    import torch

    unet, scheduler = _parts(folder, name)
    kind = scheduler.config.prediction_type
    if kind not in KINDS:
        raise ValueError(f"{name}: prediction_type={kind!r} is none of {', '.join(KINDS)}.")
    channels = int(unet.config.in_channels)
    if len(shape) != 3 or channels not in (shape[0], shape[2]):
        raise ValueError(
            f"{name}: its U-Net takes images of {channels} channels, and the training points have "
            f"shape {shape}: give images (height, width, {channels})."
        )
    last = shape[2] == channels
    centre, half = pixel_range(training)
    alpha_bar = scheduler.alphas_cumprod.double().numpy()
    log_sigma = 0.5 * np.log((1 - alpha_bar) / alpha_bar)

    def denoiser(x: np.ndarray, sigma: float) -> Any:
        z = torch.from_numpy((x - centre) / half).float()
        z = z.permute(0, 3, 1, 2) if last else z
        noise = sigma / half
        step = float(np.interp(np.log(noise), log_sigma, np.arange(len(log_sigma))))
        signal = (1 + noise**2) ** -0.5
        z = signal * z
        with torch.no_grad():
            told = unet(z, torch.tensor(step)).sample
        if kind == "epsilon":
            clean = (z - noise * signal * told) / signal
        elif kind == "v_prediction":
            clean = signal * z - noise * signal * told
        else:
            clean = told
        clean = clean.permute(0, 2, 3, 1) if last else clean
        return centre + half * clean.numpy()

    return denoiser


def pixel_range(training: np.ndarray) -> tuple[float, float]:
    """Return centre and half-width of the range of pixels, told from all of them."""
    low = min(float(block.min()) for _, block in blocks_of(training))
    high = max(float(block.max()) for _, block in blocks_of(training))
    if low < 0:
        return 0.0, 1.0
    return (127.5, 127.5) if high > 1 else (0.5, 0.5)


def _parts(folder: Path, name: str) -> tuple[Any, Any]:
    for needed in ("unet/config.json", "scheduler/scheduler_config.json"):
        if not (folder / needed).is_file():
            raise ValueError(
                f"{name}: it holds no {needed}; give the folder of an unconditional pixel-space "
                "pipeline, or a Python file that defines denoiser(x, sigma)."
            )
    try:
        from diffusers.models.unets.unet_2d import UNet2DModel
        from diffusers.schedulers.scheduling_ddpm import DDPMScheduler
    except ImportError as error:
        raise ImportError(
            f"a diffusers folder needs diffusers ({error}): pip install 'memgen[latent]'."
        ) from error
    with warnings.catch_warnings():
        # what the library says of its own optional parts
        warnings.simplefilter("ignore")
        try:
            unet = UNet2DModel.from_pretrained(
                str(folder / "unet"), local_files_only=True, low_cpu_mem_usage=False
            )
            scheduler = DDPMScheduler.from_pretrained(
                str(folder / "scheduler"), local_files_only=True
            )
        except Exception as error:
            raise ValueError(f"{name}: it cannot be loaded ({error}).") from error
    return unet.eval().requires_grad_(False), scheduler
