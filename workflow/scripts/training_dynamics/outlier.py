"""The outlier of a two-Gaussian mixture against t, and where it leaves the bulk."""

import numpy as np
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.job import job
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.random_features import bulks, outlier, outlier_threshold
from memgen.theory.random_features.resolvent import FeatureModel

SOURCE, TABLE = "training_dynamics", "outlier"


def theory_rows(psi_p, psi_n, signals, times):
    """Upper edge, outliers with overlaps, and the threshold against t."""
    rows = []
    for t in times:
        threshold = outlier_threshold(psi_p, psi_n, t)
        rows.append(row("threshold", "theory", threshold, t=t))
        rows.append(row("edge", "theory", bulks(psi_p, psi_n, t)[-1].upper, t=t))
        for signal in signals:
            if signal > threshold:
                found = outlier(psi_p, psi_n, t, signal)
                at = {"signal": signal, "t": t}
                rows.append(row("eigenvalue", "theory", found.eigenvalue, **at))
                rows.append(row("overlap", "theory", found.overlap, **at))
    return rows


def largest(values, vectors, W, mean):
    """The largest eigenvalue and its eigenvector's squared overlap with W m."""
    direction = W @ mean / np.linalg.norm(W @ mean)
    return values[-1], float((vectors[:, -1] @ direction) ** 2)


def equivalent(model, mean, d, rng):
    """Outlier of a draw of the Gaussian equivalent."""
    features = draw_equivalent(model, d, rng, mean)
    flow = features.flow()
    return largest(flow.values, flow.vectors, features.W, mean)


def exact(model, mean, d, rng):
    """Outlier of a draw of U itself."""
    W = rng.standard_normal((round(model.psi_p * d), d))
    x = TwoGaussians(mean).sample(round(model.psi_n * d), rng)
    values, vectors = np.linalg.eigh(training_moments(W, x, model.t).U)
    return largest(values, vectors, W, mean)


with job(snakemake) as this:
    s = this.settings
    psi_p, psi_n = s["psi_p"], s["psi_n"]
    rows = theory_rows(psi_p, psi_n, s["signals"], np.geomspace(*s["t_range"], s["points"]))
    for features, draw_one, d in (
        ("equivalent", equivalent, s["d"]),
        ("exact", exact, s["exact_d"]),
    ):
        for t in tqdm(np.geomspace(*s["t_range"], s["simulated"]), disable=None, desc=features):
            model = FeatureModel(psi_p, psi_n, float(t))
            for signal in s["signals"]:
                at = {"signal": signal, "t": float(t), "d": d, "features": features}
                found = []
                for draw in range(s["draws"]):
                    rng = generator(s["seed"], SOURCE, TABLE, at, draw)
                    mean = rng.standard_normal(d)
                    mean *= np.sqrt(signal) / np.linalg.norm(mean)
                    found.append(draw_one(model, mean, d, rng))
                for k, quantity in enumerate(("eigenvalue", "overlap")):
                    rows.append(mean_row(quantity, np.array(found)[:, k], **at))
                if signal > outlier_threshold(psi_p, psi_n, float(t)):
                    predicted = outlier(psi_p, psi_n, float(t), signal)
                    rows += [
                        row("eigenvalue_there", "theory", predicted.eigenvalue, **at),
                        row("overlap_there", "theory", predicted.overlap, **at),
                    ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
