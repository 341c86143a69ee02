"""A finished run as a Workflow Run RO-Crate: one archive of its results that says what made them.

The crate follows the profiles Process Run Crate 0.5, Workflow Run Crate 0.5 and Workflow RO-Crate
1.0 (https://www.researchobject.org/workflow-run-crate/): the Snakefile is its main workflow, and
one action, from the first result to the last, has made figures, tables and claims from the run's
settings. The sidecar of each result (settings, code, versions) lies beside it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from memgen.declared.requests import stale_files
from memgen.declared.run import Run
from memgen.tables.files import atomic

WFRUN = "https://w3id.org/ro/wfrun"
PROFILES = {
    f"{WFRUN}/process/0.5": ("Process Run Crate", "0.5"),
    f"{WFRUN}/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".npz": "application/zip",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".safetensors": "application/octet-stream",
    ".yaml": "application/yaml",
}
LICENSE = "https://spdx.org/licenses/MIT"
AUTHORS = "#memgen-developers"


def write_crate(root: Path, run: Run, out: Path) -> int:
    """Write the crate of a finished run as a zip archive, and return how many files it holds.

    Parameters
    ----------
    root : Path
        The checkout in which the run was made.
    run : Run
        The run, as its recorded settings define it.
    out : Path
        The archive, whose name ends with .zip.

    Raises
    ------
    FileNotFoundError
        If a result is missing.
    ModuleNotFoundError
        If the package rocrate is not installed.
    ValueError
        If a result was made from other settings, files or code than now, or `out` is no .zip.
    """
    if out.suffix != ".zip":
        raise ValueError(f"{out}: a crate is a zip archive; name it {out}.zip.")
    files = list(_finished(root, run))
    try:
        from rocrate.rocrate import ROCrate
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "A crate is written by the package rocrate: pip install -c envs/constraints.txt -e "
            "'.[crate]'"
        ) from error

    crate = ROCrate(version="1.1")
    _describe(crate, run)
    workflow = crate.add_workflow(
        root / "Snakefile",
        "Snakefile",
        main=True,
        lang="snakemake",
        lang_version=version("snakemake"),
        properties={
            "name": "memgen",
            "version": version("memgen"),
            "license": {"@id": LICENSE},
            "creator": {"@id": AUTHORS},
            "encodingFormat": "text/plain",
            "dateCreated": _day(root / "Snakefile"),
        },
    )
    settings = f"{run.results}/settings.yaml"
    results = []
    for path in files:
        entity = crate.add_file(root / path, path, properties=_properties(run, root, path))
        if path != settings:
            results.append(entity)
    started, ended = _times(root, files)
    action = crate.add_action(
        workflow,
        identifier=f"#{run.name}",
        object=[crate.get(settings)],
        result=results,
        properties={
            "name": f"The {run.name} run of memgen",
            "description": f"Snakemake made all figures of the registry at the {run.name} sizes.",
            "startTime": started,
            "endTime": ended,
            "actionStatus": "http://schema.org/CompletedActionStatus",
            "agent": {"@id": AUTHORS},
        },
    )
    crate.root_dataset["mentions"] = [action]
    with atomic(out) as temporary, temporary.open("wb") as stream:
        stream.writelines(crate.stream_zip())
    return len(files)


def _finished(root: Path, run: Run) -> Iterator[str]:
    """Yield the files of a run, each with its sidecar, checked to be there and up to date."""
    wrong = stale_files(run.ledger, root)
    if wrong:
        raise ValueError(
            f"{len(wrong)} results of the {run.name} run were made from other settings, files or "
            f"code than now, such as {wrong[0]}: finish the run first."
        )
    wanted = [path for source in run.registry for path in run.outputs(source)]
    wanted += [
        f"{run.results}/{name}.{ending}"
        for name, ending in (
            ("claims", "csv"),
            ("claims", "json"),
            ("settings", "yaml"),
            ("settings", "json"),
        )
    ]
    for path in dict.fromkeys(wanted):
        if not (root / path).is_file():
            raise FileNotFoundError(
                f"{path} is missing: finish the {run.name} run before its crate is written."
            )
        yield path


def _describe(crate: Any, run: Run) -> None:
    """Say what the crate as a whole is."""
    from rocrate.model.contextentity import ContextEntity

    for profile, (name, number) in PROFILES.items():
        properties = {"@type": "CreativeWork", "name": name, "version": number}
        crate.add(ContextEntity(crate, profile, properties=properties))
    properties = {"@type": "CreativeWork", "name": "MIT License"}
    crate.add(ContextEntity(crate, LICENSE, properties=properties))
    properties = {"@type": "Organization", "name": "The memgen developers"}
    crate.add(ContextEntity(crate, AUTHORS, properties=properties))
    whole = crate.root_dataset
    whole["conformsTo"] = [{"@id": profile} for profile in PROFILES]
    whole["name"] = f"memgen: the {run.name} run"
    whole["description"] = (
        f"Figures on memorization and generalization in generative models ({run.name} run): "
        "figures, the tables that they are drawn from, and what was claimed and measured."
    )
    whole["license"] = {"@id": LICENSE}
    whole["author"] = {"@id": AUTHORS}


def _properties(run: Run, root: Path, path: str) -> dict[str, Any]:
    """Return what the crate says of a file."""
    told: dict[str, Any] = {"encodingFormat": FORMATS.get(Path(path).suffix, "text/plain")}
    told["contentSize"] = str((root / path).stat().st_size)
    origin = run.ledger.origins.get(path)
    caption = origin.settings.get("caption") if origin is not None else None
    if path.endswith(".png") and caption:
        told["description"] = " ".join(str(caption).split())
    return told


def _times(root: Path, files: list[str]) -> tuple[str, str]:
    """When the first job of a run started, and when the last file was written."""
    first, last = [], []
    for path in files:
        written = (root / path).stat().st_mtime
        last.append(written)
        if path.endswith(".json"):
            took = json.loads((root / path).read_text()).get("wall_time_seconds") or 0.0
            first.append(written - float(took))
    return _moment(min(first)), _moment(max(last))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _day(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
