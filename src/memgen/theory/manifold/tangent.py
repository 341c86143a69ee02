"""What the score does along a curved manifold, as the noise vanishes.

The points xi = sigma(F z), z ~ N(0, 1_D), lie on a D-manifold of metric g, second fundamental form
II and mean curvature vector H = g^{ab} II_ab, with density q = phi(z) / sqrt(det g) per volume.
Off it by a small normal vector n, the noised density is, by the Gaussian integral over the nearby
points, whose squared distances are |n|^2 + (g - <n, II>)_ab v^a v^b,

    p_t ~ exp(-|n|^2 / 2t) q det(1 - g^{-1} <n, II>)^{-1/2},

and a step u along the tangent space leaves the manifold by n = -II(u, u) / 2. To second order in u

    log p_t = const + <grad log q, u> + 1/2 [Hess_M log q - 1/2 <II, H>](u, u),

|n|^2 being of fourth order. So along the manifold the Jacobian of the score tends to a number of
order 1 and of either sign, Hess_M log q - <II, H> / 2, while it is -1/t across.
"""

import numpy as np
from jaxtyping import Float
from scipy.linalg import eigh

from memgen.activations import ActivationName, get_activation


def tangent_spectrum(
    F: Float[np.ndarray, "N D"],
    z: Float[np.ndarray, " dimensions"],
    activation: ActivationName = "tanh",
) -> Float[np.ndarray, " D"]:
    """Return the D eigenvalues of grad score on the tangent space at sigma(F z), as t -> 0.

    They are those of -M, M = -Hess_M log q + <II, H> / 2: covariant Hessian of the log-density per
    volume, second fundamental form, mean curvature vector (the module derives it). Those of t grad
    score follow to first order in t by a factor t. Positive ones repel along the manifold.

    Parameters
    ----------
    F : (N, D)
        Effective matrix, h = F z.
    z : (D,)
        Latent point.
    activation : str
        "linear" (where they are the eigenvalues of -(F^T F)^{-1}), "tanh", or "relu" away from its
        kinks.

    Returns
    -------
    (D,)
        Ascending, with sign.

    Raises
    ------
    ValueError
        If shapes do not match, sigma has no tangent space (sign), or the map z -> sigma(F z) is not
        one to one near z.
    """
    F, z = np.asarray(F, dtype=float), np.asarray(z, dtype=float)
    if F.ndim != 2 or z.shape != F.shape[1:]:
        raise ValueError(f"z of shape {z.shape} is not a latent point of F of shape {F.shape}.")
    first, second, third = _slopes(F @ z, activation)
    tangent = first[:, None] * F
    bend = np.einsum("i,ia,ib->iab", second, F, F)
    twist = np.einsum("i,ia,ib,ic->iabc", third, F, F, F)
    g = tangent.T @ tangent
    if np.linalg.matrix_rank(tangent) < z.size:
        raise ValueError(
            f"activation={activation!r}: sigma(F z) has no tangent space of dimension {z.size} at "
            f"z={z.tolist()}; take a point where more coordinates vary."
        )
    inverse = np.linalg.inv(g)
    # Christoffel symbols Gamma^c_ab, and what of the second derivatives is normal.
    christoffel = np.einsum("cd,id,iab->cab", inverse, tangent, bend)
    normal = bend - np.einsum("ic,cab->iab", tangent, christoffel)
    mean_curvature = np.einsum("ab,iab->i", inverse, normal)
    slope, hessian = _log_density(z, tangent, bend, twist, inverse)
    covariant = hessian - np.einsum("cab,c->ab", christoffel, slope)
    form = covariant - 0.5 * np.einsum("iab,i->ab", normal, mean_curvature)
    return eigh(form, g, eigvals_only=True)


def _log_density(
    z: Float[np.ndarray, " D"],
    tangent: Float[np.ndarray, "N D"],
    bend: Float[np.ndarray, "N D D"],
    twist: Float[np.ndarray, "N D D D"],
    inverse: Float[np.ndarray, "D D"],
) -> tuple[Float[np.ndarray, " D"], Float[np.ndarray, "D D"]]:
    """Return first and second derivatives in z of log q = -|z|^2 / 2 - 1/2 log det g."""
    one = np.einsum("iac,ib->abc", bend, tangent)
    change = one + one.transpose(1, 0, 2)  # d_c g_ab
    two = np.einsum("iacd,ib->abcd", twist, tangent) + np.einsum("iac,ibd->abcd", bend, bend)
    second = two + two.transpose(1, 0, 2, 3)  # d_c d_d g_ab
    relative = np.einsum("ae,ebc->abc", inverse, change)
    slope = -z - 0.5 * np.einsum("aac->c", relative)
    trace = np.einsum("ab,bacd->cd", inverse, second)
    product = np.einsum("abc,bad->cd", relative, relative)
    return slope, -np.eye(z.size) - 0.5 * (trace - product)


def _slopes(
    h: Float[np.ndarray, " N"], activation: ActivationName
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sigma', sigma'' and sigma''' at h."""
    sigma = get_activation(activation)
    if activation == "sign":
        raise ValueError("activation='sign' takes isolated values: take linear, tanh or relu.")
    first = sigma.derivative(h)
    if activation == "tanh":
        value = np.tanh(h)
        return first, -2 * value * first, first * (6 * value**2 - 2)
    return first, np.zeros_like(h), np.zeros_like(h)
