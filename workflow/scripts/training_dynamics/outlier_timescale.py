"""The gain of the trained score along and across m, and trajectories before and after tau_out."""

import numpy as np
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.job import job
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.gain import gains_along
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.networks.random_features.score import TimewiseScore
from memgen.seeds import generator
from memgen.statistics.minimum import minimum_place
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.random_features.gain import gain_curve, outlier_time
from memgen.theory.random_features.resolvent import FeatureModel

SOURCE, TABLE = "training_dynamics", "outlier_timescale"
LAST_T, FIRST_T = 0.01, 4.0
SHOWN = 60
STAGES = ("early", "late")


def mixture(signal, d):
    """Two Gaussians with |m|^2 = signal along the first axis: W has no preferred one."""
    mean = np.zeros(d)
    mean[0] = np.sqrt(signal)
    return TwoGaussians(mean)


def rise_time(tau, gain):
    """When the gain rises fastest in log tau: 1 - exp(-tau / tau_out) does so at tau_out."""
    return minimum_place(tau, -np.gradient(gain, np.log(tau)))


def gain_rows(signal, s):
    """Gain along and across m: theory, and real features."""
    model, d = FeatureModel(s["psi_p"], s["psi_n"], s["t"]), s["d"]
    tau = np.geomspace(*s["tau_range"], s["points"])
    at = {"signal": signal, "t": s["t"]}
    rows = [row("tau_out", "theory", outlier_time(model, signal), **at)]
    for direction, of in (("along", signal), ("across", 0.0)):
        curve = gain_curve(tau, model, of)
        rows.append(row("exact_gain", "theory", curve.exact, **at, direction=direction))
        rows += [
            row("gain", "theory", value, **at, direction=direction, tau=x)
            for x, value in zip(tau, curve.value, strict=True)
        ]
        if direction == "along":
            rows.append(row("rise_time", "theory", rise_time(tau, curve.value), **at))
    directions = np.eye(d)
    found = {"along": [], "across": []}
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"|m|^2 = {signal}"):
        rng = generator(s["seed"], SOURCE, TABLE, at | {"d": d}, draw)
        W = rng.standard_normal((round(s["psi_p"] * d), d))
        x = mixture(signal, d).sample(round(s["psi_n"] * d), rng)
        flow, fresh = gradient_flow(training_moments(W, x, s["t"])), population_moments(W, s["t"])
        measured = gains_along(flow, fresh, directions, tau)
        found["along"].append(measured[0])
        found["across"].append(measured[1:].mean(axis=0))
    for direction, draws in found.items():
        rows += [
            mean_row("gain", np.array(draws)[:, k], **at, d=d, direction=direction, tau=at_tau)
            for k, at_tau in enumerate(tau)
        ]
    steepest = [rise_time(tau, along) for along in found["along"]]
    rows.append(mean_row("rise_time", np.array(steepest), **at, d=d))
    return rows


def trajectories(s, rng):
    """Coordinates on the way back by networks of one draw, for each trained tau."""
    d, signal = s["trained_d"], s["trained_signal"]
    data = mixture(signal, d)
    W = rng.standard_normal((round(s["psi_p"] * d), d))
    x = data.sample(round(s["psi_n"] * d), rng)
    first, last = (float(variance_exploding_time(t)) for t in (FIRST_T, LAST_T))
    times = log_times(first, last, s["steps"])
    trained = ornstein_uhlenbeck_time(times[:-1])
    flows = [gradient_flow(training_moments(W, x, float(t))) for t in trained]
    along, spread = {}, {}
    for name, tau in zip(STAGES, s["trained_tau"], strict=True):
        score = TimewiseScore(W, trained, np.array([flow.weights(tau) for flow in flows]))
        y = add_noise(data.sample(s["trajectories"], rng), first, rng)
        path, squares = [], []
        for number, time in enumerate(times):
            if number:
                y = reverse_diffusion(score, y, times[number - 1 : number + 1], rng)
            seen = y / np.sqrt(1 + time)
            path.append(seen[:SHOWN, 0])
            squares.append([np.mean(seen[:, 0] ** 2), np.mean(seen[:, 1:] ** 2)])
        along[name], spread[name] = np.array(path), np.array(squares)
    return ornstein_uhlenbeck_time(times), along, spread


with job(snakemake) as this:
    s = this.settings
    rows = [row_ for signal in s["signals"] for row_ in gain_rows(signal, s)]
    spreads = []
    for draw in tqdm(range(s["draws"]), disable=None, desc="trajectories"):
        point = {"signal": s["trained_signal"], "d": s["trained_d"]}
        rng = generator(s["seed"], SOURCE, f"{TABLE}_trajectories", point, draw)
        t, along, spread = trajectories(s, rng)
        spreads.append(spread)
    for name, tau in zip(STAGES, s["trained_tau"], strict=True):
        found = np.array([spread[name] for spread in spreads])
        at = {"stage": name, "tau": tau, "signal": s["trained_signal"], "d": s["trained_d"]}
        for number, direction in enumerate(("along", "across")):
            rows += [
                mean_row("spread", found[:, k, number], **at, direction=direction, t=float(at_t))
                for k, at_t in enumerate(t)
            ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), t=t, **along)
