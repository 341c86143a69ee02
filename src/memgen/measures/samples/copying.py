"""Two-sample tests for copying: C_T and authenticity, from distances alone.

Both ask whether generated samples lie nearer to the training points than fresh points do, beyond a
fixed threshold: C_T of Meehan, Chaudhuri and Dasgupta (arXiv:2004.05675, section 3) compares their
distances with those of held-out points, region by region; authenticity of Alaa et al.
(arXiv:2102.08921, section 4.2) with the distances among the training points.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.stats import rankdata

LEAST = 20  # samples, and held-out points, that a cell needs to be counted


@dataclass(frozen=True)
class CopyingTest:
    """C_T.

    Attributes
    ----------
    value : float
        Weighted mean over cells of Z_U: below 0 samples are nearer to the training points than
        held-out points, copied; above 0 farther, underfitted. nan where no cell counts.
    stderr : float
        Its standard deviation where samples and held-out points have one law: the root of the sum
        of the squared weights, 1 for one cell.
    cells : int
        Number of cells that counted.
    """

    value: float
    stderr: float
    cells: int


def copying_test(
    sampled: Float[np.ndarray, " m"],
    held_out: Float[np.ndarray, " n"],
    sampled_cells: Int[np.ndarray, " m"],
    held_out_cells: Int[np.ndarray, " n"],
    least: int = LEAST,
) -> CopyingTest:
    """Return C_T = sum_c n_c Z_U(c) / sum_c n_c over the cells c of a partition of space.

    With the number U_c of pairs (sample, held-out point) of a cell in which the sample is the
    farther one from its nearest training point (ties count 1/2),

        Z_U(c) = (U_c - m_c n_c / 2) / sqrt(m_c n_c (m_c + n_c + 1) / 12),

    standard normal where both have one law (Mann and Whitney).

    Parameters
    ----------
    sampled, held_out : (m,), (n,)
        Distances to the nearest training point.
    sampled_cells, held_out_cells : (m,), (n,)
        The cell of each, such as the nearest of some centres.
    least : int
        A cell counts with as many samples and held-out points or more.

    Raises
    ------
    ValueError
        If a distance is negative or not finite.
    """
    for name, values in (("sampled", sampled), ("held_out", held_out)):
        if not (np.isfinite(values) & (values >= 0)).all():
            raise ValueError(f"{name} holds a distance that is negative or not finite.")
    scores, counts = [], []
    for cell in np.unique(held_out_cells):
        a, b = sampled[sampled_cells == cell], held_out[held_out_cells == cell]
        m, n = len(a), len(b)
        if min(m, n) < least:
            continue
        U = rankdata(np.concatenate([a, b]))[:m].sum() - m * (m + 1) / 2
        scores.append((U - m * n / 2) / np.sqrt(m * n * (m + n + 1) / 12))
        counts.append(n)
    if not counts:
        return CopyingTest(float("nan"), float("nan"), 0)
    weight = np.array(counts) / sum(counts)
    return CopyingTest(
        float(weight @ np.array(scores)), float(np.sqrt((weight**2).sum())), len(counts)
    )


def authentic(
    to_training: Float[np.ndarray, " m"], between_training: Float[np.ndarray, " m"]
) -> Bool[np.ndarray, " m"]:
    """Return which samples are farther from the nearest training point than it is from the others.

    Fresh samples of the density are authentic with a probability below 1 that depends on the
    dimension alone where the density is uniform over neighbours (1/3 on a line); a copy never is.

    Parameters
    ----------
    to_training : (m,)
        Distance of each sample to the training point nearest to it.
    between_training : (m,)
        Distance of that training point to the one nearest to it among the others.
    """
    return to_training > between_training
