"""The Gaussian-equivalent matrices at finite d, drawn: what the theory is the limit of."""

import numpy as np


def draw(model, d, rng, mean=None):
    """Return W, B with U - s^2 = B B^T (p x (n + d)), for data of the model's covariance.

    `mean` is m of a mixture +-m + N(0, sigma_x^2).
    """
    c = model.coefficients
    p, n = round(model.psi_p * d), round(model.psi_n * d)
    counts = np.round(np.array(model.weights) * d).astype(int)
    counts[-1] = d - counts[:-1].sum()
    scales = np.sqrt(np.repeat(model.variances, counts))
    W, X = rng.standard_normal((p, d)), scales[:, None] * rng.standard_normal((d, n))
    if mean is not None:
        X += mean[:, None] * rng.choice([-1.0, 1.0], size=n)
    G = c.decay * c.a * W @ X / np.sqrt(d) + np.sqrt(c.v2) * rng.standard_normal((p, n))
    return W, np.concatenate([G / np.sqrt(n), c.b * W / np.sqrt(d)], axis=1)


def eigenvalues(model, B):
    """Return the p eigenvalues of U, ascending, from the smaller Gram matrix."""
    gram = B.T @ B if B.shape[0] > B.shape[1] else B @ B.T
    found = np.clip(np.linalg.eigvalsh(gram), 0, None)
    atom = np.zeros(max(0, B.shape[0] - B.shape[1]))
    return model.coefficients.s2 + np.sort(np.concatenate([atom, found[-B.shape[0] :]]))
