"""The network: the weight it gives its own points, how much noise these bear, its Jacobian."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.diagnose.cloud import WIDEST, Cloud, block_rows, neighbours_of
from memgen.diagnose.data import Data
from memgen.diagnose.inputs import Given
from memgen.diagnose.network_files import Network
from memgen.diagnose.results import (
    NORMAL,
    Control,
    Curves,
    Number,
    Part,
    controlled,
    line,
    measured,
    unknown,
)
from memgen.diagnose.samples import proportion
from memgen.diagnose.steps import Arrays, Steps
from memgen.diffusion import softmax
from memgen.diffusion.jacobian import singular_values
from memgen.diffusion.samplers import probability_flow
from memgen.measures.collapse.projected_weight import projected_weight, projection_terms
from memgen.statistics.crossing import crossing_place

PROBES, JACOBIANS = 64, 3
GRID = np.geomspace(1 / 30, 30, 13)  # of t / t_c
STARTS = (1, 4, 6, 8, 10)  # places of GRID from which points are regenerated
SPECTRA = (2, 6, 10)  # places of GRID at which Jacobians are taken
INSIDE = 2  # place of GRID deep in the collapsed phase
FLOW_STEPS, FLOW_END = 10, 1e-3
FULL = 1024  # coordinates up to which whole Jacobians are taken
TRACES = 8  # random vectors for a trace, beyond
STEP = 0.1  # of a derivative, in units of sqrt(t)
RETURNED = 1 / 3  # of the distance to the nearest other point
RESAMPLES = 200
NO_ROOM = 0.1  # of 1 - W: less tells nothing
ON = ("training", "held_out", "network")


@dataclass(frozen=True)
class Probed:
    """Points with a noise each, at which a network is asked.

    Attributes
    ----------
    own, noise : (n, N)
    index : (n,)
        Their numbers among the training points; -1 for held-out ones.
    apart : (n,)
        Distance to the nearest other training point.
    """

    own: Float[np.ndarray, "n N"]
    noise: Float[np.ndarray, "n N"]
    index: Int[np.ndarray, " n"]
    apart: Float[np.ndarray, " n"]

    def at(self, t: float) -> Float[np.ndarray, "n N"]:
        """Return x_t."""
        return self.own + np.sqrt(t) * self.noise


def diagnose_network(network: Network, held_out: Given | None, data: Data, steps: Steps) -> Part:
    """Return what is found of a network that denoises.

    Parameters
    ----------
    network : Network
        In standard units.
    held_out : Given, optional
        Points that it never saw: the control. Without them the denoiser of Gaussian points of the
        same covariance is one.
    data, steps
        As of `memgen.diagnose.data.diagnose_data`.
    """
    times = data.collapse_time * GRID
    known = _training_probes(data, steps.rng("network_probes"))
    fresh = None if held_out is None else _fresh_probes(held_out, data, steps.rng("fresh_probes"))
    weights = steps.do(
        "network_weights",
        ON,
        lambda: _weights(network, known, fresh, data, times),
        "Weight that the network gives its own points",
    )
    returns = steps.do(
        "network_returns",
        ON,
        lambda: _returns(network, known, fresh, times),
        "Noise from which the network brings points back",
    )
    jacobians = steps.do(
        "network_jacobians",
        ON,
        lambda: _jacobians(network, known, fresh, times, steps.rng("network_jacobians")),
        "Jacobian of the network",
    )
    rng = steps.rng("network_bootstrap")
    numbers = [
        *_weight_numbers(weights, times, rng),
        *_return_numbers(returns, weights, times, rng),
        *_dimension_numbers(jacobians, data, times),
    ]
    curves = [
        _weight_curves(weights, times),
        _return_curves(returns, weights, times),
        *_jacobian_curves(jacobians, data, times),
    ]
    return Part("network", "The network", tuple(numbers), tuple(curves), (), _notes(fresh, data))


def network_mark(network: Network, data: Data) -> str:
    """Return a digest of what a network answers at a few points."""
    few = data.cloud.rows(np.arange(min(4, data.cloud.size)))
    return network.mark(few, (data.collapse_time * GRID[[0, -1]]).tolist())


def _training_probes(data: Data, rng: np.random.Generator) -> Probed:
    index = rng.choice(data.cloud.size, size=min(PROBES, data.cloud.size), replace=False)
    apart = neighbours_of(data.cloud, index, 1)[0][:, 0]
    own = data.cloud.rows(index)
    return Probed(own, rng.standard_normal(own.shape), index, apart)


def _fresh_probes(held_out: Given, data: Data, rng: np.random.Generator) -> Probed:
    from memgen.diagnose.cloud import nearest_in

    chosen = rng.choice(held_out.size, size=min(PROBES, held_out.size), replace=False)
    own = data.units.standard(np.asarray(held_out.values[np.sort(chosen)]))
    apart = nearest_in(data.cloud, own, 1)[0][:, 0]
    return Probed(own, rng.standard_normal(own.shape), np.full(len(own), -1), apart)


def others_answer(
    cloud: Cloud, probes: Probed, times: Float[np.ndarray, " times"]
) -> tuple[Float[np.ndarray, "times n N"], Float[np.ndarray, "times n"]]:
    """Return what the empirical denoiser of all points but the own one answers, and the own weight.

    The log-weight of a point relative to the own one is
    -(|xi - xi'|^2 + 2 sqrt(t) w.(xi - xi')) / 2t.
    """
    states = [softmax.init(probes.own, probes.own.shape[1]) for _ in times]
    square = np.einsum("bn,bn->b", probes.own, probes.own)
    along = np.einsum("bn,bn->b", probes.noise, probes.own)
    first = 0
    for block in cloud.blocks(block_rows(cloud)):
        distance = square[:, None] - 2 * probes.own @ block.T + np.einsum("pn,pn->p", block, block)
        overlap = along[:, None] - probes.noise @ block.T
        place = probes.index - first
        inside = np.flatnonzero((probes.index >= 0) & (place >= 0) & (place < len(block)))
        for k, t in enumerate(times):
            logits = -distance / (2 * t) - overlap / np.sqrt(t)
            logits[inside, place[inside]] = -np.inf
            states[k] = softmax.update(states[k], logits, block)
        first += len(block)
    answers = np.stack([state.mean for state in states])
    log_others = np.stack([state.log_sum for state in states])
    return answers, np.exp(-np.logaddexp(0, log_others))


def _weights(
    network: Network, known: Probed, fresh: Probed | None, data: Data, times: np.ndarray
) -> Arrays:
    """Measure the terms of the projected weight at training points and at the control's."""
    found: Arrays = {}
    answers, own_weight = others_answer(data.cloud, known, times)
    pairs = [
        projection_terms(network.denoise(known.at(t), t), answers[k], known.own)
        for k, t in enumerate(times)
    ]
    found["known_along"], found["known_square"] = map(np.stack, zip(*pairs, strict=True))
    found["exact_along"] = own_weight * found["known_square"]
    if fresh is not None:
        fresh_answers, _ = others_answer(data.cloud, fresh, times)
        pairs = [
            projection_terms(network.denoise(fresh.at(t), t), fresh_answers[k], fresh.own)
            for k, t in enumerate(times)
        ]
        found["fresh_along"], found["fresh_square"] = map(np.stack, zip(*pairs, strict=True))
    if known.own.shape[1] <= WIDEST:
        values, vectors = _axes(data.cloud)
        pairs = [
            projection_terms(_wiener(known.at(t), values, vectors, t), answers[k], known.own)
            for k, t in enumerate(times)
        ]
        found["linear_along"] = np.stack([pair[0] for pair in pairs])
    return found


