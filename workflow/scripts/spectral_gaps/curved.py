"""Local spectra of the exact score on a tanh manifold, against its tangent map."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import draw_matrix
from memgen.diffusion.jacobian import singular_values
from memgen.inference.curved_score import local_score
from memgen.job import job
from memgen.measures.geometry.dimension import detect_dimension
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "spectral_gaps", "curved"
D = 2
VANISHING = 1e-3  # largest t of the exponents

with job(snakemake) as this:
    s = this.settings
    N, t = s["N"], np.geomspace(*s["t_range"], s["times"])
    values, tangents, found, recovered = [], [], [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc="manifold"):
        rng = generator(s["seed"], SOURCE, TABLE, {"N": N}, draw)
        F = draw_matrix(N, D, rng)
        latents = rng.standard_normal((s["points"], D))
        spectra, maps, dimensions, differences = [], [], [], []
        for z in latents:
            x = np.tanh(F @ z)
            local = [local_score(F, x, float(at), z) for at in t]
            spectra.append(
                [
                    singular_values(at * one.jacobian[None])[0]
                    for at, one in zip(t, local, strict=True)
                ]
            )
            level = np.linalg.eigvalsh(local[0].tangent.T @ local[0].tangent)
            maps.append(t[:, None] / (t[:, None] + level))
            exact = local_score(F, x, s["detected_at"], z)
            dimensions.append(
                detect_dimension(singular_values(exact.jacobian[None])[0]).dimension == D
            )
        values.append(spectra)
        tangents.append(maps)
        recovered.append(dimensions)
    values, tangents = np.array(values), np.array(tangents)
    rows = []
    at = {"N": N, "D": D}
    small = t <= VANISHING
    for number in range(D):
        # one exponent for each manifold: its values at different t go together
        mean = np.sort(values[:, :, small, -D:], axis=3)[..., number].mean(axis=1)
        slopes = [np.polyfit(np.log(t[small]), np.log(one), 1)[0] for one in mean]
        rows.append(mean_row("vanishing_exponent", np.array(slopes), **at, direction=number))
    for k, time in enumerate(t):
        # tangent directions are the two smallest singular values, the larger variance the smallest
        own, expected = np.sort(values[:, :, k, -D:], axis=2), np.sort(tangents[:, :, k], axis=2)
        for number in range(D):
            here = at | {"t": time, "direction": number}
            rows.append(mean_row("tangent_value", own[:, :, number].mean(axis=1), **here))
            theory = mean_row("tangent_value", expected[:, :, number].mean(axis=1), **here)
            rows.append(theory | {"kind": "theory"})
            ratio = (own / expected)[:, :, number].mean(axis=1)
            rows.append(mean_row("ratio_to_tangent_map", ratio, **here))
        normal = values[:, :, k, :-D]
        rows.append(mean_row("normal_lowest", normal.min(axis=(1, 2)), **at, t=time))
        rows.append(mean_row("normal_highest", normal.max(axis=(1, 2)), **at, t=time))
    rows.append(
        mean_row("dimension_recovered", np.mean(recovered, axis=1), **at, t=s["detected_at"])
    )
    rows.append(row("probes", "theory", float(s["points"]), **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
