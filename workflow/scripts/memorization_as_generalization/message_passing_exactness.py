"""The message-passing score against the exact linear one, at one point of tanh, and driving."""

import numpy as np

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.inference.latent_sampling import sample_latents
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.message_passing import posterior

SOURCE, TABLE = "memorization_as_generalization", "message_passing_exactness"
TRUE = 100_000  # points of the true moments


def noised(rng, N, D, activation, t):
    """A matrix, and one noised point of its manifold, (1, N)."""
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, activation).sample(1, rng)
    return F, xi + np.sqrt(t) * rng.standard_normal(xi.shape)


def linear_rows(s):
    """Root mean square difference to the exact score over the score's, the largest of draws."""
    rows = []
    for N, D in s["linear_sizes"]:
        for t in s["linear_times"]:
            misses = []
            for k in range(s["draws"]):
                rng = generator(s["seed"], SOURCE, f"{TABLE}_linear", {"N": N, "D": D, "t": t}, k)
                F, x = noised(rng, N, D, "linear", t)
                exact = LinearManifoldScore(F).score(x, t)
                found = posterior(F, x, t, tolerance=1e-13).score
                misses.append(np.sqrt(((found - exact) ** 2).mean() / (exact**2).mean()))
            at = {"activation": "linear", "N": N, "D": D, "t": t}
            rows.append(row("linear_miss", "theory", max(misses), n=s["draws"], **at))
    return rows


def one_point(s):
    """Coordinates of one point of tanh by message passing and by Monte Carlo."""
    D, t = s["shown_D"], s["times"][0]
    rng = generator(s["seed"], SOURCE, f"{TABLE}_point", {"D": D, "t": t}, 0)
    F, x = noised(rng, round(D / s["alpha_D"]), D, "tanh", t)
    sampled = sample_latents(F, x[0], t, rng, "tanh", chains=s["chains"], samples=s["samples"])
    p = posterior(F, x, t, "tanh")
    return {
        "D": np.array(D),
        "t": np.array(t),
        "denoised": p.denoised[0],
        "variance": p.visible_variance[0],
        "sampled": sampled.denoised.mean(axis=0),
        "sampled_variance": sampled.visible_variance,
    }


def generated_rows(s):
    """Second moments of points that the message-passing score makes of noise, over the true."""
    N, D = s["generated_N"], s["generated_D"]
    last, first = s["generated_t_range"]
    rng = generator(s["seed"], SOURCE, f"{TABLE}_generated", {"N": N, "D": D}, 0)
    F = draw_matrix(N, D, rng)
    manifold = HiddenManifold(F, "tanh")
    x = add_noise(manifold.sample(s["generated"], rng), first, rng)

    def score(x, t):
        return posterior(F, x, t, "tanh", tolerance=1e-4).score

    made = probability_flow(score, x, log_times(first, last, s["generated_steps"]))
    true = manifold.sample(TRUE, rng)
    # axes of the true covariance: the manifold's large and small directions
    variances, axes = np.linalg.eigh(true.T @ true / TRUE)
    at = {"activation": "tanh", "N": N, "D": D, "t": last}
    rows = []
    for rank, k in enumerate(np.argsort(variances)[::-1]):
        rows.append(row("axis_variance", "theory", variances[k] + last, **at, rank=rank))
        rows.append(mean_row("axis_variance", (made @ axes[:, k]) ** 2, **at, rank=rank))
    normal = axes[:, np.argsort(variances)[:-D]]
    spread = variances[np.argsort(variances)[:-D]].mean() + last
    total = (made**2).mean(axis=1) / (variances.mean() + last)
    return [
        *rows,
        mean_row("total_ratio", total, **at),
        mean_row("normal_ratio", ((made @ normal) ** 2).mean(axis=1) / spread, **at),
    ]


with job(snakemake) as this:
    s = this.settings
    rows = [*linear_rows(s), *generated_rows(s)]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **one_point(s))
