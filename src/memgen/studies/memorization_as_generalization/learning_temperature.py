"""Learning P examples of a teacher at several temperatures, exactly, at fixed and free norm."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.recurrent.exact import all_states, boltzmann, energies, second_moments
from memgen.recurrent.exact_learning import ExactLearner, divergence, gauge_path
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import LearningTemperature
from memgen.statistics.minimum import lowest_place
from memgen.tables.rows import Point, Row, mean_row, row

# At which norm the couplings are learnt: |J| = sqrt(N) alone, or free too.
Norms = Literal["fixed", "both"]
Temperatures = Float[np.ndarray, " temperatures"]


@dataclass(frozen=True)
class Teacher:
    """A teacher J_T at temperature 1, and the examples drawn from it.

    Attributes
    ----------
    probability : (2^N,)
        P_1(x | J_T).
    matched_t : float
        t at which couplings of norm sqrt(N) can be the teacher: J_T = J / t.
    examples : (P, N)
        Training examples.
    """

    probability: Float[np.ndarray, " states"]
    matched_t: float
    examples: Float[np.ndarray, "P N"]


@dataclass(frozen=True)
class Learned:
    """What couplings of fixed norm learn at each temperature.

    Attributes
    ----------
    divergence : (temperatures,)
        KL(teacher || learnt), nats.
    mass : (temperatures,)
        Learnt probability of the set of training examples and their negatives.
    gradient : float
        Largest component of the gap of moments along the sphere that is left.
    """

    divergence: Temperatures
    mass: Temperatures
    gradient: float


def table(s: LearningTemperature, seeds: Seeds, P: int, norms: Norms) -> Iterator[Row]:
    """Yield divergence and mass against t, the best t, and what the truth would give."""
    point: Point = {"N": s.N, "P": P}
    temperatures = np.geomspace(*s.t_range, s.temperatures)
    learner = ExactLearner(s.N)
    teachers, learned, free = [], [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"P = {P}"):
        teacher = draw_teacher(s.N, P, seeds, draw)
        teachers.append(teacher)
        learned.append(learn_fixed(teacher, learner, temperatures))
        if norms == "both":
            free.append(learn_free(teacher, temperatures, s))
    yield from curves(learned, free, temperatures, point)
    if free:
        spread = np.ptp(np.array(free), axis=1) / np.mean(free, axis=1)
        yield mean_row("free_spread", spread, **point)
    yield from summary(teachers, learned, temperatures, point)


def draw_teacher(N: int, P: int, seeds: Seeds, draw: int) -> Teacher:
    """Return the teacher of a draw, the same for every P, and P examples."""
    rng = seeds.stream("learning_temperature_teacher").generator({"N": N}, draw)
    J = sherrington_kirkpatrick(N, rng)
    probability = boltzmann(energies(J), 1.0)
    rng = seeds.generator({"N": N, "P": P}, draw)
    examples = all_states(N)[rng.choice(len(probability), size=P, p=probability)]
    return Teacher(probability, float(np.sqrt(N) / np.linalg.norm(J)), examples)


def sherrington_kirkpatrick(N: int, rng: np.random.Generator) -> Float[np.ndarray, "N N"]:
    """Return J = G / 2, G symmetric with entries of variance 1 / N and a diagonal of 0."""
    G = np.triu(rng.standard_normal((N, N)) / np.sqrt(N), 1)
    return (G + G.T) / 2


def mass(probability: Float[np.ndarray, " states"], examples: Float[np.ndarray, "P N"]) -> float:
    """Return the probability of the set of examples and their negatives."""
    N = examples.shape[1]
    number = ((examples > 0) @ (1 << np.arange(N))).astype(int)
    covered = np.unique(np.concatenate([number, 2**N - 1 - number]))
    return float(probability[covered].sum())


def learn_fixed(teacher: Teacher, learner: ExactLearner, temperatures: Temperatures) -> Learned:
    """Learn at norm sqrt(N), from hot to cold: the solution follows continuously."""
    moments = second_moments(teacher.examples)
    J = moments - np.eye(len(moments))
    divergences, masses, gradients = [], [], []
    for t in temperatures[::-1]:
        solution = learner.learn(moments, float(t), J)
        J = solution.J
        q = boltzmann(energies(J), float(t))
        divergences.append(divergence(teacher.probability, q))
        masses.append(mass(q, teacher.examples))
        gradients.append(solution.residual)
    return Learned(np.array(divergences[::-1]), np.array(masses[::-1]), max(gradients))


def learn_free(
    teacher: Teacher, temperatures: Temperatures, s: LearningTemperature
) -> Temperatures:
    """Return KL(teacher || learnt) after learning with a free norm at each temperature."""
    moments = second_moments(teacher.examples)
    learnt = [
        boltzmann(energies(gauge_path(moments, float(t), s.free_rate, s.free_steps)), 1.0)
        for t in temperatures
    ]
    return np.array([divergence(teacher.probability, q) for q in learnt])


def curves(
    learned: list[Learned],
    free: list[Temperatures],
    temperatures: Temperatures,
    point: Point,
) -> Iterator[Row]:
    """Yield, t by t, divergence and mass at fixed norm, and the divergence at free norm."""
    divergences = np.array([draw.divergence for draw in learned])
    masses = np.array([draw.mass for draw in learned])
    for k, t in enumerate(temperatures):
        yield mean_row("kl", divergences[:, k], **point, t=t, norm="fixed")
        yield mean_row("mass", masses[:, k], **point, t=t, norm="fixed")
        if free:
            yield mean_row("kl", np.array(free)[:, k], **point, t=t, norm="free")


def summary(
    teachers: list[Teacher],
    learned: list[Learned],
    temperatures: Temperatures,
    point: Point,
) -> Iterator[Row]:
    """Yield the mass at the lowest t beside the true one, and the best t beside the teacher's.

    The theory's floor of the divergence is that of maximum likelihood, (parameters) / (2 P).
    """
    truth = np.array([mass(teacher.probability, teacher.examples) for teacher in teachers])
    cold = np.array([draw.mass[0] for draw in learned])
    best = np.array([lowest_place(temperatures, draw.divergence) for draw in learned])
    matched = np.array([teacher.matched_t for teacher in teachers])
    parameters = point["N"] * (point["N"] - 1) / 2 - 1  # pairs, less the fixed norm
    yield mean_row("true_mass", truth, **point)
    yield mean_row("cold_mass", cold, **point)
    yield mean_row("mass_gain", cold - truth, **point)
    yield mean_row("best_t", best, **point)
    yield mean_row("log_best_over_teacher", np.log(best / matched), **point)
    yield mean_row("teacher_t", matched, **point)
    yield row("kl_floor", "theory", parameters / (2 * point["P"]), **point)
    yield row("gradient", "theory", max(draw.gradient for draw in learned), **point)
