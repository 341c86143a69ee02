"""`diagnose`: whether a model memorises, from its training set, its samples and its network."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from memgen.code_hash import code_hash
from memgen.diagnose.data import diagnose_data
from memgen.diagnose.inputs import Given, encoded, read, require_same_width
from memgen.diagnose.network import diagnose_network, network_mark
from memgen.diagnose.network_files import load_encoder, load_network, name_of
from memgen.diagnose.results import Diagnosis
from memgen.diagnose.samples import diagnose_samples
from memgen.diagnose.steps import Steps
from memgen.diagnose.verdict import verdict

PACKAGES = ("memgen", "numpy", "scipy", "scikit-learn", "torch", "scikit-dimension", "diffusers")


def diagnose(
    training: Any,
    samples: Any = None,
    second_samples: Any = None,
    held_out: Any = None,
    network: Any = None,
    encoder: Any = None,
    out: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
    probes: int = 200,
    queries: int = 1000,
    seed: int = 0,
    progress: bool = False,
) -> Diagnosis:
    """Return what a training set, samples and a network tell about memorization.

    Parameters
    ----------
    training : array, str or Path
        (P, N) or (P, height, width, channels): an array, a file (.npy, .npz, .safetensors) or a
        folder of pictures, eight different points or more.
    samples, second_samples, held_out : likewise, optional
        Samples of the model; another set of them, among which the first are looked for; points of
        the source of the training set that the model never saw, the control of all that is said.
    network : callable, str or Path, optional
        denoiser(x, sigma), a Python file that defines it, or a diffusers folder
        (`memgen.diagnose.network_files`), in the units of `training`.
    encoder : callable, str or Path, optional
        encode(images), or a Python file that defines it: data and samples are compared by their
        features; the network always in the units of the file.
    out : str or Path, optional
        Folder of the report (report.html, diagnosis.json) and of finished steps, from which a
        second call goes on.
    size, grey
        Of pictures in folders: the side they are brought to, and one channel instead of three.
    probes, queries : int
        Noised points of each collapse, and points whose neighbours are looked at: more make errors
        smaller.
    seed : int
        Root of all random numbers.
    progress : bool
        Whether to say on the standard error what is being done.

    Returns
    -------
    Diagnosis

    Raises
    ------
    FileNotFoundError, ValueError
        If an input is not there, or cannot be used: the message names it, what is wrong with it and
        the remedy. ImportError where a library is missing for a folder's kind of network.
    """
    if probes < 2 or queries < 10:
        raise ValueError(f"probes={probes}, queries={queries}: give 2 and 10, or more.")
    sources = {"samples": samples, "second_samples": second_samples, "held_out": held_out}
    if samples is None and second_samples is not None:
        raise ValueError("second_samples need samples, which they are compared with.")
    pixels = {"training": read(training, "training", size, grey)}
    for name, source in sources.items():
        if source is not None:
            pixels[name] = read(source, name, size, grey)
            require_same_width(pixels["training"], pixels[name])
    given = pixels if encoder is None else _features(pixels, encoder)
    digests = {name: one.digest for name, one in given.items()}
    settings = {"probes": probes, "queries": queries, "seed": seed}
    folder = None if out is None else Path(out).expanduser()
    steps = Steps(
        None if folder is None else folder / "steps",
        digests,
        settings,
        "" if folder is None else _code(),
        progress,
    )
    data_part, data = diagnose_data(given["training"], steps, probes, queries)
    samples_part = network_part = None
    if "samples" in given:
        samples_part = diagnose_samples(
            given["samples"],
            given.get("second_samples"),
            given.get("held_out"),
            data,
            steps,
            queries,
        )
    if network is not None:
        raw = pixels["training"]
        if encoder is not None:
            # the network knows nothing of features: it is measured among the images themselves
            place = None if folder is None else folder / "steps/pixels"
            of_pixels = {name: one.digest for name, one in pixels.items()}
            steps = Steps(place, of_pixels, settings, steps.code, progress)
            _, data = diagnose_data(raw, steps, probes, queries)
        loaded = load_network(network, data.units, raw.values, raw.shape)
        steps.inputs |= {"network": network_mark(loaded, data)}
        network_part = diagnose_network(loaded, pixels.get("held_out"), data, steps)
    word, why = verdict(samples_part, network_part)
    found = Diagnosis(
        word,
        why,
        data_part,
        samples_part,
        network_part,
        _inputs(given, network, encoder),
        settings,
        _versions(),
    )
    if folder is not None:
        from memgen.diagnose.report import write_report

        write_report(found, folder, pixels)
    return found


@cache
def _code() -> str:
    """Return the hash of this package's code, once a process."""
    return code_hash(Path(__file__))


def _features(pixels: dict[str, Given], encoder: Any) -> dict[str, Given]:
    name, encode = load_encoder(encoder)
    return {key: encoded(one, encode, name) for key, one in pixels.items()}


def _inputs(given: dict[str, Given], network: Any, encoder: Any) -> dict[str, dict[str, Any]]:
    found = {name: one.about() for name, one in given.items()}
    for name, source in (("network", network), ("encoder", encoder)):
        if source is not None:
            found[name] = {"name": name_of(source)}
    return found


def _versions() -> dict[str, str]:
    found = {"python": python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
