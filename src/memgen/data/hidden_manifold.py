"""The hidden manifold: points xi = sigma(F z) around a D-dimensional latent space."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import get_activation

# Points are made so many at a time, whatever the size of the blocks they are handed out in.
CHUNK = 1024


def draw_matrix(N: int, D: int, rng: np.random.Generator) -> Float[np.ndarray, "N D"]:
    """Return an effective matrix F of Gaussian entries with variance 1/D.

    Each coordinate of h = F z, z ~ N(0, 1_D), then has variance |F_i|^2, of mean 1.

    Raises
    ------
    ValueError
        If N or D is below 1.
    """
    if N < 1 or D < 1:
        raise ValueError(f"N={N}, D={D}: both dimensions must be at least 1.")
    return rng.standard_normal((N, D)) / np.sqrt(D)


@dataclass(frozen=True)
class HiddenManifold:
    """Data xi = sigma(h), h = F z, z ~ N(0, diag(v)) (arXiv:2502.09578; arXiv:1909.11500).

    Attributes
    ----------
    F : (N, D)
        Effective matrix, entries of variance 1/D: see `draw_matrix`.
    activation : str
        sigma: "linear", "tanh", "relu" or "sign".
    column_variances : (D,), optional
        Variances v of the latents; 1 each by default.

    Raises
    ------
    ValueError
        If F is no finite matrix, the activation is unknown, or the variances do not fit F.
    """

    F: Float[np.ndarray, "N D"]
    activation: str = "linear"
    column_variances: Float[np.ndarray, " D"] | None = None

    def __post_init__(self):
        get_activation(self.activation)
        if self.F.ndim != 2 or 0 in self.F.shape or not np.isfinite(self.F).all():
            raise ValueError(f"F has shape {self.F.shape}; give a finite matrix (N, D).")
        v = self.column_variances
        if v is not None and (v.shape != self.F.shape[1:] or not (v >= 0).all()):
            raise ValueError(
                f"column_variances={v} must hold one variance, 0 or larger, for each of the "
                f"{self.F.shape[1]} columns of F."
            )

    def embed(self, z: Float[np.ndarray, "P D"]) -> Float[np.ndarray, "P N"]:
        """Return the points sigma(F z) of latents `z` ~ N(0, 1), scaled by sqrt(v) here."""
        scale = 1.0 if self.column_variances is None else np.sqrt(self.column_variances)
        return get_activation(self.activation).function((z * scale) @ self.F.T)

    def sample(self, P: int, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
        """Return `P` points. The first ones are the same for every P."""
        return np.concatenate([np.empty((0, len(self.F))), *self._chunks(P, rng)])

    def blocks(
        self, P: int, block_size: int, rng: np.random.Generator
    ) -> Iterator[Float[np.ndarray, "points N"]]:
        """Yield the points of `sample(P, rng)` in blocks, never all in memory at once.

        Raises
        ------
        ValueError
            If block_size is below 1.
        """
        if block_size < 1:
            raise ValueError(f"block_size={block_size} must be at least 1.")
        held: list[np.ndarray] = []
        for chunk in self._chunks(P, rng):
            held.append(chunk)
            if sum(map(len, held)) >= block_size:
                ready = np.concatenate(held)
                whole = len(ready) // block_size * block_size
                for start in range(0, whole, block_size):
                    yield ready[start : start + block_size]
                held = [ready[whole:]]
        rest = np.concatenate([np.empty((0, len(self.F))), *held])
        if len(rest):
            yield rest

    def _chunks(self, P: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        # Always whole chunks: a product of matrices rounds differently for other sizes.
        if P < 1:
            raise ValueError(f"P={P} must be at least 1.")
        for start in range(0, P, CHUNK):
            yield self.embed(rng.standard_normal((CHUNK, self.F.shape[1])))[: P - start]
