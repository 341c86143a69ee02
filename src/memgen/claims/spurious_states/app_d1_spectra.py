"""Claims of app_d1_spectra: curvature against the number of images."""

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.spurious_states._type_effects import least
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def training_points_flatten(tables: Tables) -> Measurement:
    """Values below 1/2 at training points, largest over smallest K; least of the sets."""
    rows = select(tables["image_curvature"], quantity="near_zero", score="network", type="training")
    noise = select(tables["image_curvature"], quantity="singular_value")["noise"].iloc[0]
    found = []
    for _, of_set in rows[rows["noise"] == noise].groupby("images", sort=False):
        ordered = of_set.sort_values("K")
        found.append(quotient(of_row(ordered.iloc[-1]), of_row(ordered.iloc[0])))
    return least(found)


def few_images_leave_the_networks_own_directions(tables: Tables) -> Measurement:
    """Part of the directions below 1/2 that is the network's own: smallest minus largest K.

    At training points; least of the sets.
    """
    rows = select(tables["image_curvature"], quantity="uniform_share").sort_values("K")
    ends = [of_set.iloc[[0, -1]] for _, of_set in rows.groupby("images", sort=False)]
    return least([difference(of_row(both.iloc[0]), of_row(both.iloc[1])) for both in ends])


def _blobs(tables: Tables, score: str, kind: str, largest: bool = True) -> Measurement:
    rows = select(tables["blob_curvature"], quantity="near_zero", score=score, type=kind)
    ordered = rows.sort_values("K")
    return of_row(ordered.iloc[-1 if largest else 0])


def network_finds_the_dimension(tables: Tables) -> Measurement:
    """Values below 1/2 of the network minus those of the exact score, fresh blobs, largest K."""
    return difference(*(_blobs(tables, score, "held_out") for score in ("network", "population")))


def few_blobs_are_isolated(tables: Tables) -> Measurement:
    """Values below 1/2 of the network at training blobs, smallest K."""
    return _blobs(tables, "network", "training", largest=False)


def exact_score_has_the_dimension(tables: Tables) -> Measurement:
    """Values below 1/2 of the exact score of all blobs, at fresh ones of the largest K."""
    return _blobs(tables, "population", "held_out")
