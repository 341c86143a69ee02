"""Energies of memories in one dimension, and where two of them merge."""

import numpy as np

from memgen.job import job
from memgen.measures.energy.merging import (
    mean_field_minimum,
    measured_merging_distance,
    minima_of_two,
)
from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import DiffusionEnergy, merging_distance
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy

SOURCE, TABLE = "spurious_states", "merging"
CURVE = 301  # points of a drawn energy
BRANCH = 301  # distances of the mean-field line
REACH = 4.0  # of the drawn energy beyond the memories, in sqrt(t)

with job(snakemake) as this:
    s = this.settings
    t, unit, rows = s["t"], merging_distance(s["t"]), []
    panels = {
        "isolated": (2, s["apart"]),
        "merged": (2, s["merged"]),
        "valley": (s["many"], s["valley"]),
    }
    for panel, (count, ratio) in panels.items():
        memories = (np.arange(count) - (count - 1) / 2)[:, None] * ratio * unit
        at = {"panel": panel, "t": t}
        rows += [row("memory", "theory", float(x), **at) for x in memories[:, 0]]
        reach = memories.max() + REACH * np.sqrt(t)
        axis = np.linspace(-reach, reach, CURVE)
        energy = DiffusionEnergy(memories).energy(axis[:, None], t)
        rows += [row("energy", "theory", e, **at, x=x) for x, e in zip(axis, energy, strict=True)]
        found = find_minima(memories, t, generator(s["seed"], SOURCE, TABLE, {"panel": panel}, 0))
        rows += [
            row("minimum", "theory", e, **at, x=float(x))
            for x, e in zip(found.x[:, 0], found.energy, strict=True)
        ]
    for ratio in np.linspace(0.5, 2.0, s["distances"]):
        distance = float(ratio * unit)
        at = {"panel": "branches", "t": t, "distance": distance}
        rows += [row("minimum_found", "theory", float(x), **at) for x in minima_of_two(distance, t)]
    for distance in np.linspace(0.5, 2.0, BRANCH) * unit:
        value = mean_field_minimum(float(distance), t)
        at = {"panel": "branches", "t": t, "distance": float(distance)}
        rows.append(row("minimum_mean_field", "theory", value, **at))
    for t in s["times"]:
        at = {"panel": "threshold", "t": t}
        rows.append(row("merging_distance_found", "theory", measured_merging_distance(t), **at))
        rows.append(row("merging_distance", "theory", float(merging_distance(t)), **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
