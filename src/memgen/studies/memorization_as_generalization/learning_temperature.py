"""Learning P examples of a teacher at several temperatures, exactly, with the norm of J fixed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.optimize import minimize_scalar
from tqdm import tqdm

from memgen.recurrent.exact import all_states, boltzmann, energies, second_moments
from memgen.recurrent.exact_learning import ExactLearner, divergence, pair_products
from memgen.recurrent.teacher import matched_temperature, sherrington_kirkpatrick
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import LearningTemperature
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.couplings.teacher_student import temperature_shift

# Of log t, where the divergence is least.
PRECISION = 1e-4

CURVES = {
    "kl": "divergence",
    "mass": "mass",
    "fresh_mass": "fresh_mass",
    "likelihood_gap": "gap",
}

Temperatures = Float[np.ndarray, " temperatures"]


@dataclass(frozen=True)
class Teacher:
    """A teacher J_T at temperature 1, and the examples drawn from it.

    Attributes
    ----------
    J : (N, N)
        Couplings.
    probability : (2^N,)
        P_1(x | J_T).
    examples : (P, N)
        Training examples.
    fresh : (P, N)
        As many more, never learnt.
    """

    J: Float[np.ndarray, "N N"]
    probability: Float[np.ndarray, " states"]
    examples: Float[np.ndarray, "P N"]
    fresh: Float[np.ndarray, "P N"]

    @property
    def temperature(self) -> float:
        """The temperature at which couplings of norm sqrt(N) can be the teacher's."""
        return matched_temperature(self.J)

    @property
    def shift(self) -> float:
        """P log(t_best / t_teacher) by theory, for many examples."""
        N = len(self.J)
        return temperature_shift(pair_products(N), 2 * self.J[np.triu_indices(N, 1)])


@dataclass(frozen=True)
class Learned:
    """What couplings of fixed norm learn at each temperature.

    Attributes
    ----------
    divergence : (temperatures,)
        KL(teacher || learnt), nats.
    mass, fresh_mass : (temperatures,)
        Learnt probability of the set of training examples and their negatives, and of as many fresh
        examples of the teacher.
    gap : (temperatures,)
        Mean log-likelihood of a training example less of a fresh one, less the teacher's own
        difference, which is that of the draws.
    best_t, least : float
        The temperature at which the divergence is least, and how little it is.
    gradient : float
        Largest component of the gap of moments along the sphere that is left.
    """

    divergence: Temperatures
    mass: Temperatures
    fresh_mass: Temperatures
    gap: Temperatures
    best_t: float
    least: float
    gradient: float


def table(s: LearningTemperature, seeds: Seeds, P: int) -> Iterator[Row]:
    """Yield divergence and mass against t over the teacher's, the best t, and the truth's."""
    ratios = temperature_ratios(s)
    for N in (s.small_N, s.N):
        point: Point = {"N": N, "P": P}
        learner = ExactLearner(N)
        teachers = [draw_teacher(N, P, seeds, draw) for draw in range(s.draws)]
        learned = [
            learn(teacher, learner, teacher.temperature * ratios)
            for teacher in tqdm(teachers, disable=None, desc=f"N = {N}, P = {P}")
        ]
        if s.N == N:
            for quantity, field in CURVES.items():
                draws = np.array([getattr(draw, field) for draw in learned])
                yield from curve_rows(quantity, draws, {"ratio": ratios}, **point)
        yield from summary(teachers, learned, int(np.abs(np.log(ratios)).argmin()), point)


def temperature_ratios(s: LearningTemperature) -> Temperatures:
    """Return t / t_teacher, rising, denser about 1, where the divergence of many P is narrow."""
    low, high = (np.arcsinh(np.log(end) / s.dense) for end in s.ratio_range)
    return np.exp(s.dense * np.sinh(np.linspace(low, high, s.temperatures)))


def draw_teacher(N: int, P: int, seeds: Seeds, draw: int) -> Teacher:
    """Return the teacher of a draw, the same for every P, P examples and P fresh ones."""
    rng = seeds.stream("learning_temperature_teacher").generator({"N": N}, draw)
    J = sherrington_kirkpatrick(N, rng)
    probability = boltzmann(energies(J), 1.0)
    rng = seeds.generator({"N": N, "P": P}, draw)
    x = all_states(N)
    examples, fresh = (x[rng.choice(len(x), size=P, p=probability)] for _ in range(2))
    return Teacher(J, probability, examples, fresh)


