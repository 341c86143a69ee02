"""Spectra at several psi_n, and the share of the late training loss that each bulk brings."""

import numpy as np

from memgen.job import job
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import atom_mass, feature_density, find_bulks

POINTS = 300

with job(snakemake) as this:
    s = this.settings
    psi_p = s["spectra_psi_p"]
    rows = []
    for psi_n in s["spectra_psi_n"]:
        model = FeatureModel(psi_p, psi_n, s["t"])
        at = {"psi_p": psi_p, "psi_n": psi_n, "t": s["t"]}
        rows.append(row("atom", "theory", model.coefficients.s2, **at))
        rows.append(row("atom_mass", "theory", atom_mass(model), **at))
        for number, bulk in enumerate(find_bulks(model)):
            x = bulk.grid(POINTS)
            rows += [
                row("density", "theory", value, **at, bulk=number, x=at_x)
                for at_x, value in zip(x, feature_density(x, model), strict=True)
            ]
            for quantity in ("lower", "upper", "mass"):
                value = getattr(bulk, quantity)
                rows.append(row(quantity, "theory", value, **at, bulk=number))
    for psi_n in np.geomspace(s["psi_n"][0], s["psi_n"][-1], POINTS // 10):
        model = FeatureModel(psi_p, float(psi_n), s["t"])
        shares = loss_curve(np.array([np.inf]), model).shares
        at = {"psi_p": psi_p, "psi_n": float(psi_n), "t": s["t"]}
        rows.append(row("bulks", "theory", float(len(shares)), **at))
        if len(shares) > 2:  # the smallest bulk stands apart from that of memorization
            rows.append(row("late_share", "theory", float(shares[0] / shares[:-1].sum()), **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
