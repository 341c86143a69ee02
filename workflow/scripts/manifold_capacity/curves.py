"""Capacities for N to infinity: against lambda, and against the initial overlap."""

import numpy as np

from memgen.activations import get_activation
from memgen.job import job
from memgen.tables import row, tidy, write_table
from memgen.theory.capacity import (
    condensation_line,
    retrieval_capacity,
    saturation,
    smallest_norm,
    storage_capacity,
)
from memgen.theory.hopfield_branch import follow_branch
from memgen.theory.manifold import times

OVERLAPS = np.linspace(0.02, 1, 50)


def independent_rows(name, lams):
    """alpha_1, alpha_c and, for Gaussian patterns, the line lambda_* at the norm rho_m."""
    rows = []
    for quantity, values in (
        ("retrieval_capacity", retrieval_capacity(lams, name)),
        ("storage_capacity", storage_capacity(lams, name)),
    ):
        rows += [
            row(quantity, "theory", value, patterns=name, lam=lam)
            for lam, value in zip(lams, values, strict=True)
        ]
    end = saturation(name)
    if np.isfinite(end.capacity):
        rows.append(row("saturation_capacity", "theory", end.capacity, patterns=name))
    if np.isfinite(end.lam):
        rows.append(row("saturation_lam", "theory", end.lam, patterns=name))
    for lam, alpha in zip(lams, storage_capacity(lams, name), strict=True):
        rho = smallest_norm(lam) if name == "gaussian" else 1.0
        line = condensation_line(alpha, name, rho)
        rows.append(row("condensation_line", "theory", line, patterns=name, lam=lam))
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
    """The same for independent sigma(g), alpha_D = inf: drawn beside the manifold's curves."""
    end = saturation("manifold", np.inf, activation)
    lams = end.lam * np.linspace(0.02, 2, points)
    values = retrieval_capacity(lams, "manifold", np.inf, activation)
    return [
        *(
            row("independent_capacity", "theory", value, patterns=activation, lam=lam)
            for lam, value in zip(lams, values, strict=True)
        ),
        row("independent_saturation_lam", "theory", end.lam, patterns=activation),
        row("independent_saturation_capacity", "theory", end.capacity, patterns=activation),
        row("signal", "theory", get_activation(activation).second_moment(), patterns=activation),
    ]


def overlap_rows(lam, alpha_Ds):
    """alpha_1 against the initial overlap: spherical patterns, and the linear manifold."""
    rows = []
    for overlap in OVERLAPS:
        value = retrieval_capacity(lam, "spherical", overlap=overlap)
        at = {"lam": lam, "overlap": overlap}
        rows.append(row("overlap_capacity", "theory", value, patterns="spherical", **at))
        for alpha_D in alpha_Ds:
            value = retrieval_capacity(lam, "manifold", alpha_D, "linear", overlap=overlap)
            at_manifold = {"patterns": "linear", "alpha_D": alpha_D}
            rows.append(row("overlap_capacity", "theory", value, **at_manifold, **at))
    return rows


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
    for name in s["independent"]:
        rows += independent_rows(name, lams)
    for activation in s["activations"]:
        for alpha_D in s["alpha_Ds"]:
            rows += manifold_rows(activation, alpha_D, s["points"])
        rows += limit_rows(activation, s["points"])
    for lam in s["overlap_lams"]:
        rows += overlap_rows(lam, s["alpha_Ds"])
    rows += generalization_rows(s["alpha"], s["points"])
    write_table(tidy(rows), snakemake.output[0], this.provenance())