def _axes(cloud: Cloud) -> tuple[np.ndarray, np.ndarray]:
    N = cloud.dimension
    second = np.zeros((N, N))
    for block in cloud.blocks(block_rows(cloud)):
        second += block.T @ block
    values, vectors = np.linalg.eigh(second / cloud.size)
    return np.maximum(values, 0), vectors


def _wiener(x: np.ndarray, values: np.ndarray, vectors: np.ndarray, t: float) -> np.ndarray:
    """Denoise as for Gaussian points of mean 0: each axis times a / (a + t)."""
    return (x @ vectors * (values / (values + t))) @ vectors.T


def _returns(network: Network, known: Probed, fresh: Probed | None, times: np.ndarray) -> Arrays:
    """Regenerate noised points by the probability flow, and see whether they come back."""
    found: Arrays = {}
    for name, probes in (("known", known), ("fresh", fresh)):
        if probes is None:
            continue
        back = []
        for place in STARTS:
            t = float(times[place])
            path = np.append(np.geomspace(t, FLOW_END * t, FLOW_STEPS), 0.0)
            end = probability_flow(network.score, probes.at(t), path)
            gap = np.linalg.norm(end - probes.own, axis=1)
            back.append(gap < RETURNED * probes.apart)
        found[name] = np.array(back)
    return found


