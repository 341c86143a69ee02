"""Spectra of U at several psi_n, and the share of the late training loss that each bulk brings."""

from collections.abc import Iterator

import numpy as np

from memgen.settings.training_dynamics import Loads
from memgen.studies.training_dynamics.bulk_rows import atom_rows, bulk_rows
from memgen.tables.rows import Point, Row, row
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks


def table(s: Loads) -> Iterator[Row]:
    """Yield densities and bulks for each psi_n, then the shares against psi_n (all theory)."""
    for psi_n in s.psi_n:
        model = FeatureModel(s.psi_p, psi_n, s.t)
        point: Point = {"psi_p": s.psi_p, "psi_n": psi_n, "t": s.t}
        yield from atom_rows(model, **point)
        edges = ("lower", "upper", "mass")
        yield from bulk_rows(model, find_bulks(model), s.points, edges, **point)
    for psi_n in np.geomspace(*s.psi_n_range, s.shares):
        shares = loss_curve(np.array([np.inf]), FeatureModel(s.psi_p, float(psi_n), s.t)).shares
        point = {"psi_p": s.psi_p, "psi_n": float(psi_n), "t": s.t}
        yield row("bulks", "theory", float(len(shares)), **point)
        if len(shares) > 2:  # the smallest bulk stands apart from that of memorization
            yield row("late_share", "theory", float(shares[0] / shares[:-1].sum()), **point)
