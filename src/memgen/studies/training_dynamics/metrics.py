"""Losses and score error along gradient flow at one psi_n: closed form and Gaussian equivalents."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.networks.random_features.flow import score_error
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Metrics
from memgen.statistics.late_rise import first_passage, half_rise
from memgen.studies.training_dynamics.features import drawn_losses
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.random_features.losses import half_fall_time, loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks


def table(s: Metrics, seeds: Seeds, psi_n: float) -> Iterator[Row]:
    """Yield the training loss and its times, then test loss, gap, score error and when they rise.

    The onset of memorization by an absolute criterion: the first tau at which test and training
    loss differ by a threshold (`gap_onset`); and by one relative to the loss's own end: half of the
    test loss's late rise (`half_rise`).
    """
    model = FeatureModel(s.psi_p, psi_n, s.t)
    point: Point = {"psi_p": s.psi_p, "psi_n": psi_n, "t": s.t}
    tau = np.geomspace(*s.tau_range, s.points)
    for time, value in zip(tau, loss_curve(tau, model).value, strict=True):
        yield row("training_loss", "theory", value, **point, tau=time)
    yield row("tau_mem", "published", published_time(model), **point)
    yield row("half_drop", "theory", half_fall_time(model), **point)
    for number, bulk in enumerate(find_bulks(model)):
        learnt = s.psi_p / (4 * model.coefficients.delta * bulk.mean)
        yield row("bulk_time", "theory", learnt, **point, bulk=number)
    losses, gaps = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"psi_n = {psi_n}"):
        rng = seeds.generator({"psi_n": psi_n, "d": s.d}, draw)
        drawn = drawn_losses("equivalent", model, s.d, rng)
        losses.append(drawn.test(tau))
        gaps.append(losses[-1] - np.array(drawn.training(tau)))
    errors = [[score_error(float(loss), s.t) for loss in along] for along in losses]
    point |= {"d": s.d}
    # Of the theory, though averaged over drawn equivalents.
    yield from curve_rows("test_loss", np.array(losses), {"tau": tau}, "theory", **point)
    yield from curve_rows("gap", np.array(gaps), {"tau": tau}, "theory", **point)
    yield from curve_rows("score_error", np.array(errors), {"tau": tau}, "theory", **point)
    for level in s.onset_gaps:
        onsets = np.array([first_passage(tau, gap, level) for gap in gaps])
        yield mean_row("gap_onset", onsets, kind="theory", **point, level=level)
    rises = np.array([half_rise(tau, along) for along in losses])
    yield mean_row("half_rise", rises, kind="theory", **point)


def published_time(model: FeatureModel) -> float:
    """Return tau_mem = psi_p / (Delta lambda_min), lambda_min the published edge of memorization.

    lambda_min = s^2 + v^2 (1 - sqrt(psi_p / psi_n))^2 (arXiv:2505.17638).
    """
    c = model.coefficients
    lowest = c.s2 + c.v2 * (1 - np.sqrt(model.psi_p / model.psi_n)) ** 2
    return float(model.psi_p / (c.delta * lowest))
