"""Learning from a teacher at several temperatures, exactly, with and without a fixed norm."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.recurrent.exact import (
    all_states,
    boltzmann,
    energies,
    second_moments,
)
from memgen.recurrent.exact_learning import ExactLearner, divergence, gauge_path
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "memorization_as_generalization", "learning_temperature"


def teacher(N, rng):
    """Sherrington-Kirkpatrick couplings, J_T = G / 2, G symmetric of variance 1 / N."""
    G = np.triu(rng.standard_normal((N, N)) / np.sqrt(N), 1)
    return (G + G.T) / 2


def mass(p, examples):
    """Probability of the set of training examples and their negatives."""
    N = examples.shape[1]
    code = ((examples > 0) @ (1 << np.arange(N))).astype(int)
    return float(p[np.unique(np.concatenate([code, 2**N - 1 - code]))].sum())


with job(snakemake) as this:
    s = this.settings
    N = s["N"]
    temperatures = np.geomspace(*s["t_range"], s["temperatures"])
    states, learner, rows = all_states(N), ExactLearner(N), []
    for P in s["P"]:
        kl, on_data, off = [], [], []
        truth, matched, best, shift, free = [], [], [], [], []
        for draw in tqdm(range(s["draws"]), disable=None, desc=f"P = {P}"):
            # the same teacher for every P
            J_T = teacher(N, generator(s["seed"], SOURCE, f"{TABLE}_teacher", {"N": N}, draw))
            rng = generator(s["seed"], SOURCE, TABLE, {"N": N, "P": P}, draw)
            p = boltzmann(energies(J_T), 1.0)
            matched.append(np.sqrt(N) / np.linalg.norm(J_T))
            examples = states[rng.choice(len(p), size=P, p=p)]
            moments = second_moments(examples)
            truth.append(mass(p, examples))
            one_kl, one_mass, one_off = [], [], []
            J = moments - np.eye(N)
            # from hot to cold: the solution follows continuously
            for t in temperatures[::-1]:
                learned = learner.learn(moments, float(t), J)
                J = learned.J
                q = boltzmann(energies(J), float(t))
                one_kl.append(divergence(p, q))
                one_mass.append(mass(q, examples))
                one_off.append(learned.residual)
            kl.append(one_kl[::-1])
            on_data.append(one_mass[::-1])
            off.append(max(one_off))
            # the best temperature of this draw: a parabola in log t through the three lowest
            k = int(np.clip(np.argmin(kl[-1]), 1, len(temperatures) - 2))
            here = slice(k - 1, k + 2)
            a, b, _ = np.polyfit(np.log(temperatures[here]), np.log(kl[-1][here]), 2)
            inside = a > 0
            best.append(np.exp(-b / (2 * a)) if inside else temperatures[np.argmin(kl[-1])])
            shift.append(np.log(best[-1] / matched[-1]))
            if max(s["P"]) == P:
                free.append(
                    [
                        divergence(
                            p,
                            boltzmann(
                                energies(gauge_path(moments, float(t), 0.1, s["free_steps"])), 1.0
                            ),
                        )
                        for t in temperatures
                    ]
                )
        at = {"N": N, "P": P}
        for k, t in enumerate(temperatures):
            rows.append(mean_row("kl", np.array(kl)[:, k], **at, t=t, norm="fixed"))
            rows.append(mean_row("mass", np.array(on_data)[:, k], **at, t=t, norm="fixed"))
            if free:
                rows.append(mean_row("kl", np.array(free)[:, k], **at, t=t, norm="free"))
        if free:
            spread = np.ptp(np.array(free), axis=1) / np.mean(free, axis=1)
            rows.append(mean_row("free_spread", spread, **at))
        rows += [
            mean_row("true_mass", np.array(truth), **at),
            mean_row("cold_mass", np.array(on_data)[:, 0], **at),
            mean_row("mass_gain", np.array(on_data)[:, 0] - np.array(truth), **at),
            mean_row("best_t", np.array(best), **at),
            mean_row("log_best_over_teacher", np.array(shift), **at),
            mean_row("teacher_t", np.array(matched), **at),
            row("kl_floor", "theory", (N * (N - 1) / 2 - 1) / (2 * P), **at),
            row("gradient", "theory", float(np.max(off)), **at),
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
