"""Capacities for N to infinity: against lambda, and against the initial overlap."""

import numpy as np
from scipy.optimize import minimize_scalar

from memgen.job import job
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy
from memgen.theory.capacity import retrieval_capacity, saturation, storage_capacity
from memgen.theory.capacity.cumulants import binary
from memgen.theory.energies.rem import gaussian
from memgen.theory.manifold import times
from memgen.theory.replica.hopfield_branch import follow_branch

INDEPENDENT = ("gaussian", "spherical", "binary")
CURVED = ("linear", "tanh", "relu")
OVERLAPS = np.linspace(0.02, 1, 50)
CUMULANTS = {"gaussian": gaussian(1.0), "binary": binary()}


def independent_rows(name, lams):
    """alpha_1, for Gaussian patterns alpha_c, and the largest alpha_1 by a search over lambda."""
    curves = {"retrieval_capacity": retrieval_capacity(lams, name)}
    if name == "gaussian":
        curves["storage_capacity"] = storage_capacity(lams, name)
    rows = [
        row(quantity, "theory", value, patterns=name, lam=lam)
        for quantity, values in curves.items()
        for lam, value in zip(lams, values, strict=True)
    ]
    if name in CUMULANTS:
        zeta = CUMULANTS[name].value
        best = minimize_scalar(lambda lam: float(zeta(lam)) - lam, bounds=(0, 40), method="bounded")
        rows.append(row("largest_capacity", "theory", -best.fun, patterns=name))
    return rows


def manifold_rows(activation, alpha_D, points):
    """alpha_1 up to twice lambda_s, with the stability of the replica-symmetric branch."""
    at = {"patterns": activation, "alpha_D": alpha_D}
    end = saturation("manifold", alpha_D, activation)
    lams = end.lam * np.linspace(0.02, 2, points)
    values = retrieval_capacity(lams, "manifold", alpha_D, activation)
    branch = follow_branch(lams, alpha_D, activation)
    stability = min(point.solution.stability for point in branch.points)
    return [
        *(
            row("retrieval_capacity", "theory", value, **at, lam=lam)
            for lam, value in zip(lams, values, strict=True)
        ),
        row("saturation_lam", "theory", end.lam, **at),
        row("saturation_capacity", "theory", end.capacity, **at),
        row("smallest_stability", "theory", stability, **at),
    ]


def limit_rows(activation, points):
    """alpha_1 of independent sigma(g), alpha_D = inf: drawn beside the manifold's curves."""
    lams = saturation("manifold", np.inf, activation).lam * np.linspace(0.02, 2, points)
    values = retrieval_capacity(lams, "manifold", np.inf, activation)
    return [
        row("independent_capacity", "theory", value, patterns=activation, lam=lam)
        for lam, value in zip(lams, values, strict=True)
    ]


def overlap_rows(lam):
    """alpha_1 of spherical patterns against the initial overlap."""
    values = [retrieval_capacity(lam, "spherical", overlap=overlap) for overlap in OVERLAPS]
    return [
        row("overlap_capacity", "theory", value, patterns="spherical", lam=lam, overlap=overlap)
        for overlap, value in zip(OVERLAPS, values, strict=True)
    ]


def generalization_rows(alpha, points):
    """1 / t_g, 1 / t_c, 1 / t_o of the linear manifold against alpha_D."""
    alpha_Ds = np.geomspace(0.05, 2, points)
    found = times(alpha, alpha_Ds)
    return [
        row(quantity, "theory", 1 / t, patterns="linear", alpha=alpha, alpha_D=alpha_D)
        for quantity, values in (
            ("generalization_limit", found.generalization),
            ("collapse_limit", found.collapse),
            ("onset_limit", found.onset),
        )
        for alpha_D, t in zip(alpha_Ds, values, strict=True)
    ]


with job(snakemake) as this:
    s = this.settings
    lams = np.geomspace(*s["lam_range"], s["points"])
    rows = []
    for name in INDEPENDENT:
        rows += independent_rows(name, lams)
    for activation in CURVED:
        for alpha_D in s["alpha_Ds"]:
            rows += manifold_rows(activation, alpha_D, s["points"])
        rows += limit_rows(activation, s["points"])
    for lam in s["overlap_lams"]:
        rows += overlap_rows(lam)
    rows += generalization_rows(s["alpha"], s["points"])
    write_table(tidy(rows), snakemake.output[0], this.provenance())
