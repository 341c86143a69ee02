"""Jacobian spectra of a latent diffusion model at images of prompts, without storing a Jacobian."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.diffusion.matrix_free import jacobian_maps, lanczos, ordered_spectrum
from memgen.job import job
from memgen.networks.latent_diffusion import load_latent_diffusion
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.training.engine import choose_device

SOURCE, TABLE = "spurious_states", "latent_spectra"
RANKS = 64  # of the ordered spectrum
LARGEST = 10  # values from the first start, with the bounds of their errors
SIDE = 128  # pixels of a picture in the table


def of_an_image(score, z, s, rng):
    """Lanczos runs at one noisy latent."""
    forward, transpose = jacobian_maps(score, z)
    steps = min(s["lanczos_steps"], z.numel())
    starts = (rng.standard_normal(z.numel()) for _ in range(s["lanczos_starts"]))
    return [
        lanczos(forward, transpose, torch.as_tensor(start, dtype=z.dtype, device=z.device), steps)
        for start in starts
    ]


def apart(latents):
    """Root mean square difference of each pair of images of a prompt, per coordinate."""
    flat = latents.flatten(1).double().cpu().numpy()
    first, second = np.triu_indices(len(flat), 1)
    return np.sqrt(((flat[first] - flat[second]) ** 2).mean(axis=1))


def small(picture):
    """A picture of at most SIDE pixels, by means of blocks."""
    block = max(1, -(-max(picture.shape[:2]) // SIDE))
    height, width = (size // block * block for size in picture.shape[:2])
    cut = picture[:height, :width].reshape(height // block, block, width // block, block, 3)
    return cut.mean(axis=(1, 3))


with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    model = load_latent_diffusion(s["checkpoint"], choose_device(s["latent_device"]))
    step = s["jacobian_step"]
    abar = model.alpha_bar(step)
    rows = [row("ceiling", "theory", 1 / (1 - abar), step=step)]
    pictures = {}
    for number, (prompt, kind) in enumerate(tqdm(s["prompts"].items(), disable=None)):
        rng = generator(s["seed"], SOURCE, TABLE, {"prompt": prompt}, 0)
        seeds = rng.integers(2**31, size=s["images"]).tolist()
        latents = model.generate(prompt, seeds, s["generation_steps"], s["guidance"])
        pictures[f"prompt{number}"] = small(model.decode(latents[:1])[0])
        score, N = model.score(prompt, step), latents[0].numel()
        fractions = (np.arange(RANKS) + 0.5) / RANKS
        spectra, largest, bounds = [], [], []
        for latent in latents:
            parts = of_an_image(score, abar**0.5 * latent[None], s, rng)
            spectra.append(ordered_spectrum(parts, fractions))
            largest.append(parts[0].values[:LARGEST])
            bounds.append(parts[0].errors[:LARGEST])
        at = {"prompt": number, "type": kind, "N": N, "step": step}
        spectra = np.array(spectra)
        rows += [
            mean_row("singular_value", spectra[:, k], **at, fraction=fractions[k])
            for k in range(RANKS)
        ]
        count = min(len(values) for values in largest)
        for k in range(count):
            rows.append(
                mean_row("largest", np.array([values[k] for values in largest]), **at, rank=k)
            )
            bound = max(float(error[k]) for error in bounds)
            rows.append(row("largest_bound", "theory", bound, **at, rank=k))
        rows.append(mean_row("apart", apart(latents), **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **pictures)
