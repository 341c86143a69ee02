"""Points on hidden manifolds with D = 2 and N = 3, and the surfaces that they lie on."""

import numpy as np

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.seeds import generator
from memgen.tables import write_arrays

# Latent extent of the drawn surface, in standard deviations.
EXTENT = 2.6

with job(snakemake) as this:
    s = this.settings
    rng = generator(s["seed"], "manifold_memorization", "recipe", {"N": 3, "D": 2}, 0)
    F = draw_matrix(3, 2, rng)
    latents = rng.standard_normal((s["points"], 2))
    axis = np.linspace(-EXTENT, EXTENT, s["grid"])
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    arrays = {"latents": latents, "latent_axis": axis}
    for name in s["activations"]:
        # The same F under every activation, so that the surfaces can be compared.
        curved = HiddenManifold(F, name)
        arrays[f"points_{name}"] = curved.embed(latents)
        arrays[f"surface_{name}"] = curved.embed(grid.reshape(-1, 2)).reshape(*grid.shape[:2], 3)
    write_arrays(snakemake.output[0], this.provenance(), **arrays)
