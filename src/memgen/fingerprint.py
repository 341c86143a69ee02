"""What made a result, in one hash: it travels with the result and is compared before it is used."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from memgen.tables.files import sidecar


def fingerprint(settings: Mapping[str, Any], code: str, inputs: Sequence[str | None]) -> str:
    """Return the fingerprint of a result, of 32 hexadecimal digits.

    Parameters
    ----------
    settings : mapping
        All settings of its job, as plain values, with a digest of every file that they name.
    code : str
        The hash of the code of its job.
    inputs : sequence of str or None
        The fingerprints of the files that the job read, in its order.
    """
    told = json.dumps([dict(settings), code, list(inputs)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def recorded(path: Path | str) -> str | None:
    """Return the fingerprint in the sidecar of a result, or None without a readable one."""
    try:
        return json.loads(sidecar(path).read_text()).get("fingerprint")
    except (OSError, ValueError):
        return None
