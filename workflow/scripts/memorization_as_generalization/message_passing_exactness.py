"""The message-passing score against the exact linear score and against Monte Carlo, and driving."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.job import job
from memgen.measures.latent_sampling import sample_latents
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_arrays, write_table
from memgen.theory.message_passing import posterior

SOURCE, TABLE = "memorization_as_generalization", "message_passing_exactness"
TOTAL = 20000  # steps of a chain times D, where D is small: short chains would not be judged well
TRUE = 100_000  # points of the true moments


def draw(rng, N, D, activation, t):
    """A matrix, and one noised point of its manifold, (1, N)."""
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, activation).sample(1, rng)
    return F, xi + np.sqrt(t) * rng.standard_normal(xi.shape)


def linear_rows(s):
    """Rms difference to the exact score over its rms, the largest over the draws."""
    rows = []
    for N, D in s["linear_sizes"]:
        for t in s["linear_times"]:
            misses = []
            for k in range(s["draws"]):
                rng = generator(s["seed"], SOURCE, f"{TABLE}_linear", {"N": N, "D": D, "t": t}, k)
                F, x = draw(rng, N, D, "linear", t)
                exact = LinearManifoldScore(F).score(x, t)
                found = posterior(F, x, t, tolerance=1e-13).score
                misses.append(np.sqrt(((found - exact) ** 2).mean() / (exact**2).mean()))
            at = {"activation": "linear", "N": N, "D": D, "t": t}
            rows.append(row("linear_miss", "theory", max(misses), n=s["draws"], **at))
    return rows


def monte_carlo(s, D, t):
    """Differences to Monte Carlo of one t and D, over draws, and the last draw's coordinates."""
    N = round(D / s["alpha_D"])
    found = {name: [] for name in ("miss", "noise", "variance_ratio", "r_hat")}
    for k in tqdm(range(s["draws"]), disable=None, desc=f"D = {D}, t = {t:g}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_sampled", {"D": D, "t": t}, k)
        F, x = draw(rng, N, D, "tanh", t)
        samples = max(s["samples"], TOTAL // D)
        sampled = sample_latents(
            F, x[0], t, rng, "tanh", chains=s["chains"], samples=samples, warmup=s["samples"] // 2
        )
        p = posterior(F, x, t, "tanh")
        first, second = sampled.denoised
        variance = sampled.visible_variance.mean()
        # the halves' errors are independent, so that their product does not count them
        miss = ((p.denoised[0] - first) * (p.denoised[0] - second)).mean()
        found["miss"].append(miss / variance)
        found["noise"].append(((first - second) ** 2).mean() / 4 / variance)
        found["variance_ratio"].append(p.visible_variance.mean() / variance)
        found["r_hat"].append(sampled.r_hat)
    middle = sampled.denoised.mean(axis=0)
    own = (x[0], p.denoised[0], middle, p.visible_variance[0], sampled.visible_variance)
    return {name: np.array(values) for name, values in found.items()}, own


def sampled_rows(s):
    """Squared difference to Monte Carlo over the posterior's variance, against D and t."""
    rows, shown = [], None
    for t in s["times"]:
        for D in s["D"]:
            found, coordinates = monte_carlo(s, D, t)
            at = {"activation": "tanh", "alpha_D": s["alpha_D"], "D": D, "t": t}
            rows += [
                mean_row("squared_miss", found["miss"], **at),
                mean_row("monte_carlo_noise", found["noise"], **at),
                mean_row("variance_ratio", found["variance_ratio"], **at),
                row("r_hat", "simulation", found["r_hat"].max(), n=1, **at),
            ]
            if shown is None and s["D"][-1] == D:
                shown = coordinates
    return rows, shown


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
    order = np.argsort(variances)[::-1]
    at = {"activation": "tanh", "N": N, "D": D, "t": last}
    rows = []
    for rank, k in enumerate(order):
        rows.append(row("axis_variance", "theory", variances[k] + last, **at, rank=rank))
        rows.append(mean_row("axis_variance", (made @ axes[:, k]) ** 2, **at, rank=rank))
    total = (made**2).mean(axis=1) / (variances.mean() + last)
    off = ((made @ axes[:, order[D:]]) ** 2).mean(axis=1)
    return [
        *rows,
        mean_row("total_ratio", total, **at),
        mean_row("off_ratio", off / (variances[order[D:]].mean() + last), **at),
    ]


with job(snakemake) as this:
    s = this.settings
    sampled, shown = sampled_rows(s)
    rows = [*linear_rows(s), *sampled, *generated_rows(s)]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    names = ("x", "denoised", "sampled", "variance", "sampled_variance")
    write_arrays(snakemake.output[2], this.provenance(), **dict(zip(names, shown, strict=True)))
