"""Where a long job keeps what it has so far: beside the results, outside what a failure deletes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def partial_path(output: str | Path, rule: str, settings: Mapping[str, Any], code: str) -> Path:
    """Return results/<run>/.partial/<rule>/<hash of output, settings and code>.safetensors.

    A job of other settings or other code has another path: it never goes on from this one's state.

    Parameters
    ----------
    output : str or Path
        The job's first output, below results/<run>/<source>/.
    rule, settings, code
        Of the job.
    """
    told = json.dumps([str(output), dict(settings), code], sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:20]
    parts = Path(output).parts
    return Path(*parts[:2], ".partial", rule, f"{digest}.safetensors")
