"""The spectrum of U: theory, the Gaussian equivalent and U itself at finite d."""

from itertools import pairwise

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import atom_mass, feature_density, find_bulks

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
            for e, v in zip(x, feature_density(x, model), strict=True)
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


def borders(model, bulks):
    """The middles, in log lambda, of the gaps below, between and above the bulks."""
    ends = [(model.coefficients.s2, bulks[0].lower)]
    ends += [(low.upper, high.lower) for low, high in pairwise(bulks)]
    return np.array([*(np.sqrt(below * above) for below, above in ends), np.inf])


def found_in_bulks(values, model, bulks):
    """Mass, least and largest eigenvalue between the gaps, (3, bulks)."""
    limits, found = borders(model, bulks), []
    for low, high in pairwise(limits):
        inside = values[(values > low) & (values < high)]
        if not inside.size:
            raise ValueError(f"no eigenvalue lies between {low:.4g} and {high:.4g}: raise d.")
        found.append([inside.size / values.size, inside.min(), inside.max()])
    return np.array(found).T


def found_rows(found, at):
    """Rows of mass and edges of each bulk, means over the draws."""
    return [
        mean_row(quantity, np.array(found)[:, k, number], **at, bulk=number)
        for k, quantity in enumerate(("mass", "lower", "upper"))
        for number in range(np.shape(found)[2])
    ]


def distances(values, model, bulks):
    """Kolmogorov distance within each bulk, whose eigenvalues are counted from its mass."""
    start = round(atom_mass(model) * values.size)
    found = []
    for bulk in bulks:
        count = round(bulk.mass * values.size)
        mine = np.sort(values)[start : start + count]
        start += count
        x = bulk.grid(3000)
        found.append(kolmogorov_distance(mine, x, feature_density(x, model)))
    return found


def exact_eigenvalues(d, variances, s, rng):
    """Eigenvalues of U of one draw of features and data."""
    W = rng.standard_normal((round(s["psi_p"] * d), d))
    scales = np.sqrt(np.repeat(variances, [d // 2, d - d // 2] if len(variances) > 1 else [d]))
    x = scales * rng.standard_normal((round(s["psi_n"] * d), d))
    return np.linalg.eigvalsh(training_moments(W, x, s["t"]).U)


with job(snakemake) as this:
    s = this.settings
    rows, arrays = [], {}
    for case, (variances, weights) in CASES.items():
        model = FeatureModel(s["psi_p"], s["psi_n"], s["t"], variances, weights)
        at = {"case": case, "psi_p": s["psi_p"], "psi_n": s["psi_n"], "t": s["t"]}
        theory, bulks = theory_rows(model, at, s["points"])
        rows += theory
        d, found, seen = s["equivalent_d"], [], []
        for draw in tqdm(range(s["draws"]), disable=None, desc=case):
            rng = generator(s["seed"], SOURCE, TABLE, {"case": case, "d": d}, draw)
            values = draw_equivalent(model, d, rng).eigenvalues()
            found.append(distances(values, model, bulks))
            seen.append(found_in_bulks(values, model, bulks))
        arrays[f"equivalent_{case}"] = values
        rows += [
            mean_row("kolmogorov_distance", np.array(found)[:, number], **at, bulk=number, d=d)
            for number in range(len(bulks))
        ]
        rows += found_rows(seen, at | {"d": d, "features": "equivalent"})
        d, seen = s["exact_d"], []
        for draw in tqdm(range(s["exact_draws"]), disable=None, desc=f"{case}, U itself"):
            rng = generator(s["seed"], SOURCE, f"{TABLE}_exact", {"case": case, "d": d}, draw)
            values = exact_eigenvalues(d, variances, s, rng)
            seen.append(found_in_bulks(values, model, bulks))
        arrays[f"exact_{case}"] = values
        rows += found_rows(seen, at | {"d": d, "features": "exact"})
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
