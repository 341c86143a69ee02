"""Jacobian spectra of a latent diffusion model at images of prompts, without storing a Jacobian.

The ordered singular values of the conditional score's Jacobian in latent space, by stochastic
Lanczos quadrature (`memgen.diffusion.matrix_free`), at noisy latents of generated images. Across a
manifold they are 1 / (1 - abar) (arXiv:2505.21777, Fig. 5B).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.matrix_free import Lanczos, jacobian_maps, lanczos, ordered_spectrum
from memgen.networks.latent_diffusion import load_latent_diffusion
from memgen.seeds import Seeds
from memgen.settings.spurious_images import LatentSpectra
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.training.engine import choose_device

RANKS = 64  # of the ordered spectrum
LARGEST = 10  # values from the first start, with the bounds of their errors
SIDE = 128  # pixels of a picture in the table


def table(s: LatentSpectra, seeds: Seeds) -> Made:
    """Return the spectra of all prompts, by number, and one picture of each, `prompt<number>`.

    Rows: `singular_value` at fractions of the spectrum, the `largest` with their `largest_bound`,
    `apart`, how far the images of a prompt are from each other, the `ceiling` 1 / (1 - abar), and
    `random_weights`, 1 for a pipeline that has learnt nothing, else 0.

    Raises
    ------
    ValueError
        If no checkpoint is given.
    """
    if s.checkpoint is None:
        raise ValueError(
            "latent_spectra.checkpoint is null: give the folder of a Stable Diffusion pipeline."
        )
    model = load_latent_diffusion(s.checkpoint, choose_device(s.device))
    abar = model.alpha_bar(s.jacobian_step)
    rows = [
        row("ceiling", "theory", 1 / (1 - abar), step=s.jacobian_step),
        row("random_weights", "theory", float(model.random)),
    ]
    pictures = {}
    for number, (prompt, kind) in enumerate(tqdm(s.prompts.items(), disable=None)):
        rng = seeds.generator({"prompt": prompt})
        of_images = rng.integers(2**31, size=s.images).tolist()
        latents = model.generate(prompt, of_images, s.generation_steps, s.guidance)
        pictures[f"prompt{number}"] = reduced(model.decode(latents[:1])[0])
        score = model.score(prompt, s.jacobian_step)
        runs = [lanczos_runs(score, abar**0.5 * latent[None], s, rng) for latent in latents]
        N = latents[0].numel()
        about: Point = {"prompt": number, "type": kind, "N": N, "step": s.jacobian_step}
        rows += spectrum_rows(runs, about)
        rows.append(mean_row("apart", pair_distances(latents), **about))
    return Made(rows, arrays={"pictures": pictures})


def lanczos_runs(
    score: Callable[[Any], Any], z: torch.Tensor, s: LatentSpectra, rng: np.random.Generator
) -> list[Lanczos]:
    """Return Lanczos runs from random starts, of the score's Jacobian at one noisy latent."""
    forward, transpose = jacobian_maps(score, z)
    steps = min(s.lanczos_steps, z.numel())
    starts = (rng.standard_normal(z.numel()) for _ in range(s.lanczos_starts))
    return [
        lanczos(forward, transpose, torch.as_tensor(start, dtype=z.dtype, device=z.device), steps)
        for start in starts
    ]


def spectrum_rows(runs: list[list[Lanczos]], about: Point) -> Iterator[Row]:
    """Yield the ordered spectrum, and the largest values, over the images of a prompt."""
    fractions = (np.arange(RANKS) + 0.5) / RANKS
    spectra = np.array([ordered_spectrum(of_image, fractions) for of_image in runs])
    yield from curve_rows("singular_value", spectra, {"fraction": fractions}, **about)
    count = min(LARGEST, *(len(of_image[0].values) for of_image in runs))
    for k in range(count):
        largest = np.array([of_image[0].values[k] for of_image in runs])
        yield mean_row("largest", largest, **about, rank=k)
        bound = max(float(of_image[0].errors[k]) for of_image in runs)
        yield row("largest_bound", "theory", bound, **about, rank=k)


def pair_distances(latents: torch.Tensor) -> Float[np.ndarray, " pairs"]:
    """Return the root mean square difference of each pair of images, per coordinate."""
    flat = latents.flatten(1).double().cpu().numpy()
    first, second = np.triu_indices(len(flat), 1)
    return np.sqrt(((flat[first] - flat[second]) ** 2).mean(axis=1))


def reduced(
    picture: Float[np.ndarray, "height width channels"],
) -> Float[np.ndarray, "rows columns channels"]:
    """Return a picture of at most SIDE pixels a side, by means of blocks."""
    block = max(1, -(-max(picture.shape[:2]) // SIDE))
    height, width = (size // block * block for size in picture.shape[:2])
    cut = picture[:height, :width].reshape(height // block, block, width // block, block, 3)
    return cut.mean(axis=(1, 3))
