"""Claims of fig5a_curvature: curvature of the energy by sample type."""

import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.spurious_states._type_effects import effect, least
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _at_stated_noise(tables: Tables) -> pd.DataFrame:
    """Rows of the noise at which there are spectra, and those without noise."""
    table = tables["image_curvature"]
    noise = float(select(table, quantity="singular_value")["noise"].iloc[0])
    return table[table["noise"].isna() | (table["noise"] == noise)]


def generalised_flatter_than_memorised(tables: Tables) -> Measurement:
    """Values below 1/2 at the crossover, generalised minus memorised, in standard deviations."""
    return effect(_at_stated_noise(tables), "near_zero", "generalised", "memorised")


def spurious_flatter_than_memorised(tables: Tables) -> Measurement:
    """Values below 1/2 at the crossover, spurious minus memorised, in standard deviations."""
    return effect(_at_stated_noise(tables), "near_zero", "spurious", "memorised")


def generalised_flatter_than_spurious(tables: Tables) -> Measurement:
    """Values below 1/2 at the crossover, generalised minus spurious, in standard deviations."""
    return effect(_at_stated_noise(tables), "near_zero", "generalised", "spurious")


def generalised_flatter_at_every_noise(tables: Tables) -> Measurement:
    """Generalised minus memorised in standard deviations, least of the noise levels."""
    table = tables["image_curvature"]
    levels = sorted(table["noise"].dropna().unique())
    return least(
        [
            effect(
                table[table["noise"].isna() | (table["noise"] == noise)],
                "near_zero",
                "generalised",
                "memorised",
            )
            for noise in levels
        ]
    )


def training_points_are_isolated_by_the_exact_score(tables: Tables) -> Measurement:
    """Values below 1/2 of the exact score at training points, the most over sets and K."""
    rows = select(
        tables["image_curvature"], quantity="near_zero", score="empirical", type="training"
    )
    return Measurement(of_row(rows.iloc[int(rows["value"].argmax())]).value)