def numbers(examples: Float[np.ndarray, "P N"]) -> Int[np.ndarray, " P"]:
    """Return the places of states in the order of `all_states`."""
    return ((examples > 0) @ (1 << np.arange(examples.shape[1]))).astype(int)


def mass(probability: Float[np.ndarray, " states"], examples: Float[np.ndarray, "P N"]) -> float:
    """Return the probability of the set of examples and their negatives."""
    N = examples.shape[1]
    number = numbers(examples)
    covered = np.unique(np.concatenate([number, 2**N - 1 - number]))
    return float(probability[covered].sum())


def likelihood_gap(probability: Float[np.ndarray, " states"], teacher: Teacher) -> float:
    """Return the mean of log p, training less fresh examples, less the teacher's own."""
    beyond = np.log(probability) - np.log(teacher.probability)
    return float(beyond[numbers(teacher.examples)].mean() - beyond[numbers(teacher.fresh)].mean())


def learn(teacher: Teacher, learner: ExactLearner, temperatures: Temperatures) -> Learned:
    """Learn at norm sqrt(N), from hot to cold: the solution follows continuously.

    Where the divergence is least is found by Brent's method, learning anew at each t it asks for.
    """
    moments = second_moments(teacher.examples)
    J = moments - np.eye(len(moments))
    couplings, divergences, masses, fresh, gaps, gradients = [], [], [], [], [], []

    def look(t: float, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        solution = learner.learn(moments, t, start)
        gradients.append(solution.residual)
        return solution.J, boltzmann(energies(solution.J), t)

    for t in temperatures[::-1]:
        J, q = look(float(t), J)
        couplings.append(J)
        divergences.append(divergence(teacher.probability, q))
        masses.append(mass(q, teacher.examples))
        fresh.append(mass(q, teacher.fresh))
        gaps.append(likelihood_gap(q, teacher))
    lowest = int(np.clip(np.argmin(divergences), 1, len(temperatures) - 2))
    logs = np.log(temperatures[::-1])

    def at(log_t: float) -> float:
        return divergence(teacher.probability, look(float(np.exp(log_t)), couplings[lowest])[1])

    best = minimize_scalar(
        at,
        bounds=(logs[lowest + 1], logs[lowest - 1]),
        method="bounded",
        options={"xatol": PRECISION},
    )
    return Learned(
        np.array(divergences[::-1]),
        np.array(masses[::-1]),
        np.array(fresh[::-1]),
        np.array(gaps[::-1]),
        float(np.exp(best.x)),
        float(best.fun),
        max(gradients),
    )


def summary(
    teachers: list[Teacher], learned: list[Learned], at: int, point: Point
) -> Iterator[Row]:
    """Yield the mass at the lowest t beside the true one, and the best t beside the teacher's.

    And the gap of likelihood at the temperature `at`, the teacher's. The theory's least divergence
    is that of maximum likelihood, (parameters) / (2 P).
    """
    P, parameters = point["P"], point["N"] * (point["N"] - 1) / 2 - 1
    truth = np.array([mass(teacher.probability, teacher.examples) for teacher in teachers])
    unseen = np.array([mass(teacher.probability, teacher.fresh) for teacher in teachers])
    cold, fresh = (
        np.array([getattr(draw, name)[0] for draw in learned]) for name in ("mass", "fresh_mass")
    )
    matched = np.array([teacher.temperature for teacher in teachers])
    shift = np.log([draw.best_t for draw in learned] / matched)
    expected = np.array([teacher.shift for teacher in teachers]) / P
    least, floor = np.array([draw.least for draw in learned]), parameters / (2 * P)
    yield mean_row("true_mass", truth, **point)
    # training examples gain (parameters) / 2P of the likelihood, fresh ones lose as much
    gap = np.array([draw.gap[at] for draw in learned])
    yield row("gap_of_many", "theory", parameters / P, **point)
    yield mean_row("gap_over_theory", gap * P / parameters, **point)
    # of the teacher both sets have the same mass but for their draw
    yield mean_row("memorised_mass", (cold - fresh) - (truth - unseen), **point)
    yield mean_row("teacher_t", matched, **point)
    yield mean_row("log_best_over_teacher", shift, **point)
    yield mean_row("log_best_over_teacher", expected, kind="theory", **point)
    # the same teachers: their scatter cancels
    yield mean_row("shift_over_theory", shift / expected.mean(), **point)
    yield mean_row("least_kl", least, **point)
    yield row("least_kl", "theory", floor, **point)
    yield mean_row("least_kl_over_theory", least / floor, **point)
    yield row("gradient", "theory", max(draw.gradient for draw in learned), **point)
