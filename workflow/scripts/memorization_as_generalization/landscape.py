"""The energy landscape of a small network, and its Boltzmann distribution, all states counted."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.recurrent.couplings import energy, pseudo_inverse
from memgen.recurrent.dynamics import overlaps
from memgen.recurrent.exact import all_states, boltzmann, energies, shannon_entropy, strict_minima
from memgen.recurrent.heat_bath import anneal
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "memorization_as_generalization", "landscape"


def measured_entropy(J, temperatures, chains, sweeps, rng):
    """S(beta) = N log 2 + beta <E> - int_0^beta <E>, from the chains' energies.

    The integral by the trapezoidal rule with its end correction, d<E>/dbeta = -var E; at beta = 0
    the mean is 0 and the variance 2 |J|_F^2.
    """
    E = np.array([energy(J, x) for x in anneal(J, chains, temperatures, sweeps, rng)])
    beta = np.concatenate([[0.0], 1 / temperatures])
    mean = np.concatenate([[0.0], E.mean(axis=1)])
    slope = -np.concatenate([[2 * (J**2).sum()], E.var(axis=1, ddof=1)])
    step = np.diff(beta)
    area = step * (mean[1:] + mean[:-1]) / 2 - step**2 / 12 * np.diff(slope)
    return (len(J) * np.log(2) + beta * mean)[1:] - np.cumsum(area)


def on_the_cut(J, patterns, E, low, high):
    """Lowest energy and P_t of the states with each pair of overlaps, P_t per cell."""
    N = len(J)
    place = np.rint((overlaps(all_states(N), patterns[:2]) + 1) * N / 2).astype(int)
    cell = place[:, 0] * (N + 1) + place[:, 1]
    lowest = np.full((N + 1) ** 2, np.inf)
    np.minimum.at(lowest, cell, E)
    lowest[np.isinf(lowest)] = np.nan
    share = [
        np.bincount(cell, boltzmann(E, t), (N + 1) ** 2).reshape(N + 1, N + 1) for t in (low, high)
    ]
    return lowest.reshape(N + 1, N + 1), *share


with job(snakemake) as this:
    s = this.settings
    N, P = s["N"], s["P"]
    low, high = s["t_range"]
    # the chains start where the spins are free; the exact curve spans the shown temperatures
    ladder = np.geomspace(10 * high, low, s["temperatures"])
    kept = ladder <= high * 1.0001
    fine = np.geomspace(low, high, 61)
    exact, measured, ground = [], [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc="network"):
        rng = generator(s["seed"], SOURCE, TABLE, {"N": N, "P": P}, draw)
        patterns = draw_patterns("binary", P, N, rng)
        # a network needs independent patterns; few are not
        while np.linalg.matrix_rank(patterns) < P:
            patterns = draw_patterns("binary", P, N, rng)
        J = pseudo_inverse(patterns)
        E = energies(J)
        if draw == 0:
            lowest, cold, hot = on_the_cut(J, patterns, E, low, high)
            shown, minima = overlaps(patterns, patterns[:2]), strict_minima(J)
            minima = overlaps(minima, patterns[:2])
        exact.append([shannon_entropy(boltzmann(E, t)) for t in [*fine, *ladder[kept], low, high]])
        ground.append(np.log(np.sum(E.min() + 1e-9 > E)))
        measured.append(measured_entropy(J, ladder, s["chains"], s["sweeps"], rng)[kept])
    exact, measured = np.array(exact), np.array(measured)
    at = {"N": N, "P": P}
    rows = []
    for k, t in enumerate(fine):
        mean, error = exact[:, k].mean(), exact[:, k].std(ddof=1) / np.sqrt(s["draws"])
        rows.append(row("entropy", "theory", mean / N, error / N, s["draws"], **at, t=t))
    same = exact[:, len(fine) : -2]
    for k, t in enumerate(ladder[kept]):
        rows.append(mean_row("entropy", measured[:, k] / N, **at, t=t))
        rows.append(mean_row("entropy_gap", (measured - same)[:, k] / N, **at, t=t))
    rows.append(mean_row("entropy_low_t", exact[:, -2], **at, t=low))
    rows.append(mean_row("entropy_high_t", exact[:, -1] / (N * np.log(2)), **at, t=high))
    # over the entropy of the lowest states, which at low t is all
    rows.append(mean_row("entropy_over_ground", exact[:, -2] / np.array(ground), **at, t=low))
    rows.append(mean_row("lowest_states", np.exp(ground), **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        m=np.linspace(-1, 1, N + 1),
        lowest=lowest,
        cold=cold,
        hot=hot,
        t=np.array([low, high]),
        patterns=shown,
        minima=minima,
    )