def _jacobians(
    network: Network,
    known: Probed,
    fresh: Probed | None,
    times: np.ndarray,
    rng: np.random.Generator,
) -> Arrays:
    """Measure the Jacobian of the denoiser, 1 + t grad score: trace and, if N allows, spectrum."""
    found: Arrays = {}
    for name, probes in (("known", known), ("fresh", fresh)):
        if probes is None:
            continue
        N = probes.own.shape[1]
        traces, spectra = [], []
        for place in SPECTRA:
            t = float(times[place])
            x = probes.at(t)[:JACOBIANS] if N <= FULL else probes.at(t)[: 4 * JACOBIANS]
            if N <= FULL:
                trace, values = zip(*(_whole(network, one, t, rng) for one in x), strict=True)
                spectra.append(np.stack(values))
            else:
                trace = _traces(network, x, t, rng)
            traces.append(np.array(trace))
        found[f"{name}_trace"] = np.stack(traces)
        if spectra:
            found[f"{name}_values"] = np.stack(spectra)
    return found


def _whole(
    network: Network, x: np.ndarray, t: float, rng: np.random.Generator
) -> tuple[float, np.ndarray]:
    """Return the trace of the denoiser's Jacobian and the singular values of t grad score."""
    N = x.size
    Q = np.linalg.qr(rng.standard_normal((N, N)))[0]
    step = STEP * np.sqrt(t)
    ahead, behind = (network.denoise(x + sign * step * Q, t) for sign in (1, -1))
    responses = (ahead - behind) / (2 * step)
    trace = float(np.einsum("kn,kn->", responses, Q))
    return trace, singular_values((responses - Q)[None])[0]


def _traces(
    network: Network, x: np.ndarray, t: float, rng: np.random.Generator
) -> Float[np.ndarray, " n"]:
    """Return the trace at each x by Hutchinson's estimator, E v.J v over signs v."""
    step, total = STEP * np.sqrt(t), np.zeros(len(x))
    for _ in range(TRACES):
        v = rng.choice([-1.0, 1.0], size=x.shape)
        change = network.denoise(x + step * v, t) - network.denoise(x - step * v, t)
        total += np.einsum("bn,bn->b", change, v) / (2 * step)
    return total / TRACES


def _curve(along: np.ndarray, square: np.ndarray) -> np.ndarray:
    """Return W against t from terms (times, n)."""
    return along.mean(axis=1) / square.mean(axis=1)


def _weight_numbers(weights: Arrays, times: np.ndarray, rng: np.random.Generator) -> list[Number]:
    """Return W deep in the collapsed phase, and t_c of the network beside that of the exact score.

    The network's t_c is where W at training points has passed half of the way from the control's W
    to 1.
    """
    says = (
        "Weight with which the network behaves, at a noise of 0.1 t_c, as if a training point were "
        "the only one: 1 for the exact score, and as much as the control's for a network that "
        "knows the density alone."
    )
    place = INSIDE
    own = projected_weight(weights["known_along"][place], weights["known_square"][place])
    control = None
    if "fresh_along" in weights:
        other = projected_weight(weights["fresh_along"][place], weights["fresh_square"][place])
        control = controlled("the same at held-out points", other.value, other.stderr)
    elif "linear_along" in weights:
        other = projected_weight(weights["linear_along"][place], weights["known_square"][place])
        control = controlled(_LINEAR, other.value, other.stderr)
    number = Number(
        "own_weight",
        own.value,
        own.value - NORMAL * own.stderr,
        own.value + NORMAL * own.stderr,
        says,
        control,
    )
    return [number, _ratio(weights, times, rng)]


_LINEAR = "the denoiser of Gaussian points of the same covariance"


def _beyond(W: np.ndarray, control: np.ndarray) -> np.ndarray:
    """Return (W - W_control) / (1 - W_control), where the control leaves something to exceed."""
    room = 1 - control
    return np.where(room > NO_ROOM, (W - control) / np.maximum(room, NO_ROOM), 0.0)


