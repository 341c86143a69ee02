"""Directions that are a network's own: images uniform on the sublattices that it folds pixels into.

Convolutions that see patches of pixels as channels (sub-pixel convolution, arXiv:1609.05158) take
the mean of each channel out by their norms: the noise in these directions they cannot remove.
"""

import numpy as np
from jaxtyping import Float


def uniform_images(shape: tuple[int, int, int], patch: int) -> Float[np.ndarray, "folded N"]:
    """Return the images that are constant on one sublattice of one colour and 0 elsewhere.

    Parameters
    ----------
    shape : (int, int, int)
        Height, width and colours of the images, whose rows are points (N,).
    patch : int
        Side of a patch, which divides height and width.

    Returns
    -------
    (patch^2 colours, N)
        Orthonormal rows.

    Raises
    ------
    ValueError
        If patches do not tile the images.
    """
    height, breadth, colours = shape
    if height % patch or breadth % patch:
        raise ValueError(f"patches of {patch} do not tile images of {height} x {breadth}.")
    places = np.indices(shape)
    folded = (places[0] % patch * patch + places[1] % patch) * colours + places[2]
    rows = (folded.ravel() == np.arange(patch**2 * colours)[:, None]).astype(float)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def share_in_span(
    matrix: Float[np.ndarray, "N N"], span: Float[np.ndarray, "folded N"], below: float
) -> float:
    """Return the part of a matrix's flat directions that lies in a span.

    Parameters
    ----------
    matrix : (N, N)
        Of which the right singular vectors v with singular values less than `below` are taken.
    span : (folded, N)
        Orthonormal rows.
    below : float
        What is flat.

    Returns
    -------
    float
        The mean of |span v|^2, between 0 and 1; a random direction has folded / N. Not a number
        where no direction is flat.
    """
    _, values, right = np.linalg.svd(matrix)
    flat = right[values < below]
    return float(((flat @ span.T) ** 2).sum(axis=1).mean()) if len(flat) else float("nan")
