"""The message-passing score of tanh against Monte Carlo, at one latent dimension."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.inference.latent_sampling import sample_latents
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.message_passing import posterior

SOURCE, TABLE = "memorization_as_generalization", "message_passing_sampling"
TOTAL = 10000  # steps of a chain times D, where D is small: short chains cannot be judged well


def compare(s, D, t, draw):
    """Squared difference over the posterior's variance, and what it is judged by, of one draw."""
    N = round(D / s["alpha_D"])
    rng = generator(s["seed"], SOURCE, TABLE, {"D": D, "t": t}, draw)
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, "tanh").sample(1, rng)
    x = xi + np.sqrt(t) * rng.standard_normal(xi.shape)
    samples = max(s["samples"], TOTAL // D)
    sampled = sample_latents(
        F, x[0], t, rng, "tanh", chains=s["chains"], samples=samples, warmup=s["samples"] // 2
    )
    p = posterior(F, x, t, "tanh")
    first, second = sampled.denoised
    variance = sampled.visible_variance.mean()
    return {
        # the halves' errors are independent, so that their product does not count them
        "squared_miss": ((p.denoised[0] - first) * (p.denoised[0] - second)).mean() / variance,
        "monte_carlo_noise": ((first - second) ** 2).mean() / 4 / variance,
        "variance_ratio": p.visible_variance.mean() / variance,
        "r_hat": sampled.r_hat,
    }


with job(snakemake) as this:
    s, D = this.settings, int(snakemake.wildcards.D)
    rows = []
    for t in s["times"]:
        draws = [
            compare(s, D, t, k) for k in tqdm(range(s["draws"]), disable=None, desc=f"t = {t:g}")
        ]
        found = {name: np.array([draw[name] for draw in draws]) for name in draws[0]}
        at = {"activation": "tanh", "alpha_D": s["alpha_D"], "D": D, "t": t}
        worst = float(found.pop("r_hat").max())
        rows += [mean_row(name, values, **at) for name, values in found.items()]
        rows.append(row("r_hat", "simulation", worst, n=1, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
