"""Claims of fig5b_latent_diffusion: curvature of a latent diffusion model."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def latent_spectra_below_the_ceiling(tables: Tables) -> Measurement:
    """Median singular value over 1 / (1 - abar), the value off a manifold; mean over prompts."""
    rows = tables["latent_spectra"]
    ceiling = value_of(rows, "ceiling")
    values = select(rows, quantity="singular_value")
    middle = [
        spectrum.iloc[(spectrum["fraction"] - 0.5).abs().argmin()]
        for _, spectrum in values.groupby("prompt")
    ]
    mean = float(np.mean([row["value"] for row in middle])) / ceiling
    error = float(np.sqrt(np.sum([row["stderr"] ** 2 for row in middle]))) / len(middle) / ceiling
    return Measurement(mean, error, int(middle[0]["n"]) * len(middle))
