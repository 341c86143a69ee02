"""The spectrum of U: theory, the Gaussian equivalent and U itself at finite d."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.measures.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_arrays, write_table
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import atom_mass, density, find_bulks

SOURCE, TABLE = "training_dynamics", "spectra"
CASES = {"one": ((1.0,), (1.0,)), "two": ((0.5, 1.5), (0.5, 0.5))}


def theory_rows(model, at, points):
    """Density, bulks and the share of the loss that each brings."""
    bulks = find_bulks(model)
    rows = []
    for number, bulk in enumerate(bulks):
        x = bulk.grid(points)
        rows += [
            row("density", "theory", v, **at, bulk=number, x=e)
            for e, v in zip(x, density(x, model), strict=True)
        ]
        for quantity in ("lower", "upper", "mass", "mean"):
            value = getattr(bulk, quantity)
            rows.append(row(quantity, "theory", value, **at, bulk=number))
    rows.append(row("atom_mass", "theory", atom_mass(model), **at))
    rows.append(row("atom", "theory", model.coefficients.s2, **at))
    loss = loss_curve(np.array([np.inf]), model)
    rows += [
        row("loss_share", "theory", share, **at, bulk=number)
        for number, share in enumerate(loss.shares)
    ]
    return rows, bulks


def distances(values, model, bulks):
    """Kolmogorov distance within each bulk, whose eigenvalues are counted from its mass."""
    start = round(atom_mass(model) * values.size)
    found = []
    for bulk in bulks:
        count = round(bulk.mass * values.size)
        mine = np.sort(values)[start : start + count]
        start += count
        x = bulk.grid(3000)
        found.append(kolmogorov_distance(mine, x, density(x, model)))
    return found


with job(snakemake) as this:
    s = this.settings
    rows, arrays = [], {}
    for case, (variances, weights) in CASES.items():
        model = FeatureModel(s["psi_p"], s["psi_n"], s["t"], variances, weights)
        at = {"case": case, "psi_p": s["psi_p"], "psi_n": s["psi_n"], "t": s["t"]}
        theory, bulks = theory_rows(model, at, s["points"])
        rows += theory
        d, found = s["equivalent_d"], []
        for draw in tqdm(range(s["draws"]), disable=None, desc=case):
            rng = generator(s["seed"], SOURCE, TABLE, {"case": case, "d": d}, draw)
            values = draw_equivalent(model, d, rng).eigenvalues()
            found.append(distances(values, model, bulks))
        arrays[f"equivalent_{case}"] = values
        rows += [
            mean_row("kolmogorov_distance", np.array(found)[:, number], **at, bulk=number, d=d)
            for number in range(len(bulks))
        ]
        d = s["exact_d"]
        rng = generator(s["seed"], SOURCE, f"{TABLE}_exact", {"case": case, "d": d}, 0)
        W = rng.standard_normal((round(s["psi_p"] * d), d))
        scales = np.sqrt(np.repeat(variances, [d // 2, d - d // 2] if len(variances) > 1 else [d]))
        x = scales * rng.standard_normal((round(s["psi_n"] * d), d))
        exact = np.linalg.eigvalsh(training_moments(W, x, s["t"]).U)
        arrays[f"exact_{case}"] = exact
        top = exact[-d:]
        rows += [
            row("upper", "simulation", float(top[-1]), None, 1, **at, d=d, bulk=len(bulks) - 1),
            row("mean_of_largest", "simulation", float(top.mean()), None, 1, **at, d=d),
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
