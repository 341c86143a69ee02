"""Points on hidden manifolds with D = 2 and N = 3, and the surfaces that they lie on."""

import numpy as np

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Recipe
from memgen.studies.made import Made

# Latent extent of the drawn surface, in standard deviations: that of the samples.
EXTENT = 3.4


def table(s: Recipe, seeds: Seeds) -> Made:
    """Return samples and surfaces xi = sigma(F z) for each activation, with the same F."""
    rng = seeds.generator({"N": 3, "D": 2})
    F = draw_matrix(3, 2, rng)
    latents = rng.standard_normal((s.points, 2))
    axis = np.linspace(-EXTENT, EXTENT, s.grid)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    arrays = {"latents": latents, "latent_axis": axis}
    for name in s.activations:
        curved = HiddenManifold(F, name)
        arrays[f"points_{name}"] = curved.embed(latents)
        arrays[f"surface_{name}"] = curved.embed(grid.reshape(-1, 2)).reshape(*grid.shape[:2], 3)
    return Made(arrays={"recipe": arrays})
