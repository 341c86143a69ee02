"""Heat-bath samples of networks that store examples: overlap with the nearest one against t."""

import numpy as np
from tqdm import tqdm

from memgen.data.binary_digits import binary_digits, draw_digits
from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.exact import all_states, boltzmann, energies
from memgen.recurrent.heat_bath import anneal, heat_bath
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "memorization_as_generalization", "sampling"
SHOWN = 6


def from_examples(J, patterns, temperatures, s, rng):
    """Chains that start on stored examples, warmed up from the lowest temperature."""
    x = patterns[np.arange(s["chains"]) % len(patterns)]
    states = []
    for t in temperatures[::-1]:
        x = heat_bath(J, x, float(t), s["sweeps"], rng)
        states.append(x)
    return np.array(states[::-1])


with job(snakemake) as this:
    s = this.settings
    temperatures = np.geomspace(*s["t_range"], s["temperatures"])[::-1]
    images, labels = binary_digits()
    rows, pictures = [], {}
    for network in ("random", "digits"):
        N = s["N"] if network == "random" else images.shape[1]
        count = s["P"] if network == "random" else s["digits"]
        fine = np.geomspace(*s["t_range"], 61)
        found = {"cooled": [], "from_examples": []}
        chance, exact = [], []
        for draw in tqdm(range(s["draws"]), disable=None, desc=network):
            rng = generator(s["seed"], SOURCE, TABLE, {"network": network, "N": N}, draw)
            if network == "random":
                patterns = draw_patterns("binary", count, N, rng)
                while np.linalg.matrix_rank(patterns) < count:
                    patterns = draw_patterns("binary", count, N, rng)
            else:
                patterns = draw_digits(images, labels, count, rng)
            J = pseudo_inverse(patterns)
            if network == "random":
                E, near = energies(J), nearest_overlap(all_states(N), patterns)
                exact.append([boltzmann(E, t) @ near for t in fine])
            chance.append(nearest_overlap(random_states(4000, N, rng), patterns).mean())
            cooled = anneal(J, s["chains"], temperatures, s["sweeps"], rng)
            warmed = from_examples(J, patterns, temperatures, s, rng)
            found["cooled"].append([nearest_overlap(x, patterns).mean() for x in cooled])
            found["from_examples"].append([nearest_overlap(x, patterns).mean() for x in warmed])
            if network == "digits" and draw == 0:
                picked = np.linspace(len(temperatures) - 1, 0, SHOWN).astype(int)
                # a network cannot tell a state from its negative: shown with a positive overlap
                samples = cooled[picked][:, :4]
                best = samples @ patterns.T
                strongest = np.take_along_axis(best, np.abs(best).argmax(axis=2)[..., None], axis=2)
                pictures = {
                    "examples": patterns,
                    "samples": samples * np.where(strongest < 0, -1, 1),
                    "t": temperatures[picked],
                }
        at = {"network": network, "N": N, "P": count}
        for start, draws in found.items():
            rows += [
                mean_row("nearest_overlap", np.array(draws)[:, k], **at, start=start, t=t)
                for k, t in enumerate(temperatures)
            ]
        rows.append(mean_row("chance", np.array(chance), **at))
        if exact:
            mean = np.mean(exact, axis=0)
            error = np.std(exact, axis=0, ddof=1) / np.sqrt(s["draws"])
            rows += [
                row("nearest_overlap", "theory", m, e, s["draws"], **at, start="exact", t=t)
                for t, m, e in zip(fine, mean, error, strict=True)
            ]
            # the same networks, so that their scatter cancels
            cooled = np.array(found["cooled"])
            for k, t in enumerate(temperatures):
                theory = np.array([np.interp(np.log(t), np.log(fine), one) for one in exact])
                rows.append(mean_row("overlap_gap", cooled[:, k] - theory, **at, t=t))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **pictures)
