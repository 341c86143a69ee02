"""Files of results, written whole or not at all, with their provenance beside them."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Arrays = Mapping[str, np.ndarray]


@contextmanager
def atomic(path: Path | str) -> Iterator[Path]:
    """Give a temporary path that becomes `path` only when the block ends without an error."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes private files; results are as readable as any other file.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path | str, provenance: Mapping[str, Any]) -> None:
    """Write a table as CSV, and beside it, first, its provenance as JSON."""
    write_sidecar(path, provenance)
    with atomic(path) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.10g", lineterminator="\n")


def write_arrays(path: Path | str, provenance: Mapping[str, Any], **arrays: np.ndarray) -> None:
    """Write arrays as a compressed .npz, and beside it, first, their provenance as JSON."""
    write_sidecar(path, provenance)
    with atomic(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def write_sidecar(path: Path | str, provenance: Mapping[str, Any]) -> None:
    """Write the provenance of `path` to the JSON file of the same stem."""
    with atomic(sidecar(path)) as temporary:
        temporary.write_text(json.dumps(provenance, indent=2, sort_keys=True) + "\n")


def sidecar(path: Path | str) -> Path:
    """Return where the provenance of a table or an array file lies."""
    return Path(path).with_suffix(".json")