def _ratio(weights: Arrays, times: np.ndarray, rng: np.random.Generator) -> Number:
    means = (
        "t_c of the network over t_c of the exact score, at the same points: 1 where it has "
        "memorised them entirely, 0 where no noise is small enough for it to prefer them to points "
        "that it never saw."
    )
    n = weights["known_along"].shape[1]
    fresh, exact_along = weights.get("fresh_along"), weights["exact_along"]
    draws = []
    for number in range(RESAMPLES + 1):
        # at held-out points the exact score gives the weight 0
        exact_control = np.zeros(len(times))
        pick = np.arange(n) if number == 0 else rng.integers(n, size=n)
        square = weights["known_square"][:, pick]
        known = _curve(weights["known_along"][:, pick], square)
        if fresh is not None:
            m = fresh.shape[1]
            other = np.arange(m) if number == 0 else rng.integers(m, size=m)
            control = _curve(fresh[:, other], weights["fresh_square"][:, other])
        elif "linear_along" in weights:
            control = _curve(weights["linear_along"][:, pick], square)
            exact_control = control
        else:
            return unknown("collapse_ratio", means, "give held-out points (--held-out).")
        exact = _fall(times, _beyond(_curve(exact_along[:, pick], square), exact_control))
        found = _fall(times, _beyond(known, control))
        draws.append(found / exact if exact > 0 else float("nan"))
    low, high = np.nanquantile(draws[1:], [0.025, 0.975])
    note = ""
    if draws[0] == 0:
        high = max(float(high), float(times[0] / np.median(times)))
        note = f"no collapse seen down to t = {times[0]:.3g}."
    control = Control("the exact score, by definition", 1.0, 1.0, 1.0)
    return Number("collapse_ratio", draws[0], float(low), float(high), means, control, note)


