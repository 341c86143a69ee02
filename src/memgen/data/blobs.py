"""Images with a known latent dimension and no end of samples: Gaussian blobs of five parameters.

    pixel(u, v) = a exp(-(u - u0)^2 / 2 s_u^2 - (v - v0)^2 / 2 s_v^2)

with centre (u0, v0), widths s_u, s_v and brightness a: a curved manifold of dimension D = 5 in
size^2 pixels.
"""

import numpy as np
from jaxtyping import Float

LATENT_DIMENSION = 5

# In units of the image's side; the widths are log-uniform.
CENTRE = (0.3, 0.7)
WIDTH = (0.1, 0.28)
BRIGHTNESS = (0.5, 1.0)


def draw_latents(count: int, rng: np.random.Generator) -> Float[np.ndarray, "count 5"]:
    """Return independent latent points (u0, v0, s_u, s_v, a), lengths in units of the side."""
    return latents_of(rng.random((count, LATENT_DIMENSION)))


def latents_of(u: Float[np.ndarray, "count 5"]) -> Float[np.ndarray, "count 5"]:
    """Return the latent points of points of the unit cube, over which they are uniform."""
    centre = CENTRE[0] + (CENTRE[1] - CENTRE[0]) * u[:, :2]
    width = WIDTH[0] * (WIDTH[1] / WIDTH[0]) ** u[:, 2:4]
    brightness = BRIGHTNESS[0] + (BRIGHTNESS[1] - BRIGHTNESS[0]) * u[:, 4:]
    return np.concatenate((centre, width, brightness), axis=1)


def blob_images(latents: Float[np.ndarray, "count 5"], size: int = 8) -> Float[np.ndarray, "_ N"]:
    """Return the images of latent points as rows of N = size^2 pixels in [0, 1].

    Raises
    ------
    ValueError
        If the size is below 4, where five parameters leave no room for a manifold, or a width is
        not positive.
    """
    if size < 4 or not (latents[:, 2:4] > 0).all():
        raise ValueError(f"size={size} must be 4 or larger, and all widths positive.")
    pixel = (np.arange(size) + 0.5) / size
    u = np.exp(-((pixel - latents[:, 0, None]) ** 2) / (2 * latents[:, 2, None] ** 2))
    v = np.exp(-((pixel - latents[:, 1, None]) ** 2) / (2 * latents[:, 3, None] ** 2))
    return (latents[:, 4, None, None] * u[:, :, None] * v[:, None, :]).reshape(len(u), -1)
