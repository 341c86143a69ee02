"""Claims of arXiv:2505.21777, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

from memgen.claims.combine import furthest_from_one
from memgen.claims.verdict import Measurement
from memgen.tables import select

Tables = Mapping[str, Any]


def merging_threshold(tables: Tables) -> Measurement:
    """Distance at which two minima were found to merge, over 2 sqrt(t); furthest from 1 over t."""
    rows = tables["merging"]
    found = select(rows, quantity="merging_distance_found").set_index("t")["value"]
    theory = select(rows, quantity="merging_distance").set_index("t")["value"]
    return furthest_from_one(found / theory)
