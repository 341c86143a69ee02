"""Denoisers learnt from P points against the message-passing denoiser of the relu manifold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold
from memgen.diffusion.affine import AffineDenoiser, BentDenoiser
from memgen.diffusion.empirical import EmpiricalScore
from memgen.inference.relu_moments import (
    matrix_from_moments,
    nearest_rotation,
    relu_mean,
    relu_second_moments,
)
from memgen.measures.score_error import Denoiser, NoisyPoints, settled_posterior
from memgen.networks.members import load_members
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingNetworks
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.perceptrons import (
    ACTIVATION,
    build,
    draw_points,
    schedule_of,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row
from memgen.training.score_matching import NetworkScore

TOLERANCE = 1e-5
CURVE_PROBES = 60
Matrix = Float[np.ndarray, "N D"]
ByTime = Float[np.ndarray, "draws times"]
Key = tuple[str, int | None]


@dataclass(frozen=True)
class Draw:
    """One manifold, its data, its networks, and what the denoisers do at test points.

    Attributes
    ----------
    least : (times,)
        The Bayes-optimal error, message passing's posterior variance per coordinate.
    direct, risk : dict
        (model, P) -> mean |D - D*|^2 / N at each t, directly and by the excess risk.
    trained : dict
        (model, P) -> excess risk at each t on noisy copies of the training points, below 0 where
        these are memorized.
    affine : (2, probes)
        Of the best affine denoiser: direct distance and excess risk of each test point over the
        Bayes-optimal error, means over t.
    curve : (curve points,)
        Exact risk of the best affine denoiser less the Bayes-optimal error, over the latter.
    shown : dict
        Outputs at a few test points at the middle t.
    """

    least: Float[np.ndarray, " times"]
    direct: dict[Key, Float[np.ndarray, " times"]]
    risk: dict[Key, Float[np.ndarray, " times"]]
    trained: dict[Key, Float[np.ndarray, " times"]]
    affine: Float[np.ndarray, "2 probes"]
    curve: Float[np.ndarray, " curve"]
    shown: Arrays


def table(
    s: MessagePassingNetworks,
    seeds: Seeds,
    networks: Mapping[int, Path],
    splits: Mapping[int, Arrays],
) -> Made:
    """Return each denoiser's distance from the Bayes-optimal one, in units of the latter's error.

    Of each manifold the denoisers are: the best affine one (exact moments), and learnt from P
    points the affine one, the best function of each of its coordinates, the empirical posterior
    mean, message passing with the F that the second moments tell, and the network. Errors are over
    manifolds. `networks` and `splits` are by P.
    """
    matrices = manifolds_of(splits)
    members = {
        P: load_members(path, partial(build, s.network), len(matrices))
        for P, path in networks.items()
    }
    draws = [
        observe(s, seeds, F, k, {P: of_P[k] for P, of_P in members.items()})
        for k, F in enumerate(tqdm(matrices, disable=None, desc="manifolds"))
    ]
    return Made(list(rows(s, draws)), arrays={"message_passing_outputs": draws[0].shown})


def manifolds_of(splits: Mapping[int, Arrays]) -> Float[np.ndarray, "draws N D"]:
    """Return the F of all manifolds.

    Raises
    ------
    ValueError
        If the networks of different P were trained on different ones.
    """
    first, *others = (split["F"] for split in splits.values())
    if not all(np.array_equal(first, F) for F in others):
        raise ValueError(
            f"networks of P = {list(splits)} were trained on different manifolds: train them anew "
            "with one seed and one N and D."
        )
    return first


def observe(
    s: MessagePassingNetworks,
    seeds: Seeds,
    F: Matrix,
    draw: int,
    members: Mapping[int, torch.nn.Module],
) -> Draw:
    """Return what the denoisers of one manifold do."""
    points = draw_points(F, s.P[-1], seeds, draw)
    rng = seeds.stream("message_passing_networks_test").generator({}, draw)
    fresh = HiddenManifold(F, ACTIVATION).sample(s.probes, rng)
    test = NoisyPoints.draw(F, ACTIVATION, fresh, tuple(s.times), rng, TOLERANCE)
    best = AffineDenoiser.of_moments(
        relu_mean(F), relu_second_moments(F) - np.outer(relu_mean(F), relu_mean(F))
    )
    rotation = np.linalg.qr(rng.standard_normal((F.shape[1], F.shape[1])))[0]
    denoisers: dict[Key, Denoiser] = {
        ("best affine", None): best.denoise,
        ("rotated", None): partial(by_messages, F @ rotation),
    }
    trained: dict[Key, Float[np.ndarray, " times"]] = {}
    for P in s.P:
        learnt = learn(points[:P], F, s.times, rng) | {"network": of_network(members[P], s)}
        denoisers |= {(model, P): denoise for model, denoise in learnt.items()}
        seen = points[rng.integers(P, size=s.probes)]
        copies = NoisyPoints.draw(F, ACTIVATION, seen, tuple(s.times), rng, TOLERANCE)
        for model in ("network", "empirical"):
            trained[model, P] = copies.errors(learnt[model])[1].mean(axis=1)
    errors = {key: test.errors(denoise) for key, denoise in denoisers.items()}
    least, middle = test.posterior_variance(), len(s.times) // 2
    x, t = test.noisy[middle][: s.shown], s.times[middle]
    return Draw(
        least=least,
        direct={key: direct.mean(axis=1) for key, (direct, _) in errors.items()},
        risk={key: risk.mean(axis=1) for key, (_, risk) in errors.items()},
        trained=trained,
        affine=(np.array(errors["best affine", None]) / least[:, None]).mean(axis=1),
        curve=affine_curve(s, best, F, fresh[:CURVE_PROBES], rng),
        shown={
            "t": np.array(t),
            "P": np.array(s.P[-1]),
            "exact": test.exact[middle].denoised[: s.shown],
            "affine": best.denoise(x, t),
            "network": denoisers["network", s.P[-1]](x, t),
        },
    )


def learn(
    points: Float[np.ndarray, "P N"], F: Matrix, times: list[float], rng: np.random.Generator
) -> dict[str, Denoiser]:
    """Return the denoisers that are fitted to the points.

    The second moments tell F up to a rotation of the latents, which are then turned to the true F's
    for comparison.
    """
    told = matrix_from_moments(points.T @ points / len(points), F.shape[1])
    return {
        "affine": AffineDenoiser.fitted(points).denoise,
        "bent": BentDenoiser.fitted(points, times, rng).denoise,
        "empirical": EmpiricalScore(points).denoise,
        "messages": partial(by_messages, nearest_rotation(told, F)),
    }


def by_messages(
    F: Matrix, x: Float[np.ndarray, "batch N"], t: float
) -> Float[np.ndarray, "batch N"]:
    """Return the denoiser of message passing with some F."""
    return settled_posterior(F, x, t, ACTIVATION, TOLERANCE).denoised


def of_network(network: torch.nn.Module, s: MessagePassingNetworks) -> Denoiser:
    """Return x + t score of a trained network."""
    score = NetworkScore(network.double(), schedule_of(s.network))

    def denoise(x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        with torch.no_grad():
            return x + t * score(x, t)

    return denoise


def curve_times(s: MessagePassingNetworks) -> Float[np.ndarray, " curve"]:
    """Return the noise variances of the curve of the best affine denoiser."""
    return np.geomspace(min(s.times), max(s.times), s.curve_points)


def affine_curve(
    s: MessagePassingNetworks,
    best: AffineDenoiser,
    F: Matrix,
    clean: Float[np.ndarray, "probes N"],
    rng: np.random.Generator,
) -> Float[np.ndarray, " curve"]:
    """Return the exact excess risk of the best affine denoiser over the Bayes-optimal error."""
    noise, found = rng.standard_normal(clean.shape), []
    for t in curve_times(s):
        x = clean + np.sqrt(t) * noise
        messages = settled_posterior(F, x, t, ACTIVATION, TOLERANCE)
        found.append(best.risk(t) / messages.visible_variance.mean() - 1)
    return np.array(found)


def rows(s: MessagePassingNetworks, draws: list[Draw]) -> Iterator[Row]:
    """Yield means over manifolds; those without t are means over all t, which count alike."""
    curve = np.array([draw.curve for draw in draws])
    about: Point = {"model": "best affine"}
    yield from curve_rows("excess", curve, {"t": curve_times(s)}, kind="theory", **about)
    # what holds on each manifold has the error of all test points
    distance, risk = np.concatenate([draw.affine for draw in draws], axis=1)
    yield mean_row("identity", risk / distance.mean(), **about)
    least = np.array([draw.least for draw in draws])
    times = {"t": np.array(s.times)}
    best = np.array([draw.direct["best affine", None] for draw in draws])
    for model, P in draws[0].direct:
        point: Point = {"model": model} | ({} if P is None else {"P": P})
        direct = np.array([draw.direct[model, P] for draw in draws])
        risk = np.array([draw.risk[model, P] for draw in draws])
        yield from curve_rows("excess", direct / least, times, **point)
        yield mean_row("excess", (direct / least).mean(axis=1), **point)
        yield mean_row("excess_risk", (risk / least).mean(axis=1), **point)
        yield from curve_rows("gap_closed", 1 - direct / best, times, **point)
        yield mean_row("gap_closed", (1 - direct / best).mean(axis=1), **point)
        if (model, P) in draws[0].trained:
            # excess risks are paired with the Bayes-optimal errors, and so less noisy than risks
            seen = np.array([draw.trained[model, P] for draw in draws]) / least
            yield mean_row("error_on_training", 1 + seen.mean(axis=1), **point)
            yield mean_row("error_on_fresh", 1 + (risk / least).mean(axis=1), **point)
            yield mean_row("training_less_fresh", (seen - risk / least).mean(axis=1), **point)
        if model == "network":
            bent = np.array([draw.direct["bent", P] for draw in draws])
            ratio = (direct / least).mean(axis=1) / (bent / least).mean(axis=1)
            yield mean_row("over_bent", ratio, **point)
