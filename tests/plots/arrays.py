"""Arrays of the names and shapes that figures read: the gallery keeps tables alone.

Array files are large, and no claim reads one. Each function below makes the arrays of one file,
small, with the names that a table lying beside them asks for.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.tables.rows import mean_row, row, tidy

Arrays = dict[str, np.ndarray]

KINDS = ("S", "S2")  # distances to the training and to the synthetic set


def arrays(name: str, tables: Mapping[str, pd.DataFrame]) -> Arrays:
    """Return the arrays of the file <name>.npz, for the figure that reads these tables.

    Raises
    ------
    KeyError
        If there is no such file: add a function of its name.
    """
    return _MAKERS[name](np.random.default_rng(1), tables)


def latent_spectra() -> pd.DataFrame:
    """The table of a latent diffusion model, for which the gallery has no checkpoint."""
    rows = [row("ceiling", "theory", 2.0, step=1), row("random_weights", "theory", 0.0)]
    for prompt, kind in enumerate(("memorised", "generalised")):
        at = {"prompt": prompt, "type": kind, "N": 16, "step": 1}
        for fraction in (0.1, 0.5, 0.9):
            values = np.array([1.8, 1.9]) * (1 - fraction) + prompt
            rows.append(mean_row("singular_value", values, **at, fraction=fraction))
        rows.append(mean_row("apart", np.array([0.4, 0.5]) + prompt, **at))
    return tidy(rows)


def _concept_picture(rng: np.random.Generator, _: Any) -> Arrays:
    weights = rng.uniform(size=(3, 20))
    return {
        "points": rng.normal(size=(20, 2)),
        "axis": np.linspace(-2.5, 2.5, 5),
        "probe": np.array([0.15, 0.6]),
        "t": np.array([0.5, 0.05, 0.002]),
        "fields": rng.normal(size=(3, 25, 2)),
        "weights": weights / weights.sum(axis=1, keepdims=True),
    }


def _recipe(rng: np.random.Generator, _: Any) -> Arrays:
    latents, axis = rng.normal(size=(30, 2)), np.linspace(-2.6, 2.6, 7)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    F = rng.normal(size=(2, 3))
    made = {"latents": latents, "latent_axis": axis}
    for name, activation in (("linear", np.asarray), ("tanh", np.tanh), ("relu", np.abs)):
        made[f"points_{name}"] = activation(latents @ F)
        made[f"surface_{name}"] = activation(grid @ F)
    return made


def _potential_plane(rng: np.random.Generator, _: Any) -> Arrays:
    axis = np.linspace(-7, 7, 9)
    made = {"axis": axis, "corners": rng.normal(size=(3, 2))}
    for regime in ("above_onset", "between", "below_collapse"):
        made[f"height_{regime}"] = np.hypot(*np.meshgrid(axis, axis)) + rng.uniform(size=(9, 9))
        made[f"traps_{regime}"] = np.array([True, False, True])
    return made


def _landscape_cut(rng: np.random.Generator, _: Any) -> Arrays:
    made = {"u": np.linspace(-0.6, 0.6, 13), "v": np.linspace(-0.4, 0.4, 9)}
    made |= {name: rng.uniform(size=(13, 9)) for name in ("lowest", "cold", "hot")}
    made |= {"t": np.array([1.4, 5.0]), "is_pattern": np.arange(14) < 6}
    return made | {"minima": rng.uniform(-1, 1, size=(14, 2))}


def _sampling_images(rng: np.random.Generator, _: Any) -> Arrays:
    chains = np.sign(rng.normal(size=(6, 4, 64)))
    generated = np.sign(rng.normal(size=(12, 64)))
    t = np.geomspace(10, 0.1, 6)
    images = {"chains": chains, "stored": chains[-1], "t": t}
    images |= {"unseen_overlap": rng.random(12), "hebbian": generated}
    return images | {"generated": generated, "nearest": generated}


def _moment_theorem_states(rng: np.random.Generator, _: Any) -> Arrays:
    made = {}
    for of, N in (("random", 10), ("bonds", 8)):
        data = np.sign(rng.normal(size=(5, N)))
        made |= {f"{of}_data": data, f"{of}_minima": np.concatenate([data[:2], -data[2:]])}
    return made


def _forward_backward_images(rng: np.random.Generator, _: Any) -> Arrays:
    strips = ("forward", "backward", "control")
    made = {name: rng.uniform(0, 16, size=(9, 64)) for name in strips}
    made |= {name: rng.uniform(0, 16, size=64) for name in ("original", "final", "control_end")}
    scores = ("empirical", "classes", "gaussian", "digits")
    made |= {f"ratio_{name}": rng.uniform(size=50) for name in scores}
    return made | {"shown_t": np.geomspace(0.01, 100, 9)}


def _jacobian_spectrum_values(rng: np.random.Generator, _: Any) -> Arrays:
    return {"levels": np.sort(rng.uniform(0, 1.7, size=90))}


def _full_picture_map(rng: np.random.Generator, _: Any) -> Arrays:
    made = {"alpha_D": np.linspace(0.05, 2, 6), "alpha": np.linspace(0.05, 0.6, 6)}
    for along in ("alpha_D", "alpha"):
        made[f"t_of_{along}"] = np.geomspace(0.01, 40, 8)
        made[f"excess_of_{along}"] = rng.uniform(size=(8, 6))
    return made


def _message_passing_points(rng: np.random.Generator, _: Any) -> Arrays:
    sampled = np.linspace(-0.9, 0.9, 30)
    return {
        "D": np.repeat([10, 20], [10, 20]),
        "t": np.array(0.1),
        "sampled": sampled,
        "denoised": sampled + 0.01 * rng.normal(size=30),
        "variance": np.full(30, 0.02),
    }


def _message_passing_outputs(rng: np.random.Generator, _: Any) -> Arrays:
    exact = rng.uniform(0, 2, size=(4, 16))
    return {
        "t": np.array(0.5),
        "P": np.array(5000),
        "exact": exact,
        "affine": exact + 0.2 * rng.normal(size=exact.shape),
        "network": exact + 0.05 * rng.normal(size=exact.shape),
    }


def _phases_field(rng: np.random.Generator, _: Any) -> Arrays:
    return {
        "t": np.array([10.0, 0.1, 0.001]),
        "starts": rng.uniform(-1.5, 1.5, size=(3, 50, 3)),
        "ends": rng.uniform(-1.5, 1.5, size=(3, 50, 3)),
    }


def _exact_spectra_values(rng: np.random.Generator, _: Any) -> Arrays:
    names = [f"{case}_{number}" for case in ("one", "two") for number in range(3)]
    return {name: -rng.uniform(0.02, 0.98, size=(2, 80)) for name in names}


def _toy_maps(rng: np.random.Generator, tables: Mapping[str, pd.DataFrame]) -> Arrays:
    rows = tables["toy_landscape"]
    at = rows[rows["quantity"] == "energy_error"]
    times = np.unique(at["t"].astype(float))
    made = {"axis": np.linspace(-1.5, 1.5, 5), "arrows": np.linspace(-1.5, 1.5, 4), "times": times}
    made |= {"energy_exact": rng.uniform(size=(5, 5)), "score_exact": rng.normal(size=(16, 2))}
    for K in at["K"].astype(int).unique():
        made[f"energy_{K}"] = rng.uniform(size=(len(times), 5, 5))
        made[f"score_{K}"] = rng.normal(size=(len(times), 16, 2))
        made[f"points_{K}"] = rng.normal(size=(min(K, 60), 2))
        made[f"paths_{K}"] = rng.normal(size=(len(times), 20, 2))
        made[f"final_{K}"] = rng.normal(size=(20, 2))
    return made


def _image_pictures(rng: np.random.Generator, tables: Mapping[str, pd.DataFrame]) -> Arrays:
    beside = tables.get("image_examples", tables.get("image_types"))
    assert beside is not None, "pictures are drawn beside a table of their sets"
    made = {}
    for name in beside["images"].dropna().unique():
        for kind in ("memorised", "spurious", "generalised"):
            for selection in ("typical", "random", "peak_S", "peak_S2"):
                key = f"{name}-{kind}-{selection}"
                made[f"{key}-sample"] = rng.uniform(size=(2, 8, 8, 1))
                for near in ("S", "S2"):
                    made[f"{key}-{near}"] = rng.uniform(size=(2, 4, 8, 8, 1))
                    made[f"{key}-{near}-distance"] = rng.uniform(size=(2, 4))
    return made


def _image_distances(rng: np.random.Generator, tables: Mapping[str, pd.DataFrame]) -> Arrays:
    names = tables["image_types"]["images"].dropna().unique()
    return {f"{name}-{which}": rng.uniform(0.05, 0.9, (2, 40)) for name in names for which in KINDS}


def _latent_pictures(rng: np.random.Generator, _: Any) -> Arrays:
    return {f"prompt{number}": rng.uniform(size=(8, 8, 3)) for number in range(2)}


def _diffusion_paths(rng: np.random.Generator, _: Any) -> Arrays:
    paths = ("forward", "exact", "empirical")
    made = {name: rng.normal(size=(11, 30)) for name in paths}
    return made | {"t": np.geomspace(0.001, 4, 11), "training": rng.normal(size=20)}


def _spectra(rng: np.random.Generator, _: Any) -> Arrays:
    return {"eigenvalues": np.sort(rng.uniform(0.002, 15, size=(2, 128)))}


def _time_integrated(rng: np.random.Generator, _: Any) -> Arrays:
    return {f"psi_n_{load}": np.sort(rng.uniform(0.002, 15, size=60)) for load in (2, 4)}


def _loads_values(rng: np.random.Generator, tables: Mapping[str, pd.DataFrame]) -> Arrays:
    loads = tables["loads"]["psi_n"].unique()
    return {f"psi_n_{load:g}": np.sort(rng.uniform(1e-3, 15, size=(2, 60))) for load in loads}


def _mixture_spectrum_values(rng: np.random.Generator, _: Any) -> Arrays:
    names = ("control", "level_0", "level_1", "level_2")
    return {name: np.sort(rng.uniform(0.3, 6, size=(5, 12))) for name in names}


def _outlier_timescale_paths(rng: np.random.Generator, _: Any) -> Arrays:
    made = {stage: rng.normal(size=(9, 5)) for stage in ("early", "late")}
    return made | {"t": np.geomspace(0.01, 4, 9)}


def _separation(rng: np.random.Generator, _: Any) -> Arrays:
    return {score: rng.normal(scale=5, size=80) for score in ("features", "exact")}


_MAKERS = {
    "concept_picture": _concept_picture,
    "diffusion_paths": _diffusion_paths,
    "exact_spectra_values": _exact_spectra_values,
    "forward_backward_images": _forward_backward_images,
    "full_picture_map": _full_picture_map,
    "image_distances": _image_distances,
    "image_pictures": _image_pictures,
    "jacobian_spectrum_values": _jacobian_spectrum_values,
    "landscape_cut": _landscape_cut,
    "moment_theorem_states": _moment_theorem_states,
    "latent_pictures": _latent_pictures,
    "loads_values": _loads_values,
    "message_passing_points": _message_passing_points,
    "message_passing_outputs": _message_passing_outputs,
    "mixture_spectrum_values": _mixture_spectrum_values,
    "outlier_timescale_paths": _outlier_timescale_paths,
    "phases_field": _phases_field,
    "potential_plane": _potential_plane,
    "recipe": _recipe,
    "sampling_images": _sampling_images,
    "separation_close": _separation,
    "separation_separated": _separation,
    "spectra_one": _spectra,
    "spectra_two": _spectra,
    "time_integrated_a": _time_integrated,
    "time_integrated_b": _time_integrated,
    "toy_maps": _toy_maps,
}
