"""Trajectories by random features before and after they learn the outlier."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, reverse_path
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.score import TimewiseScore
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import OutlierTrajectories
from memgen.studies.made import Made
from memgen.studies.training_dynamics.mixture import mixture_along_first_axis
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.random_features.outlier import transition_time

STAGES = ("early", "late")
# Coordinates along the means of some trajectories (times, shown), and their mean squares along and
# across the means (times, 2).
Observed = tuple[Float[np.ndarray, "times shown"], Float[np.ndarray, "times 2"]]


def table(s: OutlierTrajectories, seeds: Seeds, psi_p: float, psi_n: float) -> Made:
    """Return the spread along and across the means against t, and t_BBP; paths of one draw."""
    first, last = (float(variance_exploding_time(t)) for t in reversed(s.t_range))
    times = log_times(first, last, s.steps)
    numbers = seeds.stream("outlier_timescale_trajectories")
    draws = [
        trajectories(
            s, psi_p, psi_n, times, numbers.generator({"signal": s.signal, "d": s.d}, draw)
        )
        for draw in tqdm(range(s.draws), disable=None, desc="trajectories")
    ]
    t = ornstein_uhlenbeck_time(times)
    paths = {stage: along for stage, (along, _) in draws[-1].items()}
    rows = list(spread_rows(s, t, draws))
    transition = transition_time(psi_p, psi_n, s.signal, s.t_range)
    rows.append(row("transition_time", "theory", transition, signal=s.signal))
    rows += transition_rows(s, t, draws, transition)
    return Made(rows, arrays={"outlier_timescale_paths": {"t": t, **paths}})


def spread_rows(
    s: OutlierTrajectories, t: Float[np.ndarray, " times"], draws: list[dict[str, Observed]]
) -> Iterator[Row]:
    """Yield the mean square of the coordinates along and across the means, against t."""
    for stage, tau in zip(STAGES, s.tau, strict=True):
        spread = np.array([draw[stage][1] for draw in draws])
        point: Point = {"stage": stage, "tau": tau, "signal": s.signal, "d": s.d}
        for number, direction in enumerate(("along", "across")):
            along = {"t": t}
            yield from curve_rows(
                "spread", spread[:, :, number], along, **point, direction=direction
            )


def transition_rows(
    s: OutlierTrajectories,
    t: Float[np.ndarray, " times"],
    draws: list[dict[str, Observed]],
    transition: float,
) -> Iterator[Row]:
    """Yield log(mean square along / across m) at t_BBP and at the end: the mixture's, features'."""
    for place, time in (("transition", transition), ("end", float(t[-1]))):
        own = float(np.log1p(s.signal * np.exp(-2 * time)))
        yield row("log_ratio", "theory", own, unit="nats", place=place, t=time, signal=s.signal)
        for stage, tau in zip(STAGES, s.tau, strict=True):
            squares = np.array([np.log(draw[stage][1]) for draw in draws])  # (draws, times, 2)
            apart = squares[:, :, 0] - squares[:, :, 1]
            # t falls along a path
            found = [np.interp(-time, -t, along) for along in apart]
            yield mean_row(
                "log_ratio",
                np.array(found),
                "nats",
                place=place,
                t=time,
                stage=stage,
                tau=tau,
                signal=s.signal,
                d=s.d,
            )


def trajectories(
    s: OutlierTrajectories,
    psi_p: float,
    psi_n: float,
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> dict[str, Observed]:
    """Return what the networks of one draw do on the way back, early and late in training."""
    data = mixture_along_first_axis(s.signal, s.d)
    W = rng.standard_normal((round(psi_p * s.d), s.d))
    x = data.sample(round(psi_n * s.d), rng)
    trained = ornstein_uhlenbeck_time(times[:-1])
    flows = [gradient_flow(training_moments(W, x, float(t))) for t in trained]
    observed = {}
    for stage, tau in zip(STAGES, s.tau, strict=True):
        score = TimewiseScore(W, trained, np.array([flow.weights(tau) for flow in flows]))
        start = add_noise(data.sample(s.trajectories, rng), times[0], rng)
        path, squares = [], []
        for time, y in zip(times, reverse_path(score, start, times, rng), strict=True):
            scaled = y / np.sqrt(1 + time)
            path.append(scaled[: s.shown, 0])
            squares.append([np.mean(scaled[:, 0] ** 2), np.mean(scaled[:, 1:] ** 2)])
        observed[stage] = np.array(path), np.array(squares)
    return observed
