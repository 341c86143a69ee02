"""A step of message passing beside the two matrix products it cannot do without, in one run.

    python benchmarks/message_passing.py

writes benchmarks/message_passing.csv and prints the same table. The products are F m and F^T g for
the same batch; a step has two more, with the squared entries, since every coordinate has a variance
of its own. `ratio` is the step's time over theirs. `posterior_ms` is a whole posterior to 1e-8, and
`other_ms` what gives the same mean otherwise: for the linear channel the normal equations by
Cholesky, for the others nothing exact. `state_evolution_ms` is one point of state evolution, beside
`iterated_ms`, the same fixed point by plain iteration.
"""

import numpy as np
from common import machine, median_seconds, show, write
from scipy.linalg import cho_factor, cho_solve

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.theory.message_passing import (
    posterior,
    state_evolution,
    state_evolution_path,
    undamped_steps,
)

N, D, T = 2000, 1000, 0.3
STEPS = 10


def steps(F, x, activation, count):
    """The latents after so many steps."""
    return undamped_steps(F, x, T, count, activation)[-1].mean


def normal_equations(F, x):
    """The latents' posterior mean of the linear channel."""
    factor = cho_factor(F.T @ F + T * np.eye(F.shape[1]))
    return cho_solve(factor, F.T @ x.T).T


def iterated(activation):
    """State evolution by plain iteration to a relative 1e-9."""
    for count in (10, 20, 40, 80, 160):
        path = state_evolution_path(T, D / N, count, activation).latent
        if abs(path[-1] / path[-2] - 1) < 1e-9:
            return path[-1]
    raise RuntimeError("state evolution does not converge")


def compare(activation, batch):
    """One row."""
    rng = np.random.default_rng(0)
    F = draw_matrix(N, D, rng)
    x = HiddenManifold(F, activation).sample(batch, rng)
    x += np.sqrt(T) * rng.standard_normal(x.shape)
    latents, fields = rng.standard_normal((batch, D)), rng.standard_normal((batch, N))
    products, _ = median_seconds(lambda: (latents @ F.T).sum() + (fields @ F).sum(), repeats=25)
    # the start and the squaring of F are no part of a step
    many, _ = median_seconds(steps, F, x, activation, 1 + STEPS, repeats=5)
    one, _ = median_seconds(steps, F, x, activation, 1, repeats=5)
    step = (many - one) / STEPS
    whole, found = median_seconds(
        lambda: posterior(F, x, T, activation, tolerance=1e-8).latent_mean, repeats=3
    )
    other = None
    if activation == "linear":
        other, exact = median_seconds(normal_equations, F, x, repeats=3)
        if np.abs(found - exact).max() > 1e-6:
            raise RuntimeError("message passing and the normal equations disagree")
    point, _ = median_seconds(lambda: state_evolution(T, D / N, activation).mmse_latent, repeats=5)
    plain, _ = median_seconds(iterated, activation, repeats=3)
    return {
        "activation": activation,
        "N": N,
        "D": D,
        "batch": batch,
        "step_ms": round(1e3 * step, 2),
        "products_ms": round(1e3 * products, 2),
        "ratio": round(step / products, 2),
        "posterior_ms": round(1e3 * whole, 1),
        "other_ms": None if other is None else round(1e3 * other, 1),
        "state_evolution_ms": round(1e3 * point, 1),
        "iterated_ms": round(1e3 * plain, 1),
        "machine": machine(),
    }


def main():
    rows = []
    for activation in ("linear", "tanh", "relu", "sign"):
        for batch in (1, 8):
            rows.append(compare(activation, batch))
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
