"""Couplings of binary recurrent networks, and the two rules that give them in closed form.

A network of N spins x_i = +-1 has symmetric couplings J without self-coupling, fields
h_i = sum_j J_ij x_j and, with each pair counted twice as on Ventura's slides, the energy

    E(x | J) = -sum_ij x_i J_ij x_j = -sum_i x_i h_i.
"""

import numpy as np
from jaxtyping import Bool, Float

from memgen.recurrent.ties import exact_couplings, fields


def check_couplings(J: Float[np.ndarray, "... N N"]) -> None:
    """Refuse what are no couplings.

    Raises
    ------
    ValueError
        Unless J is finite, symmetric to rounding, and 0 on its diagonal.
    """
    if not np.isfinite(J).all():
        raise ValueError("J holds numbers that are not finite.")
    scale = max(float(np.abs(J).max()), np.finfo(float).tiny)
    skew = float(np.abs(J - np.swapaxes(J, -1, -2)).max()) / scale
    own = float(np.abs(np.diagonal(J, axis1=-2, axis2=-1)).max()) / scale
    if skew > 1e-9 or own > 0:
        raise ValueError(
            f"J must be symmetric and 0 on its diagonal: it differs from its transpose by "
            f"{skew:.1e} of its largest entry, and its diagonal reaches {own:.1e} of it."
        )


def check_binary(x: Float[np.ndarray, "... N"], name: str = "x") -> None:
    """Refuse states that are not +-1.

    Raises
    ------
    ValueError
        If an entry is neither +1 nor -1.
    """
    if not (np.abs(x) == 1).all():
        raise ValueError(f"{name} must hold +1 and -1 only; np.sign makes them of real numbers.")


def hebb(patterns: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "N N"]:
    """Return J = (1/N) sum_mu xi^mu xi^mu^T with a diagonal of 0 (Hopfield 1982).

    Raises
    ------
    ValueError
        If the patterns are not +-1.
    """
    check_binary(patterns, "patterns")
    J = patterns.T @ patterns / patterns.shape[1]
    np.fill_diagonal(J, 0.0)
    return J


def pseudo_inverse(patterns: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "N N"]:
    """Return the projector on the patterns' span, with a diagonal of 0 (Personnaz et al. 1985).

    J = Xi^T (Xi Xi^T)^-1 Xi; without its diagonal, xi_i h_i = 1 - Pi_ii > 0 for every pattern.

    Raises
    ------
    ValueError
        If the patterns are not +-1, or linearly dependent: then P > N, or two are +- the same.
    """
    check_binary(patterns, "patterns")
    P, N = patterns.shape
    if P > N or np.linalg.matrix_rank(patterns) < P:
        raise ValueError(
            f"{P} patterns of {N} spins are linearly dependent: the pseudo-inverse needs P <= N "
            "independent ones."
        )
    # orthonormal columns of the span: better conditioned than the inverse of the overlaps
    basis = np.linalg.qr(patterns.T)[0]
    J = basis @ basis.T
    J = 0.5 * (J + J.T)
    np.fill_diagonal(J, 0.0)
    return J


def normalise(J: Float[np.ndarray, "N N"]) -> Float[np.ndarray, "N N"]:
    """Return J scaled to |J|_F = sqrt(N), rows of unit norm on average.

    Raises
    ------
    ValueError
        If J is 0.
    """
    norm = float(np.linalg.norm(J))
    if norm == 0:
        raise ValueError("J = 0 has no direction to scale.")
    return J * (np.sqrt(len(J)) / norm)


def energy(
    J: Float[np.ndarray, "N N"], x: Float[np.ndarray, "batch N"]
) -> Float[np.ndarray, " batch"]:
    """Return E(x | J) = -sum_ij x_i J_ij x_j."""
    # summed exactly: states of equal energy have equal numbers
    exact, _ = exact_couplings(J, reach=float(np.abs(J).sum()))
    return -np.einsum("bi,bi->b", x @ exact, x)


def stabilities(
    J: Float[np.ndarray, "N N"], patterns: Float[np.ndarray, "P N"]
) -> Float[np.ndarray, "P N"]:
    """Return Delta_i^mu = xi_i^mu sum_j J_ij xi_j^mu / sqrt(sum_j J_ij^2) (Gardner 1988).

    A pattern is a fixed point of the zero-temperature dynamics if all its stabilities are
    positive. A row of J that is 0 has stability 0, as has a spin whose field is 0 by the rule of
    `memgen.recurrent.ties`.
    """
    return patterns * fields(J, patterns) / row_norms(J)


def row_norms(J: Float[np.ndarray, "N N"]) -> Float[np.ndarray, " N"]:
    """Return |J_i| = sqrt(sum_j J_ij^2), and 1 for a row that is 0."""
    norm = np.linalg.norm(J, axis=1)
    return np.where(norm > 0, norm, 1.0)


def fixed_points(
    J: Float[np.ndarray, "N N"], x: Float[np.ndarray, "batch N"]
) -> Bool[np.ndarray, " batch"]:
    """Return which states no single flip lowers: x_i h_i >= 0 for all i."""
    return np.all(x * fields(J, x) >= 0, axis=1)
