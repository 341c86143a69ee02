"""Published numbers beside ours, from the rows that tables keep of them and from claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from memgen.finished.numbers import with_error
from memgen.site.found import claim_of
from memgen.site.gallery import ShownClaim, ShownFigure, ShownGallery
from memgen.tables.read import read_table
from memgen.tables.rows import MEASURED

FILE = Path("docs/published.yaml")


@dataclass(frozen=True)
class Compared:
    """The published rows of one quantity of a table, each with ours at the same point.

    Attributes
    ----------
    figure : ShownFigure
        The first figure that is drawn from the table.
    quantity : str
    coordinates : sequence of str
    rows : sequence of mappings
        Coordinates, "published", "theory" and "simulation", in words.
    """

    figure: ShownFigure
    quantity: str
    coordinates: Sequence[str]
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Remeasured:
    """A published number and the claim that measures it again."""

    what: str
    where: str
    figure: ShownFigure
    claim: ShownClaim


def compared(gallery: ShownGallery) -> list[Compared]:
    """Return all published rows that have a counterpart of ours, by table and quantity."""
    found, seen = [], set()
    for figure in gallery.figures:
        for table in figure.plotted:
            if table.csv is None or table.csv in seen:
                continue
            seen.add(table.csv)
            frame = read_table(gallery.folder / table.csv)
            published = frame[frame["kind"] == "published"]
            for quantity, rows in published.groupby("quantity", sort=False):
                ours = frame[(frame["quantity"] == quantity) & (frame["kind"] != "published")]
                names = [
                    name
                    for name in frame.columns
                    if name not in MEASURED and rows[name].notna().any()
                ]
                told = [_beside(row, ours, names) for _, row in rows.iterrows()]
                kept = [one for one in told if one["theory"] or one["simulation"]]
                if kept:
                    found.append(Compared(figure, str(quantity), names, kept))
    return found


def remeasured(gallery: ShownGallery) -> list[Remeasured]:
    """Return the entries of docs/published.yaml; KeyError if one names no claim."""
    told = yaml.safe_load((gallery.root / FILE).read_text(encoding="utf-8"))
    return [
        Remeasured(
            entry["what"],
            entry["where"],
            gallery.figure(*entry["figure"].split("/")),
            claim_of(gallery, entry["figure"], entry["claim"]),
        )
        for entry in told
    ]


def contradicted(gallery: ShownGallery) -> list[tuple[ShownFigure, ShownClaim]]:
    """Return all claims that contradict a published statement."""
    return [
        (figure, claim)
        for figure in gallery.figures
        for claim in figure.claims
        if claim.contradicts
    ]


def _beside(row: pd.Series, ours: pd.DataFrame, names: Sequence[str]) -> dict[str, str]:
    """Return a published row and ours at its coordinates, where there is just one of a kind."""
    here = np.ones(len(ours), dtype=bool)
    for name in names:
        value = row[name]
        if isinstance(value, str):
            here &= (ours[name] == value).to_numpy()
        elif not pd.isna(value):
            close = np.isclose(ours[name].astype(float), float(value), rtol=1e-6, atol=0)
            here &= close
    words = {name: _word(row[name]) for name in names} | {"published": _value(row)}
    for kind in ("theory", "simulation"):
        same = ours[here & (ours["kind"] == kind).to_numpy()]
        words[kind] = _value(same.iloc[0]) if len(same) == 1 else ""
    return words


def _value(row: pd.Series) -> str:
    return with_error(row["value"], None if pd.isna(row["stderr"]) else row["stderr"])


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else f"{value:.6g}"
