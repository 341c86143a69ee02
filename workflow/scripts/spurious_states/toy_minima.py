"""All minima of the exact energy of K points of the circle; barriers and roughness of rings."""

import numpy as np

from memgen.data.circle import on_circle, published_angles
from memgen.job import job
from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.ring_memory import ring_barrier, ring_roughness

SOURCE, TABLE = "spurious_states", "toy_minima"
RING = 361  # angles of the energy along a random ring
LINE = 41  # t of the formulas' lines
TRACKED = 97  # t at which the minima's angles are drawn

with job(snakemake) as this:
    s, rows = this.settings, []
    for K in s["minima_K"]:
        points = on_circle(published_angles(K))
        for t in s["minima_times"]:
            at = {"K": K, "t": t}
            found = find_minima(points, t, generator(s["seed"], SOURCE, TABLE, at, 0))
            rows.append(row("minima", "theory", len(found.x), **at))
            rows.append(row("spurious", "theory", found.spurious(s["distance"]), **at))
    K = s["minima_K"][1]
    points = on_circle(published_angles(K))
    for x in points:
        angle = np.degrees(np.arctan2(x[1], x[0]))
        rows.append(row("point_angle", "published", float(angle), unit="degree", K=K))
    ordered = points[np.argsort(np.arctan2(points[:, 1], points[:, 0]))]
    for one, next_one in zip(ordered, np.roll(ordered, -1, axis=0), strict=True):
        # where two alone would share one minimum: d = 2 sqrt(t)
        middle, d = one + next_one, np.linalg.norm(one - next_one)
        angle = np.degrees(np.arctan2(middle[1], middle[0]))
        merged = {"K": K, "t": float(d**2 / 4)}
        rows.append(row("pair_angle", "theory", float(angle), unit="degree", **merged))
    for t in np.geomspace(min(s["minima_times"]), max(s["minima_times"]), TRACKED):
        at = {"K": K, "t": float(t)}
        found = find_minima(points, float(t), generator(s["seed"], SOURCE, TABLE, at, 1))
        for x, nearest in zip(found.x, found.nearest, strict=True):
            angle, radius = np.degrees(np.arctan2(x[1], x[0])), float(np.linalg.norm(x))
            here = at | {"radius": radius, "nearest": float(nearest)}
            rows.append(row("minimum_angle", "theory", float(angle), unit="degree", **here))
    lines = np.geomspace(min(s["ring_times"]), max(s["ring_times"]), LINE)
    for K in s["ring_K"]:
        memory = DiffusionEnergy(on_circle(2 * np.pi * np.arange(K) / K))
        for t in s["ring_times"]:
            low, high = memory.energy(on_circle(np.array([0.0, np.pi / K])), t)
            rows.append(row("barrier_found", "theory", high - low, K=K, t=t))
            # the same points as the lines', for their ratio
            rows.append(row("barrier", "theory", ring_barrier(K, t), K=K, t=t))
        rows += [row("barrier_line", "theory", ring_barrier(K, t), K=K, t=float(t)) for t in lines]
    ring = on_circle(2 * np.pi * np.arange(RING) / RING)
    for K in s["random_K"]:
        for t in s["ring_times"]:
            at = {"K": K, "t": t}
            variance = []
            for draw in range(s["ring_draws"]):
                rng = generator(s["seed"], SOURCE, f"{TABLE}_ring", at, draw)
                memory = DiffusionEnergy(on_circle(rng.uniform(0, 2 * np.pi, K)))
                variance.append(memory.energy(ring, t).var())
            rows.append(mean_row("ring_variance", np.array(variance), **at))
            rows.append(row("ring_variance", "theory", ring_roughness(K, t) ** 2, **at))
        rows += [
            row("roughness_line", "theory", ring_roughness(K, float(t)), K=K, t=float(t))
            for t in lines
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