def _return_numbers(
    returns: Arrays, weights: Arrays, times: np.ndarray, rng: np.random.Generator
) -> list[Number]:
    """Return the share that comes back from t_c, and the noise from which half of it does."""
    starts = times[list(STARTS)]
    place = STARTS.index(len(GRID) // 2)
    known = returns["known"]
    n = known.shape[1]
    says = (
        "Share of training points that the network brings back from noise of variance t_c, to "
        "within a third of the distance to their nearest neighbour."
    )
    control = None
    if "fresh" in returns:
        fresh = returns["fresh"][place]
        control = Control(
            "held-out points, to themselves", *proportion(int(fresh.sum()), len(fresh))
        )
    share = Number("returned", *proportion(int(known[place].sum()), n), says, control)
    means = (
        "Noise variance, over t_c, from which the network brings half of the training points back: "
        "the size of their basins."
    )
    exact = _fall(times, _curve(weights["exact_along"], weights["known_square"]))
    unit = times[len(GRID) // 2]
    draws = [
        _fall(starts, known[:, pick].mean(axis=1)) / unit
        for pick in (np.arange(n), *rng.integers(n, size=(RESAMPLES, n)))
    ]
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    note = ""
    if draws[0] == 0:
        high = max(float(high), float(starts[0] / unit))
        note = "fewer than half come back from any noise seen."
    beside = Control("the exact score", *(float(exact / unit),) * 3)
    return [share, Number("basin", draws[0], float(low), float(high), means, beside, note)]


def _fall(t: np.ndarray, curve: np.ndarray) -> float:
    """Return where a curve first falls below 1/2 beyond its maximum; 0 where it never exceeds it.

    The last time where it stays above.
    """
    if not curve.max() > 0.5:
        return 0.0
    peak = int(curve.argmax())
    beyond = np.minimum.accumulate(curve[peak:])
    return float(t[-1]) if beyond[-1] > 0.5 else crossing_place(t[peak:], beyond, 0.5)


def _dimension_numbers(jacobians: Arrays, data: Data, times: np.ndarray) -> list[Number]:
    place = SPECTRA.index(len(GRID) // 2)
    t = float(times[len(GRID) // 2])
    trace = jacobians["known_trace"][place]
    says = (
        "Directions that the network leaves free at a training point noised to t_c, the trace of "
        "its denoiser's Jacobian: the local dimension of what it has learnt, 0 where it knows one "
        "point alone."
    )
    # the law of Gaussian points is exact
    linear = float((data.eigenvalues / (data.eigenvalues + t)).sum())
    control = controlled("Gaussian points of the same covariance, exactly", linear, 0.0)
    error = float(trace.std(ddof=1) / np.sqrt(len(trace))) if len(trace) > 1 else float("inf")
    found = [measured("free_directions", float(trace.mean()), error, says, control)]
    if "fresh_trace" in jacobians:
        other = jacobians["fresh_trace"][place]
        beside = controlled(
            "held-out points", float(other.mean()), float(other.std(ddof=1) / np.sqrt(len(other)))
        )
        lost = "The same, of held-out points beside it: fewer at training points is memorization."
        found.append(
            measured("free_directions_beside_fresh", float(trace.mean()), error, lost, beside)
        )
    return found


def _weight_curves(weights: Arrays, times: np.ndarray) -> Curves:
    shown = []
    for label, along, square in (
        ("the network, training points", "known_along", "known_square"),
        ("the network, held-out points", "fresh_along", "fresh_square"),
        ("the exact score", "exact_along", "known_square"),
        (_LINEAR, "linear_along", "known_square"),
    ):
        if along in weights:
            found = [
                projected_weight(a, b) for a, b in zip(weights[along], weights[square], strict=True)
            ]
            values, errors = ([getattr(one, key) for one in found] for key in ("value", "stderr"))
            shown.append(line(label, times, values, errors))
    return _against_time("network_weight", "Weight given to the own point", "W", shown, times)


def _return_curves(returns: Arrays, weights: Arrays, times: np.ndarray) -> Curves:
    starts = times[list(STARTS)]
    shown = []
    for name, label in (("known", "training points"), ("fresh", "held-out points")):
        if name in returns:
            share, n = returns[name].mean(axis=1), returns[name].shape[1]
            error = np.sqrt(np.maximum(share * (1 - share), 1 / (n + 2)) / n)
            shown.append(line(label, starts, share, error))
    exact = _curve(weights["exact_along"], weights["known_square"])
    shown.append(line("the exact score", times, exact))
    return _against_time("returns", "Points that come back", "share", shown, times)


def _jacobian_curves(jacobians: Arrays, data: Data, times: np.ndarray) -> list[Curves]:
    at = times[list(SPECTRA)]
    shown = []
    for name, label in (("known", "training points"), ("fresh", "held-out points")):
        if f"{name}_trace" in jacobians:
            traces = jacobians[f"{name}_trace"]
            error = traces.std(axis=1, ddof=1) / np.sqrt(traces.shape[1])
            shown.append(line(label, at, traces.mean(axis=1), error))
    spectrum = data.eigenvalues
    linear = [float((spectrum / (spectrum + t)).sum()) for t in times]
    shown.append(line(_LINEAR, times, linear))
    title = "Directions left free"
    found = [_against_time("free_directions", title, "trace of the Jacobian", shown, times)]
    if "known_values" in jacobians:
        found.append(_spectrum(jacobians, data, at))
    return found


def _spectrum(jacobians: Arrays, data: Data, at: Sequence[float] | np.ndarray) -> Curves:
    """Return the ordered singular values of t grad score at each time, and the control's."""
    shown = []
    values = jacobians["known_values"].mean(axis=1)
    N = values.shape[1]
    rank = np.arange(1, N + 1)
    for k, t in enumerate(at):
        shown.append(line(f"the network, t = {t:.2g}", rank, values[k]))
        linear = np.ones(N)
        kept = data.eigenvalues[-N:]
        linear[N - len(kept) :] = t / (kept + t)
        shown.append(line(f"Gaussian control, t = {t:.2g}", rank, linear))
    title = "Spectrum of the score's Jacobian"
    label = "singular value of t grad score"
    return Curves("spectrum", title, "rank", label, tuple(shown), x_log=False, paired=True)


def _against_time(name: str, title: str, label: str, lines: Sequence, times: np.ndarray) -> Curves:
    marks = {"t_c": float(times[len(GRID) // 2])}
    return Curves(name, title, "t (variance of the noise)", label, tuple(lines), marks=marks)


def _notes(fresh: Probed | None, data: Data) -> tuple[str, ...]:
    found = []
    if fresh is None:
        found.append(
            "Without held-out points a network that has learnt more than the covariance looks as "
            "if it preferred its own points: give --held-out."
        )
    if data.cloud.dimension > FULL:
        found.append(
            f"Whole spectra are taken up to {FULL} coordinates; of these {data.cloud.dimension} "
            "the trace alone was estimated."
        )
    return tuple(found)
