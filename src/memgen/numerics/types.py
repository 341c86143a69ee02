"""Types that many modules share."""

from typing import Literal

import numpy as np

Real = int | float | np.number | np.ndarray  # a number, or an array of them

# F has columns with entries of variance s_k^2 / N ("ambient") or s_k^2 / D ("latent")
Normalization = Literal["ambient", "latent"]
